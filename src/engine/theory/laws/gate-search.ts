/** Inputs that set patterns of gates which few inputs set: beside the walls of the first layer, and where two neurons are on together. */
import type { RandomStream } from "../../math/random/streams";
import { INPUT, type Block, type Network } from "../../model/network";
import type { GatePattern, Reading } from "./gate-reading";
import { isGated } from "./gate-reading";

/** Pairs of neurons that are looked for together, starts and steps of each search. */
export const MOST_PAIRS = 200;
const STARTS = 3;
const STEPS = 25;

export type Neuron = readonly [layer: number, neuron: number];

/** Gated neurons joined by a weight that no pattern so far has on together. */
export function neverTogether(
  network: Network,
  blocks: readonly Block[],
  patterns: readonly GatePattern[],
): [Neuron, Neuron][] {
  return blocks.flatMap(({ wiring, layer, source, rows, columns }) => {
    // Elsewhere a neuron is fed by few others, and with it they are on.
    const matrix = wiring.name === "full" && source !== null && source >= 0;
    if (!matrix || !isGated(network, layer) || !isGated(network, source)) return [];
    const seen = new Uint8Array(rows * columns);
    for (const pattern of patterns)
      for (let j = 0; j < rows; j++)
        if (pattern[layer]?.[j] === 1)
          for (let c = 0; c < columns; c++) if (pattern[source]?.[c] === 1) seen[j * columns + c] = 1;
    return Array.from({ length: rows * columns }, (_, i) => i)
      .filter((i) => seen[i] === 0)
      .map((i): [Neuron, Neuron] => [
        [layer, Math.floor(i / columns)],
        [source, i % columns],
      ]);
  });
}

/** Random steps that raise the smaller margin of the two until both are on; what is met on the way is kept as well. */
export function seek(
  pair: readonly [Neuron, Neuron],
  read: (x: Float64Array) => Reading,
  draw: () => Float64Array,
  keep: (x: Float64Array) => boolean,
  random: RandomStream,
): void {
  const reached = (x: Float64Array): number => {
    const { margins } = read(x);
    return Math.min(...pair.map(([layer, j]) => margins[layer][j]));
  };
  for (let start = 0; start < STARTS; start++) {
    let x = draw();
    let best = reached(x);
    for (let step = 0; step < STEPS && best <= 0; step++) {
      const size = Math.sqrt(x.reduce((sum, v) => sum + v * v, 0) / x.length) * 2 ** (1 - (step % 5));
      const next = x.map((v) => v + size * random.normal());
      const margin = reached(next);
      if (margin > best) [x, best] = [next, margin];
    }
    if (best <= 0) continue;
    keep(x);
    return;
  }
}

/** An input close to where some neuron of the first layer switches, on one side or the other: patterns that few inputs set. */
export function atWall(
  network: Network,
  blocks: readonly Block[],
  theta: Float64Array,
  x: Float64Array,
  random: RandomStream,
): Float64Array {
  const wide = blocks.filter(
    ({ wiring, source, layer }) => wiring.name === "full" && source === INPUT && isGated(network, layer),
  );
  if (wide.length === 0) return x;
  const block = wide[random.integer(wide.length)];
  const j = random.integer(block.rows);
  const w = theta.subarray(block.offset + j * block.columns, block.offset + (j + 1) * block.columns);
  const bias = blocks.find(({ source, layer }) => source === null && layer === block.layer);
  const square = w.reduce((sum, weight) => sum + weight * weight, 0);
  if (square === 0) return x;
  const at = w.reduce((sum, weight, i) => sum + weight * x[i], bias === undefined ? 0 : theta[bias.offset + j]);
  const beside = 1e-3 * random.normal() * Math.sqrt(square);
  return x.map((value, i) => value - ((at + beside) / square) * w[i]);
}
