/** Along gradient flow the ties of every reported manifold stay, and the smaller network says what the larger one does. */
import assert from "node:assert/strict";
import type { SampleSet } from "../../../../src/engine/flow/data/data-set";
import { dop853 } from "../../../../src/engine/flow/integrate/dop853";
import { integrate } from "../../../../src/engine/flow/integrate/integrate";
import { evaluate, sampledObjective } from "../../../../src/engine/flow/objective/objective";
import { norm } from "../../../../src/engine/math/dense/matrix";
import { randomStream } from "../../../../src/engine/math/random/streams";
import type { ActivationName, Network } from "../../../../src/engine/model/network";
import { blocksOf } from "../../../../src/engine/model/network";
import { findNearPartition, findPartition } from "../../../../src/engine/theory/manifolds/find";
import { inspect } from "../../../../src/engine/theory/manifolds/inspect";
import { findManifolds } from "../../../../src/engine/theory/manifolds/manifolds";
import type { Partition } from "../../../../src/engine/theory/manifolds/partition";
import { STILL, dimensionOf, neuronsOf } from "../../../../src/engine/theory/manifolds/partition";
import { reduceNetwork } from "../../../../src/engine/theory/manifolds/reduce";
import { descentSystem } from "../../../../src/engine/theory/trajectory/gradient-flow";
import { chain, finish } from "../../networks";

const random = randomStream(21, "trajectories on manifolds");

function data(network: Network): SampleSet {
  const outputs = network.layers[network.layers.length - 1].units;
  const matrix = (rows: number, columns: number) => ({ rows, columns, data: Float64Array.from({ length: rows * columns }, () => random.normal()) });
  return { kind: "samples", x: matrix(24, network.inputs), y: matrix(24, outputs) };
}

/** Nine points of gradient descent, on which the ties stay as well. */
function descent(network: Network, theta: Float64Array, samples: SampleSet, time: number): Float64Array[] {
  const objective = sampledObjective(network, samples, "mse");
  const [at, gradient, path] = [theta.slice(), theta.slice(), [theta.slice()]];
  for (let step = 1; step <= 400; step++) {
    objective.gradient(at, gradient);
    for (let k = 0; k < at.length; k++) at[k] -= (time / 400) * gradient[k];
    if (step % 50 === 0) path.push(at.slice());
  }
  return path;
}

/** Nine points of the gradient flow; where kinks would hold up an integrator, of gradient descent. */
function flow(network: Network, theta: Float64Array, samples: SampleSet, time = 4): Float64Array[] {
  if (network.layers.some(({ activation: { name } }) => name === "relu" || name === "leaky-relu")) return descent(network, theta, samples, time);
  const objective = sampledObjective(network, samples, "mse");
  const times = Array.from({ length: 9 }, (_, i) => (time * i) / 8);
  const result = finish(integrate(descentSystem(objective), theta, { end: time, tolerance: 1e-10, method: dop853, samples: times }));
  assert.equal(result.status, "done");
  return [...result.samples];
}

/** The largest |W_ij - g_i r_j m_AB| with m_AB read at the leaders: how far theta is from being tied entry by entry. */
function untied(network: Network, theta: Float64Array, { blockOf, gainIn, gainOut }: Partition): number {
  const neurons = neuronsOf(network)!;
  return Math.max(0, ...blocksOf(network).flatMap(({ layer, source, rows, columns, offset }) => {
    const [to, from] = [neurons.first(layer), source === null ? -1 : neurons.first(source)];
    return Array.from({ length: rows * columns }, (_, k) => {
      const [i, j] = [Math.floor(k / columns), k % columns];
      const still = blockOf[to + i] === STILL || (from >= 0 && blockOf[from + j] === STILL);
      if (still) return Math.abs(theta[offset + k]);
      const [leader, column] = [blockOf[to + i] - to, from < 0 ? 0 : blockOf[from + j] - from];
      return Math.abs(theta[offset + k] - gainIn[to + i] * (from < 0 ? 1 : gainOut[from + j]) * theta[offset + leader * columns + column]);
    });
  }));
}

/** Rows (w, b?, a) of a network with one hidden layer. */
function twoLayers(rows: readonly (readonly number[])[], inputs: number, bias: boolean): Float64Array {
  const outputs = rows[0].length - inputs - (bias ? 1 : 0);
  return Float64Array.from([
    ...rows.flatMap((row) => row.slice(0, inputs)),
    ...(bias ? rows.map((row) => row[inputs]) : []),
    ...Array.from({ length: outputs }, (_, o) => rows.map((row) => row[row.length - outputs + o])).flat(),
  ]);
}

const draw = (length: number): number[] => Array.from({ length }, () => random.normal());
const times = (factor: number, row: readonly number[]): number[] => row.map((x) => factor * x);

type Rows = (a: readonly number[], b: readonly number[], c: readonly number[]) => readonly (readonly number[])[];
const TIED: readonly (readonly [string, ActivationName, Rows])[] = [
  ["identical", "tanh", (a, b) => [a, b, a, a]],
  ["identical", "sigmoid", (a, b) => [a, a, b, b]],
  ["opposite", "tanh", (a, b, c) => [a, b, times(-1, a), c]],
  ["opposite", "sin", (a, b, c) => [a, times(-1, b), b, c]],
  ["mirrored", "quadratic", (a, b, c) => [times(0.4, a), times(0.4, b), times(0.4, [...times(-1, a.slice(0, 3)), ...a.slice(3)]), times(0.4, c)]],
  ["zero", "silu", (a, b, c) => [a, b, times(0, c), c]],
  ["still", "quadratic", (a, b, c) => [times(0.4, a), times(0.4, b), times(0.4, c), [0, 0, 0, 0.3, 0.2]]],
  ["proportional", "relu", (a, b, c) => [a, times(0.7, a), b, c]],
  ["proportional", "leaky-relu", (a, b, c) => [a, times(2.5, a), b, c]],
  ["proportional", "identity", (a, b, c) => [a, times(-1.7, a), b, c]],
];

describe("along gradient flow", () => {
  for (const [kind, activation, rows] of TIED)
    it(`${kind} neurons (${activation}) stay tied`, () => {
      const network = chain([2, 4, 2], activation, "hidden");
      const [a, b, c] = [draw(5), draw(5), draw(5)].map((row) => times(0.8, row));
      const theta = twoLayers(rows(a, b, c), 2, true);
      const found = findManifolds(network, theta)!;
      assert.equal(found.manifolds[0].kind, kind);
      const path = flow(network, theta, data(network));
      assert.ok(norm(path[8].map((x, k) => x - theta[k])) > 0.1, "it moves");
      for (const at of path)
        for (const manifold of found.manifolds) {
          assert.ok(manifold.distance < 1e-14);
          if (kind !== "still") assert.ok(untied(network, at, found.partition) < 1e-12 * norm(at), String(untied(network, at, found.partition)));
          assert.ok(inspect(found.neurons, at, found.partition, 0).distance < 1e-13 * norm(at));
        }
      // And nothing more is tied at the end than at the start.
      const end = kind === "proportional" ? findNearPartition(found.neurons, path[8]) : findPartition(found.neurons, path[8]);
      assert.equal(dimensionOf(found.neurons, end.partition), found.manifolds[0].dimension);
    });

  it("joint ties of two layers stay: sums over blocks agree, and the rest of the second layer is frozen", () => {
    const network = chain([2, 3, 3, 2], "tanh");
    const middle = [1, 0.25, -0.5, -0.75, 1, 0.5, 0.5, -0.5, 0.75];
    const theta = Float64Array.from([...[0, 1, 2].flatMap(() => [0.6, -0.4]), ...middle, 0.5, 0.5, 0.5, -0.8, -0.8, -0.8]);
    const found = findManifolds(network, theta)!;
    assert.deepEqual(found.manifolds.map(({ kind, dimension }) => [kind, dimension]), [["equitable", 2 + 1 + 2]]);
    const path = flow(network, theta, data(network));
    const centred = (at: Float64Array): number[] => middle.map((_, k) => at[6 + k] - at.subarray(6, 15).reduce((sum, w) => sum + w, 0) / 9);
    for (const at of path) {
      assert.ok(inspect(found.neurons, at, found.partition, 0).distance < 1e-13);
      centred(at).forEach((w, k) => assert.ok(Math.abs(w - centred(theta)[k]) < 1e-13));
    }
    assert.ok(norm(path[8].map((x, k) => x - theta[k])) > 0.1);
  });

  const FREE: readonly (readonly [string, ActivationName, Rows])[] = [
    ["equal incoming weights alone", "tanh", (a, b, c) => [a, [...a.slice(0, 3), ...b.slice(3)], b, c]],
    ["no outgoing weights", "tanh", (a, b, c) => [a, [...a.slice(0, 3), 0, 0], b, c]],
    ["opposite neurons that are not odd", "sigmoid", (a, b, c) => [a, times(-1, a), b, c]],
    ["neurons of no weights that are not 0 at 0", "softplus", (a, b, c) => [a, times(0, a), b, c]],
    ["proportional neurons that are not homogeneous", "tanh", (a, b, c) => [a, times(2, a), b, c]],
    ["a negative proportion of relu", "relu", (a, b, c) => [a, times(-1, a), b, c]],
  ];
  for (const [name, activation, rows] of FREE)
    it(`${name} do not stay so, and are not reported`, () => {
      const network = chain([2, 4, 2], activation, "hidden");
      const [a, b, c] = [draw(5), draw(5), draw(5)].map((row) => times(0.8, row));
      const theta = twoLayers(rows(a, b, c), 2, true);
      assert.deepEqual(findManifolds(network, theta)!.manifolds, []);
      const end = flow(network, theta, data(network))[8];
      const row = (at: Float64Array, k: number): number[] => [at[2 * k], at[2 * k + 1], at[8 + k], at[12 + k], at[16 + k]];
      const [first, second] = [row(end, 0), row(end, 1)];
      // |sin| of the angle between the two neurons' weights, and the size of the silent ones, against what they were.
      const before = [row(theta, 0), row(theta, 1)];
      const change = Math.abs(angle(first, second) - angle(before[0], before[1])) + Math.abs(norm(second) - norm(before[1]));
      assert.ok(change > 1e-3, String(change));
    });

  function angle(a: readonly number[], b: readonly number[]): number {
    return a.reduce((sum, x, k) => sum + x * b[k], 0) / (norm(a) * norm(b) || 1);
  }
});

describe("the reduced network", () => {
  const CASES: readonly (readonly [ActivationName, Rows])[] = TIED.map(([, activation, rows]) => [activation, rows] as const);
  for (const [activation, rows] of CASES)
    it(`computes the same function (${activation})`, () => {
      const network = chain([2, 4, 2], activation, "hidden");
      const [a, b, c] = [draw(5), draw(5), draw(5)].map((row) => times(0.8, row));
      const theta = twoLayers(rows(a, b, c), 2, true);
      const { neurons, partition, manifolds } = findManifolds(network, theta)!;
      const reduced = reduceNetwork(neurons, theta, partition)!;
      assert.equal(reduced.theta.length, manifolds[0].dimension);
      const { x } = data(network);
      const [large, small] = [evaluate(network, theta, x).data, evaluate(reduced.network, reduced.theta, x).data];
      assert.ok(norm(large.map((value, k) => value - small[k])) < 1e-13 * norm(large));
    });

  it("trains alike where activations are homogeneous, also through two layers", () => {
    for (const activation of ["relu", "leaky-relu", "identity"] as const) {
      const network = chain([2, 3, 3, 2], activation, "all");
      const [w, v, u, bw, bv, bu] = [draw(4), draw(4), draw(4), draw(2), draw(2), draw(2)];
      const [g, h] = [[1, 0.5, 1], [1, 1, 2]];
      const [p, q] = [[0, 0, 1], [0, 1, 1]];
      const theta = Float64Array.from([
        ...p.flatMap((A, i) => [0, 1].map((j) => g[i] * w[2 * A + j])), ...p.map((A, i) => g[i] * bw[A]),
        ...q.flatMap((B, i) => p.map((A, j) => h[i] * g[j] * v[2 * B + A])), ...q.map((B, i) => h[i] * bv[B]),
        ...[0, 1].flatMap((o) => q.map((B, i) => h[i] * u[2 * o + B])), ...bu,
      ]);
      const { neurons, partition, manifolds } = findManifolds(network, theta)!;
      assert.deepEqual(manifolds[0].equivalentWidths, [2, 2, 2, 2]);
      const reduced = reduceNetwork(neurons, theta, partition)!;
      assert.ok(Math.abs(norm(reduced.theta) - norm(theta)) < 1e-14 * norm(theta), "an isometry");
      const samples = data(network);
      // An isometry commutes with gradient steps, so that both must agree to rounding.
      const [large, small] = [descent(network, theta, samples, 1), descent(reduced.network, reduced.theta, samples, 1)];
      for (const [k, at] of large.entries()) {
        const [a, b] = [evaluate(network, at, samples.x).data, evaluate(reduced.network, small[k], samples.x).data];
        assert.ok(norm(a.map((value, i) => value - b[i])) < 1e-12 * norm(a), activation);
      }
    }
  });

  it("trains alike with learning rates 1/k and k where they are not", () => {
    const network = chain([2, 3, 1], "tanh");
    const samples = data(network);
    const theta = Float64Array.from([0.5, -1, 0.5, -1, 0.5, -1, 0.7, 0.7, 0.7]);
    const { neurons, partition } = findManifolds(network, theta)!;
    const reduced = reduceNetwork(neurons, theta, partition)!;
    assert.deepEqual([...reduced.theta].map((x) => Number(x.toFixed(12))), [0.5, -1, 2.1]);
    const objective = sampledObjective(reduced.network, samples, "mse");
    const rates = [1 / 3, 1 / 3, 3];
    const end = finish(integrate({ dimension: 3, derivative: (_t, at, into) => {
      objective.gradient(at, into);
      for (let k = 0; k < 3; k++) into[k] *= -rates[k];
    } }, reduced.theta, { end: 4, tolerance: 1e-11, method: dop853 })).y;
    const large = flow(network, theta, samples)[8];
    [large[0], large[1], 3 * large[6]].forEach((x, k) => assert.ok(Math.abs(x - end[k]) < 1e-8));
  });
});
