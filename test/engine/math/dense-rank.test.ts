import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import path from "node:path";
import fc from "fast-check";
import { denseRank } from "../../../src/engine/math/modular/dense-rank";
import { createEchelon, insert } from "../../../src/engine/math/modular/echelon";
import { PRIMES, reduce } from "../../../src/engine/math/modular/field";
import { acceleratedKernel, modularKernel, plainKernel } from "../../../src/engine/math/modular/kernel";
import { randomStream } from "../../../src/engine/math/random/streams";
import { finish } from "../networks";

const [p] = PRIMES;

/** A rows x columns matrix of the given rank at most, with some zero columns and repeated rows. */
function planted(rows: number, columns: number, rank: number, seed: number): Float64Array[] {
  const random = randomStream(seed, "planted");
  const basis = Array.from({ length: rank }, () =>
    Float64Array.from({ length: columns }, (_, j) => (j % 7 === 3 ? 0 : random.integer(p))),
  );
  return Array.from({ length: rows }, (_, i) => {
    const row = new Float64Array(columns);
    if (i % 5 === 4 && rank > 0) return basis[i % rank].slice();
    for (const b of basis) {
      const c = random.integer(p);
      for (let j = 0; j < columns; j++) row[j] = reduce(row[j] + c * b[j], p);
    }
    return row;
  });
}

function rankOf(matrix: readonly Float64Array[], columns: number, kernelFor = modularKernel): number {
  return finish(
    denseRank(
      { rows: matrix.length, columns, prime: p, fill: (i, target) => target.set(matrix[i]), fillWork: columns },
      kernelFor,
    ),
  );
}

describe("rank of dense matrices over GF(p)", () => {
  it("agrees with elimination row by row, on the accelerated and on the plain kernel", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 150 }),
        fc.integer({ min: 1, max: 150 }),
        fc.integer({ min: 0, max: 150 }),
        fc.integer(),
        (rows, columns, rank, seed) => {
          const matrix = planted(rows, columns, Math.min(rank, rows, columns), seed);
          const oracle = createEchelon(p, columns);
          for (const row of matrix) insert(oracle, row.slice());
          assert.equal(rankOf(matrix, columns), oracle.rows.length);
          assert.equal(rankOf(matrix, columns, plainKernel), oracle.rows.length);
        },
      ),
      { numRuns: 60 },
    );
  });

  it("the two kernels agree to the last bit", () => {
    const random = randomStream(1, "kernels");
    const [k, n] = [256, 40];
    const length = 2 * n + 2 * k + k * n;
    const fast = acceleratedKernel(length, p);
    assert.ok(fast !== null, "this machine has WebAssembly SIMD");
    const plain = plainKernel(length, p);
    for (let i = 0; i < length; i++) plain.numbers[i] = i % 3 === 0 ? p - 1 : random.integer(p);
    fast.numbers.set(plain.numbers);
    for (const kernel of [fast, plain]) kernel.update(0, n, 2 * n, 2 * n + 2 * k, n, k, n);
    assert.deepEqual(Array.from(fast.numbers), Array.from(plain.numbers));
  });

  it("the compiled kernel is what its text says", () => {
    const check = spawnSync(process.execPath, [path.resolve("scripts/kernel.mjs"), "--check"], { encoding: "utf8" });
    assert.equal(check.status, 0, check.stderr);
  });
});
