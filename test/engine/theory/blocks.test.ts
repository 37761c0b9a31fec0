/**
 * Laws of modern blocks against independent exact computations (D, laws, dim Lie): what is certified here, what is measured, and
 * what is listed.
 */
import assert from "node:assert/strict";
import { finished } from "../../../src/engine/findings/progress";
import { PRIMES } from "../../../src/engine/math/modular/field";
import { parameterCount } from "../../../src/engine/model/compile";
import { fixedCount } from "../../../src/engine/model/fixed";
import { INPUT, type Network } from "../../../src/engine/model/network";
import { sequence, vector, words } from "../../../src/engine/model/shape";
import { countLaws } from "../../../src/engine/theory/laws/count";
import { listedLaws } from "../../../src/engine/theory/laws/law-rank";
import { studyLaws } from "../../../src/engine/theory/laws/study";
import { isTower } from "../../../src/engine/theory/laws/tower";
import {
  adapted,
  added,
  attend,
  biased,
  dense,
  directed,
  embedded,
  experts,
  glu,
  layered,
  MULTIPLY,
  normed,
  POST_NORM,
  PRE_NORM,
  type Part,
  recurrent,
  SOFTMAX,
  scaled,
} from "../layer-samples";
import { act, finish } from "../networks";

const tokens = { ...embedded(2, "learned"), activation: act("tanh") };
const gatedOf = (gate: Parameters<typeof glu>[1]): Network => layered(vector(3), glu(2, gate));

const rnnOf = (
  inputs: number,
  hidden: number,
  outputs: number,
  nonlinearity: "identity" | "relu" | "tanh",
  biases: "biases" | "none" = "none",
): Network => {
  const layer = recurrent("rnn", { hidden, nonlinearity });
  return layered(sequence(3, inputs), biases === "biases" ? biased(layer) : layer, dense(outputs));
};

const stateSpace = (own: Parameters<typeof recurrent>[1], tokens: number): Network =>
  layered(sequence(tokens, 1), recurrent("rnn", { nonlinearity: "identity", ...own }), dense(1));

const mixtureOf = (own: Parameters<typeof experts>[0], bias: "bias" | "none" = "none"): Network => {
  const layer = experts({ experts: 3, hidden: 1, ...own });
  return layered(vector(2), bias === "bias" ? biased(layer) : layer);
};

const attentionOf = (width: number, own: Parameters<typeof attend>[0], bias: "bias" | "none" = "none"): Network =>
  layered(sequence(3, width), bias === "bias" ? biased(attend(own)) : attend(own));

const branch = (gain: "scalar" | "channel"): Network =>
  layered(vector(2), biased(dense(3, "relu")), biased(dense(2)), { ...added(gain), sources: [INPUT, 1] });
const behindNorm = (norm: "layer" | "rms", own: Parameters<typeof normed>[1] = {}): Network =>
  layered(vector(2), biased(dense(3)), normed(norm, own), biased(dense(2)));

/** A branch with one number added here and there, and one that multiplies it. */
const fixup = layered(
  vector(2),
  scaled({ shift: "scalar" }),
  dense(3),
  { ...scaled({ shift: "scalar" }), activation: act("relu") },
  scaled({ shift: "scalar" }),
  dense(2),
  scaled({ gain: "scalar", shift: "scalar" }),
  { ...added("none"), sources: [INPUT, 5] },
);

/** Name, network, parameters, independent laws, listed laws, dim Lie, basis. */
const COUNTS: readonly (readonly [string, Network, number, number, number, number, "certified" | "measured"])[] = [
  ["layer norm without eps", behindNorm("layer", { eps: 0 }), 23, 7, 7, 16, "certified"],
  ["layer norm", behindNorm("layer"), 23, 6, 6, 17, "certified"],
  ["layer norm without gains", behindNorm("layer", { affine: "no" }), 17, 5, 5, 12, "certified"],
  ["layer norm without gains or eps", behindNorm("layer", { affine: "no", eps: 0 }), 17, 6, 6, 11, "certified"],
  ["RMS norm without eps", behindNorm("rms", { eps: 0 }), 20, 4, 4, 16, "certified"],
  ["RMS norm", behindNorm("rms"), 20, 3, 3, 17, "certified"],
  ["a linear recurrent net", rnnOf(2, 2, 2, "identity"), 12, 3, 3, 9, "certified"],
  ["a linear recurrent net, 3 states", rnnOf(1, 3, 1, "identity"), 15, 6, 6, 9, "certified"],
  ["a recurrent net of relu, two biases", rnnOf(2, 2, 2, "relu", "biases"), 16, 4, 4, 12, "measured"],
  ["a recurrent net of tanh, two biases", rnnOf(2, 2, 2, "tanh", "biases"), 16, 2, 2, 14, "certified"],
  ["a complex state-space model", stateSpace({ hidden: 2, recurrence: "complex" }, 4), 12, 2, 2, 10, "certified"],
  ["Fixup", fixup, 17, 2, 2, 15, "certified"],
  ["a diagonal state-space model", stateSpace({ hidden: 3, recurrence: "diagonal" }, 3), 9, 3, 3, 6, "certified"],
  ["a linear recurrent net of rank 1", stateSpace({ hidden: 4, rank: 1 }, 6), 16, 11, 11, 5, "certified"],
  ["a linear recurrent net of rank 2", stateSpace({ hidden: 6, rank: 2 }, 8), 36, 24, 24, 12, "certified"],
  ["experts, softmax", mixtureOf({}), 24, 5, 5, 19, "certified"],
  ["experts, softmax with a bias", mixtureOf({}, "bias"), 27, 6, 6, 21, "certified"],
  ["experts, the two with the largest weights", mixtureOf({ topK: 2 }), 24, 5, 5, 19, "measured"],
  ["experts, the one with the largest weight", mixtureOf({ topK: 1 }), 24, 9, 9, 15, "measured"],
  ["experts, sigmoids", mixtureOf({ router: "sigmoid" }), 24, 3, 3, 21, "certified"],
  ["experts, normalized sigmoids", mixtureOf({ router: "normalized-sigmoid" }), 24, 3, 3, 21, "certified"],
  ["weight norm", layered(vector(2), directed(3, "identity", true), dense(2)), 18, 6, 6, 12, "certified"],
  ["weight norm of tanh", layered(vector(2), directed(3, "tanh", true), dense(2)), 18, 3, 3, 15, "certified"],
  ["weight norm twice", layered(vector(2), directed(3, "identity", true), directed(2)), 20, 6, 6, 14, "certified"],
  ["LSTM", layered(sequence(3, 2), biased(recurrent("lstm", { hidden: 2 }))), 48, 8, 8, 40, "certified"],
  ["GRU", layered(sequence(3, 2), biased(recurrent("gru", { hidden: 2 }))), 36, 4, 4, 32, "certified"],
  ["SwiGLU", gatedOf("silu"), 18, 2, 2, 16, "certified"],
  ["SwiGLU with biases", layered(vector(3), biased(glu(2, "silu"))), 25, 2, 2, 23, "certified"],
  ["GLU", gatedOf("sigmoid"), 18, 2, 2, 16, "certified"],
  ["GEGLU", gatedOf("gelu"), 18, 2, 2, 16, "certified"],
  ["GEGLU of Gemma", gatedOf("gelu-tanh"), 18, 2, 2, 16, "certified"],
  [
    "the network of a GPT-2 block, in another",
    layered(vector(2), dense(3, "gelu-tanh", true), dense(2, "tanh", true), dense(2, "gelu-tanh", true), dense(1)),
    25,
    0,
    0,
    25,
    "certified",
  ],
  ["GEGLU with biases", layered(vector(3), biased(glu(2, "gelu"))), 25, 2, 2, 23, "certified"],
  ["ReGLU", gatedOf("relu"), 18, 4, 4, 14, "measured"],
  ["bilinear", gatedOf("identity"), 18, 4, 4, 14, "certified"],
  ["attention, d 3, dh 2", attentionOf(3, { headSize: 2 }), 24, 6, 6, 18, "certified"],
  ["attention, d 2, dh 2", attentionOf(2, { headSize: 2 }), 16, 6, 6, 10, "certified"],
  ["attention, d 2, dh 5: fewer independent than listed", attentionOf(2, { headSize: 5 }), 40, 28, 30, 12, "certified"],
  ["two heads", attentionOf(3, { heads: 2, headSize: 2 }), 48, 12, 12, 36, "certified"],
  ["two heads, one key", attentionOf(3, { heads: 2, kvHeads: 1, headSize: 2 }), 36, 6, 6, 30, "certified"],
  ["d 2, dh 7, two heads, one key", attentionOf(2, { heads: 2, kvHeads: 1, headSize: 7 }), 84, 54, 56, 30, "certified"],
  ["two heads with all biases", attentionOf(3, { heads: 2, headSize: 2 }, "bias"), 63, 16, 16, 47, "certified"],
  ["causal", attentionOf(3, { headSize: 2, mask: "causal" }), 24, 6, 6, 18, "certified"],
  ["rotary, dh 4", attentionOf(3, { headSize: 4, rope: "half" }), 48, 12, 12, 36, "certified"],
  ["rotary, dh 4, interleaved", attentionOf(3, { headSize: 4, rope: "interleaved" }), 48, 12, 12, 36, "certified"],
  [
    "rotary, dh 4, two heads, one key",
    attentionOf(3, { heads: 2, kvHeads: 1, headSize: 4, rope: "half" }),
    72,
    12,
    12,
    60,
    "certified",
  ],
  // Column sums of W₂ and the sum of its bias; γ² + β² − |W[:,j]|².
  ["a norm of a sum", POST_NORM, 29, 6, 6, 23, "certified"],
  // Twice γ² + β² − |W[:,j]|², and the difference of the sums of two biases.
  ["norms of a stream, no norm at the end", PRE_NORM, 52, 7, 7, 45, "certified"],
  ["a gelu network", layered(vector(3), dense(2, "gelu"), dense(3)), 12, 0, 0, 12, "certified"],
  [
    "gelu in gelu in erf",
    layered(vector(2), dense(3, "gelu", true), dense(2, "gelu", true), dense(2, "erf", true), dense(1)),
    25,
    0,
    0,
    25,
    "certified",
  ],
  [
    "an erf network",
    layered(vector(2), dense(3, "erf", true), dense(2, "erf", true), dense(1)),
    19,
    0,
    0,
    19,
    "certified",
  ],
  ["gelu before a softmax", layered(vector(2), dense(3, "gelu", true), SOFTMAX, dense(2)), 15, 0, 0, 15, "certified"],
  ["a silu network", layered(vector(3), dense(2, "silu"), dense(3)), 12, 0, 0, 12, "certified"],
  [
    "three layers of tanh",
    layered(vector(2), dense(3, "tanh", true), dense(2, "tanh", true), dense(1)),
    19,
    0,
    0,
    19,
    "certified",
  ],
  ["ReZero", branch("scalar"), 18, 4, 4, 14, "certified"],
  ["LayerScale", branch("channel"), 19, 5, 5, 14, "certified"],
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
  describe("of tokens under the cross-entropy", () => {
    const untied = layered(words(3, 4), tokens, dense(4));
    const tied = layered(words(3, 4), tokens, { ...dense(4), shares: 0 });
    const counted = (network: Network, parameters: number): (number | null)[] => {
      assert.equal(parameterCount(network), parameters);
      const theta = Float64Array.from({ length: parameters }, (_, i) => Math.cos(3 * i + 1));
      const { loss, count } = finish(studyLaws(network, theta, "cross-entropy", { effort: "typing", lean: false }));
      return [loss!.independent.value, listedLaws(loss!.families) + listedLaws(count.families), count.known.value];
    };
    it("embeddings and positions: their difference, and the sums of the head", () =>
      assert.deepEqual(counted(untied, 22), [4, 4, 2]));
    it("count no law too many where draws may miss a token: one matrix used twice has one law", () => {
      for (const vocabulary of [5, 8, 22, 40]) {
        const twice = layered(words(1, vocabulary), embedded(2, "none"), dense(2), { ...dense(2), shares: 1 });
        assert.equal(finish(countLaws(twice)).independent.value, 1, `${vocabulary} tokens`);
      }
      const many = layered(words(3, 8), embedded(2, "none"), dense(2), { ...dense(2), shares: 1 });
      assert.equal(finish(countLaws(many)).independent.basis, "unknown");
    });
    it("claim nothing complete of relu units on tokens, which set few of the gates that numbers would", () => {
      const gates = layered(words(1, 3), embedded(2, "none"), dense(3, "relu"), dense(1));
      const theta = Float64Array.from({ length: parameterCount(gates) }, (_, i) => Math.cos(3 * i + 1));
      const { network } = finish(studyLaws(gates, theta, null, { effort: "typing", lean: false }));
      assert.deepEqual([network!.complete.value, network!.atMost], [null, null]);
    });
    it("a tied head: the difference alone, which is none for other losses", () =>
      assert.deepEqual(counted(tied, 14), [2, 2, 0]));
  });

  it("are not certified where exponents depend on each other: scores of width 1 are symmetric", () => {
    const network = attentionOf(1, { headSize: 1 });
    assert.equal(finished(isTower(network, PRIMES[0], 1)), false);
    assert.equal(finished(isTower(attentionOf(2, { headSize: 1 }), PRIMES[0], 1)), true);
    assert.notEqual(finish(countLaws(network)).complete.basis, "certified");
  });

  it("are not certified where π stands beside cosines of rotations: nobody knows whether they are independent", () => {
    const turning = (activation: "gelu" | "gelu-tanh"): Network =>
      layered(sequence(3, 3), attend({ headSize: 4, rope: "half" }), dense(2, activation), dense(1));
    assert.equal(finished(isTower(turning("gelu"), PRIMES[0], 1)), true);
    assert.equal(finished(isTower(turning("gelu-tanh"), PRIMES[0], 1)), false);
    assert.notEqual(finish(countLaws(turning("gelu-tanh"))).complete.basis, "certified");
  });

  it("are not certified where normal distributions depend on each other, or on exponentials", () => {
    const same = { sources: [INPUT], shares: 0 };
    const sum = { ...dense(1), sources: [0, 1] };
    const passes = (...parts: readonly Part[]): boolean =>
      finished(isTower(layered(vector(2), ...parts), PRIMES[0], 1));
    // gelu(w) and erf(w) have the exponents -w²/2 and -w².
    for (const other of ["gelu", "erf"] as const) {
      assert.equal(passes(dense(2, "gelu"), { ...dense(2, other), ...same }, sum), false, other);
      assert.equal(passes(dense(2, "gelu"), { ...dense(2, other), sources: [INPUT] }, sum), true, other);
    }
    // Of √(8/π) (w + a w³) twice, and beside w itself.
    for (const [other, independent] of [
      ["gelu-tanh", false],
      ["tanh", true],
    ] as const)
      assert.equal(passes(dense(2, "gelu-tanh"), { ...dense(2, other), ...same }, sum), independent, other);
    // exp(w²), beside gelu(w).
    const squares = [dense(2), { ...dense(2), ...same }, { ...MULTIPLY, activation: act("exp"), sources: [0, 1] }];
    for (const [shared, independent] of [
      [same, false],
      [{ sources: [INPUT] }, true],
    ] as const)
      assert.equal(
        passes(...squares, { ...dense(2, "gelu"), ...shared }, { ...dense(1), sources: [2, 3] }),
        independent,
      );
  });

  it("of rows of directions and lengths are counted behind relu too, near where inputs switch it", () => {
    for (const out of [dense(2), directed(2)]) {
      const { families, independent } = finish(countLaws(layered(vector(2), directed(3, "relu", true), out)));
      assert.deepEqual([listedLaws(families), independent.value, independent.basis], [6, 6, "measured"]);
      assert.match(independent.note!, /Near parameters where inputs switch its relus/);
    }
  });

  it("of many lengths, whose roots are drawn one by one, are certified", () => {
    const network = layered(vector(2), directed(20, "identity", true), dense(2));
    const { independent, known } = finish(countLaws(network));
    assert.deepEqual([independent.basis, known.value], ["certified", independent.value]);
  });

  it("of DoRA are those of LoRA: magnitudes add none", () => {
    for (const [magnitude, trained] of [
      ["columns", 17],
      ["rows", 18],
    ] as const) {
      const network = layered(vector(3), adapted(4, { rank: 2, magnitude }));
      assert.equal(parameterCount(network) - fixedCount(network), trained);
      const { independent, lieDimension, complete } = finish(countLaws(network));
      assert.deepEqual(
        [independent.value, independent.basis, lieDimension.value, complete.value],
        [3, "certified", trained - 3, true],
      );
    }
  });

  it("are counted where a norm has something to divide by: behind relu all numbers may be 0", () => {
    const network = layered(vector(2), dense(2, "relu"), normed("rms", { eps: 0 }), dense(2));
    assert.doesNotThrow(() => finish(countLaws(network)));
  });

  it("of LoRA count what is trained: 14 numbers beside 12 that are held fixed", () => {
    const network = layered(vector(3), adapted(4, { rank: 2 }));
    assert.equal(parameterCount(network) - fixedCount(network), 14);
    const { independent, lieDimension, complete } = finish(countLaws(network));
    assert.deepEqual(
      [independent.value, independent.basis, lieDimension.value, complete.value],
      [3, "certified", 11, true],
    );
  });

  it("are not certified where roots depend on each other: of one channel a norm's square is one number for all inputs", () => {
    const one = layered(vector(2), dense(1), normed("layer"), dense(1));
    assert.equal(finished(isTower(one, PRIMES[0], 1)), false);
    assert.notEqual(finish(countLaws(one)).complete.basis, "certified");
    const twice = layered(sequence(2, 2), dense(2), normed("rms", { eps: 0 }), normed("rms", { eps: 0 }), dense(1));
    assert.equal(finished(isTower(twice, PRIMES[0], 1)), true);
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
