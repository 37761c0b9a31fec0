/**
 * Laws of modern blocks against independent exact computations (D, laws, dim Lie): what is certified here, what is measured, and
 * what is listed.
 */
import assert from "node:assert/strict";
import { parameterCount } from "../../../src/engine/model/compile";
import type { Network } from "../../../src/engine/model/network";
import { sequence, vector } from "../../../src/engine/model/shape";
import { countLaws } from "../../../src/engine/theory/laws/count";
import { listedLaws } from "../../../src/engine/theory/laws/law-rank";
import { attend, glu, layered, type Part } from "../layer-samples";
import { finish } from "../networks";

const biased = (part: Part): Part => ({ ...part, bias: true });
const gatedOf = (gate: Parameters<typeof glu>[1]): Network => layered(vector(3), glu(2, gate));

const attentionOf = (width: number, own: Parameters<typeof attend>[0], bias: "bias" | "none" = "none"): Network =>
  layered(sequence(3, width), bias === "bias" ? biased(attend(own)) : attend(own));

/** Blocks whose completeness needs more than gradients: laws that are listed, and how many of them are independent. */
const LISTED: readonly (readonly [string, Network, number, number, number])[] = [
  ["attention, d 3, dh 2", attentionOf(3, { headSize: 2 }), 24, 6, 6],
  ["attention, d 2, dh 2", attentionOf(2, { headSize: 2 }), 16, 6, 6],
  ["attention, d 2, dh 5: fewer independent than listed", attentionOf(2, { headSize: 5 }), 40, 28, 30],
  ["two heads", attentionOf(3, { heads: 2, headSize: 2 }), 48, 12, 12],
  ["two heads, one key", attentionOf(3, { heads: 2, kvHeads: 1, headSize: 2 }), 36, 6, 6],
  ["d 2, dh 7, two heads, one key", attentionOf(2, { heads: 2, kvHeads: 1, headSize: 7 }), 84, 54, 56],
  ["two heads with all biases", attentionOf(3, { heads: 2, headSize: 2 }, "bias"), 63, 16, 16],
  ["causal", attentionOf(3, { headSize: 2, mask: "causal" }), 24, 6, 6],
  ["rotary, dh 4", attentionOf(3, { headSize: 4, rope: "half" }), 48, 12, 12],
  ["rotary, dh 4, interleaved", attentionOf(3, { headSize: 4, rope: "interleaved" }), 48, 12, 12],
  ["rotary, dh 4, two heads, one key", attentionOf(3, { heads: 2, kvHeads: 1, headSize: 4, rope: "half" }), 72, 12, 12],
];

/** Name, network, parameters, independent laws, listed laws, dim Lie, basis. */
const COUNTS: readonly (readonly [string, Network, number, number, number, number, "certified" | "measured"])[] = [
  ["SwiGLU", gatedOf("silu"), 18, 2, 2, 16, "measured"],
  ["SwiGLU with biases", layered(vector(3), biased(glu(2, "silu"))), 25, 2, 2, 23, "measured"],
  ["GEGLU", gatedOf("gelu"), 18, 2, 2, 16, "measured"],
  ["ReGLU", gatedOf("relu"), 18, 4, 4, 14, "measured"],
  ["bilinear", gatedOf("identity"), 18, 4, 4, 14, "certified"],
  ["linear attention", attentionOf(3, { headSize: 2, scores: "linear" }), 24, 7, 7, 17, "certified"],
  [
    "linear attention, two heads",
    attentionOf(3, { heads: 2, headSize: 2, scores: "linear" }),
    48,
    14,
    14,
    34,
    "certified",
  ],
];

describe("laws of modern blocks", () => {
  for (const [name, network, parameters, laws, listed] of LISTED)
    it(`${name}: ${laws} of ${parameters} known`, () => {
      assert.equal(parameterCount(network), parameters);
      const { known, complete, families } = finish(countLaws(network));
      assert.deepEqual([known.value, listedLaws(families)], [laws, listed]);
      assert.notEqual(known.basis, "unknown");
      // Whether there are others, the gradients alone do not say.
      assert.notEqual(complete.value, false);
    });

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
