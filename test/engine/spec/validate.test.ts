/** Properties and values against the schema. */
import assert from "node:assert/strict";
import { architecture, clean, finds, findsOne, initialization, layers } from "./marks";

const training = (inner: string) => `{ "architecture": { "widths": [2, 2] }, "training": { ${inner} } }`;
const FLOW = '"optimizer": { "type": "gradient-flow", "time": 1 }';
const DATA = '"data": { "kind": "teacher", "samples": 8 }';

describe("spec validation", () => {
  it("guesses which property was meant", () => {
    assert.match(
      findsOne(layers('{ "type": "dense", "units": 3, «"unit"»: 4 }'), "spec.unknown-property").message,
      /This layer has no property "unit"; did you mean "units"\?/,
    );
    assert.match(
      findsOne(architecture('"widths": [2, 2], «"Activation"»: "relu"'), "spec.unknown-property").message,
      /did you mean "activation"/,
    );
  });

  it("says where a property belongs that stands in the wrong place", () => {
    assert.match(
      findsOne('{ "architecture": { "widths": [2, 2] }, «"lambda"»: 1 }', "spec.unknown-property").help,
      /belongs to the initialization/,
    );
  });

  it("lists what is allowed when it cannot guess", () => {
    assert.match(
      findsOne('{ "architecture": { "widths": [2, 2] }, «"zzz"»: 1 }', "spec.unknown-property").help,
      /allowed are "title", "architecture"/,
    );
  });

  it("underlines the opening of an object that lacks something", () => {
    findsOne("«{» }", "spec.missing-property");
    findsOne('{ "architecture": «{» } }', "spec.missing-property");
    findsOne(layers('«{» "units": 2 }'), "spec.missing-property");
  });

  it("underlines the type that needs what is missing", () => {
    assert.match(
      findsOne(layers('{ "type": «"dense"» }'), "spec.missing-property").message,
      /This layer needs "units"/,
    );
    findsOne(initialization('"scheme": «"relaxed-balanced"»'), "spec.missing-property");
    findsOne(initialization('"scheme": «"uniform"»'), "spec.missing-property");
    findsOne(initialization('"scheme": «"constant"»'), "spec.missing-property");
  });

  it("wants values of the right type", () => {
    assert.match(
      findsOne('{ "architecture": { "widths": [2, 2] }, "title": «5» }', "spec.wrong-type").message,
      /"title" must be text in double quotes, not the number 5/,
    );
    assert.match(findsOne(architecture('"widths": [2, «"3"»]'), "spec.wrong-type").help, /Write 3 without quotes/);
    assert.match(findsOne(architecture('"widths": «5»'), "spec.wrong-type").help, /\[5\]/);
    assert.match(
      findsOne(architecture('"widths": [2, 2], "bias": «"true"»'), "spec.wrong-type").help,
      /Write true without quotes/,
    );
    assert.match(
      findsOne(layers('{ "type": "dense", "units": 2, "from": «"input"» }'), "spec.wrong-type").help,
      /\["input"\]/,
    );
    findsOne("«[»1, 2]", "spec.wrong-type");
    findsOne("«null»", "spec.wrong-type");
    findsOne('{ "architecture": «[»5, 3, 4] }', "spec.wrong-type");
    findsOne(initialization('"lambda": «true», "scheme": "relaxed-balanced"'), "spec.wrong-type");
  });

  it("wants sizes that are whole and positive", () => {
    for (const size of ["0", "-1", "2.5"]) findsOne(architecture(`"widths": [2, «${size}»]`), "spec.wrong-value");
    for (const size of ["0", "-1", "2.5"])
      findsOne(layers(`{ "type": "dense", "units": «${size}» }`), "spec.wrong-value");
    findsOne(architecture('"widths": «[5]»'), "spec.wrong-value");
    findsOne(architecture('"input": 5, "layers": «[]»'), "spec.wrong-value");
    findsOne(layers('{ "type": "dense", "units": 2, "from": «[]» }'), "spec.wrong-value");
  });

  it("quotes numbers as they stand in the text", () => {
    assert.match(findsOne(architecture('"widths": [2, «-0»]'), "spec.wrong-value").message, /; -0 is not/);
    assert.match(findsOne(architecture('"widths": [2, «1e-400»]'), "spec.wrong-value").message, /; 1e-400 is not/);
    assert.match(
      findsOne(`{ "title": «-0.0», "architecture": { "widths": [2, 2] } }`, "spec.wrong-type").message,
      /not the number -0\.0/,
    );
    findsOne(architecture(`"widths": [2, «-${"1".repeat(300)}»]`), "spec.wrong-value");
  });

  it("wants spreads that are not negative and seeds of 32 bits", () => {
    findsOne(initialization('"std": «-1»'), "spec.wrong-value");
    findsOne(initialization('"biasStd": «-1»'), "spec.wrong-value");
    findsOne(initialization('"scheme": "uniform", "limit": «-0.1»'), "spec.wrong-value");
    for (const seed of ["-1", "4294967296", "0.5"]) findsOne(initialization(`"seed": «${seed}»`), "spec.wrong-value");
    assert.equal(clean(initialization('"seed": 4294967295')).initialization?.seed, 4294967295);
  });

  it("guesses which word was meant", () => {
    assert.match(
      findsOne(architecture('"widths": [2, 2], "activation": «"leakyReLU"»'), "spec.wrong-value").message,
      /"activation" cannot be "leakyReLU"; did you mean "leaky-relu"\?/,
    );
    assert.match(
      findsOne(initialization('"scheme": «"gausian"»'), "spec.wrong-value").message,
      /did you mean "gaussian"/,
    );
    findsOne(layers('{ "type": «"linear"» }'), "spec.wrong-value");
  });

  it("refuses a path of another kind of network at its place", () => {
    findsOne(architecture('"widths": [2, 2], "parametrization": «"flow-map"»'), "spec.conflict");
  });

  it("notes properties that the scheme does not use", () => {
    const problem = findsOne(initialization('"scheme": "xavier-normal", «"std"»: 2'), "spec.conflict");
    assert.equal(problem.severity, "warning");
    assert.match(problem.message, /"std" is not used when "scheme" is "xavier-normal"/);
    findsOne(initialization('«"lambda"»: 1'), "spec.conflict");
    findsOne(initialization('"scheme": "balanced", «"lambda"»: 1'), "spec.conflict");
    findsOne(initialization('"scheme": "zeros", «"weights"»: []'), "spec.conflict");
    findsOne(layers('{ "type": "diagonal", «"units"»: 3 }'), "spec.conflict");
  });

  describe("of training", () => {
    it("accepts each kind of data and each optimizer, and plans them", () => {
      for (const data of [
        '"kind": "teacher", "samples": 64, "noise": 0.1, "seed": 3, "teacher": { "widths": [2, 3, 2], "activation": "relu" }',
        '"kind": "target", "matrix": [[1, 0], [0, 1]]',
        '"kind": "inline", "x": [[1, 0]], "y": [[1, 0]]',
        '"kind": "csv", "path": "a.csv", "inputs": ["a", "b"], "targets": 2',
      ]) {
        const reading = finds(training(`"data": { ${data} }, "loss": "mse", ${FLOW}`));
        assert.notEqual(reading.initialization, null);
        assert.equal(`"kind": "${reading.training?.plan.data.kind}"`, data.slice(0, data.indexOf(",")));
      }
      finds(
        training(
          `${DATA}, "optimizer": { "type": "gradient-descent", "learningRate": 0.1, "steps": 10, "momentum": 0.9, "weightDecay": 0, "batchSize": 4 }`,
        ),
      );
    });

    it("finds what is missing or foreign, and the network is read all the same", () => {
      const reading = finds(
        training(
          `"data": { "kind": «"inline"», "x": [[1]] }, "optimizer": { "type": "gradient-flow", "time": 1, «"steps"»: 3 }`,
        ),
        "spec.missing-property",
        "spec.conflict",
      );
      assert.notEqual(reading.network, null);
      assert.notEqual(reading.initialization, null);
      finds(training(`${DATA}, "optimizer": { "type": "gradient-flow", "time": «0» }`), "spec.wrong-value");
      finds(
        training(
          `${DATA}, "optimizer": { "type": "gradient-descent", "learningRate": 1, "steps": 2, "momentum": «1» }`,
        ),
        "spec.wrong-value",
      );
      finds(training(DATA).replace('{ "data"', '«{» "data"'), "spec.missing-property");
    });
  });

  describe("of sweeps", () => {
    const sweep = (over: string, more = ""): string =>
      `{ "architecture": { "widths": [2, 3, 2] }, "initialization": { "scale": 0.1 }, "sweep": { "over": ${over}, "measure": "violation"${more} } }`;

    it("accepts lists, ranges, layers, entries of lists and what is not written yet", () => {
      for (const over of [
        '{ "initialization.scale": [0.1, 0.05] }',
        '{ "initialization.scale": { "from": 0.01, "to": 1, "count": 5 } }',
        '{ "initialization.seed": { "from": 0, "to": 4, "count": 5, "spacing": "linear" } }',
        '{ "initialization.layers.layer2.scale": [1, 2], "architecture.widths.1": [2, 3] }',
      ])
        finds(sweep(over));
      finds(sweep('{ "initialization.scale": [1, 2], "initialization.std": [1, 2] }', ', "zip": true, "seeds": 3'));
    });

    it("finds what does not fit", () => {
      finds(
        '{ "architecture": { "widths": [2, 2] }, "sweep": { "over": «{» }, "measure": «"escape"» } }',
        "spec.missing-property",
        "spec.wrong-value",
      );
      finds(sweep('{ "initialization.scale": «[]» }'), "spec.wrong-value");
      finds(sweep('{ "initialization.scale": «{» "from": 1, "to": 2 } }'), "spec.missing-property");
    });

    it("finds paths that lead nowhere, with what was meant", () => {
      const { problems } = finds(sweep('{ «"initialization.scael"»: [1] }'), "spec.unknown-property");
      assert.match(problems[0].message, /did you mean "scale"/);
      finds(sweep('{ «"initialization.layers.layer7.scale"»: [1] }'), "spec.unknown-layer");
      finds(sweep('{ «"architecture.widths.9"»: [1] }'), "spec.unknown-property");
      finds(sweep('{ «"initialization.scheme"»: [1] }'), "spec.wrong-value");
      finds(sweep('{ «"__proto__.scale"»: [1] }'), "spec.unknown-property");
    });

    it("finds values that the property cannot have, lists of unequal lengths and too many runs before any is made", () => {
      finds(sweep('{ "initialization.seed": [1, «1.5»] }'), "spec.wrong-value");
      finds(sweep('{ "architecture.widths.1": [«0»] }'), "spec.wrong-value");
      finds(
        sweep('{ "initialization.scale": «{ "from": -1, "to": 1, "count": 3, "spacing": "log" }» }'),
        "spec.wrong-value",
      );
      finds(sweep('«{ "initialization.scale": [1, 2], "initialization.std": [1] }»', ', "zip": true'), "spec.conflict");
      finds(sweep('{ "initialization.scale": { "from": 1, "to": 2, "count": «1e9» } }'), "spec.too-large");
      finds(
        sweep('«{ "initialization.scale": { "from": 1, "to": 2, "count": 5000 } }»', ', "seeds": 1000'),
        "spec.too-large",
      );
    });

    it("wants a training run for what only a run can tell", () => {
      finds(
        '{ "architecture": { "widths": [2, 2] }, "sweep": { "over": { "initialization.scale": [1] }, "measure": «"escapeTime"» } }',
        "spec.conflict",
      );
    });
  });
});
