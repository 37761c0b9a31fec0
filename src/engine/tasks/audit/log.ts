/**
 * The log of a run (docs/audit.md): JSON Lines with the values h of laws before a step, and h(g) of that step's gradient. Of SGD
 * the next value is exactly  h' = (1 − ηλ)² h + η² h(g)  (discrete.ts), so every step whose next one is in the log is a test of the
 * rate and of the weight decay; and λ is read off the log:  (1 − ηλ)² = ⟨h' − η² h(g), h⟩ / |h|².
 */
import type { AuditedBlock, LawVerdict, LogAudit, LoggedFamily } from "../../report/audit/facts";
import type { ClaimedRun } from "../../report/audit/run";
import { nextValue } from "./discrete";
import type { LoggedRun, LogRecord } from "./log-lines";
import * as say from "./log-words";
import { isQuadraticLaw } from "./optimizers";

/** Relative to the largest value in the log: single precision, over the roundings of a step. */
const TOLERANCE = 2e-6;

/** `blocks`: which families there are, for what may be said of an id. */
export function auditLog(logged: LoggedRun, run: ClaimedRun, blocks: readonly AuditedBlock[]): LogAudit {
  const { path, records, skipped, families, steps } = logged;
  const linear = new Set(blocks.flatMap(({ families: own }) => own.flatMap((one) => (one.linear ? [one.id] : []))));
  // What the user says comes before what the log says of itself.
  const isSgd = run.optimizer === null ? logged.isSgd : isQuadraticLaw(run.optimizer);
  return {
    path,
    records,
    skipped,
    steps,
    families: [...families].map(([id, own]) =>
      familyAudit(id, stepsOf(own.records, run), {
        linear: own.linear ?? linear.has(id),
        isSgd,
        claimed: run.weightDecay,
      }),
    ),
  };
}

/** One step: h, what became of it, and h(g). */
interface LoggedStep {
  readonly h: readonly number[];
  readonly next: readonly number[];
  readonly hg: readonly number[] | null;
  readonly rate: number;
  readonly decay: number | null;
}

interface Asked {
  readonly linear: boolean;
  readonly isSgd: boolean;
  /** The weight decay that comes before the log's. */
  readonly claimed: number | null;
}

/** Those whose end is in the log. */
function stepsOf(records: readonly LogRecord[], run: ClaimedRun): LoggedStep[] {
  const sorted = records.toSorted((a, b) => a.step - b.step);
  return sorted.flatMap(({ step, h, hg, after, rate, decay }, i) => {
    const following = sorted.at(i + 1);
    const next = after ?? (following?.step === step + 1 ? following.h : null);
    const eta = rate ?? run.learningRate;
    return next === null || next.length !== h.length || eta === null ? [] : [{ h, next, hg, rate: eta, decay }];
  });
}

function familyAudit(id: string, all: readonly LoggedStep[], asked: Asked): LoggedFamily {
  const { linear, claimed } = asked;
  const steps = all.filter(({ h, hg }) => linear || hg?.length === h.length);
  const size = most(steps, ({ h, next }) => Math.max(largest(h), largest(next)), Number.MIN_VALUE);
  let [dot, square] = [0, 0];
  for (const { h, next, hg, rate } of steps)
    h.forEach((value, j) => {
      dot += (next[j] - (linear ? 0 : rate ** 2 * (hg?.[j] ?? 0))) * value;
      square += value * value;
    });
  const factor = square > 0 && dot > 0 ? dot / square : null;
  const shrink = factor === null ? null : linear ? factor : Math.sqrt(factor);
  const rate = steps.at(-1)?.rate ?? null;
  const fitted = shrink === null || rate === null ? null : (1 - shrink) / rate;
  const deviationWith = (decayOf: (step: LoggedStep) => number): number =>
    most(steps, (step) => distance(step, decayOf(step), linear), 0) / size;
  const deviation = deviationWith(({ decay }) => claimed ?? decay ?? 0);
  const fittedDeviation = fitted === null ? null : deviationWith(() => fitted);
  return {
    id,
    pairs: steps.length,
    deviation: steps.length === 0 ? null : deviation,
    tolerance: TOLERANCE,
    fitted,
    fittedDeviation,
    verdict: verdictOf({ pairs: steps.length, deviation, fitted, fittedDeviation }, asked),
  };
}

/** The farthest number of a step from what the recursion makes of it. */
function distance({ h, next, hg, rate }: LoggedStep, decay: number, linear: boolean): number {
  return h.reduce((farthest, value, j) => {
    const expected = linear ? (1 - rate * decay) * value : nextValue(value, hg?.[j] ?? 0, rate, decay);
    return Math.max(farthest, Math.abs(next[j] - expected));
  }, 0);
}

function verdictOf(
  found: Pick<LoggedFamily, "pairs" | "fitted" | "fittedDeviation"> & { readonly deviation: number },
  { isSgd }: Asked,
): LawVerdict {
  const { pairs, deviation, fitted, fittedDeviation } = found;
  const none = { basis: "theorem", deviation: null, tolerance: null } as const;
  if (pairs === 0) return { kind: "open", possible: say.RECURSION, found: say.NO_PAIRS, ...none };
  const fits = deviation <= TOLERANCE;
  const isFitted = fittedDeviation !== null && fittedDeviation <= TOLERANCE;
  if (!isSgd) return { kind: "no-law", possible: say.NO_RECURSION, found: say.offBy(deviation, null), ...none };
  return {
    kind: fits ? "fits" : "refuted",
    possible: say.RECURSION,
    found: say.offBy(deviation, !fits && isFitted ? fitted : null),
    basis: "theorem",
    deviation,
    tolerance: TOLERANCE,
  };
}

function most(steps: readonly LoggedStep[], of: (step: LoggedStep) => number, least: number): number {
  return steps.reduce((greatest, step) => Math.max(greatest, of(step)), least);
}

function largest(values: readonly number[]): number {
  return values.reduce((greatest, value) => Math.max(greatest, Math.abs(value)), 0);
}
