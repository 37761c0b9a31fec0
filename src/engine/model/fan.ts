/** How many weights meet at a unit, read off the ports: what schemes and teachers scale their draws by. */
import type { Block } from "./network";

/** At each unit of a layer, of all its sources. `blocks`: the layer's, with or without its bias. */
export function fanIn(blocks: readonly Block[]): number {
  return blocks.reduce((sum, { source, writes }) => (source === null ? sum : sum + writes.lines), 0);
}

/** At each unit of the source; a bias has none. */
export function fanOut({ reads }: Block): number {
  return reads?.lines ?? 0;
}
