/** How many weights meet at a unit, as the layers' rows say: what schemes and teachers scale their draws by. */
import type { Block } from "./network";

/** At each unit of a layer, of all its sources. `blocks`: the layer's, with or without its bias. */
export function fanIn(blocks: readonly Block[]): number {
  return blocks.reduce((sum, { source, fan }) => (source === null ? sum : sum + fan.in), 0);
}

/** At each unit of the source; a bias has none. */
export function fanOut({ source, fan }: Block): number {
  return source === null ? 0 : fan.out;
}
