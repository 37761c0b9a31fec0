/**
 * The log of a run (docs/audit.md): JSON Lines with the values h of laws before a step, and h(g) of that step's gradient. What the next
 * value must be follows from them and the weight decay (log-steps.ts), so every step is a test of the rate and of the decay; and where
 * the claimed decay does not fit, the one that fits best is read off:  f(λ) = ⟨next − offset, value⟩ / |value|².
 */
import type { LawVerdict, LogAudit, LoggedFamily } from "../../report/audit/facts";
import type { ClaimedRun } from "../../report/audit/run";
import type { LoggedRun } from "./log-lines";
import { isFollowed, stepsOf, type LoggedStep, type LogRecord } from "./log-steps";
import * as say from "./log-words";

/** What the audit knows of a family of that name. */
export interface KnownFamily {
  readonly linear: boolean;
  /** Whether each law decays, or all of them; `null`: its tensors do not decay alike. */
  readonly decaying: readonly (boolean | null)[];
}

/** Relative to the largest value in the log: single precision, over the roundings of a step. */
const TOLERANCE = 2e-6;
/** Of momentum three values in a row are compared, times 1, 1 + μ and μ, instead of two. */
const MOMENTUM_TOLERANCE = 2 * TOLERANCE;

/** `usual`: the size of a weight (linear.ts); sums of weights may be 0 but for the rounding of numbers of that size. */
export function auditLog(
  { path, records, skipped, steps, families, said, isKnown }: LoggedRun,
  run: ClaimedRun,
  known: ReadonlyMap<string, KnownFamily>,
  usual: number,
): LogAudit {
  const optimizer = run.optimizer ?? said.optimizer;
  return {
    path,
    records,
    skipped,
    steps,
    families: [...families].map(([id, { linear, records: own }]) => {
      const family = known.get(id) ?? { linear: linear ?? false, decaying: [true] };
      return familyAudit(id, own, { ...run, optimizer }, family, { usual, isKnown: run.optimizer !== null || isKnown });
    }),
  };
}

function familyAudit(
  id: string,
  records: readonly LogRecord[],
  run: ClaimedRun,
  { linear, decaying }: KnownFamily,
  { usual, isKnown }: { readonly usual: number; readonly isKnown: boolean },
): LoggedFamily {
  const sorted = records.toSorted((a, b) => a.step - b.step);
  const { optimizer, learningRate, momentum } = run;
  const followed = { optimizer, linear, learningRate, momentum };
  const tolerance = optimizer === "momentum" || optimizer === "nesterov" ? MOMENTUM_TOLERANCE : TOLERANCE;
  const base = { id, tolerance };
  const nothing = { pairs: 0, deviation: null, fitted: null, fittedDeviation: null };
  const open = (possible: string, found: string): LoggedFamily => ({
    ...base,
    ...nothing,
    verdict: { kind: "open", possible, found, basis: "theorem", deviation: null, tolerance: null },
  });
  if (!isKnown) return open(say.UNKNOWN_OPTIMIZER, say.notFollowed(sorted.length));
  if (!isFollowed(followed)) {
    const verdict = { possible: say.NO_RECURSION, found: say.notFollowed(sorted.length), ...NOTHING_BESIDE };
    return { ...base, ...nothing, verdict: { kind: optimizer === "nesterov" ? "open" : "no-law", ...verdict } };
  }
  // Of a list there may be fewer decays than values where the log has more of them than the spec: then all are taken for decaying.
  const spared = decaying.map((decay) => decay === false);
  if (decaying.includes(null)) return open(say.RECURSION[kindOf(run)], say.MIXED);
  const steps = stepsOf(sorted, followed);
  if (steps.length === 0) return open(say.RECURSION[kindOf(run)], say.needs(kindOf(run), linear));
  const size = Math.max(...sorted.map(({ h }) => largest(h)), linear ? usual : 0, Number.MIN_VALUE);
  const decayOf = (step: LoggedStep, j: number, claim: number | null): number =>
    (spared.length === 1 ? spared[0] : spared[j]) ? 0 : (claim ?? step.decay ?? 0);
  const away = (claim: number | null): number =>
    steps.reduce((most, step) => Math.max(most, distance(step, (j) => decayOf(step, j, claim)) / size), 0);
  const deviation = away(run.weightDecay);
  const fitted = fittedDecay(steps);
  const fittedDeviation = fitted === null ? null : away(fitted);
  const fits = deviation <= tolerance;
  const instead = !fits && fittedDeviation !== null && fittedDeviation <= tolerance ? fitted : null;
  return {
    ...base,
    pairs: steps.length,
    deviation,
    fitted,
    fittedDeviation,
    verdict: {
      kind: fits ? "fits" : "refuted",
      possible: say.RECURSION[kindOf(run)],
      found: say.offBy(deviation, instead),
      basis: "theorem",
      deviation,
      tolerance,
    },
  };
}

const NOTHING_BESIDE = { basis: "theorem", deviation: null, tolerance: null } as const satisfies Partial<LawVerdict>;

function kindOf({ optimizer }: ClaimedRun): "sgd" | "momentum" | "nesterov" {
  return optimizer === "momentum" || optimizer === "nesterov" ? optimizer : "sgd";
}

/** The largest distance of a value from what it must be. */
function distance({ found, offset, value, factorOf }: LoggedStep, decay: (law: number) => number): number {
  return found.reduce((most, next, j) => Math.max(most, Math.abs(next - offset[j] - factorOf(decay(j)) * value[j])), 0);
}

/** The decay that fits best, as the last step has it; `null`: the values say nothing of it. */
function fittedDecay(steps: readonly LoggedStep[]): number | null {
  let [dot, square] = [0, 0];
  for (const { found, offset, value } of steps)
    value.forEach((own, j) => {
      dot += (found[j] - offset[j]) * own;
      square += own * own;
    });
  return square === 0 ? null : (steps.at(-1)?.decayOf(dot / square) ?? null);
}

function largest(values: readonly number[]): number {
  return values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
}
