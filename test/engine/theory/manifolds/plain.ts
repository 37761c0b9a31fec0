/** Two-layer networks written out by hand, with any activation: an oracle that shares no code with the engine's passes. */
import { randomStream } from "../../../../src/engine/math/random/streams";
import type { Fields } from "../../../../src/engine/theory/manifolds/orbit";

export interface Plain {
  readonly value: (z: number) => number;
  readonly derivative: (z: number) => number;
}

/** theta = (w_1 [b_1], w_2 [b_2], … ; a) in the engine's layout: W row by row, b, then a. */
export function twoLayerFields(
  { value, derivative }: Plain,
  inputs: number,
  neurons: number,
  bias: boolean,
  seed = 1,
): Fields {
  const parameters = neurons * (inputs + 1 + (bias ? 1 : 0));
  const count = parameters + 14;
  const random = randomStream(seed, "plain fields");
  const x = Array.from({ length: count }, () => Array.from({ length: inputs }, () => 1.5 * random.normal()));
  return {
    parameters,
    count,
    gradient(index, theta, into) {
      const [b, a] = [neurons * inputs, neurons * (inputs + (bias ? 1 : 0))];
      for (let k = 0; k < neurons; k++) {
        let z = bias ? theta[b + k] : 0;
        for (let j = 0; j < inputs; j++) z += theta[k * inputs + j] * x[index][j];
        const delta = theta[a + k] * derivative(z);
        for (let j = 0; j < inputs; j++) into[k * inputs + j] = delta * x[index][j];
        if (bias) into[b + k] = delta;
        into[a + k] = value(z);
      }
    },
  };
}

/** One neuron's block (w, [b,] a), and the theta of several. */
export function layOut(blocks: readonly (readonly number[])[], inputs: number): Float64Array {
  const bias = blocks[0].length === inputs + 2;
  return Float64Array.from([
    ...blocks.flatMap((block) => block.slice(0, inputs)),
    ...(bias ? blocks.map((block) => block[inputs]) : []),
    ...blocks.map((block) => block[block.length - 1]),
  ]);
}
