/**
 * Laws of the variants of attention against independent exact computations (D, laws, dim Lie; sequences of 3 tokens), and every
 * listed law against gradients of the network.
 */
import assert from "node:assert/strict";
import { parameterCount } from "../../../src/engine/model/compile";
import type { LayerOwn } from "../../../src/engine/model/blocks/properties";
import type { Network } from "../../../src/engine/model/network";
import { sequence } from "../../../src/engine/model/shape";
import { countLaws } from "../../../src/engine/theory/laws/count";
import { listedLaws } from "../../../src/engine/theory/laws/law-rank";
import { attend, biased, layered } from "../layer-samples";
import { finish } from "../networks";

const of = (width: number, own: LayerOwn): Network => layered(sequence(3, width), attend(own));
const withBias = (width: number, own: LayerOwn): Network => layered(sequence(3, width), biased(attend(own)));
const small: LayerOwn = { headSize: 2, biasOf: "qkv" };
/** Queries and keys of 3 rows with biases, values of 2 without. */
const split: LayerOwn = { headSize: 3, valueSize: 2, biasOf: "qk" };
const normed: LayerOwn = { qkNorm: "rms", headSize: 3, affine: "no", eps: 0 };

/** Name, network, parameters, independent laws (all that are listed), dim Lie. */
const COUNTS: readonly (readonly [string, Network, number, number, number])[] = [
  ["a sink, biases", withBias(3, { ...small, sink: "zero" }), 30, 6, 24],
  ["causal with ALiBi", of(3, { headSize: 2, mask: "causal", relative: "alibi" }), 24, 6, 18],
  ["a bias for each distance", of(2, { headSize: 1, relative: "learned" }), 13, 3, 10],
  ["capped scores, biases", withBias(3, { ...split, softcap: 2 }), 36, 9, 27],
  ["sigmoids, biases", withBias(3, { ...split, scores: "sigmoid" }), 36, 9, 27],
  ["a temperature, biases", withBias(3, { ...split, temperature: "learned" }), 37, 13, 24],
  ["latent keys and values", of(3, { headSize: 3, valueSize: 2, latent: 2 }), 31, 12, 19],
  ["two of three rows turned, biases", withBias(3, { ...split, rope: "half", ropeRows: 2 }), 36, 6, 30],
  ["rotary, biases", withBias(3, { ...small, rope: "half" }), 30, 4, 26],
  ["normed", of(3, { ...normed, eps: 1e-5 }), 36, 6, 30],
  ["normed without eps", of(3, normed), 36, 8, 28],
  ["normed with gains", of(3, { ...normed, affine: "yes" }), 42, 11, 31],
  ["normed with gains, rotary", of(3, { ...normed, headSize: 4, affine: "yes", rope: "half" }), 56, 14, 42],
  ["layer norms of queries and keys", of(3, { ...normed, qkNorm: "layer" }), 36, 14, 22],
];

describe("laws of attention as models have it", () => {
  for (const [name, network, parameters, laws, lie] of COUNTS)
    it(`${name}: ${laws} of ${parameters}`, () => {
      assert.equal(parameterCount(network), parameters);
      const { known, independent, lieDimension, complete, families } = finish(countLaws(network));
      assert.deepEqual([listedLaws(families), known.value], [laws, laws]);
      assert.deepEqual(
        [independent.value, independent.basis, lieDimension.value, complete.value],
        [laws, "certified", lie, true],
      );
    });
});
