/** Eigenvalues, singular values and Cholesky factors: residuals and orthogonality at rounding, for all shapes and sizes. */
import assert from "node:assert/strict";
import fc from "fast-check";
import { cholesky, solveLower, solvePositiveDefinite } from "../../../src/engine/math/dense/cholesky";
import {
  fromRows,
  identity,
  innerGram,
  multiply,
  norm,
  outerGram,
  transpose,
  zeros,
  type Matrix,
} from "../../../src/engine/math/dense/matrix";
import { polarFactor, svd } from "../../../src/engine/math/dense/svd";
import { symmetricEigen } from "../../../src/engine/math/dense/symmetric-eigen";
import { randomStream } from "../../../src/engine/math/random/streams";

const ROUNDING = 1e-13;

function gaussian(rows: number, columns: number, seed: number): Matrix {
  const random = randomStream(seed, "decompositions");
  return { rows, columns, data: Float64Array.from({ length: rows * columns }, () => random.normal()) };
}

const times = (a: Matrix, factor: number): Matrix => ({ ...a, data: a.data.map((x) => x * factor) });
const minus = (a: Matrix, b: Matrix): Float64Array => a.data.map((x, i) => x - b.data[i]);
const diagonal = (values: Float64Array, rows = values.length, columns = values.length): Matrix => {
  const result = zeros(rows, columns);
  values.forEach((x, i) => (result.data[i * columns + i] = x));
  return result;
};

function checkSvd(a: Matrix, tolerance = ROUNDING): Float64Array {
  const { left, values, right } = svd(a);
  const size = norm(a.data) || 1;
  const scaled = diagonal(
    values.map((x) => x / size),
    a.rows,
    a.columns,
  );
  assert.ok(
    norm(minus(multiply(multiply(left, scaled), transpose(right)), times(a, 1 / size))) < tolerance,
    "left diag(values) rightᵀ = a",
  );
  assert.ok(norm(minus(multiply(transpose(left), left), identity(a.rows))) < tolerance * a.rows, "left is orthogonal");
  assert.ok(
    norm(minus(multiply(transpose(right), right), identity(a.columns))) < tolerance * a.columns,
    "right is orthogonal",
  );
  assert.equal(values.length, Math.min(a.rows, a.columns));
  for (let i = 1; i < values.length; i++) assert.ok(values[i] <= values[i - 1] && values[i] >= 0);
  return values;
}

function checkEigen(a: Matrix): Float64Array {
  const { values, vectors } = symmetricEigen(a);
  const size = norm(a.data) || 1;
  assert.ok(
    norm(minus(multiply(times(a, 1 / size), vectors), multiply(vectors, diagonal(values.map((x) => x / size))))) <
      ROUNDING * Math.max(1, a.rows),
    "A Q = Q diag(values)",
  );
  assert.ok(
    norm(minus(multiply(transpose(vectors), vectors), identity(a.rows))) < ROUNDING * Math.max(1, a.rows),
    "Q is orthogonal",
  );
  for (let i = 1; i < values.length; i++) assert.ok(values[i] >= values[i - 1]);
  return values;
}

describe("singular values with vectors", () => {
  it("of tall, wide, square and empty matrices", () => {
    for (const [rows, columns] of [
      [7, 3],
      [3, 7],
      [5, 5],
      [1, 4],
      [4, 1],
      [40, 30],
      [30, 40],
      [60, 60],
    ])
      checkSvd(gaussian(rows, columns, rows));
    assert.equal(svd(zeros(3, 0)).values.length, 0);
  });

  it("of matrices without full rank, and of zero", () => {
    const low = multiply(gaussian(9, 2, 1), gaussian(2, 6, 2));
    const values = checkSvd(low);
    assert.ok(values[1] > 1e-3 && values[2] < 1e-14 * values[0], values.join(", "));
    checkSvd(transpose(low));
    assert.deepEqual(Array.from(checkSvd(zeros(4, 3))), [0, 0, 0]);
    checkSvd({ rows: 4, columns: 3, data: Float64Array.from([1, 1, 2, 1, 1, 2, 1, 1, 2, 1, 1, 2]) });
  });

  it("of very large and very small numbers", () => {
    for (const size of [1e-300, 1e-160, 1e160, 1e300]) checkSvd(times(gaussian(5, 4, 3), size));
  });

  it("are accurate relative to themselves where columns are scaled", () => {
    const q = polarFactor(gaussian(8, 4, 4));
    const wanted = [1, 1e-5, 1e-10, 1e-14];
    const values = svd({ ...q, data: q.data.map((x, i) => x * wanted[i % 4]) }).values;
    values.forEach((x, i) => assert.ok(Math.abs(x / wanted[i] - 1) < 1e-12, `${x}`));
  });

  it("and vectors end for numbers that are not finite", () => {
    for (const wrong of [NaN, Infinity]) {
      const { left, values, right } = svd({ rows: 3, columns: 2, data: Float64Array.of(1, 2, wrong, 4, 5, 6) });
      assert.deepEqual([...values], [NaN, NaN]);
      assert.deepEqual([left, right], [identity(3), identity(2)]);
      assert.deepEqual([...symmetricEigen({ rows: 1, columns: 1, data: Float64Array.of(wrong) }).values], [NaN]);
    }
  });

  it("are found where entries off the diagonal are as good as none", () => {
    for (const [small, first, second] of [
      [1e-320, 0, 1],
      [5e-324, 1, 0],
      [1e-320, 1e-320, 1],
      [1e-210, 0, 1],
      [1e-190, 0, 1],
      [1e-320, 1e-300, 1e-290],
    ]) {
      const { values, vectors } = symmetricEigen(
        fromRows([
          [first, small],
          [small, second],
        ]),
      );
      const most = Math.max(first, second);
      assert.ok(
        Math.abs(values[1] - most) <= 1e-15 * most && Math.abs(values[0]) <= 1e-9 * most,
        `${small}: ${values.join()}`,
      );
      assert.ok(vectors.data.every(Number.isFinite));
    }
  });

  it("agree with the eigenvalues of aᵀa", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 12 }),
        fc.integer({ min: 1, max: 12 }),
        fc.integer({ min: 0, max: 1e6 }),
        (rows, columns, seed) => {
          const a = gaussian(rows, columns, seed);
          const squares = checkEigen(rows < columns ? outerGram(a) : innerGram(a)).toReversed();
          checkSvd(a).forEach((x, i) => assert.ok(Math.abs(x * x - squares[i]) < 1e-12 * squares[0]));
        },
      ),
      { numRuns: 60 },
    );
  });

  it("give the nearest matrix with orthonormal columns", () => {
    const m = gaussian(6, 3, 5);
    const p = polarFactor(m);
    assert.ok(norm(minus(multiply(transpose(p), p), identity(3))) < ROUNDING);
    // M = P (MᵀM)^½: Pᵀ M is symmetric.
    const inner = multiply(transpose(p), m);
    assert.ok(norm(minus(inner, transpose(inner))) < ROUNDING * norm(m.data));
  });
});

describe("symmetric eigenvalues", () => {
  it("of random, repeated, clustered and graded spectra", () => {
    const spectra = [
      [1, 1, 1, 2],
      [0, 0, 0],
      [1, 1 + 1e-13, 1 - 1e-13, 5],
      [1e-12, 1e-6, 1, 1e3],
      [-3, -3, 0, 4, 4],
      [7],
    ];
    for (const wanted of spectra) {
      const q = polarFactor(gaussian(wanted.length, wanted.length, 6));
      const values = checkEigen(symmetric(multiply(multiply(q, diagonal(Float64Array.from(wanted))), transpose(q))));
      const sorted = wanted.toSorted((a, b) => a - b);
      values.forEach((x, i) =>
        assert.ok(Math.abs(x - sorted[i]) < 1e-14 * Math.max(1, ...wanted.map(Math.abs)), `${x} for ${sorted[i]}`),
      );
    }
    checkEigen(symmetric(gaussian(80, 80, 7)));
  });

  it("of the second difference matrix, which are known", () => {
    const n = 40;
    const a = zeros(n, n);
    for (let i = 0; i < n; i++) {
      a.data[i * n + i] = 2;
      if (i > 0) a.data[i * n + i - 1] = a.data[(i - 1) * n + i] = -1;
    }
    checkEigen(a).forEach((x, k) => assert.ok(Math.abs(x - (2 - 2 * Math.cos(((k + 1) * Math.PI) / (n + 1)))) < 1e-13));
  });

  it("of very large and very small numbers, of one entry and of none", () => {
    for (const size of [1e-300, 1e300]) checkEigen(times(symmetric(gaussian(6, 6, 8)), size));
    assert.deepEqual(Array.from(checkEigen({ rows: 1, columns: 1, data: Float64Array.of(-2) })), [-2]);
    assert.equal(symmetricEigen(zeros(0, 0)).values.length, 0);
  });

  it("read what stands on and below the diagonal, so that rounding above it changes nothing", () => {
    const a = symmetric(gaussian(5, 5, 9));
    const bent = { ...a, data: a.data.map((x, k) => (k % 5 > Math.floor(k / 5) ? x * (1 + 1e-15) : x)) };
    assert.deepEqual(symmetricEigen(bent), symmetricEigen(a));
  });

  function symmetric(a: Matrix): Matrix {
    return { ...a, data: a.data.map((x, i) => (x + a.data[(i % a.rows) * a.rows + Math.floor(i / a.rows)]) / 2) };
  }
});

describe("Cholesky", () => {
  it("solves positive definite systems", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 10 }), fc.integer({ min: 0, max: 1e6 }), (n, seed) => {
        const a = innerGram(gaussian(n + 3, n, seed));
        const lower = cholesky(a);
        assert.ok(lower !== null);
        assert.ok(norm(minus(multiply(lower, transpose(lower)), a)) < ROUNDING * norm(a.data));
        const b = gaussian(n, 1, seed + 1).data;
        const x = solvePositiveDefinite(a, b);
        assert.ok(x !== null);
        const half = solveLower(lower, { rows: n, columns: 1, data: b });
        assert.ok(
          norm(minus(multiply(lower, half), { rows: n, columns: 1, data: b })) < 1e-12 * norm(b) * norm(a.data),
        );
        assert.ok(
          norm(minus(multiply(a, { rows: n, columns: 1, data: x }), { rows: n, columns: 1, data: b })) <
            1e-11 * norm(a.data) * norm(x),
        );
      }),
      { numRuns: 50 },
    );
  });

  it("has no factor where the matrix is not positive definite", () => {
    assert.equal(cholesky({ rows: 2, columns: 2, data: Float64Array.of(1, 2, 2, 1) }), null);
    assert.equal(cholesky(zeros(2, 2)), null);
    assert.equal(cholesky({ rows: 1, columns: 1, data: Float64Array.of(NaN) }), null);
    assert.equal(solvePositiveDefinite({ rows: 1, columns: 1, data: Float64Array.of(-1) }, Float64Array.of(1)), null);
  });
});
