import assert from "node:assert/strict";
import fc from "fast-check";
import { createEchelon, insert } from "../../../src/engine/math/modular/echelon";
import { PRIMES } from "../../../src/engine/math/modular/field";
import { insertSparse, sparseEchelon } from "../../../src/engine/math/modular/sparse-echelon";

describe("rank of sparse vectors over GF(p)", () => {
  it("agrees with the dense echelon, vector by vector", () => {
    const [p] = PRIMES;
    const vector = fc.dictionary(
      fc.integer({ min: 0, max: 11 }).map(String),
      fc.integer({ min: 1, max: 3 }).map((x) => (x === 3 ? p - 1 : x)),
      { maxKeys: 4 },
    );
    fc.assert(
      fc.property(fc.array(vector, { maxLength: 30 }), (vectors) => {
        const sparse = sparseEchelon(p);
        const dense = createEchelon(p, 12);
        for (const one of vectors) {
          const entries = Object.entries(one).map(([column, value]): [number, number] => [Number(column), value]);
          const full = new Float64Array(12);
          for (const [column, value] of entries) full[column] = value;
          assert.equal(
            insertSparse(sparse, { columns: entries.map(([c]) => c), values: entries.map(([, v]) => v) }),
            insert(dense, full),
          );
        }
      }),
      { numRuns: 500 },
    );
  });
});
