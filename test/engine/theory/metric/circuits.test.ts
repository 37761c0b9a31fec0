/**
 * The metric through circuits against reference numbers that were computed independently: kernel dimensions exactly, verdicts, and that
 * violations are far from rounding or at it.
 */
import assert from "node:assert/strict";
import { dot, zeros } from "../../../../src/engine/math/dense/matrix";
import { rankSteps } from "../../../../src/engine/math/dense/rank";
import type { Network } from "../../../../src/engine/model/network";
import { grid, sequence, vector } from "../../../../src/engine/model/shape";
import { countLaws } from "../../../../src/engine/theory/laws/count";
import {
  applied,
  localOf,
  symmetricGenerators,
  turnGenerators,
  type Local,
} from "../../../../src/engine/theory/metric/circuits/action";
import { lawRows, productsOf } from "../../../../src/engine/theory/metric/circuits/products";
import { pathProducts, pathsThrough } from "../../../../src/engine/theory/metric/circuits/paths";
import { quotientOf } from "../../../../src/engine/theory/metric/circuits/quotient";
import { measureProducts } from "../../../../src/engine/theory/metric/circuits/single";
import { measure } from "../../../../src/engine/theory/metric/measure";
import { withBranchPoint } from "../../../../src/engine/theory/metric/branch-point";
import { NOT_DIFFERENTIABLE } from "../../../../src/engine/theory/metric/branch-point-words";
import type { MetricResult } from "../../../../src/engine/theory/metric/result";
import { decideMetric } from "../../../../src/engine/theory/metric/verdict";
import { circuitsOf } from "../../../../src/engine/theory/metric/circuits/circuit";
import {
  decideCircuits,
  decidingCircuits,
  type CircuitMetric,
} from "../../../../src/engine/theory/metric/circuits/decide";
import { added, attend, conv, dense, glu, layered, normed, FLAT, type Part } from "../../layer-samples";
import { finish } from "../../networks";
import { balanced, gaussian } from "./circuit-starts";

const attention = (width: number, own: Parameters<typeof attend>[0], bias = false): Network =>
  layered(sequence(3, width), { ...attend(own), bias });
const biased = (part: Part): Part => ({ ...part, bias: true });

function decide(network: Network, theta: Float64Array): CircuitMetric {
  const circuits = decidingCircuits(network, theta);
  assert.ok(circuits !== null);
  return finish(decideCircuits(circuits, finish(countLaws(network)), theta, "typing"));
}

type Row = readonly [circuit: string, kind: string, verdict: string, kernel: number | null];

function rows({ circuits }: CircuitMetric): Row[] {
  return circuits.map(({ name, kind, verdict, kernelDimension }) => [
    name,
    kind,
    verdict.value ?? "",
    kernelDimension.value,
  ]);
}

describe("the metric of circuits", () => {
  const all: [string, Network, Float64Array, Row[]][] = [];
  const add = (name: string, network: Network, theta: Float64Array, expected: Row[]): void => {
    all.push([name, network, theta, expected]);
  };
  const head = attention(3, { headSize: 2 });
  add("attention, d 3, dh 2, Gaussian", head, gaussian(head), [
    ["layer1.scores", "matrix", "fails", 1],
    ["layer1.values", "matrix", "fails", 1],
  ]);
  add(
    "attention, d 3, dh 2, relaxed balanced",
    head,
    balanced(head, () => 0.7),
    [
      ["layer1.scores", "matrix", "holds", 1],
      ["layer1.values", "matrix", "holds", 1],
    ],
  );
  add(
    "scores balanced only",
    head,
    balanced(head, ({ name }) => (name === "layer1.scores" ? 0.7 : null)),
    [
      ["layer1.scores", "matrix", "holds", 1],
      ["layer1.values", "matrix", "fails", 1],
    ],
  );
  const one = attention(3, { headSize: 1 });
  add("heads of size 1", one, gaussian(one), [
    ["layer1.scores", "rescaling", "holds", 0],
    ["layer1.values", "rescaling", "holds", 0],
  ]);
  const grouped = attention(3, { heads: 2, kvHeads: 1, headSize: 2 });
  add("two query heads on one key, Gaussian", grouped, gaussian(grouped), [
    ["layer1.scores", "matrix", "fails", 1],
    ["layer1.values", "matrix", "fails", 1],
  ]);
  add(
    "two query heads on one key, relaxed balanced",
    grouped,
    balanced(grouped, () => -0.4),
    [
      ["layer1.scores", "matrix", "holds", 1],
      ["layer1.values", "matrix", "holds", 1],
    ],
  );
  const low = attention(2, { heads: 2, kvHeads: 1, headSize: 3 });
  add(
    "d 2, dh 3, two query heads on one key, λ ≠ 0 and products of rank 2",
    low,
    balanced(low, ({ name }) => (name === "layer1.scores" ? -0.5 : 0.5)),
    [
      ["layer1.scores", "matrix", "fails", 4],
      ["layer1.values", "matrix", "fails", 4],
    ],
  );
  for (const rope of ["half", "interleaved"] as const) {
    const rotary = attention(3, { headSize: 4, rope }, true);
    add(`rotary positions, ${rope}`, rotary, gaussian(rotary), [
      ["layer1.scores", "phases", "holds", 2],
      ["layer1.values", "matrix", "fails", 6],
    ]);
  }
  for (const gate of ["silu", "gelu"] as const) {
    const swiglu = layered(vector(3), glu(2, gate));
    add(`gated by ${gate}`, swiglu, gaussian(swiglu), [["layer1.up", "rescaling", "holds", 0]]);
  }
  for (const gate of ["identity", "relu"] as const) {
    const bilinear = layered(vector(3), glu(2, gate));
    add(`gated by ${gate}`, bilinear, gaussian(bilinear), [["layer1.up + layer1.gate", "linked", "holds", 0]]);
  }
  const linear = attention(3, { headSize: 2, scores: "linear" });
  add("linear attention, Gaussian", linear, gaussian(linear), [
    ["layer1.scores + layer1.values + layer1.head", "linked", "fails", 2],
  ]);
  add(
    "linear attention, both matrices relaxed balanced",
    linear,
    balanced(linear, () => 0.6),
    [["layer1.scores + layer1.values + layer1.head", "linked", "holds", 2]],
  );
  const reZero = layered(vector(2), biased(dense(3, "relu")), biased(dense(2)), {
    ...added("scalar"),
    sources: [-1, 1],
  });
  add("ReZero", reZero, gaussian(reZero), [["layer1 + layer2", "linked", "holds", 0]]);
  const filters = layered(
    grid(2, [5]),
    conv("conv1d", 3, { kernel: 2 }, "relu"),
    conv("conv1d", 2, { kernel: 2 }),
    FLAT,
  );
  add("convolutions with relu between", filters, gaussian(filters), [["layer1", "rescaling", "holds", 0]]);
  const squared = layered(vector(2), dense(3, "quadratic"), dense(3, "tanh"), normed("rms"), dense(2));
  add("degree two, and gains", squared, gaussian(squared), [
    ["layer1", "rescaling", "holds", 0],
    ["layer3", "rescaling", "holds", 0],
  ]);
  for (const [name, network, theta, expected] of all)
    it(name, () => {
      const found = decide(network, theta);
      assert.deepEqual(rows(found), expected);
      for (const { verdict, violation, balance } of found.circuits) {
        if (verdict.value === "fails") assert.ok(violation.value! > 1e-2);
        if (verdict.value === "holds") assert.ok(verdict.basis === "theorem" && violation.value! < 1e-11);
        if (balance !== null && balance.imbalance < 1e-14) assert.ok(Math.abs(balance.lambda) > 1e-3);
      }
      assert.equal(found.verdict.value, expected.some(([, , verdict]) => verdict === "fails") ? "fails" : "holds");
      assert.equal(
        found.recoverable.value,
        expected.every(([, , , kernel]) => kernel === 0),
      );
    });
});

describe("the metric without a list of products", () => {
  /** Kernel and violation as quotient.ts has them. */
  const seen = (local: Local): [number, number, boolean] => {
    const { projection, map, hasAllLaws } = quotientOf(local);
    const laws = lawRows(local);
    const stacked = zeros(projection.rows + laws.rows, laws.columns);
    stacked.data.set(projection.data, 0);
    stacked.data.set(laws.data, projection.data.length);
    const decision = finish(rankSteps(stacked));
    const { violation } = finish(measure(map, decision, local.theta, Infinity));
    return [decision.kernel.columns, violation ?? NaN, hasAllLaws()];
  };
  const networks: [string, Network, (network: Network) => Float64Array][] = [
    ["Gaussian", attention(3, { heads: 2, kvHeads: 1, headSize: 2 }), gaussian],
    ["relaxed balanced", attention(4, { headSize: 3 }), (network) => balanced(network, () => 0.5)],
    ["rotary", attention(4, { headSize: 4, rope: "half" }), gaussian],
  ];
  for (const [name, network, draw] of networks)
    it(`has the kernel of the products, and the same verdict: ${name}`, () => {
      const theta = draw(network);
      for (const { parts } of circuitsOf(network)) {
        const local = localOf(parts, theta);
        const products = finish(measureProducts(local, productsOf(local), Infinity));
        const [kernel, violation, allLaws] = seen(local);
        assert.equal(kernel, products.decision?.kernel.columns);
        assert.ok(products.violation! > 1e-3 ? violation > 1e-3 : violation < 1e-11);
        assert.ok(allLaws);
      }
    });

  it("agrees with finite differences of the products' metric along the orbit", () => {
    const network = attention(3, { headSize: 4, rope: "half" });
    const local = localOf(circuitsOf(network)[0].parts, gaussian(network));
    const { jacobian, metric, value } = productsOf(local);
    const j = jacobian(local.theta);
    for (const generator of [...symmetricGenerators(local.parts), ...turnGenerators(local.parts)]) {
      const along = applied(local, generator, local.theta);
      // The products do not change, …
      const moved = local.theta.map((x, i) => x + 1e-6 * along[i]);
      const before = value(local.theta);
      value(moved).forEach((z, i) => assert.ok(Math.abs(z - before[i]) < 1e-10));
      // … and ∂M X θ = -∂φ (X + Xᵀ) ∂φᵀ.
      const expected: number[] = [];
      const image = (v: Float64Array): Float64Array => applied(local, generator, v);
      for (let a = 0; a < j.rows; a++)
        for (let b = a; b < j.rows; b++) {
          const [u, v] = [a, b].map((i) => j.data.slice(i * j.columns, (i + 1) * j.columns));
          expected.push((a === b ? 1 : Math.SQRT2) * -(dot(u, image(v)) + dot(v, image(u))));
        }
      metric(local.theta)
        .derivative(along)
        .forEach((x, i) => assert.ok(Math.abs(x - expected[i]) < 1e-12 * (1 + Math.abs(x))));
    }
  });
});

describe("a branch behind a number", () => {
  const network = layered(vector(2), biased(dense(3, "relu")), biased(dense(2)), {
    ...added("scalar"),
    sources: [-1, 1],
  });
  const theta = gaussian(network);
  const local = (at: Float64Array): Local => localOf(circuitsOf(network)[0].parts, at);
  const paths = pathsThrough(local(theta).parts, theta.length);

  it("that is zero fails: the products along the paths see one direction, the laws four of 18", () => {
    const start = theta.with(theta.length - 1, 0);
    const found = decide(network, start);
    assert.deepEqual(rows(found), [["layer1 + layer2", "linked", "fails", 13]]);
    assert.equal(found.verdict.basis, "measured");
  });

  it("has a path for each input or bias, unit and output, and each bias behind: 3 · 3 · 2 + 2", () => {
    assert.equal(paths?.length, 20);
  });

  it("is fixed by them and the laws where nothing is zero, as its orbits say", () => {
    const { decision } = finish(measureProducts(local(theta), pathProducts(paths!, theta.length), Infinity));
    assert.deepEqual([decision?.kernel.columns, decision?.clear], [0, true]);
  });

  it("has the metric of its products' differences", () => {
    const { jacobian, metric } = pathProducts(paths!, theta.length);
    const at = local(theta).theta;
    const v = gaussian(network, 2);
    const gram = (point: Float64Array): number[] => {
      const { data, rows: d, columns } = jacobian(point);
      const row = (i: number): Float64Array => data.subarray(i * columns, (i + 1) * columns);
      return Array.from({ length: d }, (_, i) =>
        Array.from({ length: d - i }, (__, j) => (j === 0 ? 1 : Math.SQRT2) * dot(row(i), row(i + j))),
      ).flat();
    };
    const [up, down] = [1e-6, -1e-6].map((h) => gram(at.map((x, i) => x + h * v[i])));
    const found = metric(at).derivative(v);
    assert.equal(found.length, up.length);
    found.forEach((x, i) => assert.ok(Math.abs(x - (up[i] - down[i]) / 2e-6) < 1e-6 * (1 + Math.abs(x))));
  });

  it("has none where a wire mixes its channels, or goes round", () => {
    const mixing = layered(vector(3), dense(2), dense(3));
    const [{ parts }] = circuitsOf(mixing);
    assert.equal(pathsThrough(localOf(parts, gaussian(mixing)).parts, 12), null);
    const turning = { phases: false, writers: [Int32Array.of(0, 1)], readers: [Int32Array.of(1, 2)] };
    assert.equal(pathsThrough([{ ...turning, degrees: Uint8Array.of(1, 1) }], 3), null);
  });
});

describe("what is not decided of circuits", () => {
  it("a zero on one side of a wire alone hides a direction: it fails", () => {
    const network = layered(vector(2), dense(3, "tanh"), dense(2), { ...added("scalar"), sources: [-1, 1] });
    const theta = gaussian(network);
    theta[theta.length - 1] = 0;
    const found = decide(network, theta);
    assert.deepEqual(rows(found), [["layer2", "rescaling", "fails", 5]]);
    // Without any weight on either side it is a balanced point.
    theta.fill(0, 6);
    assert.deepEqual(rows(decide(network, theta)), [["layer2", "rescaling", "holds", 7]]);
  });

  it("networks without a circuit", () => {
    const network = layered(vector(2), dense(3, "tanh"), dense(2));
    assert.equal(decidingCircuits(network, gaussian(network)), null);
  });

  it("networks that have a φ of their own", () => {
    const network = layered(vector(2), dense(3, "relu"), dense(2));
    assert.equal(decidingCircuits(network, gaussian(network)), null);
  });
});

describe("filters with a common factor", () => {
  const network = layered(grid(1, [4]), conv("conv1d", 1, { kernel: 2 }), conv("conv1d", 1, { kernel: 2 }));
  const decided = (theta: readonly number[]): MetricResult => {
    const start = Float64Array.from(theta);
    return finish(withBranchPoint(network, start, finish(decideMetric(network, finish(countLaws(network)), start))));
  };

  it("fail, and it is said what that means", () => {
    const { verdict, kernelDimension } = decided([1, -2, 0.7, -1.4]);
    assert.deepEqual([verdict.value, kernelDimension.value], ["fails", 1]);
    assert.ok(verdict.note?.includes(NOT_DIFFERENTIABLE));
  });

  it("are recoverable without one", () => {
    const { verdict, kernelDimension } = decided([1, -2, 0.7, 1.1]);
    assert.deepEqual([verdict.value, kernelDimension.value], ["holds", 0]);
  });
});

describe("circuits beside fixed weights", () => {
  const part = (units: number, trained: "all" | "none"): Part => ({ ...dense(units), trained });

  it("are decided by themselves; a wire that fixed weights meet is none", () => {
    const network = layered(vector(3), part(2, "all"), part(3, "all"), part(4, "none"));
    assert.deepEqual(rows(decide(network, gaussian(network))), [["layer1", "matrix", "fails", 1]]);
    const frozen = layered(vector(3), part(2, "none"), part(3, "all"));
    assert.equal(decidingCircuits(frozen, gaussian(frozen)), null);
  });

  it("have the reference numbers of low-rank adapters: B = 0, orthonormal A after training, Gaussian A", () => {
    const network = layered(vector(3), part(2, "all"), part(4, "all"), part(4, "none"));
    const theta = gaussian(network);
    theta.fill(0, 6, 14);
    assert.deepEqual(rows(decide(network, theta)), [["layer1", "matrix", "fails", 3]]);
    assert.deepEqual(
      rows(
        decide(
          network,
          balanced(network, () => -1),
        ),
      ),
      [["layer1", "matrix", "holds", 1]],
    );
  });
});
