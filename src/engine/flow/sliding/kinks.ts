/**
 * Where the loss of a relu network has its kinks: a *pair* is a relu (or leaky-relu) unit v and a sample s, and the
 * loss bends where the pre-activation z_{v,s}(θ) is 0. There the gradient with the slope m in place of σ'(z) is
 *
 *   G(m) = G_0 + m c n,      c = ∂L/∂y_{v,s},   n = ∂z_{v,s}/∂θ.
 *
 * `look` reads z and c of all pairs off one gradient; n is a backward pass through one sample, or where samples act on
 * each other through all of them.
 */
import type { Matrix } from "../../math/dense/matrix";
import { compile } from "../../model/compile";
import type { Network } from "../../model/network";
import { samplePass } from "../../model/passes/sample/sample";
import { actsAcross, batchProgram } from "../../model/program/batch";
import { isGate, slopeBelow } from "../../model/structure";
import type { Objective } from "../objective/objective";

export interface Pair {
  readonly layer: number;
  readonly unit: number;
  readonly sample: number;
}

export interface Kinks {
  readonly objective: Objective;
  /** Number of pairs. */
  readonly count: number;
  readonly pair: (index: number) => Pair;
  /** "layer1[0]" */
  readonly unitName: (index: number) => string;
  /** σ' on the negative side. */
  readonly slope: (index: number) => number;
  /** Writes the gradient, with σ'(0) of the negative side, and z and c of all pairs; returns the loss. */
  look(theta: Float64Array, gradient: Float64Array, z: Float64Array, pull: Float64Array): number;
  /**
   * Writes n over the trained parameters, 0 elsewhere, with σ' = 0 at the pairs `silent` that z depends on; returns
   * ∂z/∂y of each of these (0 for others, as those of other samples where samples do not act on each other).
   */
  normal(theta: Float64Array, index: number, silent: readonly number[], into: Float64Array): number[];
}

/** Pairs above which kinks are not followed: two vectors of so many numbers are kept. */
const MOST_PAIRS = 1e6;

/** `null`: there are none, or too many to follow. */
export function kinksOf(network: Network, x: Matrix, objective: Objective): Kinks | null {
  const kinked = network.layers.flatMap(({ activation }, index) => (isGate(activation) ? [index] : []));
  const samples = x.rows;
  const offsets = new Map<number, number>();
  let count = 0;
  for (const layer of kinked) {
    offsets.set(layer, count);
    count += network.layers[layer].units * samples;
  }
  if (count === 0 || count > MOST_PAIRS || objective.samples !== samples) return null;
  const pair = (index: number): Pair => {
    const layer = kinked.findLast((one) => (offsets.get(one) ?? 0) <= index) ?? kinked[0];
    const within = index - (offsets.get(layer) ?? 0);
    return { layer, unit: Math.floor(within / samples), sample: within % samples };
  };
  const jacobian = jacobianOf(network, x);
  const { fixed } = objective;
  return {
    objective,
    count,
    pair,
    unitName: (index) => `${network.layers[pair(index).layer].name}[${pair(index).unit}]`,
    slope: (index) => slopeBelow(network.layers[pair(index).layer].activation),
    look(theta, gradient, z, pull) {
      let [start, next] = [0, 0];
      return objective.gradient(theta, gradient, (layer, rows) => {
        // The output is shown first: a tile begins.
        if (layer === network.layers.length - 1) [start, next] = [next, next + rows.samples];
        const offset = offsets.get(layer);
        if (offset === undefined) return;
        for (let unit = 0; unit < network.layers[layer].units; unit++)
          for (let s = 0; s < rows.samples; s++) {
            const at = offset + unit * samples + start + s;
            z[at] = rows.numbers[rows.z + unit * rows.stride + s];
            pull[at] = rows.numbers[rows.pull + unit * rows.stride + s];
          }
      });
    },
    normal(theta, index, silent, into) {
      const back = jacobian(theta, pair(index), silent.map(pair), into);
      if (fixed !== null) for (let i = 0; i < into.length; i++) if (fixed[i] === 1) into[i] = 0;
      return back;
    },
  };
}

/** ∂z_{v,s}/∂θ by a forward and a backward pass through what the sample s stands in, and ∂z_{v,s}/∂y of the silent pairs. */
function jacobianOf(
  network: Network,
  x: Matrix,
): (theta: Float64Array, pair: Pair, silent: readonly Pair[], into: Float64Array) => number[] {
  const { program, layers } = compile(network);
  const together = actsAcross(program) ? x.rows : 1;
  const { program: whole, valueOf } = batchProgram(program, together);
  const pass = samplePass(whole);
  const size = together * x.columns;
  const unitOf = ({ layer, unit, sample }: Pair): number => (sample % together) * network.layers[layer].units + unit;
  const inputOf = ({ sample }: Pair): number => Math.floor(sample / together);
  return (theta, pair, silent, into) => {
    const { layer } = pair;
    const input = inputOf(pair);
    const quiet = silent.filter((one) => inputOf(one) === input);
    const told = new Map<Pair, number>();
    const before = valueOf[layers[layer].before];
    // Its own steps too: what is within a layer, as a norm's numbers before its gains, is used on the way back.
    pass.forward(theta, x.data.subarray(input * size, (input + 1) * size), before + 1);
    const pull = new Float64Array(together * network.layers[layer].units);
    pull[unitOf(pair)] = 1;
    into.fill(0);
    pass.backward(theta, before, pull, into, (map, pulls) => {
      // What comes back to a silent unit is told, and goes no further.
      for (const other of quiet)
        if (valueOf[layers[other.layer].after] === map) {
          told.set(other, pulls[unitOf(other)]);
          pulls[unitOf(other)] = 0;
        }
    });
    return silent.map((other) => told.get(other) ?? 0);
  };
}
