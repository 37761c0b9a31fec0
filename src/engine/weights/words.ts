/** What is said of tensors that a file does not have, or has otherwise. */
import type { NotFinite } from "./load";
import { counted, listed, quote } from "../findings/words";

interface Said {
  readonly message: string;
  readonly help: string;
}

export function missing(file: string, name: string, near: readonly string[]): Said {
  return { message: `${quote(file)} has no tensor ${quote(name)}.`, help: offered(near) };
}

export function unlikeAny(file: string, piece: string, tried: readonly string[], near: readonly string[]): Said {
  return {
    message: `${quote(file)} has no tensor for ${quote(piece)}: none is called ${listed(tried, "or")}.`,
    help: `${offered(near)} Name the layer as its module is named there, or write "tensors": { ${quote(piece)}: "its name" }.`,
  };
}

function offered(near: readonly string[]): string {
  return near.length === 0
    ? "The file has no tensors."
    : `${near.length === 1 ? "The nearest is" : "The nearest are"} ${listed(near, "and")}.`;
}

export function otherShape(
  piece: string,
  expected: readonly number[],
  { name, shape }: { readonly name: string; readonly shape: readonly number[] },
  help: string | null,
): Said {
  return {
    message: `${quote(piece)} has the shape [${expected.join(", ")}], but ${quote(name)} in the file has [${shape.join(", ")}].`,
    help: help ?? "Correct the sizes of the layer, or name the tensor that belongs there.",
  };
}

export function turnIt(piece: string, name: string): string {
  return `It would fit as [in, out]: if that is how the file has it, write "tensors": { ${quote(piece)}: { "name": ${quote(name)}, "transposed": true } }.`;
}

export function notFinite({ tensor, nan, infinite }: NotFinite): Said {
  const found = [
    ...(nan > 0 ? [`${counted(nan, "NaN", "NaN")}`] : []),
    ...(infinite > 0 ? [counted(infinite, "infinity", "infinities")] : []),
  ];
  return {
    message: `The tensor ${quote(tensor)} has ${listed(found, "and")}.`,
    help: "The training that wrote it had diverged, or the file is damaged: use an earlier checkpoint.",
  };
}
