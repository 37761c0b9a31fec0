/** Closed equations of circuits: against the formulas they come from, and z moves as θ's own gradient flow moves it. */
import assert from "node:assert/strict";
import { objectiveOf } from "../../../src/engine/flow/objective/objective";
import { norm } from "../../../src/engine/math/dense/matrix";
import { randomStream } from "../../../src/engine/math/random/streams";
import type { Network } from "../../../src/engine/model/network";
import { grid, sequence, vector } from "../../../src/engine/model/shape";
import { circuitFlow } from "../../../src/engine/theory/intrinsic-flow/circuits/circuits";
import type { Gradient, IntrinsicFlow } from "../../../src/engine/theory/intrinsic-flow/intrinsic-flow";
import { linearFlow } from "../../../src/engine/theory/intrinsic-flow/linear";
import { localOf } from "../../../src/engine/theory/metric/circuits/action";
import { balancedOn } from "../../../src/engine/theory/metric/circuits/balanced";
import { twoLayersOf } from "../../../src/engine/theory/metric/circuits/chain";
import { circuitsOf, type CircuitPart } from "../../../src/engine/theory/metric/circuits/circuit";
import { unseenCircuits } from "../../../src/engine/theory/metric/circuits/decide";
import { productsOf } from "../../../src/engine/theory/metric/circuits/products";
import { added, attend, biased, conv, dense, FLAT, glu, layered, normed, recurrent } from "../layer-samples";
import { balanced, gaussian } from "./metric/circuit-starts";

const attention = (width: number, own: Parameters<typeof attend>[0], bias = false): Network =>
  layered(sequence(3, width), { ...attend(own), bias });

function flowOf(network: Network, theta: Float64Array, loss: Gradient): IntrinsicFlow {
  const circuits = unseenCircuits(network, theta);
  assert.ok(circuits !== null);
  const closed = circuitFlow(network, circuits, theta, loss);
  assert.ok(closed.flow !== null, closed.flow === null ? closed.why : "");
  return closed.flow;
}

/** Σ G Z over the products of one part, whose ∂f/∂z is G everywhere. */
function alongProducts(part: CircuitPart, theta: Float64Array, g: Float64Array): Gradient {
  const local = localOf([part], theta);
  const { jacobian } = productsOf(local);
  return {
    gradient(at, into) {
      const { data, columns } = jacobian(Float64Array.from(local.at, (i) => at[i]));
      into.fill(0);
      g.forEach((x, i) => local.at.forEach((position, k) => (into[position] += x * data[i * columns + k])));
      return 0;
    },
  };
}

function drawn(length: number, label: string): Float64Array {
  const random = randomStream(1, `circuit flow/${label}`);
  return Float64Array.from({ length }, () => random.normal());
}

function velocityOf(flow: IntrinsicFlow): Float64Array {
  const into = new Float64Array(flow.dimension);
  flow.derivative(0, flow.start, into);
  return into;
}

function close(found: Float64Array, wanted: Float64Array, tolerance: number): void {
  const error = norm(found.map((x, i) => x - wanted[i])) / norm(wanted);
  assert.ok(error <= tolerance, `${error}`);
}

describe("closed equations of circuits, by their formulas", () => {
  for (const rope of ["half", "interleaved"] as const)
    it(`of a pair of rotary rows (${rope}): dz/dt = -(G z* z / ‖q‖² + z z* G / ‖k‖²)`, () => {
      const network = attention(3, { heads: 2, kvHeads: 1, headSize: 4, rope }, true);
      const theta = balanced(network, () => 0);
      const [part] = circuitsOf(network)[0].parts;
      const [m, n] = [part.writers[0].length, part.readers[0].length];
      assert.ok(part.phases && m !== n);
      const g = drawn(2 * m * n, rope);
      const flow = flowOf(network, theta, alongProducts(part, theta, g));
      // z = w* r with complex rows w and r, c = ‖w‖² - ‖r‖², as they stand in the reference: rows of z for w.
      const z = flow.start.subarray(0, 2 * m * n);
      const size = norm(z);
      const [w2, r2] = [part.writers, part.readers].map((rows) =>
        rows.reduce((sum, row) => sum + row.reduce((own, at) => own + theta[at] ** 2, 0), 0),
      );
      const c = w2 - r2;
      const w2OfZ = (c + Math.sqrt(c * c + 4 * size ** 2)) / 2;
      const wanted = new Float64Array(2 * m * n);
      // (A B* C)_xy summed over complex entries.
      const at = (table: Float64Array, x: number, y: number): [number, number] => [
        table[2 * (x * n + y)],
        table[2 * (x * n + y) + 1],
      ];
      const times = ([a, b]: [number, number], [p, q]: [number, number], conj: boolean): [number, number] =>
        conj ? [a * p + b * q, b * p - a * q] : [a * p - b * q, a * q + b * p];
      const triple = (a: Float64Array, b: Float64Array, d: Float64Array, factor: number): void => {
        for (let x = 0; x < m; x++)
          for (let y = 0; y < n; y++)
            for (let k = 0; k < n; k++)
              for (let l = 0; l < m; l++) {
                const [re, im] = times(times(at(a, x, k), at(b, l, k), true), at(d, l, y), false);
                wanted[2 * (x * n + y)] -= factor * re;
                wanted[2 * (x * n + y) + 1] -= factor * im;
              }
      };
      triple(g, z, z, 1 / w2OfZ);
      triple(z, z, g, 1 / (w2OfZ - c));
      close(velocityOf(flow).subarray(0, 2 * m * n), wanted, 1e-12);
    });

  for (const lambda of [0.7, 0, -0.4])
    it(`of grouped queries: the two layers of the stacked products, λ = ${lambda}`, () => {
      const network = attention(3, { heads: 2, kvHeads: 1, headSize: 2 });
      const theta = balanced(network, () => lambda);
      const [part] = circuitsOf(network)[0].parts;
      const [m, n] = [part.writers[0].length, part.readers[0].length];
      const g = drawn(m * n, `grouped ${lambda}`);
      const flow = flowOf(network, theta, alongProducts(part, theta, g));
      const two = twoLayersOf(part, theta);
      const transposed = new Float64Array(m * n);
      for (let x = 0; x < m; x++) for (let y = 0; y < n; y++) transposed[y * m + x] = g[x * n + y];
      const chain = linearFlow(two.network, two.theta, { gradient: (_z, into) => (into.set(transposed), 0) });
      assert.ok(chain !== null);
      const there = velocityOf(chain);
      const wanted = Float64Array.from({ length: m * n }, (_, i) => there[(i % n) * m + Math.floor(i / n)]);
      close(velocityOf(flow).subarray(0, m * n), wanted, 1e-11);
    });

  it("of a gated unit: dz/dt = -(G zᵀ z / ‖u‖² + z zᵀ G / ‖v‖²), z = down ⊗ up", () => {
    const network = layered(vector(3), glu(2, "silu"));
    const theta = gaussian(network);
    const [part] = circuitsOf(network)[0].parts;
    const [m, n] = [part.writers[0].length, part.readers[0].length];
    const g = drawn(m * n, "gated");
    const flow = flowOf(network, theta, alongProducts(part, theta, g));
    const [up, down] = [part.writers[0], part.readers[0]].map((row) => Float64Array.from(row, (at) => theta[at]));
    const z = (x: number, y: number): number => up[x] * down[y];
    const size = norm(up) * norm(down);
    const c = norm(up) ** 2 - norm(down) ** 2;
    const up2 = (c + Math.sqrt(c * c + 4 * size ** 2)) / 2;
    const wanted = new Float64Array(m * n);
    for (let x = 0; x < m; x++)
      for (let y = 0; y < n; y++)
        for (let k = 0; k < n; k++)
          for (let l = 0; l < m; l++)
            wanted[x * n + y] -=
              (g[x * n + k] * z(l, k) * z(l, y)) / up2 + (z(x, k) * z(l, k) * g[l * n + y]) / (up2 - c);
    // The state is the balanced weights β with z = β_up ⊗ β_down.
    const [beta, change] = [flow.start, velocityOf(flow)];
    const found = new Float64Array(m * n);
    for (let x = 0; x < m; x++)
      for (let y = 0; y < n; y++) found[x * n + y] = change[x] * beta[m + y] + beta[x] * change[m + y];
    close(found, wanted, 1e-12);
  });
});

describe("closed equations of circuits", () => {
  const cases: [string, Network, (network: Network) => Float64Array][] = [
    ["attention, λ > 0", attention(3, { headSize: 2 }), (network) => balanced(network, () => 0.7)],
    ["attention, λ < 0", attention(3, { heads: 2, headSize: 2 }), (network) => balanced(network, () => -0.5)],
    ["grouped queries", attention(3, { heads: 4, kvHeads: 2, headSize: 2 }, true), (net) => balanced(net, () => 0)],
    ["heads of one row", attention(3, { headSize: 1 }), gaussian],
    ["rotary", attention(3, { headSize: 4, rope: "half" }, true), (network) => balanced(network, () => 0)],
    [
      "partly rotary",
      attention(4, { headSize: 4, rope: "half", ropeRows: 2 }, true),
      (network) => balanced(network, () => 0),
    ],
    ["gated by silu", layered(vector(3), glu(2, "silu")), gaussian],
    ["gated by a line", layered(vector(3), glu(2, "identity")), gaussian],
    ["linear attention", attention(3, { headSize: 2, scores: "linear" }), allBalanced],
    ["gains", layered(vector(3), dense(3, "tanh"), normed("rms"), dense(2)), gaussian],
    ["degree two", layered(vector(2), dense(3, "quadratic"), dense(2, "tanh")), gaussian],
    [
      "ReZero",
      layered(vector(2), biased(dense(3, "relu")), biased(dense(2)), { ...added("scalar"), sources: [-1, 1] }),
      gaussian,
    ],
    [
      "a recurrence",
      layered(sequence(6, 2), recurrent("rnn", { hidden: 3, nonlinearity: "identity" }), dense(2)),
      allBalanced,
    ],
    [
      "a recurrence of low rank",
      layered(sequence(6, 2), recurrent("rnn", { hidden: 4, rank: 2, nonlinearity: "identity" }), dense(2)),
      allBalanced,
    ],
    [
      "convolutions",
      layered(grid(2, [4]), conv("conv1d", 2, { kernel: 2 }), conv("conv1d", 2, { kernel: 2 }), FLAT),
      allBalanced,
    ],
    [
      "beside fixed weights",
      layered(
        vector(3),
        { ...dense(2), trained: "all" },
        { ...dense(3), trained: "all" },
        { ...dense(4), trained: "none" },
      ),
      (network) => balanced(network, () => -0.6),
    ],
  ];
  for (const [name, network, start] of cases)
    it(`move as θ's own flow moves φ, and look at z alone: ${name}`, () => {
      const theta = start(network);
      const samples = 7;
      const outputs = objectiveOutputs(network);
      const loss = objectiveOf(
        network,
        {
          kind: "samples",
          x: { rows: samples, columns: network.inputs, data: drawn(samples * network.inputs, `${name}/x`) },
          y: { rows: samples, columns: outputs, data: drawn(samples * outputs, `${name}/y`) },
        },
        "mse",
      );
      const flow = flowOf(network, theta, loss);
      close(flow.lifted(flow.start), flow.observe(theta), 1e-9);
      const velocity = new Float64Array(theta.length);
      loss.gradient(theta, velocity);
      const own = difference(
        (at) => flow.observe(at),
        theta,
        velocity.map((x) => -x),
      );
      const closed = difference((at) => flow.lifted(at), flow.start, velocityOf(flow));
      close(closed, own, 1e-6);
      // A good way on, θ's flow and the closed one have the same φ still.
      const time = (WAY * norm(theta)) / norm(velocity);
      const [end, state] = [
        rungeKutta(
          (at, into) => {
            loss.gradient(at, into);
            for (let i = 0; i < into.length; i++) into[i] = -into[i];
          },
          theta,
          time,
        ),
        rungeKutta((at, into) => flow.derivative(0, at, into), flow.start, time),
      ];
      const [before, after] = [flow.observe(theta), flow.observe(end)];
      assert.ok(norm(after.map((x, i) => x - before[i])) > 1e-3 * norm(before));
      close(flow.lifted(state), after, 1e-8);
    });
});

function objectiveOutputs(network: Network): number {
  return network.layers[network.layers.length - 1].units;
}

/** Every matrix of every circuit with the law 0, by the same function. */
function allBalanced(network: Network): Float64Array {
  return circuitsOf(network).reduce<Float64Array>(
    (theta, circuit) => balancedOn(circuit, theta) ?? theta,
    gaussian(network).map((x) => 0.6 * x),
  );
}

const STEPS = 60;
/** Of ‖θ‖, about what θ moves by. */
const WAY = 0.1;

function rungeKutta(
  derivative: (at: Float64Array, into: Float64Array) => void,
  start: Float64Array,
  time: number,
): Float64Array {
  const h = time / STEPS;
  let at = start.slice();
  const slope = (from: Float64Array): Float64Array => {
    const into = new Float64Array(from.length);
    derivative(from, into);
    return into;
  };
  for (let step = 0; step < STEPS; step++) {
    const k1 = slope(at);
    const k2 = slope(at.map((x, i) => x + (h / 2) * k1[i]));
    const k3 = slope(at.map((x, i) => x + (h / 2) * k2[i]));
    const k4 = slope(at.map((x, i) => x + h * k3[i]));
    at = at.map((x, i) => x + (h / 6) * (k1[i] + 2 * k2[i] + 2 * k3[i] + k4[i]));
  }
  return at;
}

/** Along v, by central differences. */
function difference(of: (at: Float64Array) => Float64Array, at: Float64Array, v: Float64Array): Float64Array {
  const h = 1e-5 / (norm(v) || 1);
  const [up, down] = [of(at.map((x, i) => x + h * v[i])), of(at.map((x, i) => x - h * v[i]))];
  return up.map((x, i) => (x - down[i]) / (2 * h));
}
