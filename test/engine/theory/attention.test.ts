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
import { lawGradients } from "../../../src/engine/theory/metric/law-map";
import { objectiveOf } from "../../../src/engine/flow/objective/objective";
import { zeros } from "../../../src/engine/math/dense/matrix";
import { randomStream } from "../../../src/engine/math/random/streams";
import { formulaText } from "../../../src/engine/findings/formula";
import { lawFamilies } from "../../../src/engine/theory/laws/families";
import { attend, biased, LAYER_SAMPLES, layered, SOME_SEEN } from "../layer-samples";
import { finish } from "../networks";

const of = (width: number, own: LayerOwn): Network => layered(sequence(3, width), attend(own));
const withBias = (width: number, own: LayerOwn): Network => layered(sequence(3, width), biased(attend(own)));
const biasedOf = (own: LayerOwn): Network => withBias(3, own);
const small: LayerOwn = { headSize: 2, outBias: "no" };
/** Queries and keys of 3 rows with biases, values of 2 without. */
const split: LayerOwn = { headSize: 3, valueSize: 2, biasOf: "qk", outBias: "no" };
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
  [
    "a given mask",
    of(3, {
      headSize: 2,
      mask: [
        [1, 1, 0],
        [0, 1, 1],
        [1, 0, 1],
      ],
    }),
    24,
    6,
    18,
  ],
  ["a given mask, a bias for each distance", of(2, { headSize: 1, relative: "learned", mask: SOME_SEEN }), 13, 6, 7],
  ["buckets of distances", of(2, { headSize: 1, relative: "buckets", buckets: 4, maxDistance: 2 }), 12, 4, 8],
  ["buckets that nobody uses", of(2, { headSize: 1, relative: "buckets", mask: "causal" }), 40, 32, 8],
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

  it("is orthogonal to gradients of the network, law by law, wherever parameters stand", () => {
    const networks = [...LAYER_SAMPLES.attention, ...COUNTS.map(([, network]) => network)];
    networks.forEach((network, n) => {
      const random = randomStream(n, "attention");
      const drawn = (rows: number, columns: number): ReturnType<typeof zeros> => {
        const matrix = zeros(rows, columns);
        matrix.data.forEach((_, i) => (matrix.data[i] = random.normal()));
        return matrix;
      };
      const theta = drawn(1, parameterCount(network)).data;
      const { units } = network.layers[network.layers.length - 1];
      const data = { kind: "samples", x: drawn(4, network.inputs), y: drawn(4, units) } as const;
      const gradient = new Float64Array(theta.length);
      objectiveOf(network, data, "mse").gradient(theta, gradient);
      const laws = lawGradients(lawFamilies(network), theta);
      for (let row = 0; row < laws.rows; row++) {
        const law = laws.data.subarray(row * theta.length, (row + 1) * theta.length);
        const along = law.reduce((sum, x, i) => sum + x * gradient[i], 0);
        assert.ok(
          Math.abs(along) <= 1e-12 * Math.hypot(...law) * Math.hypot(...gradient),
          `network ${n}, law ${row}: ${along}`,
        );
      }
    });
  });

  it("names the tensors that its laws are made of", () => {
    const formulas = (own: LayerOwn): string[] =>
      lawFamilies(biasedOf(own)).map(({ group, ...family }) =>
        formulaText(group.formula(biasedOf(own), { group, ...family })),
      );
    assert.deepEqual(formulas({ headSize: 3, valueSize: 2, temperature: "learned", relative: "learned" }), [
      "K₁[0:3] K₁[0:3]ᵀ − Q₁[0:3] Q₁[0:3]ᵀ − q₁[0:3] q₁[0:3]ᵀ",
      "O₁[:,0:2]ᵀ O₁[:,0:2] − V₁[0:2] V₁[0:2]ᵀ − v₁[0:2] v₁[0:2]ᵀ",
      "‖Q₁‖² + ‖q₁‖² − ‖τ₁‖²",
      "R₁ 1",
      "k₁",
    ]);
    assert.deepEqual(formulas({ headSize: 3, valueSize: 2, latent: 2, rope: "half", ropeRows: 2 }), [
      "K₁ᵀ K₁ + V₁ᵀ V₁ − C₁ C₁ᵀ",
      "K₁[2:3] K₁[2:3]ᵀ − Q₁[2:3] Q₁[2:3]ᵀ − q₁[2:3] q₁[2:3]ᵀ",
      "O₁[:,0:2]ᵀ O₁[:,0:2] − V₁[0:2] V₁[0:2]ᵀ − v₁[0:2] v₁[0:2]ᵀ",
      "‖Q₁[0:2]‖² + ‖q₁[0:2]‖² − ‖K₁[0:2]‖² − ‖k₁[0:2]‖²",
      "k₁",
    ]);
    assert.deepEqual(formulas({ heads: 2, kvHeads: 1, headSize: 3, qkNorm: "layer", eps: 0, scores: "linear" }), [
      "O₁[:,0:3]ᵀ O₁[:,0:3] + O₁[:,3:6]ᵀ O₁[:,3:6] − V₁[0:3] V₁[0:3]ᵀ − v₁[0:3] v₁[0:3]ᵀ",
      "γ₁[j]² + β₁[j]² − κ₁[j]² − δ₁[j]²",
      "‖Q₁[0:3]‖² + ‖q₁[0:3]‖²",
      "‖Q₁[3:6]‖² + ‖q₁[3:6]‖²",
      "‖K₁[0:3]‖² + ‖k₁[0:3]‖²",
      "‖γ₁‖² + ‖β₁‖² − ‖O₁‖²",
      "1ᵀ Q₁[0:3], 1ᵀ q₁[0:3]",
      "1ᵀ Q₁[3:6], 1ᵀ q₁[3:6]",
      "1ᵀ K₁[0:3], 1ᵀ k₁[0:3]",
    ]);
  });
});
