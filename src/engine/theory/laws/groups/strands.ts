/** Quadratic laws read off the ports of the weights on a wire (model/port.ts). */
import type { Touch } from "../../../model/wires";
import type { LawFamily, Lines, Strand } from "./group";

type Tensors = Pick<LawFamily, "incoming" | "outgoing">;

/**
 * Writers count with `sign`, readers with the other, as often as their degree; `second`: of the other layer, in the same
 * order; `parts`: not of all channels one by one, but of these.
 */
export function strandsOf(
  first: Tensors,
  sign: 1 | -1,
  { second = first, parts }: { readonly second?: Tensors; readonly parts?: Parts } = {},
): Strand[] {
  const strand = (own: Touch, other: Touch, counted: 1 | -1): Strand => ({
    sign: counted,
    first: linesOf(own, parts),
    second: linesOf(other, parts),
  });
  const incoming = first.incoming.map((touch, i) => strand(touch, second.incoming[i], sign));
  const outgoing = first.outgoing.flatMap((touch, i) =>
    Array.from({ length: touch.degree ?? 1 }, () => strand(touch, second.outgoing[i], sign === 1 ? -1 : 1)),
  );
  return [...incoming, ...outgoing];
}

/** Sets of channels of one size that change together. */
type Parts = readonly (readonly number[])[];

function linesOf({ block: { offset }, port: { lines, at, single } }: Touch, parts: Parts | undefined): Lines {
  // Once for a part, not for each of its channels.
  if (single === true) return { count: lines, at: (part, c) => offset + at(parts?.[part][0] ?? 0, c) };
  if (parts === undefined) return { count: lines, at: (j, c) => offset + at(j, c) };
  return {
    count: lines * parts[0].length,
    at: (part, c) => offset + at(parts[part][Math.floor(c / lines)], c % lines),
  };
}
