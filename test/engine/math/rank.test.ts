import assert from "node:assert/strict";
import fc from "fast-check";
import { multiply, norm, transpose, zeros } from "../../../src/engine/math/dense/matrix";
import type { Matrix } from "../../../src/engine/math/dense/matrix";
import { finished, OPERATIONS_BETWEEN_PAUSES } from "../../../src/engine/findings/progress";
import { decideRank, rankSteps, rankWork, spectrumSteps } from "../../../src/engine/math/dense/rank";
import { orthonormalColumns } from "../../../src/engine/math/dense/orthonormal-columns";
import { symmetricEigen } from "../../../src/engine/math/dense/symmetric-eigen";
import { createEchelon, insert } from "../../../src/engine/math/modular/echelon";
import { inverse, PRIMES, reduce } from "../../../src/engine/math/modular/field";
import { randomStream } from "../../../src/engine/math/random/streams";

function gaussian(rows: number, columns: number, seed: number): Matrix {
  const random = randomStream(seed, "rank");
  const a = zeros(rows, columns);
  for (let i = 0; i < a.data.length; i++) a.data[i] = random.normal();
  return a;
}

const shapes = fc.record({
  rows: fc.integer({ min: 1, max: 14 }),
  columns: fc.integer({ min: 1, max: 14 }),
  rank: fc.integer({ min: 0, max: 14 }),
  seed: fc.integer({ min: 0, max: 1e6 }),
});

describe("rank and kernel in floating point", () => {
  it("finds planted ranks, tall, wide and square, with an orthonormal kernel that A annihilates", () => {
    fc.assert(
      fc.property(shapes, ({ rows, columns, rank, seed }) => {
        const r = Math.min(rank, rows, columns);
        const a = multiply(gaussian(rows, r, seed), gaussian(r, columns, seed + 1));
        const found = decideRank(a);
        assert.equal(found.rank, r);
        assert.deepEqual([found.kernel.rows, found.kernel.columns], [columns, columns - r]);
        assert.ok(found.residual < 1e-13);
        const gram = multiply(transpose(found.kernel), found.kernel);
        for (let i = 0; i < gram.rows; i++) gram.data[i * gram.rows + i] -= 1;
        assert.ok(norm(gram.data) < 1e-12, "orthonormal");
      }),
      { numRuns: 300 },
    );
  });

  it("returns the singular values: orthogonal invariance and the Frobenius norm", () => {
    const a = gaussian(9, 6, 3);
    const q = orthonormalColumns(gaussian(9, 9, 4));
    const [plain, rotated] = [decideRank(a).singularValues, decideRank(multiply(q, a)).singularValues];
    plain.forEach((s, i) => assert.ok(Math.abs(s - rotated[i]) < 1e-13));
    assert.ok(Math.abs(norm(plain) - norm(a.data)) < 1e-13);
  });

  it("pauses after the operations of one column at most, and knows beforehand how many there will be", () => {
    for (const [rows, columns] of [
      [260, 300],
      [300, 260],
      [900, 120],
      [60, 500],
    ]) {
      const steps = rankSteps(gaussian(rows, columns, 7));
      const pauses: number[] = [];
      for (let step = steps.next(); step.done !== true; step = steps.next()) pauses.push(step.value);
      const total = pauses.reduce((sum, x) => sum + x, 0);
      const work = rankWork(rows, columns);
      const name = `${rows} x ${columns}: ${pauses.join(", ")} of ${work}`;
      assert.ok(Math.max(...pauses) < OPERATIONS_BETWEEN_PAUSES + 4 * rows * columns, name);
      // What is left after the last pause of each of the five parts was not told.
      assert.ok(total <= work && total > work / 1.5 - 5 * OPERATIONS_BETWEEN_PAUSES, name);
    }
  });

  it("decides the same without the kernel, wide, tall and square", () => {
    for (const [rows, columns, rank] of [
      [4, 9, 3],
      [9, 4, 4],
      [6, 6, 5],
      [1, 7, 1],
    ]) {
      const a = multiply(gaussian(rows, rank, 11), gaussian(rank, columns, 12));
      const [whole, alone] = [decideRank(a), finished(spectrumSteps(a))];
      assert.deepEqual([alone.rank, alone.clear], [whole.rank, whole.clear]);
      assert.equal(alone.singularValues.length, Math.min(rows, columns));
      alone.singularValues.forEach((x, i) =>
        assert.ok(Math.abs(x - whole.singularValues[i]) < 1e-14 * whole.singularValues[0]),
      );
    }
  });

  it("calls a decision unclear when a singular value stands at the tolerance", () => {
    const a = zeros(3, 3);
    a.data.set([1, 0, 0, 0, 3e-10, 0, 0, 0, 3e-11]);
    const found = decideRank(a);
    assert.deepEqual([found.rank, found.clear], [2, false]);
    a.data.set([1, 0, 0, 0, 1e-3, 0, 0, 0, 1e-16]);
    assert.deepEqual([decideRank(a).rank, decideRank(a).clear], [2, true]);
  });

  it("ends for the smallest and the largest numbers there are", () => {
    const diagonal = (a: number, b: number): Matrix => ({ rows: 2, columns: 2, data: Float64Array.of(a, 0, 0, b) });
    for (const [a, b, rank] of [
      [5e-324, 0, 1],
      [3e-310, 2e-310, 2],
      [1e-200, 1e-230, 1],
      [1e200, 3e199, 2],
    ] as const) {
      const found = decideRank(diagonal(a, b));
      assert.equal(found.rank, rank, `diag(${a}, ${b})`);
      const [first, second] = found.singularValues;
      assert.ok(Math.abs(first / a - 1) < 1e-12, `${first} of ${a}`);
      if (rank === 2) assert.ok(Math.abs(second / b - 1) < 1e-12, `${second} of ${b}`);
    }
  });

  it("handles zero and empty matrices", () => {
    assert.equal(decideRank(zeros(3, 4)).kernel.columns, 4);
    assert.equal(decideRank(zeros(0, 4)).kernel.columns, 4);
  });

  it("diagonalises symmetric matrices, ascending", () => {
    const b = gaussian(7, 7, 5);
    const a = multiply(b, transpose(b));
    const { values, vectors } = symmetricEigen(a);
    assert.deepEqual(
      Array.from(values),
      Array.from(values).sort((x, y) => x - y),
    );
    const scaledVectors = zeros(7, 7);
    for (let i = 0; i < 7; i++)
      for (let j = 0; j < 7; j++) scaledVectors.data[i * 7 + j] = vectors.data[i * 7 + j] * values[j];
    const back = multiply(scaledVectors, transpose(vectors));
    back.data.forEach((x, i) => assert.ok(Math.abs(x - a.data[i]) < 1e-12));
  });
});

describe("arithmetic over GF(p)", () => {
  it("uses primes", () => {
    for (const p of PRIMES) for (let d = 2; d * d <= p; d++) assert.notEqual(p % d, 0, `${p} = ${d} * …`);
  });

  it("reduces and inverts exactly, against BigInt", () => {
    fc.assert(
      fc.property(fc.maxSafeNat(), fc.constantFrom(...PRIMES), (x, p) => {
        assert.equal(BigInt(reduce(x, p)), BigInt(x) % BigInt(p));
        const a = 1 + (x % (p - 1));
        assert.equal((BigInt(a) * BigInt(inverse(a, p))) % BigInt(p), 1n);
      }),
      { numRuns: 500 },
    );
  });

  it("agrees with the floating point rank on small integer matrices", () => {
    const entries = fc.integer({ min: -3, max: 3 });
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 8 }),
        fc.integer({ min: 1, max: 8 }),
        fc.array(entries, { minLength: 64, maxLength: 64 }),
        (rows, columns, data) => {
          const a = zeros(rows, columns);
          for (let i = 0; i < a.data.length; i++) a.data[i] = data[i];
          const [p] = PRIMES;
          const echelon = createEchelon(p, columns);
          for (let i = 0; i < rows; i++)
            insert(
              echelon,
              Float64Array.from(a.data.slice(i * columns, (i + 1) * columns), (x) => (x + p) % p),
            );
          assert.equal(echelon.rows.length, decideRank(a).rank);
        },
      ),
      { numRuns: 500 },
    );
  });

  it("delays reductions without leaving the exact range", () => {
    // More rows than DELAY, so that the running sums are reduced on the way: rank of a random matrix of known rank.
    const [p] = PRIMES;
    const random = randomStream(9, "delay");
    const n = 700;
    const planted = 600;
    const echelon = createEchelon(p, n);
    const basis = Array.from({ length: planted }, () => Float64Array.from({ length: n }, () => random.integer(p)));
    for (const row of basis) insert(echelon, row.slice());
    for (let k = 0; k < 20; k++) {
      const sum = new Float64Array(n);
      for (let t = 0; t < 5; t++) {
        const [row, c] = [basis[random.integer(planted)], random.integer(p)];
        for (let j = 0; j < n; j++) sum[j] = reduce(sum[j] + c * row[j], p);
      }
      assert.equal(insert(echelon, sum), false);
    }
    assert.equal(echelon.rows.length, planted);
  });
});
