/** The kernel in the bases where it falls apart, held against the dense decision on the whole of [∂φ; ∂h]. */
import assert from "node:assert/strict";
import { multiply, norm, transpose, viewOf, zeros, type Matrix } from "../../../../src/engine/math/dense/matrix";
import type { RankDecision } from "../../../../src/engine/math/dense/rank";
import { randomStream } from "../../../../src/engine/math/random/streams";
import { lawFamilies } from "../../../../src/engine/theory/laws/families";
import { decideKernel } from "../../../../src/engine/theory/metric/kernel";
import { liftedMap } from "../../../../src/engine/theory/metric/lifted";
import { twoLayerKernel } from "../../../../src/engine/theory/metric/two-layer-kernel";
import { chain, finish } from "../../networks";

/** Inputs, hidden, outputs, and the ranks of U_1 and U_2. */
type Shape = readonly [m: number, r: number, n: number, rank1: number, rank2: number];

const SHAPES: readonly Shape[] = [
  [3, 2, 4, 2, 2],
  [4, 3, 4, 3, 3],
  [2, 4, 3, 2, 3],
  [2, 3, 2, 2, 2],
  [1, 3, 1, 1, 1],
  [2, 6, 3, 2, 3],
  [2, 7, 1, 2, 1],
  [1, 1, 1, 1, 1],
  [5, 1, 3, 1, 1],
  // Not of full rank, up to layers of zeros.
  [3, 3, 3, 2, 3],
  [3, 3, 3, 1, 1],
  // Most of the kernel changes no law: more outputs or inputs than neurons, of a lower rank.
  [3, 2, 9, 1, 1],
  [9, 2, 3, 1, 1],
  [7, 2, 9, 1, 2],
  [7, 3, 6, 0, 0],
  [4, 3, 4, 0, 3],
  [4, 3, 4, 3, 0],
  [2, 6, 3, 1, 2],
  [2, 6, 3, 0, 3],
  [2, 6, 3, 0, 1],
  [2, 2, 2, 0, 0],
  [3, 5, 2, 3, 1],
];

function lowRank(rows: number, columns: number, rank: number, seed: string): Matrix {
  const random = randomStream(1, seed);
  const gaussian = (r: number, c: number): Matrix => {
    const a = zeros(r, c);
    for (let i = 0; i < a.data.length; i++) a.data[i] = random.normal();
    return a;
  };
  return rank === 0 ? zeros(rows, columns) : multiply(gaussian(rows, rank), gaussian(rank, columns));
}

function compare(u1: Matrix, u2: Matrix, name: string): RankDecision {
  const theta = Float64Array.of(...u1.data, ...u2.data);
  const network = chain([u1.columns, u1.rows, u2.rows]);
  const dense = finish(decideKernel(liftedMap(network)!, lawFamilies(network), theta));
  const found = kernelOf(u1, u2);
  assert.deepEqual(
    [found.kernel.columns, found.rank, found.clear],
    [dense.kernel.columns, dense.rank, dense.clear],
    name,
  );
  assert.equal(found.singularValues.length, dense.singularValues.length, name);
  found.singularValues.forEach((x, i) =>
    assert.ok(
      Math.abs(x - dense.singularValues[i]) < 1e-13,
      `${name}: σ_${i} is ${dense.singularValues[i]}, found ${x}`,
    ),
  );
  assert.ok(found.residual < 1e-14, `${name}: residual ${found.residual}`);
  // The same space, in an orthonormal basis.
  const gram = multiply(transpose(found.kernel), found.kernel);
  for (let i = 0; i < gram.rows; i++) gram.data[i * gram.rows + i] -= 1;
  assert.ok(norm(gram.data) < 1e-12, `${name}: not orthonormal by ${norm(gram.data)}`);
  const projected = multiply(dense.kernel, multiply(transpose(dense.kernel), found.kernel));
  assert.ok(norm(projected.data.map((x, i) => x - found.kernel.data[i])) < 1e-11, `${name}: another space`);
  return found;
}

function kernelOf(u1: Matrix, u2: Matrix): RankDecision {
  const found = finish(twoLayerKernel(u1, u2));
  assert.ok(found !== null);
  return found;
}

describe("the kernel of two linear layers", () => {
  for (const [m, r, n, rank1, rank2] of SHAPES)
    it(`[${m}, ${r}, ${n}] with ranks ${rank1} and ${rank2} is the dense one, with its spectrum`, () => {
      for (let seed = 1; seed <= 3; seed++)
        compare(
          lowRank(r, m, rank1, `first ${seed} ${m}${r}${n}`),
          lowRank(n, r, rank2, `second ${seed} ${m}${r}${n}`),
          `seed ${seed}`,
        );
    });

  it("does not mind repeated singular values", () => {
    const eye = zeros(3, 3);
    for (let i = 0; i < 3; i++) eye.data[4 * i] = 1;
    compare(eye, eye, "identities");
    compare(eye, lowRank(4, 3, 3, "other"), "one identity");
  });

  it("does not depend on the size of the weights", () => {
    const [u1, u2] = [lowRank(3, 4, 3, "a"), lowRank(5, 3, 3, "b")];
    const plain = kernelOf(u1, u2).singularValues;
    for (const scale of [1e-8, 1e8]) {
      const scaled = kernelOf(
        { ...u1, data: u1.data.map((x) => scale * x) },
        { ...u2, data: u2.data.map((x) => scale * x) },
      ).singularValues;
      scaled.forEach((x, i) => assert.ok(Math.abs(x - plain[i]) < 1e-13));
    }
  });

  it("keeps small singular values: a factor near a lower rank is not taken for one", () => {
    const u1 = lowRank(3, 3, 3, "c");
    const u2 = zeros(3, 3);
    u2.data.set([1, 0, 0, 0, 1e-6, 0, 0, 0, 1e-7]);
    compare(u1, u2, "σ to 1e-7");
  });
});

it("a view of θ is what the kernel test hands over", () => {
  const theta = Float64Array.from({ length: 18 }, (_, i) => Math.sin(i));
  compare(viewOf(theta, 0, 3, 4), viewOf(theta, 12, 2, 3), "views");
});
