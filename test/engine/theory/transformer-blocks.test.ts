/** Laws of the blocks of known models, on tokens that are any vectors: how many there are, certified. */
import assert from "node:assert/strict";
import { parameterCount } from "../../../src/engine/model/compile";
import { countLaws } from "../../../src/engine/theory/laws/count";
import { listedLaws } from "../../../src/engine/theory/laws/law-rank";
import { finish } from "../networks";
import { clean } from "../spec/marks";

const NORM = '{ "type": "norm", "norm": "layer" }';
const HEAD = '{ "type": "dense", "name": "head", "units": 3 }';

/** Preset, what stands behind the block, parameters, laws. One head of width 4, two tokens, three hidden units. */
const COUNTS: readonly (readonly [string, readonly string[], number, number])[] = [
  // Gains and shifts of two norms against what reads them (8), two matrices (20), the key's bias (4); and, as only norms read the stream
  // between them, one difference of the sums of two biases.
  ["gpt2", [HEAD], 139, 33],
  // With a norm at the end, its gains (4), and all that writes the stream: 4 + 1 columns of the attention, 3 + 1 of the network.
  ["gpt2", [NORM, HEAD], 147, 45],
  ["vit", [NORM, HEAD], 147, 45],
  // The same columns, with the gains of the last norm alone: the first one's numbers are added to the stream.
  ["bert", [HEAD], 139, 37],
  ["bert", [], 127, 33],
];

describe("laws of the blocks of known models", () => {
  for (const [preset, behind, parameters, laws] of COUNTS)
    it(`${[preset, ...behind.map((layer) => (layer === NORM ? "a norm" : "a head"))].join(", ")}: ${laws} of ${parameters}`, () => {
      const block = `{ "type": "transformer-block", "preset": "${preset}", "heads": 1, "hidden": 3 }`;
      const text = `{ "architecture": { "input": { "tokens": 2, "width": 4 }, "layers": [${[block, ...behind].join(", ")}] } }`;
      const network = clean(text).network!;
      const { independent, lieDimension, complete, families } = finish(countLaws(network));
      assert.equal(parameterCount(network), parameters);
      assert.deepEqual(
        [independent.value, independent.basis, lieDimension.value, complete.value, listedLaws(families)],
        [laws, "certified", parameters - laws, true, laws],
      );
    });
});
