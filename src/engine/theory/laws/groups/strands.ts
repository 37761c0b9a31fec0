/** Quadratic laws read off the ports of the weights at a layer (model/port.ts). */
import type { Block } from "../../../model/network";
import type { Port } from "../../../model/port";
import type { LawFamily, Lines, Strand } from "./group";

type Tensors = Pick<LawFamily, "incoming" | "outgoing">;

/** Writers count with `sign`, readers with the other, `degree` times; `second`: of the other layer, in the same order. */
export function strandsOf(first: Tensors, sign: 1 | -1, degree: 1 | 2 = 1, second: Tensors = first): Strand[] {
  const incoming = first.incoming.map((block, i): Strand => {
    const other = second.incoming[i];
    return { sign, first: linesOf(block, block.writes), second: linesOf(other, other.writes) };
  });
  const outgoing = first.outgoing.map((block, i): Strand => {
    const other = second.outgoing[i];
    return { sign: sign === 1 ? -1 : 1, first: linesOf(block, block.reads), second: linesOf(other, other.reads) };
  });
  return [...incoming, ...Array.from({ length: degree }, () => outgoing).flat()];
}

function linesOf({ offset }: Block, port: Port | null): Lines {
  if (port === null) return { at: [], step: 0 };
  return { at: Array.from({ length: port.lines }, (_, c) => offset + port.line(c)), step: port.step };
}
