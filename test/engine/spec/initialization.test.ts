/** Initializations to plans: defaults, overrides, balance, explicit weights. */
import assert from "node:assert/strict";
import type { InitializationPlan } from "../../../src/engine/model/initialization";
import { architecture, clean, finds, findsOne, initialization } from "./marks";

const plan = (text: string): InitializationPlan => {
  const found = clean(text).initialization;
  assert.ok(found);
  return found;
};
const DEFAULT = { scheme: "gaussian", own: { std: 1 }, scale: 1, biasStd: 0, weights: null, bias: null };
const NO_NUMBER = { ...DEFAULT, own: {} };
const explicit = (weights: string, more = "") =>
  initialization(`"scheme": "explicit", "weights": ${weights}${more}`, "2, 2, 1");
const biased = (inner: string) =>
  `{ "architecture": { "widths": [2, 2, 1], "bias": true }, "initialization": { ${inner} } }`;

describe("spec initialization", () => {
  it("is gaussian with std 1, scale 1 and seed 0 when nothing is said", () => {
    for (const text of [architecture('"widths": [5, 3, 4]'), initialization("")])
      assert.deepEqual(plan(text), { seed: 0, scheme: "gaussian", layers: [DEFAULT, DEFAULT], lambda: null, scale: 1 });
  });

  it("keeps what is said", () => {
    assert.deepEqual(
      plan(biased('"scheme": "uniform", "limit": 0.5, "scale": -2, "biasStd": 0.1, "seed": 9')).layers[1],
      { ...DEFAULT, scheme: "uniform", own: { limit: 0.5 }, scale: -2, biasStd: 0.1 },
    );
    assert.equal(plan(initialization('"scheme": "constant", "value": -3')).layers[0].own["value"], -3);
  });

  it("knows every scheme of the contract", () => {
    for (const scheme of [
      "gaussian",
      "xavier-normal",
      "xavier-uniform",
      "he-normal",
      "he-uniform",
      "lecun-normal",
      "orthogonal",
      "identity",
      "zeros",
      "balanced",
    ])
      assert.equal(plan(initialization(`"scheme": "${scheme}"`)).scheme, scheme);
  });

  it("warns of biases that no layer has", () => {
    assert.equal(findsOne(initialization('«"biasStd"»: 0.1'), "spec.conflict").severity, "warning");
  });

  it("is the same with and without a property that is not used", () => {
    for (const scheme of ["zeros", "he-normal", "explicit"])
      for (const [name, value] of [
        ["std", "3"],
        ["limit", "3"],
        ["value", "3"],
        ["lambda", "3"],
        ["std", "-1"],
      ]) {
        const weights = scheme === "explicit" ? ', "weights": [[[1, 2], [3, 4]], [[5, 6]]]' : "";
        const reading = finds(
          initialization(`"scheme": "${scheme}", «"${name}"»: ${value}${weights}`, "2, 2, 1"),
          "spec.conflict",
        );
        assert.deepEqual(reading.initialization, plan(initialization(`"scheme": "${scheme}"${weights}`, "2, 2, 1")));
      }
    const reading = finds(initialization('"scheme": "zeros", "layers": { "layer1": { «"std"»: 2 } }'), "spec.conflict");
    assert.deepEqual(reading.initialization, plan(initialization('"scheme": "zeros"')));
  });

  describe("overrides", () => {
    it("change what they name and keep the rest", () => {
      const { layers } = plan(
        initialization(
          '"std": 0.1, "scale": 3, "layers": { "layer1": { "scale": 2 }, "layer2": { "scheme": "zeros" } }',
        ),
      );
      assert.deepEqual(layers, [
        { ...DEFAULT, own: { std: 0.1 }, scale: 2 },
        { ...NO_NUMBER, scheme: "zeros", scale: 3 },
      ]);
    });

    it("name layers that exist", () => {
      assert.match(
        findsOne(initialization('"layers": { «"layer22"»: { "scale": 2 } }'), "spec.unknown-layer").message,
        /did you mean "layer2"/,
      );
    });

    it("need and use what their scheme does", () => {
      findsOne(initialization('"layers": { "layer1": { "scheme": «"uniform"» } }'), "spec.missing-property");
      findsOne(initialization('"scheme": "zeros", "layers": { "layer1": { «"std"»: 1 } }'), "spec.conflict");
      findsOne(initialization('"layers": { "layer1": { «"lambda"»: 1 } }'), "spec.unknown-property");
    });

    it("cannot tie neighbouring layers together, nor untie them", () => {
      findsOne(initialization('"layers": { "layer1": { "scheme": «"balanced"» } }'), "spec.conflict");
      findsOne(initialization('"scheme": "balanced", "layers": { «"layer1"»: { "scale": 2 } }'), "spec.conflict");
    });

    it("may give explicit weights for one layer", () => {
      const { layers } = plan(
        biased('"layers": { "layer2": { "scheme": "explicit", "weights": [[1, 2]], "bias": [3] } }'),
      );
      assert.deepEqual(layers, [DEFAULT, { ...NO_NUMBER, scheme: "explicit", weights: [1, 2], bias: [3] }]);
      findsOne(initialization('"layers": { "layer1": { "scheme": «"explicit"» } }'), "spec.missing-property");
    });
  });

  describe("relaxed balance", () => {
    it("has one λ per interface", () => {
      assert.deepEqual(plan(initialization('"scheme": "relaxed-balanced", "lambda": [0.7], "scale": 2')).lambda, [0.7]);
      assert.equal(plan(initialization('"scheme": "relaxed-balanced", "lambda": [0.7], "scale": 2')).scale, 2);
      assert.deepEqual(
        plan(initialization('"scheme": "relaxed-balanced", "lambda": -1', "2, 2, 2, 2")).lambda,
        [-1, -1],
      );
      assert.deepEqual(plan(initialization('"scheme": "balanced"', "2, 2, 2, 2")).lambda, [0, 0]);
      assert.deepEqual(plan(initialization('"scheme": "relaxed-balanced", "lambda": []', "2, 2")).lambda, []);
    });

    it("is λ = 0 for the scheme balanced, whatever is written as λ, which is not looked at", () => {
      for (const lambda of ["5", "[5]", "[1, 2, 3]", "true", '["x"]']) {
        const reading = finds(initialization(`"scheme": "balanced", «"lambda"»: ${lambda}`), "spec.conflict");
        assert.deepEqual(reading.initialization, plan(initialization('"scheme": "balanced"')));
        assert.equal(reading.places.lambda, null);
      }
    });

    it("counts the interfaces when the list has another length", () => {
      assert.match(
        findsOne(initialization('"scheme": "relaxed-balanced", "lambda": «[1, 2]»'), "spec.shape-mismatch").message,
        /2 layers meet at 1 interface, so "lambda" needs 1 number; this list has 2/,
      );
    });

    it("needs a chain of linear layers without biases", () => {
      const cases: [string, RegExp][] = [
        ['"widths": [2, 2, 2], "activation": "relu"', /layer1 has the activation relu/],
        ['"widths": [2, 2, 2], "bias": true', /layer1 has a bias/],
        ['"input": 2, "layers": [ { "type": "dense", "units": 2 }, { "type": "diagonal" } ]', /layer2 is diagonal/],
        [
          '"input": 2, "layers": [ { "type": "dense", "units": 2 }, { "type": "dense", "units": 2, "from": ["layer1", "input"] } ]',
          /layer2 does not take from the layer before it alone/,
        ],
      ];
      for (const [inner, reason] of cases)
        assert.match(
          findsOne(`{ "architecture": { ${inner} }, "initialization": { "scheme": «"balanced"» } }`, "spec.conflict")
            .message,
          reason,
        );
    });

    it("needs room for a rotation of each width", () => {
      findsOne(initialization('"scheme": «"balanced"»', "1, 5000, 1"), "spec.too-large");
    });
  });

  describe("explicit weights", () => {
    it("are kept row by row, biases and all", () => {
      assert.deepEqual(plan(explicit("[[[1, 2], [3, 4]], [[5, 6]]]")).layers, [
        { ...NO_NUMBER, scheme: "explicit", weights: [1, 2, 3, 4] },
        { ...NO_NUMBER, scheme: "explicit", weights: [5, 6] },
      ]);
      assert.deepEqual(
        plan(
          biased('"scheme": "explicit", "weights": [[[1, 2], [3, 4]], [[5, 6]]], "biases": [[7, 8], null]'),
        ).layers.map(({ bias }) => bias),
        [[7, 8], null],
      );
    });

    it("of several sources stand side by side; of a diagonal layer they are one list", () => {
      const text = (first: string, second: string) =>
        `{ "architecture": { "input": 2, "layers": [ { "type": "diagonal" }, { "type": "dense", "units": 1, "from": ["layer1", "input"] } ] }, "initialization": { "scheme": "explicit", "weights": [${first}, ${second}] } }`;
      assert.deepEqual(
        plan(text("[1, 2]", "[[1, 2, 3, 4]]")).layers.map(({ weights }) => weights),
        [
          [1, 2],
          [1, 2, 3, 4],
        ],
      );
      assert.match(
        findsOne(text("[«[»1, 2]]", "[[1, 2, 3, 4]]"), "spec.shape-mismatch").message,
        /layer1 needs a list of 2 numbers .* not a matrix/,
      );
      findsOne(text("«[1, 2, 3]»", "[[1, 2, 3, 4]]"), "spec.shape-mismatch");
      assert.match(
        findsOne(text("[1, 2]", "«[[1, 2]]»"), "spec.shape-mismatch").message,
        /layer2 needs a 1 x 4 matrix \(1 unit, 4 inputs\); this one is 1 x 2/,
      );
    });

    it("have the network's shapes", () => {
      assert.match(
        findsOne(explicit("[«[[1, 2]]», [[5, 6]]]"), "spec.shape-mismatch").message,
        /layer1 needs a 2 x 2 matrix \(2 units, 2 inputs\); this one has 1 row of 2 numbers/,
      );
      assert.match(findsOne(explicit("[[[1, 2], [3, 4]], «[[5], [6]]»]"), "spec.shape-mismatch").help, /Transpose/);
      assert.match(
        findsOne(explicit("[[[1, 2], «[3]»], [[5, 6]]]"), "spec.shape-mismatch").message,
        /Each row of "layer1" needs 2 numbers, one per input; row 2 has 1/,
      );
      assert.match(
        findsOne(explicit("[[[1, 2], [3, 4]], «[5, 6]»]"), "spec.shape-mismatch").message,
        /a list of rows; this is a flat list/,
      );
      finds(explicit("[«[]», [[5, 6]]]"), "spec.shape-mismatch");
    });

    it("are there for every layer", () => {
      assert.match(
        findsOne(initialization('"scheme": "explicit", «"weights"»: [[[1]]]', "1, 1, 1"), "spec.shape-mismatch")
          .message,
        /2 layers, but "weights" has 1 entr/,
      );
      finds(initialization('"scheme": ««"explicit"»»', "1, 1, 1"), "spec.missing-property", "spec.missing-property");
      plan(
        initialization(
          '"scheme": "explicit", "layers": { "layer1": { "weights": [[1]] }, "layer2": { "scheme": "zeros" } }',
          "1, 1, 1",
        ),
      );
    });

    it("come with biases only where the layer has one", () => {
      const weights = "[[[1, 2], [3, 4]], [[5, 6]]]";
      assert.match(
        findsOne(explicit(weights, ', "biases": [«[1, 2]», []]'), "spec.conflict").message,
        /"layer1" has no bias/,
      );
      findsOne(biased(`"scheme": "explicit", "weights": ${weights}, "biases": [«[7]», [1]]`), "spec.shape-mismatch");
      findsOne(biased(`"scheme": "explicit", "weights": ${weights}, «"biases"»: [[7, 8]]`), "spec.shape-mismatch");
    });
  });
});
