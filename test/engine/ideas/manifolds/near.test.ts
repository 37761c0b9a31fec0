/** Starts that are nearly on a manifold of parts: told apart from those on one, with the distance, and only where the tie would stay. */
import assert from "node:assert/strict";
import { reportText } from "../../../../src/engine/report/text";
import { analysed, of, said, specOf, type Architecture, type Weights } from "./explicit";

const SEQUENCE = { tokens: 3, width: 3 };
const HEADS = of(SEQUENCE, { type: "attention", heads: 2, headSize: 2 });
const SWIGLU = of(3, { type: "gated", hidden: 2, gate: "silu" });
const EXPERTS = of(2, { type: "moe", experts: 3, hidden: 1 });
const CHANNELS = of(
  { channels: 2, length: 4 },
  { type: "conv1d", channels: 2, kernel: 2, activation: "tanh" },
  { type: "conv1d", channels: 2, kernel: 2 },
);
const RNN = of(
  { tokens: 4, width: 1 },
  { type: "rnn", hidden: 3, nonlinearity: "tanh", outputs: "last" },
  { type: "dense", units: 1 },
);

const ALL = ["query", "key", "value", "out in"];
const NOISE = 1e-6;

const ROWS: readonly (readonly [what: string, of: Architecture, edit: (at: Weights) => void, near: string])[] = [
  ["heads that are copies", HEADS, (at) => ALL.forEach((one) => at.copy(one, [0, 1], [2, 3])), "identical head 0,1"],
  [
    "heads that are copies up to (V, O) -> -(V, O)",
    HEADS,
    (at) => ALL.forEach((one, i) => at.copy(one, [0, 1], [2, 3], i < 2 ? 1 : -1)),
    "opposite head 0,1",
  ],
  ["the same Q and K alone", HEADS, (at) => ALL.slice(0, 2).forEach((one) => at.copy(one, [0, 1], [2, 3])), ""],
  ["Q = K = 0", HEADS, (at) => ALL.slice(0, 2).forEach((one) => at.zero(one, [0, 1])), "zero head 0: query, key"],
  ["V = O = 0", HEADS, (at) => ALL.slice(2).forEach((one) => at.zero(one, [0, 1])), "frozen head 0"],
  ["O = 0 alone", HEADS, (at) => at.zero("out in", [0, 1]), ""],
  [
    "rank [Q K] = 1",
    HEADS,
    (at) => ALL.slice(0, 2).forEach((one) => at.copy(one, [0], [1], 2)),
    "low-rank query[0:2], key[0:2] 1 of 2",
  ],
  ["down = up = 0 of a unit", SWIGLU, (at) => (at.zero("down in", [0]), at.zero("up", [0])), "frozen unit 0"],
  ["up = 0 of a unit alone", SWIGLU, (at) => at.zero("up", [0]), ""],
  [
    "experts and their gate rows",
    EXPERTS,
    (at) => (["gate", "up", "down"].forEach((one) => at.across(`${one} 0`, `${one} 1`)), at.copy("router", [0], [1])),
    "identical expert 0,1",
  ],
  ["experts alone", EXPERTS, (at) => ["gate", "up", "down"].forEach((one) => at.across(`${one} 0`, `${one} 1`)), ""],
  [
    "channels",
    CHANNELS,
    (at) => (at.copy("1 weights", [0], [1]), at.copy("2 weights in", [0, 1], [2, 3])),
    "identical channel 0,1",
  ],
  [
    "neurons of a recurrent layer",
    RNN,
    (at) => ["weight_ih", "2 weights in", "weight_hh", "weight_hh in"].forEach((one) => at.copy(one, [0], [1])),
    "identical unit 0,1",
  ],
];

describe("starts near a manifold of parts", () => {
  for (const [what, architecture, edit, expected] of ROWS)
    it(`${what}, but for noise of ${NOISE}: ${expected === "" ? "nothing" : `almost ${expected}`}`, () => {
      const { manifolds, symmetry, problems } = analysed(specOf(architecture, (at) => (edit(at), at.shake(NOISE))));
      assert.deepEqual([manifolds.length, said(symmetry.near)], [0, expected]);
      for (const { distance } of symmetry.near) assert.ok(distance > NOISE / 10 && distance < 5 * NOISE, `${distance}`);
      const told = problems.filter(({ code }) => code === "init.near-invariant-manifold");
      assert.equal(told.length > 0, expected !== "");
    });

  it("noise of a hundredth is no near tie", () => {
    const { symmetry } = analysed(
      specOf(HEADS, (at) => (ALL.forEach((one) => at.copy(one, [0, 1], [2, 3])), at.shake(0.01))),
    );
    assert.deepEqual(symmetry.near, []);
  });

  it("what is tied is not nearly tied as well", () => {
    const { manifolds, symmetry } = analysed(specOf(HEADS, (at) => ALL.forEach((one) => at.copy(one, [0, 1], [2, 3]))));
    assert.deepEqual([manifolds[0].dimension.value, symmetry.near], [24, []]);
  });

  it("is told in words, with the distance", () => {
    const report = analysed(
      specOf(HEADS, (at) => (ALL.forEach((one) => at.copy(one, [0, 1], [2, 3])), at.shake(NOISE))),
    );
    const [problem] = report.problems.filter(({ code }) => code === "init.near-invariant-manifold");
    assert.match(
      problem.message,
      /^Heads 0 and 1 of layer1 start almost identical, at relative distance \d\.\d+·10⁻⁷: training separates them, but slowly at first\.$/,
    );
    assert.match(reportText(report), /almost identical +2 of layer1 +heads 0 and 1 of layer1 · distance/);
  });
});
