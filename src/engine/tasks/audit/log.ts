/**
 * The log of a run (docs/audit.md): JSON Lines with the values h of laws before a step, and h(g) of that step's gradient. What the next
 * value must be follows from them and the weight decay (log-steps.ts), so every step is a test of the rate and of the decay; and where
 * the claimed decay does not fit, the one that fits best is read off:  f(λ) = ⟨next − offset, value⟩ / |value|².
 */
import type { ClaimedRun, LawVerdict, LogAudit, LoggedFamily, OptimizerName } from "../../report/audit/facts";
import { isFollowed, stepsOf, type LoggedStep, type LogRecord } from "./log-steps";
import * as say from "./log-words";

export interface Log {
  readonly path: string;
  readonly text: string;
}

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
  { path, text }: Log,
  run: ClaimedRun,
  known: ReadonlyMap<string, KnownFamily>,
  usual: number,
): LogAudit {
  const byFamily = new Map<string, LogRecord[]>();
  let [records, skipped] = [0, 0];
  let header: Header = NO_HEADER;
  for (const line of text.split("\n")) {
    if (line.trim() === "") continue;
    const value = parsed(line);
    if (value?.kind === "intrinsic-run") {
      header = headerOf(value);
      continue;
    }
    const found = value === null ? null : recordsOf(value, header);
    if (found === null) skipped++;
    else if (found.length > 0) records++;
    for (const { id, record } of found ?? []) {
      const own = byFamily.get(id);
      if (own === undefined) byFamily.set(id, [record]);
      else own.push(record);
    }
  }
  return {
    path,
    records,
    skipped,
    families: [...byFamily].map(([id, own]) => {
      const family = known.get(id) ?? { linear: header.families.get(id)?.linear ?? false, decaying: [true] };
      return familyAudit(id, own, { ...run, optimizer: run.optimizer ?? header.optimizer }, family, usual);
    }),
  };
}

function familyAudit(
  id: string,
  records: readonly LogRecord[],
  run: ClaimedRun,
  { linear, decaying }: KnownFamily,
  usual: number,
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

interface Header {
  readonly optimizer: OptimizerName | null;
  readonly families: ReadonlyMap<string, { readonly linear: boolean; readonly group: number }>;
}

const NO_HEADER: Header = { optimizer: null, families: new Map() };

/** As the recorder writes it: of each family which group of parameters it is of. */
function headerOf({ optimizer, families }: Fields): Header {
  const list: unknown[] = Array.isArray(families) ? families : [];
  const type = isRecord(optimizer) && typeof optimizer.type === "string" ? optimizer.type.toLowerCase() : "";
  const nesterov = isRecord(optimizer) && optimizer.nesterov === true;
  return {
    optimizer: type === "adam" || type === "adamw" ? type : nesterov ? "nesterov" : null,
    families: new Map(
      list.flatMap((one) => {
        if (!isRecord(one) || typeof one.id !== "string") return [];
        const group = typeof one.group === "number" && Number.isSafeInteger(one.group) ? one.group : 0;
        return [[one.id, { linear: one.kind === "linear", group }] as const];
      }),
    ),
  };
}

/** What a line says of families; `null`: it is no record. */
function recordsOf(value: Fields, { families }: Header): { readonly id: string; readonly record: LogRecord }[] | null {
  const { step, h, hg, hv, after, family } = value;
  if (typeof step !== "number" || !Number.isSafeInteger(step)) return null;
  const record = (id: string, own: unknown, rest: readonly unknown[]): readonly { id: string; record: LogRecord }[] => {
    const values = numbersOf(own);
    if (values === null) return [];
    const group = families.get(id)?.group ?? 0;
    const [gradient, buffer, behind] = rest.map(numbersOf);
    const said = {
      rate: numberOf(value.lr, group),
      decay: numberOf(value.weight_decay, group),
      momentum: numberOf(value.momentum, group),
    };
    return [{ id, record: { step, ...said, h: values, hg: gradient, hv: buffer, after: behind } }];
  };
  // One family to a line, or all of a step in one.
  if (typeof family === "string") {
    const found = record(family, h, [hg, hv, after]);
    return found.length === 0 ? null : [...found];
  }
  if (!isRecord(h)) return null;
  const of = (all: unknown, id: string): unknown => (isRecord(all) ? all[id] : undefined);
  return Object.entries(h).flatMap(([id, own]) => record(id, own, [of(hg, id), of(hv, id), of(after, id)]));
}

type Fields = Readonly<Record<string, unknown>>;

function parsed(line: string): Fields | null {
  try {
    const value: unknown = JSON.parse(line);
    return isRecord(value) ? value : null;
  } catch {
    return null;
  }
}

function isRecord(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** One for all groups of parameters, or that of a group in their list. */
function numberOf(value: unknown, group = 0): number | null {
  const own: unknown = Array.isArray(value) ? value[group] : value;
  return typeof own === "number" && Number.isFinite(own) ? own : null;
}

/** A number, or a list of them, of any depth as tables have. */
function numbersOf(value: unknown): readonly number[] | null {
  const list: unknown[] = Array.isArray(value) ? value.flat(2) : [value];
  const numbers = list.map((one) => numberOf(one)).filter((one) => one !== null);
  return numbers.length === list.length && numbers.length > 0 ? numbers : null;
}

function largest(values: readonly number[]): number {
  return values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
}
