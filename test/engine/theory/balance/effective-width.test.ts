/** Which hidden directions count as being without weights. */
import assert from "node:assert/strict";
import { effectiveChain } from "../../../../src/engine/theory/balance/effective-width";
import { chain } from "../../networks";

/** Widths 1, 3, 2: U = (1, 0, 0)ᵀ, V = ((1, 0, 0), (0, e, 0)), S = diag(0, e², 0), in hidden coordinates turned by Q. */
function start(e: number): Float64Array {
  const q = [
    [2 / 3, -1 / 3, 2 / 3],
    [2 / 3, 2 / 3, -1 / 3],
    [-1 / 3, 2 / 3, 2 / 3],
  ];
  return Float64Array.from([...q.map((row) => row[0]!), ...q.map((row) => row[0]!), ...q.map((row) => e * row[1]!)]);
}

describe("effective width", () => {
  it("leaves out the hidden directions without weights, in whatever basis they stand", () => {
    const { narrow, decided, network } = effectiveChain(chain([1, 3, 2]), start(0));
    assert.deepEqual([narrow.map(({ effective }) => effective), decided], [[1], true]);
    assert.equal(network.layers[0]!.units, 1);
  });

  it("keeps a direction whose weights are 1e-11: S cannot tell it from none, its growth can", () => {
    for (const e of [1e-10, 1e-11, 1e-12]) {
      const { narrow, decided } = effectiveChain(chain([1, 3, 2]), start(e));
      assert.deepEqual([narrow, decided], [[], false], `e = ${e}`);
    }
  });
});
