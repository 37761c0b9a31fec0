/** Where networks of circuits start: Gaussian, and with law matrices that are multiples of the identity. */
import assert from "node:assert/strict";
import { randomStream } from "../../../../src/engine/math/random/streams";
import { parameterCount } from "../../../../src/engine/model/compile";
import type { Network } from "../../../../src/engine/model/network";
import { drawRelaxedBalanced } from "../../../../src/engine/model/relaxed-balanced";
import { circuitsOf, type Circuit } from "../../../../src/engine/theory/metric/circuits/circuit";

export function gaussian(network: Network, seed = 1): Float64Array {
  const random = randomStream(seed, "test");
  return Float64Array.from({ length: parameterCount(network) }, () => random.normal());
}

/** Readers minus writers of every matrix of these circuits a multiple of the identity. */
export function balanced(network: Network, of: (circuit: Circuit) => number | null, seed = 1): Float64Array {
  const theta = gaussian(network, seed);
  for (const circuit of circuitsOf(network)) {
    const lambda = of(circuit);
    if (lambda === null) continue;
    for (const { phases, writers, readers } of circuit.parts) {
      if (phases || writers.length === 1) continue;
      const [n, m, k] = [writers.length, writers[0].length, readers[0].length];
      const draw = drawRelaxedBalanced([m, n, k], [lambda], 1, randomStream(seed, "test"));
      assert.equal(draw.kind, "weights");
      if (draw.kind !== "weights") continue;
      const [u, v] = draw.weights;
      writers.forEach((row, j) => row.forEach((at, a) => (theta[at] = u.data[j * m + a])));
      readers.forEach((row, j) => row.forEach((at, b) => (theta[at] = v.data[b * n + j])));
    }
  }
  return theta;
}
