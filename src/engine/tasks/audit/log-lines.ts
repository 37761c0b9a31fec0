/**
 * The lines of a log (docs/audit.md), read with care: what it says of each law family step by step, and of the run as a whole where
 * it says the same all along.
 */
import { NOTHING_CLAIMED, type ClaimedRun, type OptimizerName } from "../../report/audit/run";

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
  /** Of what the log is, as far as it says so in every line. */
  readonly said: ClaimedRun;
  /** Whether a step follows from h and h(g): false where the log says that its optimizer is not plain SGD. */
  readonly isSgd: boolean;
}

interface LoggedLaws {
  /** `null`: the log does not say whether these laws are linear. */
  readonly linear: boolean | null;
  readonly records: LogRecord[];
}

/** One law family at one step. */
export interface LogRecord {
  readonly step: number;
  readonly rate: number | null;
  readonly decay: number | null;
  readonly h: readonly number[];
  readonly hg: readonly number[] | null;
  /** Behind the step, where not every step is recorded. */
  readonly after: readonly number[] | null;
}

export function readLog({ path, text }: Log): LoggedRun {
  const families = new Map<string, LoggedLaws>();
  let header: Header = NO_HEADER;
  let [records, skipped] = [0, 0];
  let steps: readonly [number, number] | null = null;
  const settings: Readonly<Record<Setting, Steady>> = {
    lr: new Steady(),
    weight_decay: new Steady(),
    momentum: new Steady(),
  };
  for (const line of text.split("\n")) {
    if (line.trim() === "") continue;
    const value = parsed(line);
    if (value?.["kind"] === "intrinsic-run") {
      header = headerOf(value);
      continue;
    }
    const found = value === null ? null : recordsOf(value, header);
    if (value === null || found === null) {
      skipped++;
      continue;
    }
    if (found.length > 0) records++;
    for (const name of SETTINGS) settings[name].hear(value[name]);
    for (const { id, record } of found) {
      const { step } = record;
      steps = steps === null ? [step, step] : [Math.min(steps[0], step), Math.max(steps[1], step)];
      const known = families.get(id);
      if (known === undefined) families.set(id, { linear: header.families.get(id)?.linear ?? null, records: [record] });
      else known.records.push(record);
    }
  }
  const momentum = settings.momentum.value();
  const optimizer = optimizerOf(header, momentum);
  const said = {
    ...NOTHING_CLAIMED,
    optimizer,
    learningRate: settings.lr.value(),
    weightDecay: settings.weight_decay.value(),
    momentum: optimizer === "momentum" || optimizer === "nesterov" ? momentum : null,
  };
  const isNamed = header.optimizer !== null && header.optimizer !== "SGD";
  return { path, records, skipped, steps, families, said, isSgd: !isNamed && !settings.momentum.ever };
}

/** What the user says of a run, and where that is nothing, what its log says. */
export function claimedWith(run: ClaimedRun, { said }: LoggedRun): ClaimedRun {
  return {
    loss: run.loss,
    optimizer: run.optimizer ?? said.optimizer,
    learningRate: run.learningRate ?? said.learningRate,
    weightDecay: run.weightDecay ?? said.weightDecay,
    momentum: run.momentum ?? said.momentum,
    steps: run.steps,
    clip: run.clip,
  };
}

const SETTINGS = ["lr", "weight_decay", "momentum"] as const;
type Setting = (typeof SETTINGS)[number];

/** A number of the optimizer, for all groups of parameters and all lines. */
class Steady {
  #value: number | null | undefined = undefined;
  /** Whether it was ever anything but 0. */
  ever = false;

  hear(told: unknown): void {
    for (const one of Array.isArray(told) ? (told as readonly unknown[]) : [told]) {
      const value = numberOf(one);
      if (value !== null && value !== 0) this.ever = true;
      this.#value = this.#value === undefined || this.#value === value ? value : null;
    }
  }

  /** `null`: it was not told, or changed, or differs between groups. */
  value(): number | null {
    return this.#value ?? null;
  }
}

interface Header {
  readonly optimizer: string | null;
  readonly nesterov: boolean;
  /** With it no recursion that is known here is the run's. */
  readonly dampened: boolean;
  readonly families: ReadonlyMap<string, { readonly group: number; readonly linear: boolean }>;
}

const NO_HEADER: Header = { optimizer: null, nesterov: false, dampened: false, families: new Map() };

function headerOf({ optimizer, families }: Fields): Header {
  const of = isFields(optimizer) ? optimizer : { type: optimizer };
  const listed = Array.isArray(families) ? (families as readonly unknown[]).filter(isFields) : [];
  return {
    optimizer: typeof of["type"] === "string" ? of["type"] : null,
    nesterov: of["nesterov"] === true,
    dampened: typeof of["dampening"] === "number" && of["dampening"] !== 0,
    families: new Map(
      listed.map(({ id, group, kind }) => [
        String(id),
        { group: typeof group === "number" ? group : 0, linear: kind === "linear" },
      ]),
    ),
  };
}

/** As PyTorch calls them. `null`: not said, or none of those that are known here. */
function optimizerOf({ optimizer, nesterov, dampened }: Header, momentum: number | null): OptimizerName | null {
  switch (optimizer) {
    case "SGD":
      if (momentum === null) return null;
      return momentum === 0 ? "sgd" : dampened ? null : nesterov ? "nesterov" : "momentum";
    case "Adam":
      return "adam";
    case "AdamW":
      return "adamw";
    case null:
      return null;
    case "Muon":
      return "muon";
    default:
      return null;
  }
}

/** What a line says of families; `null`: it is no record. */
function recordsOf(value: Fields, header: Header): { readonly id: string; readonly record: LogRecord }[] | null {
  const { step, h, hg, after } = value;
  if (typeof step !== "number" || !Number.isSafeInteger(step)) return null;
  const base = (id: string): Pick<LogRecord, "step" | "rate" | "decay"> => {
    const group = header.families.get(id)?.group ?? 0;
    return { step, rate: ofGroup(value["lr"], group), decay: ofGroup(value["weight_decay"], group) };
  };
  // One family to a line, or all of a step in one.
  if (typeof value["family"] === "string") {
    const [id, values] = [value["family"], numbersOf(h)];
    if (values === null) return null;
    return [{ id, record: { ...base(id), h: values, hg: numbersOf(hg), after: numbersOf(after) } }];
  }
  if (!isFields(h)) return null;
  const own = (one: unknown, id: string): readonly number[] | null => (isFields(one) ? numbersOf(one[id]) : null);
  return Object.entries(h).flatMap(([id, of]) => {
    const values = numbersOf(of);
    return values === null ? [] : [{ id, record: { ...base(id), h: values, hg: own(hg, id), after: own(after, id) } }];
  });
}

type Fields = Readonly<Record<string, unknown>>;

function parsed(line: string): Fields | null {
  try {
    const value: unknown = JSON.parse(line);
    return isFields(value) ? value : null;
  } catch {
    return null;
  }
}

function isFields(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Of all parameters, or of a group of them. */
function ofGroup(value: unknown, group: number): number | null {
  return numberOf(Array.isArray(value) ? value[group] : value);
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
