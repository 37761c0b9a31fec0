/** Of parts that are copies, or at rest: how many compute the same; and where fewer do not. */
import assert from "node:assert/strict";
import { reportText } from "../../../../src/engine/report/text";
import { analysed, of, specOf, type Architecture, type Weights } from "./explicit";

const SEQUENCE = { tokens: 3, width: 3 };
const HEADS = of(SEQUENCE, { type: "attention", heads: 3, headSize: 2 });
const experts = (router: string): Architecture => of(2, { type: "moe", experts: 3, hidden: 1, router });
const channels = (activation: string): Architecture =>
  of(
    { channels: 2, length: 4 },
    { type: "conv1d", channels: 2, kernel: 2, activation },
    { type: "conv1d", channels: 2, kernel: 2 },
  );
const normed = of(2, { type: "dense", units: 4 }, { type: "norm", norm: "layer" }, { type: "dense", units: 2 });
const rnn = of(
  { tokens: 4, width: 1 },
  { type: "rnn", hidden: 3, nonlinearity: "tanh", outputs: "last" },
  { type: "dense", units: 1 },
);

const HEAD = ["query", "key", "value", "out in"];
const copied =
  (...signs: readonly number[]) =>
  (at: Weights): void =>
    HEAD.forEach((one, i) => at.copy(one, [0, 1], [2, 3], signs[i] ?? 1));
const expert = (at: Weights): void => {
  ["gate", "up", "down"].forEach((one) => at.across(`${one} 0`, `${one} 1`));
  at.copy("router", [0], [1]);
};
const channel =
  (sign: number) =>
  (at: Weights): void => {
    at.copy("1 weights", [0], [1], sign);
    at.copy("2 weights in", [0, 1], [2, 3], sign);
  };
const neuron = (at: Weights): void =>
  ["weight_ih", "2 weights in", "weight_hh", "weight_hh in"].forEach((one) => at.copy(one, [0], [1]));

const ROWS: readonly (readonly [
  what: string,
  of: Architecture,
  edit: (at: Weights) => void,
  fewer: string | undefined,
])[] = [
  ["two of three heads the same", HEADS, copied(), "head 3 → 2"],
  ["up to (Q, K) -> -(Q, K)", HEADS, copied(-1, -1), "head 3 → 2"],
  ["up to (V, O) -> -(V, O)", HEADS, copied(1, 1, -1, -1), "head 3 → 2"],
  ["V = O = 0 of a head", HEADS, (at) => HEAD.slice(2).forEach((one) => at.zero(one, [0, 1])), "head 3 → 2"],
  // It still attends, alike to all tokens.
  ["Q = K = 0 of a head", HEADS, (at) => HEAD.slice(0, 2).forEach((one) => at.zero(one, [0, 1])), undefined],
  // The shares of a softmax would change.
  ["experts with their gate rows, softmax", experts("softmax"), expert, undefined],
  ["experts with their gate rows, sigmoid", experts("sigmoid"), expert, "expert 3 → 2"],
  ["channels", channels("tanh"), channel(1), "channel 2 → 1"],
  ["channels up to sign", channels("tanh"), channel(-1), "channel 2 → 1"],
  [
    "neurons that a norm sees together",
    normed,
    (at) => ["1 weights", "2 gain", "2 shift", "3 weights in"].forEach((one) => at.copy(one, [0], [1])),
    undefined,
  ],
  ["neurons of a recurrent layer", rnn, neuron, "unit 3 → 2"],
];

describe("fewer parts that compute the same", () => {
  for (const [what, architecture, edit, expected] of ROWS)
    it(`${what}: ${expected ?? "none can go"}`, () => {
      const [smallest] = analysed(specOf(architecture, edit)).manifolds;
      const said = smallest.fewer?.map(({ part, from, to }) => `${part} ${from} → ${to}`).join();
      assert.equal(said, expected);
    });

  it("is told in words", () => {
    const report = analysed(specOf(HEADS, copied()));
    assert.match(reportText(report), /would do +2 of 3 heads of layer1 +compute the same, one of the copies/);
    const [problem] = report.problems.filter(({ code }) => code === "init.on-invariant-manifold");
    assert.match(
      problem.message,
      /Training stays within 48 dimensions of 72\. To compute the same, 2 of 3 heads of layer1 would do\.$/,
    );
  });
});
