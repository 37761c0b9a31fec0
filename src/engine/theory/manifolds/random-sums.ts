/** What every neuron receives under a partition, in two random combinations of all blocks each way: p, s, q and t of refine.ts. */
import type { RandomStream } from "../../math/random/streams";
import { eachRun } from "../../model/edges";
import { INPUT } from "../../model/network";
import type { Neurons } from "./neurons";
import { eachInto, eachOf, eachOutOf } from "./neurons";
import type { Partition } from "./partition";
import { isMute } from "./partition";

/** Forward: what is unheard stays so. */
export type Phase = "forward" | "both";

/** What each neuron receives: two numbers forward, two backward, and the sizes of the terms they are sums of. */
export interface Received {
  readonly numbers: readonly [Float64Array, Float64Array, Float64Array, Float64Array];
  readonly forward: Float64Array;
  readonly backward: Float64Array;
  /** Does anything act on it that is not 0, does anything heard read it, and its structure. */
  readonly reads: Uint8Array;
  readonly heard: Uint8Array;
  readonly q: Float64Array;
  readonly t: Float64Array;
}

/** Cost: one pass over the weights. */
export function receive(
  neurons: Neurons,
  theta: Float64Array,
  partition: Partition,
  random: RandomStream,
  phase: Phase,
): Received {
  const { network, blocks, count, first, traits } = neurons;
  const { blockOf, gainIn, gainOut, zero, unheard } = partition;
  const [p1, p2, s1, s2, forward, backward, x1, x2, y1, y2] = Array.from({ length: 10 }, () => new Float64Array(count));
  const colours = Array.from({ length: 4 }, () => Float64Array.from({ length: count + 1 }, () => random.normal()));
  const constant = count;
  const [above, below] = [new Float64Array(count), new Float64Array(count)];
  for (const source of [INPUT, ...network.layers.keys()]) {
    const atZero = source === INPUT ? 0 : traits(source).atZero;
    eachOf(neurons, source, (j) => {
      const block = zero[j] === 1 ? constant : blockOf[j];
      const value = zero[j] === 1 ? atZero : gainOut[j];
      x1[j] = value * colours[0][block];
      x2[j] = value * colours[1][block];
      above[j] = value ** 2 * colours[0][block];
      if (source === INPUT || unheard[j] === 1 || phase === "forward") return;
      y1[j] = gainIn[j] * colours[2][blockOf[j]];
      y2[j] = gainIn[j] * colours[3][blockOf[j]];
      below[j] = gainIn[j] ** 2 * colours[2][blockOf[j]];
    });
  }
  for (const block of blocks) {
    const { layer, source } = block;
    const to = first(layer);
    const from = source === null ? -1 : first(source);
    // Listed first: what is done for every weight is a loop over local arrays.
    const runs: number[] = [];
    eachRun(block, (...run) => runs.push(...run));
    for (let r = 0; r < runs.length; r += 4) {
      const [parameter, start, length] = [runs[r], runs[r + 1], runs[r + 3]];
      const i = to + runs[r + 2];
      const [d1, d2] = [y1[i], y2[i]];
      let [sum1, sum2, squares] = [0, 0, 0];
      for (let k = 0; k < length; k++) {
        const j = from + start + k;
        const w = theta[parameter + k];
        const a = w * (from < 0 ? colours[0][constant] : x1[j]);
        sum1 += a;
        sum2 += w * (from < 0 ? colours[1][constant] : x2[j]);
        squares += a * a;
        if (from < 0 || phase === "forward") continue;
        const b = w * d1;
        s1[j] += b;
        s2[j] += w * d2;
        backward[j] += b * b;
      }
      p1[i] += sum1;
      p2[i] += sum2;
      forward[i] += squares;
    }
  }
  return {
    numbers: [p1, p2, s1, s2],
    forward: forward.map(Math.sqrt),
    backward: backward.map(Math.sqrt),
    ...structureOf(neurons, partition, phase, above, below, colours[0][constant]),
  };
}

/**
 * What each neuron reads and is read by, weights aside. `above`, `below`: what a neuron adds to those that read it, and to
 * those that it reads.
 */
function structureOf(
  neurons: Neurons,
  partition: Partition,
  phase: Phase,
  above: Float64Array,
  below: Float64Array,
  bias: number,
): Pick<Received, "reads" | "heard" | "q" | "t"> {
  const { count, network } = neurons;
  const [reads, heard] = [new Uint8Array(count), new Uint8Array(count)];
  const [q, t] = [new Float64Array(count), new Float64Array(count)];
  for (let i = network.inputs; i < count; i++) {
    const like = neurons.readsLike(i);
    if (like < i) [reads[i], q[i]] = [reads[like], q[like]];
    else
      eachInto(neurons, i, (_, j) => {
        if (j === null || !isMute(neurons, partition, neurons.layerAt[j], j)) reads[i] = 1;
        q[i] += j === null ? bias : above[j];
      });
  }
  if (phase === "forward") return { reads, heard, q, t };
  for (let j = network.inputs; j < count; j++) {
    const like = neurons.isReadLike(j);
    if (like < j) [heard[j], t[j]] = [heard[like], t[like]];
    else
      eachOutOf(neurons, j, (_, i) => {
        if (partition.unheard[i] === 0) heard[j] = 1;
        t[j] += below[i];
      });
  }
  return { reads, heard, q, t };
}
