/**
 * Parts of a layer that are alike: heads, units of a gated block, channels, neurons. Two of them may change places with all
 * their weights, and the function stays the same where whatever stands on them treats them alike; whether it does is
 * decided elsewhere (theory/manifolds/parts). Layers with parts of their own say so while they are built; the units and
 * channels that layers hand on are read off the wires.
 */
import type { Block } from "./block";
import type { Port } from "./port";
import type { Touch, Wire } from "./wires";

/** Parts that may change places, with the weights of each: the k-th touch of every part is of one kind. */
export interface Exchangeable {
  readonly layer: number;
  /** What one is called: "head". */
  readonly word: string;
  readonly parts: readonly (readonly Piece[])[];
  /** Which of a part's pieces is the first of those that read it; absent where a layer does not say. */
  readonly readers?: number;
}

/** Some of a tensor's weights, in an order that corresponds between parts. */
export interface Piece {
  readonly block: Block;
  readonly positions: readonly number[];
  /** Between parts, as of a recurrent layer: what a part has for itself, then what it has for the others, which correspond in some order. */
  readonly mutual?: true;
}

/** What a layer says of its parts while it is built, before anybody knows whether they are too many to be listed. */
export interface Alike {
  readonly word: string;
  readonly count: number;
  /** Channels of each of its touches. */
  readonly size: number;
  touches(part: number): readonly Pick<Touch, "block" | "port">[];
}

/** The parts that a layer says it has. */
export function exchangeable(layer: number, { word, count, size, touches }: Alike): Exchangeable {
  return {
    layer,
    word,
    parts: Array.from({ length: count }, (_, part) =>
      touches(part).map(({ block, port }) => pieceOf(block, port, 0, size)),
    ),
  };
}

/** The channels of a wire that layers hand on, each with whatever writes it or reads it. */
export function channelsOf(wire: Wire, word: string): Exchangeable {
  const [writers, readers] = [wire.writers, wire.readers].map((all) =>
    all.filter(({ port }) => port.lines > 0 && port.single !== true),
  );
  const touches = [...writers, ...readers];
  const isMutual = (block: Block): boolean =>
    [wire.writers, wire.readers].every((all) => all.some((one) => one.block === block));
  return {
    layer: wire.layer,
    word,
    readers: writers.length,
    parts: Array.from({ length: wire.size }, (_, channel) =>
      touches.map(({ block, port }) => {
        const piece = pieceOf(block, port, channel, 1);
        if (!isMutual(block) || port.lines !== wire.size) return piece;
        const own = piece.positions[channel];
        return { block, positions: [own, ...piece.positions.filter((at) => at !== own)], mutual: true };
      }),
    ),
  };
}

/** What a tensor is called in words: "query", "weights", "bias". */
export function tensorName({ tensor, source }: Block): string {
  return tensor ?? (source === null ? "bias" : "weights");
}

function pieceOf(block: Block, port: Port, first: number, count: number): Piece {
  const positions: number[] = [];
  for (let j = first; j < first + count; j++)
    for (let c = 0; c < port.lines; c++) positions.push(block.offset + port.at(j, c));
  return { block, positions };
}
