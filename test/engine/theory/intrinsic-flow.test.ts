/** Closed equations for z: their right-hand side is ∂φ(θ) times the gradient flow's velocity, at every θ with these laws. */
import assert from "node:assert/strict";
import { norm, type Matrix } from "../../../src/engine/math/dense/matrix";
import { randomStream } from "../../../src/engine/math/random/streams";
import type { Network } from "../../../src/engine/model/network";
import { parameterCount } from "../../../src/engine/model/compile";
import { drawRelaxedBalanced } from "../../../src/engine/model/relaxed-balanced";
import { endToEndShape } from "../../../src/engine/model/passes/transfer/linear";
import { liftedMap } from "../../../src/engine/theory/metric/lifted";
import type { Gradient, IntrinsicFlow } from "../../../src/engine/theory/intrinsic-flow/intrinsic-flow";
import { linearFlow, offsetsOf, rootOf } from "../../../src/engine/theory/intrinsic-flow/linear";
import { pathLiftingFlow } from "../../../src/engine/theory/intrinsic-flow/path-lifting";
import { neuronGraph, neuronLaws, recover, rescale } from "../../../src/engine/theory/intrinsic-flow/rescaling";
import { chain } from "../networks";

function gaussian(length: number, seed: string): Float64Array {
  const random = randomStream(1, seed);
  return Float64Array.from({ length }, () => random.normal());
}

function relaxed(widths: readonly number[], lambda: readonly number[], seed = 1): Float64Array {
  const draw = drawRelaxedBalanced(widths, lambda, 1, randomStream(seed, "intrinsic flow"));
  assert.ok(draw.kind === "weights", `${widths.join()} ${lambda.join()}`);
  return Float64Array.from(draw.weights.flatMap((u) => Array.from(u.data)));
}

/** A loss whose gradient at every z is the fixed G: enough to read K(z) G off a right-hand side. */
function constant(g: Float64Array): Gradient {
  return { gradient: (_z, into) => (into.set(g), 0) };
}

function velocityOf(flow: IntrinsicFlow, state: Float64Array): Float64Array {
  const into = new Float64Array(flow.dimension);
  flow.derivative(0, state, into);
  return into;
}

describe("closed equations of linear chains", () => {
  const cases: [string, number[], Float64Array][] = [
    ...(
      [
        [[5, 3, 4], 0.7],
        [[5, 3, 4], -0.7],
        [[5, 3, 4], 0],
        [[3, 3, 3], 0.5],
        [[3, 3, 3], -0.5],
        [[2, 3, 3], 0.7],
        [[3, 3, 2], -0.7],
        [[2, 5, 3], 0],
        [[3, 1, 2], 0.4],
      ] as [number[], number][]
    ).map(([widths, lambda]): [string, number[], Float64Array] => [`λ = ${lambda}`, widths, relaxed(widths, [lambda])]),
    ...(
      [
        [
          [5, 3, 3, 4],
          [0.5, 0.3],
        ],
        [
          [5, 3, 3, 4],
          [-0.2, 0.6],
        ],
        [
          [3, 3, 3, 3],
          [-1, 2],
        ],
        [
          [2, 2, 2, 2, 2],
          [0.3, -0.1, 0.2],
        ],
        [
          [4, 6, 5, 3],
          [0, 0],
        ],
        [[2, 4, 3], [0]],
      ] as [number[], number[]][]
    ).map(([widths, lambda]): [string, number[], Float64Array] => [
      `λ = (${lambda.join(", ")})`,
      widths,
      relaxed(widths, lambda),
    ]),
    ["a scalar product from any start", [1, 4, 1], gaussian(8, "scalar")],
    [
      "the two-point spectrum",
      [2, 4, 2],
      Float64Array.of(0.75, 0, 0, 0.225, 0.625, 0, 0, 0.5125, 1.25, 0, 0.375, 0, 0, 1.025, 0, 0.1125),
    ],
  ];
  for (const [name, widths, theta] of cases)
    it(`[${widths.join(", ")}], ${name}: K(Z) G = ∂φ ∂φᵀ G at the start`, () => {
      const network = chain(widths);
      const map = liftedMap(network)!;
      const g = gaussian(map.dimension, `gradient ${name}`);
      const flow = linearFlow(network, theta, constant(g));
      assert.ok(flow !== null, "a closed equation is known");
      const at = map.differential(theta);
      const wanted = at.apply(at.applyTransposed(g)).map((x) => -x);
      const found = velocityOf(flow, flow.start);
      assert.ok(
        norm(found.map((x, i) => x - wanted[i])) < 1e-11 * (1 + norm(wanted)),
        `${flow.kind}: ${norm(found.map((x, i) => x - wanted[i]))}`,
      );
      assert.deepEqual(Array.from(flow.start), Array.from(map.value(theta)));
    });

  it("knows none where the property fails, nor without the rank condition", () => {
    const g = constant(new Float64Array(20));
    assert.equal(linearFlow(chain([5, 3, 4]), gaussian(27, "generic"), g), null);
    assert.equal(linearFlow(chain([5, 3, 3, 4]), gaussian(36, "generic"), g), null);
    assert.equal(linearFlow(chain([2, 1, 2]), Float64Array.of(0, 0, 1, 0), g), null);
    // r < n and rank Z < r with λ > 0: Z does not know where U_2 points.
    assert.equal(linearFlow(chain([2, 3, 5]), relaxed([2, 3, 5], [0.7]), g), null);
  });

  it("follows the parameters' flow for a while, in another basis of the hidden layer as well", () => {
    const widths = [3, 3, 3, 3];
    const network = chain(widths);
    const theta = relaxed(widths, [0.4, -0.2]);
    const [rows, columns] = endToEndShape(network);
    const target = gaussian(rows * columns, "target");
    const loss: Gradient = { gradient: (z, into) => (into.set(z.map((x, i) => x - target[i])), 0) };
    const flow = linearFlow(network, theta, loss);
    assert.ok(flow !== null);
    const map = liftedMap(network)!;
    const downhill = (at: Float64Array): Float64Array => {
      const g = map.value(at).map((x, i) => x - target[i]);
      return map
        .differential(at)
        .applyTransposed(g)
        .map((x) => -x);
    };
    const [end, closed] = [
      rungeKutta(downhill, theta, 0.5, 500),
      rungeKutta((z) => velocityOf(flow, z), flow.start, 0.5, 500),
    ];
    const error = norm(flow.observe(end).map((x, i) => x - closed[i])) / norm(closed);
    assert.ok(error < 1e-6, String(error));
    assert.ok(norm(closed.map((x, i) => x - flow.start[i])) > 0.5 * norm(flow.start), "and z has moved");
  });

  it("inverts p(w) = ∏ (w + offset_j) to rounding", () => {
    for (const mu of [[0], [0, 0], [0, 0.5], [0, -1, 1], [0, 0.4, -0.3, 2], Array<number>(30).fill(0)])
      for (const y of [1e-20, 1e-8, 1e-3, 1, 7, 1e5]) {
        const offsets = offsetsOf(mu);
        const w = rootOf(offsets, y);
        const p = offsets.reduce((product, offset) => product * (w + offset), 1);
        assert.ok(w >= 0 && Math.abs(p / y - 1) < 1e-14 * mu.length, `μ = ${mu.join()}, y = ${y}: p = ${p}`);
      }
  });
});

describe("recovering θ from its path lifting and its laws", () => {
  const networks: [string, Network][] = [
    ["[2, 3, 2]", chain([2, 3, 2], "relu")],
    ["[3, 6, 5, 4, 2]", chain([3, 6, 5, 4, 2], "relu")],
    ["[2, 3, 3, 1] with biases", chain([2, 3, 3, 1], "relu", "all")],
    [
      "with a skip",
      {
        ...chain([2, 3, 3, 1], "relu", "hidden"),
        layers: chain([2, 3, 3, 1], "relu", "hidden").layers.map((layer, l) =>
          l === 2 ? { ...layer, sources: [1, 0] } : layer,
        ),
      },
    ],
    ["twelve layers of 5", chain([2, ...Array<number>(11).fill(5), 1], "relu")],
  ];
  for (const [name, network] of networks)
    it(`${name}: back to θ from any rescaling of it`, () => {
      const graph = neuronGraph(network);
      const theta = gaussian(parameterCount(network), name);
      const moved = new Float64Array(theta.length);
      rescale(graph, theta, gaussian(graph.neurons, `${name} shift`), moved);
      const found = new Float64Array(theta.length);
      assert.ok(recover(graph, moved, neuronLaws(graph, theta), new Float64Array(graph.neurons), found));
      const error = norm(found.map((x, e) => x - theta[e])) / norm(theta);
      assert.ok(error < 1e-11, String(error));
    });

  it("says so when a neuron has lost its weights", () => {
    const network = chain([2, 2, 1], "relu");
    const graph = neuronGraph(network);
    const theta = Float64Array.of(1, 2, 0, 0, 1, 0);
    // Its laws ask for what cannot be: in² − out² = 1 from weights that are 0.
    assert.equal(
      recover(
        graph,
        theta,
        neuronLaws(graph, theta).map((x) => x + 1),
        new Float64Array(2),
        new Float64Array(6),
      ),
      false,
    );
    assert.equal(pathLiftingFlow(network, theta, constant(new Float64Array(6))), null);
  });
});

describe("closed equations of path liftings", () => {
  it("three layers with scalar ends: dZ = −(α_i β_j G_ij + …), the published equation", () => {
    const [p, q] = [3, 4];
    const network = chain([1, q, p, 1], "relu");
    const theta = gaussian(q + p * q + p, "three layers").map((x) => x + Math.sign(x) * 0.2);
    const [v, w, u] = [theta.subarray(0, q), theta.subarray(q, q + p * q), theta.subarray(q + p * q)];
    const z: Matrix = { rows: p, columns: q, data: w.map((x, at) => u[Math.floor(at / q)] * x * v[at % q]) };
    const g = gaussian(p * q, "G");
    // ∂φᵀ G for φ = diag(u) W diag(v): what a loss of φ with the gradient G would give at θ.
    const loss: Gradient = {
      gradient(at, into) {
        const [a, b, c] = [at.subarray(0, q), at.subarray(q, q + p * q), at.subarray(q + p * q)];
        into.fill(0);
        for (let i = 0; i < p; i++)
          for (let j = 0; j < q; j++) {
            const gij = g[i * q + j];
            into[j] += gij * c[i] * b[i * q + j];
            into[q + i * q + j] += gij * c[i] * a[j];
            into[q + p * q + i] += gij * b[i * q + j] * a[j];
          }
        return 0;
      },
    };
    const flow = pathLiftingFlow(network, theta, loss);
    assert.ok(flow !== null);
    const alpha = u.map((x) => x * x);
    const beta = v.map((x) => x * x);
    const wanted = z.data.map((zij, at) => {
      const [i, j] = [Math.floor(at / q), at % q];
      let [row, column] = [0, 0];
      for (let k = 0; k < q; k++) row += z.data[i * q + k] * g[i * q + k];
      for (let k = 0; k < p; k++) column += z.data[k * q + j] * g[k * q + j];
      return -alpha[i] * beta[j] * g[at] - (zij / alpha[i]) * row - (zij / beta[j]) * column;
    });
    // The state's motion, seen on z by a central difference along it.
    const velocity = velocityOf(flow, flow.start);
    const h = 1e-6;
    const [ahead, behind] = [
      flow.lifted(flow.start.map((x, e) => x + h * velocity[e])),
      flow.lifted(flow.start.map((x, e) => x - h * velocity[e])),
    ];
    const found = ahead.map((x, i) => (x - behind[i]) / (2 * h));
    const order = matching(Array.from(flow.lifted(flow.start)), Array.from(z.data));
    order.forEach((at, i) =>
      assert.ok(Math.abs(found[i] - wanted[at]) < 1e-7 * (1 + norm(wanted)), `${found[i]} and ${wanted[at]}`),
    );
  });

  for (const [name, network] of [
    ["[3, 4, 2]", { ...chain([3, 4, 2]), parametrization: "path-lifting" as const }],
    ["[2, 3, 3, 2]", { ...chain([2, 3, 3, 2]), parametrization: "path-lifting" as const }],
    [
      "[2, 4, 3, 3, 1] with biases",
      { ...chain([2, 4, 3, 3, 1], "identity", "all"), parametrization: "path-lifting" as const },
    ],
  ] as [string, Network][])
    it(`${name}: z from the closed equation lies on φ(θ(t))`, () => {
      const map = liftedMap(network)!;
      const theta = gaussian(parameterCount(network), name).map((x) => 0.6 * x);
      const target = gaussian(map.dimension, "target").map((x) => 0.3 * x);
      // f(φ) = ½‖φ − target‖²: a loss of the path lifting itself, without kinks.
      const loss: Gradient = {
        gradient(at, into) {
          into.set(map.differential(at).applyTransposed(map.value(at).map((x, i) => x - target[i])));
          return 0;
        },
      };
      const flow = pathLiftingFlow(network, theta, loss);
      assert.ok(flow !== null);
      const downhill = (at: Float64Array): Float64Array => {
        const into = new Float64Array(at.length);
        loss.gradient(at, into);
        return into.map((x) => -x);
      };
      const time = 0.05;
      const [end, closed] = [
        rungeKutta(downhill, theta, time, 200),
        rungeKutta((z) => velocityOf(flow, z), flow.start, time, 200),
      ];
      const [wanted, found] = [flow.observe(end), flow.lifted(closed)];
      assert.ok(
        norm(found.map((x, i) => x - wanted[i])) < 1e-9 * norm(wanted),
        String(norm(found.map((x, i) => x - wanted[i])) / norm(wanted)),
      );
      assert.ok(norm(found.map((x, i) => x - flow.observe(theta)[i])) > 1e-2 * norm(wanted), "and z has moved");
      assert.ok(flow.exit !== null && flow.exit.distance(closed) > 0);
    });

  it("carries a network with more paths than can be listed", () => {
    const network = chain([2, ...Array<number>(8).fill(6), 1], "relu");
    const theta = gaussian(parameterCount(network), "many paths");
    const flow = pathLiftingFlow(network, theta, constant(new Float64Array(theta.length)));
    assert.ok(flow !== null);
    const graph = neuronGraph(network);
    const moved = new Float64Array(theta.length);
    rescale(graph, theta, gaussian(graph.neurons, "many"), moved);
    const [a, b] = [flow.observe(theta), flow.observe(moved)];
    assert.ok(
      norm(a.map((x, i) => x - b[i])) < 1e-10 * norm(a),
      "the balanced representative does not see a rescaling",
    );
  });
});

function rungeKutta(
  f: (y: Float64Array) => Float64Array,
  start: Float64Array,
  time: number,
  steps: number,
): Float64Array {
  const h = time / steps;
  let y = start;
  const shifted = (k: Float64Array, by: number): Float64Array => y.map((x, i) => x + by * k[i]);
  for (let step = 0; step < steps; step++) {
    const k1 = f(y);
    const k2 = f(shifted(k1, h / 2));
    const k3 = f(shifted(k2, h / 2));
    const k4 = f(shifted(k3, h));
    y = y.map((x, i) => x + (h / 6) * (k1[i] + 2 * k2[i] + 2 * k3[i] + k4[i]));
  }
  return y;
}

/** For each of `a` the place of the same number in `b`. */
function matching(a: readonly number[], b: readonly number[]): number[] {
  return a.map((x) => b.reduce((best, y, i) => (Math.abs(y - x) < Math.abs(b[best] - x) ? i : best), 0));
}
