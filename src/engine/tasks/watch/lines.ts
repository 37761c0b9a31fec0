/** The lines of a recorded run, read with care: anything may have written them. */

export interface Header {
  readonly every: number;
  readonly optimizer: string;
  readonly families: readonly HeaderFamily[];
}

export interface HeaderFamily {
  readonly id: string;
  readonly formula: string;
  readonly between: readonly string[];
  /** Its laws are linear in the parameters, not quadratic. */
  readonly linear: boolean;
  /** Of the parameters, in the lists of each line. */
  readonly group: number;
}

export interface StepLine {
  readonly step: number;
  readonly loss: number | null;
  /** By group of parameters. */
  readonly lr: readonly number[];
  readonly weightDecay: readonly number[];
  readonly momentum: readonly number[];
  readonly h: ReadonlyMap<string, readonly number[]>;
  readonly hg: ReadonlyMap<string, readonly number[]>;
  readonly after: ReadonlyMap<string, readonly number[]>;
}

export type Line =
  | { readonly kind: "header"; readonly header: Header }
  | { readonly kind: "step"; readonly step: StepLine }
  | { readonly kind: "unreadable" };

/** Of the format that this version knows. */
const FORMAT = 1;
const UNREADABLE: Line = { kind: "unreadable" };

export function readLine(text: string): Line {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return UNREADABLE;
  }
  if (!isFields(value)) return UNREADABLE;
  if ("kind" in value) {
    const header = headerOf(value);
    return header === null ? UNREADABLE : { kind: "header", header };
  }
  const step = stepOf(value);
  return step === null ? UNREADABLE : { kind: "step", step };
}

type Fields = Readonly<Record<string, unknown>>;

function isFields(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function headerOf({ kind, format, every, optimizer, families }: Fields): Header | null {
  if (kind !== "intrinsic-run" || format !== FORMAT || !Array.isArray(families)) return null;
  const read = families.map(familyOf);
  const known = read.filter((one) => one !== null);
  if (known.length < read.length) return null;
  const type = isFields(optimizer) ? optimizer["type"] : null;
  return {
    every: isCount(every) && every > 0 ? every : 1,
    optimizer: typeof type === "string" ? type : "",
    families: known,
  };
}

function familyOf(value: unknown): HeaderFamily | null {
  if (!isFields(value)) return null;
  const { id, formula, between, kind, group } = value;
  if (typeof id !== "string" || typeof formula !== "string" || !Array.isArray(between)) return null;
  const names = between.filter((name) => typeof name === "string");
  return { id, formula, between: names, linear: kind === "linear", group: isCount(group) ? group : 0 };
}

function stepOf({ step, loss, lr, weight_decay, momentum, h, hg, after }: Fields): StepLine | null {
  const rates = numbersOf(lr);
  if (!isCount(step) || rates === null) return null;
  return {
    step,
    loss: isNumber(loss) ? loss : null,
    lr: rates,
    weightDecay: numbersOf(weight_decay) ?? [],
    momentum: numbersOf(momentum) ?? [],
    h: listsOf(h),
    hg: listsOf(hg),
    after: listsOf(after),
  };
}

/** One number, or a list of them. */
function numbersOf(value: unknown): readonly number[] | null {
  if (isNumber(value)) return [value];
  return Array.isArray(value) && value.every(isNumber) ? value : null;
}

function listsOf(value: unknown): ReadonlyMap<string, readonly number[]> {
  if (!isFields(value)) return new Map();
  return new Map(
    Object.entries(value).flatMap(([id, one]) => {
      const numbers = numbersOf(one);
      return numbers === null ? [] : [[id, numbers] as const];
    }),
  );
}

function isNumber(value: unknown): value is number {
  return typeof value === "number" && Number.isFinite(value);
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}
