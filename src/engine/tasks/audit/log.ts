/**
 * The log of a run (docs/audit.md): JSON Lines with the values h of laws before a step, and h(g) of that step's gradient. Of SGD
 * the next value is exactly  h' = (1 − ηλ)² h + η² h(g)  (discrete.ts), so every step whose next one is in the log is a test of the
 * rate and of the weight decay; and λ is read off the log:  (1 − ηλ)² = ⟨h' − η² h(g), h⟩ / |h|².
 */
import type { AuditedBlock, ClaimedRun, LawVerdict, LogAudit, LoggedFamily } from "../../report/audit/facts";
import { nextValue } from "./discrete";
import * as say from "./log-words";
import { isQuadraticLaw } from "./optimizers";

export interface Log {
  readonly path: string;
  readonly text: string;
}

/** One law family at one step. */
interface LogRecord {
  readonly step: number;
  readonly rate: number | null;
  readonly decay: number | null;
  readonly h: readonly number[];
  readonly hg: readonly number[] | null;
}

/** Relative to the largest value in the log: single precision, over the roundings of a step. */
const TOLERANCE = 2e-6;

/** `blocks`: which families there are, for what may be said of an id. */
export function auditLog({ path, text }: Log, run: ClaimedRun, blocks: readonly AuditedBlock[]): LogAudit {
  const byFamily = new Map<string, LogRecord[]>();
  let [records, skipped] = [0, 0];
  for (const line of text.split("\n")) {
    if (line.trim() === "") continue;
    const found = readLine(line);
    if (found === null) skipped++;
    else if (found.length > 0) records++;
    for (const { id, record } of found ?? []) {
      const known = byFamily.get(id);
      if (known === undefined) byFamily.set(id, [record]);
      else known.push(record);
    }
  }
  const linear = new Set(blocks.flatMap(({ families }) => families.flatMap((one) => (one.linear ? [one.id] : []))));
  return {
    path,
    records,
    skipped,
    families: [...byFamily].map(([id, own]) => familyAudit(id, own, run, linear.has(id))),
  };
}

function familyAudit(id: string, records: readonly LogRecord[], run: ClaimedRun, linear: boolean): LoggedFamily {
  const sorted = records.toSorted((a, b) => a.step - b.step);
  const size = Math.max(...sorted.map(({ h }) => largest(h)), Number.MIN_VALUE);
  let [deviation, pairs, dot, square] = [0, 0, 0, 0];
  let rate: number | null = null;
  for (const [i, { step, h, hg, ...said }] of sorted.entries()) {
    const next = sorted.at(i + 1);
    const eta = said.rate ?? run.learningRate;
    if (next === undefined || next.step !== step + 1 || next.h.length !== h.length || eta === null) continue;
    if (!linear && (hg === null || hg.length !== h.length)) continue;
    const decay = run.weightDecay ?? said.decay ?? 0;
    pairs++;
    rate = eta;
    h.forEach((value, j) => {
      const added = linear ? 0 : eta ** 2 * (hg?.[j] ?? 0);
      const expected = linear ? (1 - eta * decay) * value : nextValue(value, hg?.[j] ?? 0, eta, decay);
      deviation = Math.max(deviation, Math.abs(next.h[j] - expected) / size);
      dot += (next.h[j] - added) * value;
      square += value * value;
    });
  }
  const factor = square > 0 && dot > 0 ? dot / square : null;
  const shrink = factor === null ? null : linear ? factor : Math.sqrt(factor);
  const fitted = shrink === null || rate === null ? null : (1 - shrink) / rate;
  const fittedDeviation = fitted === null ? null : deviationWith(sorted, fitted, run, linear, size);
  return {
    id,
    pairs,
    deviation: pairs === 0 ? null : deviation,
    tolerance: TOLERANCE,
    fitted,
    fittedDeviation,
    verdict: verdictOf(run, { pairs, deviation, fitted, fittedDeviation, linear }),
  };
}

function deviationWith(
  records: readonly LogRecord[],
  decay: number,
  run: ClaimedRun,
  linear: boolean,
  size: number,
): number {
  let deviation = 0;
  for (const [i, { step, h, hg, rate }] of records.entries()) {
    const next = records.at(i + 1);
    const eta = rate ?? run.learningRate;
    if (next === undefined || next.step !== step + 1 || next.h.length !== h.length || eta === null) continue;
    if (!linear && (hg === null || hg.length !== h.length)) continue;
    h.forEach((value, j) => {
      const expected = linear ? (1 - eta * decay) * value : nextValue(value, hg?.[j] ?? 0, eta, decay);
      deviation = Math.max(deviation, Math.abs(next.h[j] - expected) / size);
    });
  }
  return deviation;
}

function verdictOf(
  { optimizer }: ClaimedRun,
  found: Pick<LoggedFamily, "pairs" | "fitted" | "fittedDeviation"> & {
    readonly deviation: number;
    readonly linear: boolean;
  },
): LawVerdict {
  const { pairs, deviation, fitted, fittedDeviation } = found;
  const none = { basis: "theorem", deviation: null, tolerance: null } as const;
  if (pairs === 0) return { kind: "open", possible: say.RECURSION, found: say.NO_PAIRS, ...none };
  const fits = deviation <= TOLERANCE;
  const isFitted = fittedDeviation !== null && fittedDeviation <= TOLERANCE;
  if (!isQuadraticLaw(optimizer))
    return { kind: "no-law", possible: say.NO_RECURSION, found: say.offBy(deviation, null), ...none };
  return {
    kind: fits ? "fits" : "refuted",
    possible: say.RECURSION,
    found: say.offBy(deviation, !fits && isFitted ? fitted : null),
    basis: "theorem",
    deviation,
    tolerance: TOLERANCE,
  };
}

/** What a line says of families; none of a header; `null`: it is no record. */
function readLine(line: string): { readonly id: string; readonly record: LogRecord }[] | null {
  const value = parsed(line);
  if (value === null) return null;
  if (value.kind === "intrinsic-run") return [];
  const { step, h, hg } = value;
  if (typeof step !== "number" || !Number.isSafeInteger(step)) return null;
  const base = { step, rate: numberOf(value.lr), decay: numberOf(value.weight_decay) };
  // One family to a line, or all of a step in one.
  if (typeof value.family === "string") {
    const values = numbersOf(h);
    return values === null ? null : [{ id: value.family, record: { ...base, h: values, hg: numbersOf(hg) } }];
  }
  if (!isRecord(h)) return null;
  return Object.entries(h).flatMap(([id, of]) => {
    const values = numbersOf(of);
    return values === null ? [] : [{ id, record: { ...base, h: values, hg: isRecord(hg) ? numbersOf(hg[id]) : null } }];
  });
}

function parsed(line: string): Readonly<Record<string, unknown>> | null {
  try {
    const value: unknown = JSON.parse(line);
    return isRecord(value) ? value : null;
  } catch {
    return null;
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function numberOf(value: unknown): number | null {
  return typeof value === "number" && Number.isFinite(value) ? value : null;
}

/** A number, or a list of them, of any depth as tables have. */
function numbersOf(value: unknown): readonly number[] | null {
  const list: unknown[] = Array.isArray(value) ? value.flat(2) : [value];
  const numbers = list.map(numberOf).filter((one) => one !== null);
  return numbers.length === list.length && numbers.length > 0 ? numbers : null;
}

function largest(values: readonly number[]): number {
  return values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
}
