/** What is said of tensors that a file does not have, or has otherwise. */
import { t } from "../findings/language";
import { counted, either } from "../findings/words";

/** Of one piece whose tensor has numbers that are none. */
export interface NotFinite {
  readonly tensor: string;
  readonly nan: number;
  readonly infinite: number;
}

interface Said {
  readonly message: string;
  readonly help: string;
}

export function missing(file: string, name: string, near: readonly string[]): Said {
  return { message: t`${named(file)} has no tensor ${named(name)}.`, help: offered(near) };
}

export function unlikeAny(file: string, piece: string, tried: readonly string[], near: readonly string[]): Said {
  return {
    message: t`${named(file)} has no tensor for ${named(piece)}: none is called ${either(tried.map(named))}.`,
    help: `${offered(near)} ${t`Name the layer as its module is named there, or write "tensors": { ${named(piece)}: "its name" }.`}`,
  };
}

function offered(near: readonly string[]): string {
  const names = either(near.map(named), "and");
  if (near.length === 0) return t`The file has no tensors.`;
  return near.length === 1 ? t`The nearest is ${names}.` : t`The nearest are ${names}.`;
}

export function otherShape(
  piece: string,
  expected: readonly number[],
  { name, shape }: { readonly name: string; readonly shape: readonly number[] },
  help: string | null,
): Said {
  const [own, found] = [expected, shape].map((lengths) => `[${lengths.join(", ")}]`);
  return {
    message: t`${named(piece)} has the shape ${own}, but ${named(name)} in the file has ${found}.`,
    help: help ?? t`Correct the sizes of the layer, or name the tensor that belongs there.`,
  };
}

export function turnIt(piece: string, name: string): string {
  return t`It would fit as [in, out]: if that is how the file has it, write "tensors": { ${named(piece)}: { "name": ${named(name)}, "transposed": true } }.`;
}

export function notFinite({ tensor, nan, infinite }: NotFinite): Said {
  const found = [
    ...(nan > 0 ? [counted(nan, t`NaN`, t`NaN`)] : []),
    ...(infinite > 0 ? [counted(infinite, t`infinity`, t`infinities`)] : []),
  ];
  return {
    message: t`The tensor ${named(tensor)} has ${either(found, "and")}.`,
    help: t`The training that wrote it had diverged, or the file is damaged: use an earlier checkpoint.`,
  };
}

/** Names of tensors are paths of modules, longer than other words of a spec. */
function named(name: string): string {
  return JSON.stringify(name.length <= LONGEST_NAME ? name : `${name.slice(0, LONGEST_NAME)}…`);
}

const LONGEST_NAME = 120;
