/**
 * Laws of modern blocks against independent exact computations (D, laws, dim Lie): what is certified here, what is measured, and
 * what is listed.
 */
import assert from "node:assert/strict";
import { parameterCount } from "../../../src/engine/model/compile";
import type { Network } from "../../../src/engine/model/network";
import { vector } from "../../../src/engine/model/shape";
import { countLaws } from "../../../src/engine/theory/laws/count";
import { listedLaws } from "../../../src/engine/theory/laws/law-rank";
import { glu, layered, type Part } from "../layer-samples";
import { finish } from "../networks";

const biased = (part: Part): Part => ({ ...part, bias: true });
const gatedOf = (gate: Parameters<typeof glu>[1]): Network => layered(vector(3), glu(2, gate));

/** Name, network, parameters, independent laws, listed laws, dim Lie, basis. */
const COUNTS: readonly (readonly [string, Network, number, number, number, number, "certified" | "measured"])[] = [
  ["SwiGLU", gatedOf("silu"), 18, 2, 2, 16, "measured"],
  ["SwiGLU with biases", layered(vector(3), biased(glu(2, "silu"))), 25, 2, 2, 23, "measured"],
  ["GEGLU", gatedOf("gelu"), 18, 2, 2, 16, "measured"],
  ["ReGLU", gatedOf("relu"), 18, 4, 4, 14, "measured"],
  ["bilinear", gatedOf("identity"), 18, 4, 4, 14, "certified"],
];

describe("laws of modern blocks", () => {
  for (const [name, network, parameters, laws, listed, lie, basis] of COUNTS)
    it(`${name}: ${laws} of ${parameters}`, () => {
      assert.equal(parameterCount(network), parameters);
      const { independent, lieDimension, complete, families } = finish(countLaws(network));
      assert.deepEqual(
        [independent.value, independent.basis, lieDimension.value, complete.value, listedLaws(families)],
        [laws, basis, lie, true, listed],
      );
    });
});
