/**
 * The lines of a log (docs/audit.md), read with care: what it says of each law family step by step, and of the run as a whole where
 * it says the same all along.
 */
import { NOTHING_CLAIMED, type ClaimedRun, type OptimizerName } from "../../report/audit/run";
import type { LogRecord } from "./log-steps";

export interface Log {
  /** As the user named it. */
  readonly path: string;
  readonly text: string;
}

export interface LoggedRun {
  readonly path: string;
  readonly records: number;
  /** Lines that are no records. */
  readonly skipped: number;
  /** The first and the last; `null`: there is none. */
  readonly steps: readonly [number, number] | null;
  readonly families: ReadonlyMap<string, LoggedLaws>;
  /** Of what the log is, as far as it says the same in every line. */
  readonly said: ClaimedRun;
  /** Numbers that are not 0, and not the same in every line and for all parameters: none of them is in `said`. */
  readonly varied: readonly ("weightDecay" | "momentum")[];
  /** Whether its optimizer is one that an audit can speak of. */
  readonly isKnown: boolean;
}

interface LoggedLaws {
  /** `null`: the log does not say whether these laws are linear. */
  readonly linear: boolean | null;
  readonly records: LogRecord[];
}

export function readLog({ path, text }: Log): LoggedRun {
  const families = new Map<string, LoggedLaws>();
  let header: Header = NO_HEADER;
  let [records, skipped] = [0, 0];
  let steps: readonly [number, number] | null = null;
  const [rate, decay, momentum] = [new Steady(), new Steady(), new Steady()];
  for (const line of text.split("\n")) {
    if (line.trim() === "") continue;
    const value = parsed(line);
    if (value?.kind === "intrinsic-run") {
      header = headerOf(value);
      continue;
    }
    const found = value === null ? null : recordsOf(value, header);
    if (value === null || found === null) {
      skipped++;
      continue;
    }
    if (found.length > 0) records++;
    rate.hear(value.lr);
    decay.hear(value.weight_decay);
    momentum.hear(value.momentum);
    for (const { id, record } of found) {
      const { step } = record;
      steps = steps === null ? [step, step] : [Math.min(steps[0], step), Math.max(steps[1], step)];
      const known = families.get(id);
      if (known === undefined) families.set(id, { linear: header.families.get(id)?.linear ?? null, records: [record] });
      else known.records.push(record);
    }
  }
  const optimizer = optimizerOf(header, momentum.isEver);
  const isSaid = header.optimizer !== null || momentum.isEver;
  const said = {
    ...NOTHING_CLAIMED,
    optimizer: optimizer === "unknown" || !isSaid ? null : optimizer,
    learningRate: rate.value(),
    weightDecay: decay.value(),
    momentum: optimizer === "momentum" || optimizer === "nesterov" ? momentum.value() : null,
  };
  const varied = [
    ...(decay.isVaried() ? (["weightDecay"] as const) : []),
    ...(momentum.isVaried() ? (["momentum"] as const) : []),
  ];
  return { path, records, skipped, steps, families, said, varied, isKnown: optimizer !== "unknown" };
}

/**
 * What the user says of a run, and where that is nothing, what its log says. What is not said counts as 0 (verdict.ts), which is wrong of
 * numbers that vary: then no optimizer is claimed, and nothing follows between two files.
 */
export function claimedWith(run: ClaimedRun, { said, varied }: LoggedRun): ClaimedRun {
  const isOpen = varied.some((name) => run[name] === null);
  return {
    ...run,
    optimizer: isOpen ? null : (run.optimizer ?? said.optimizer),
    learningRate: run.learningRate ?? said.learningRate,
    weightDecay: run.weightDecay ?? said.weightDecay,
    momentum: run.momentum ?? said.momentum,
  };
}

/** A number of the optimizer, for all groups of parameters and all lines. */
class Steady {
  #value: number | null | undefined = undefined;
  /** Whether it was ever anything but 0. */
  isEver = false;

  hear(told: unknown): void {
    for (const one of Array.isArray(told) ? (told as readonly unknown[]) : [told]) {
      const value = numberOf(one);
      if (value !== null && value !== 0) this.isEver = true;
      this.#value = this.#value === undefined || this.#value === value ? value : null;
    }
  }

  /** `null`: it was not told, or changed, or differs between groups. */
  value(): number | null {
    return this.#value ?? null;
  }

  isVaried(): boolean {
    return this.isEver && this.value() === null;
  }
}

interface Header {
  /** As PyTorch calls it. */
  readonly optimizer: string | null;
  readonly nesterov: boolean;
  /** With it no recursion that is known here is the run's. */
  readonly dampened: boolean;
  readonly families: ReadonlyMap<string, { readonly linear: boolean; readonly group: number }>;
}

const NO_HEADER: Header = { optimizer: null, nesterov: false, dampened: false, families: new Map() };

/** As the recorder writes it: of each family which group of parameters it is of. */
function headerOf({ optimizer, families }: Fields): Header {
  const list: unknown[] = Array.isArray(families) ? families : [];
  const of = isRecord(optimizer) ? optimizer : { type: optimizer };
  return {
    optimizer: typeof of.type === "string" ? of.type : null,
    nesterov: of.nesterov === true,
    dampened: typeof of.dampening === "number" && of.dampening !== 0,
    families: new Map(
      list.flatMap((one) => {
        if (!isRecord(one) || typeof one.id !== "string") return [];
        const group = typeof one.group === "number" && Number.isSafeInteger(one.group) ? one.group : 0;
        return [[one.id, { linear: one.kind === "linear", group }] as const];
      }),
    ),
  };
}

/** `hasMomentum`: in any step. Where the log names no optimizer, it is SGD. */
function optimizerOf({ optimizer, nesterov, dampened }: Header, hasMomentum: boolean): OptimizerName | "unknown" {
  switch (optimizer?.toLowerCase()) {
    case undefined:
    case "sgd":
      return !hasMomentum ? "sgd" : dampened ? "unknown" : nesterov ? "nesterov" : "momentum";
    case "adam":
      return "adam";
    case "adamw":
      return "adamw";
    case "muon":
      return "muon";
    default:
      return "unknown";
  }
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
