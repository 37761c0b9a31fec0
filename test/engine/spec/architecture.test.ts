/** Architectures to networks: both forms, sources, sizes, parametrizations. */
import assert from "node:assert/strict";
import type { Network } from "../../../src/engine/model/network";
import { readSpec } from "../../../src/engine/spec/read";
import { architecture, clean, finds, findsOne, layers } from "./marks";

const network = (text: string): Network => {
  const found = clean(text).network;
  assert.ok(found);
  return found;
};
const IDENTITY = { name: "identity", slope: 0 };
const dense = (name: string, more = "") => `{ "type": "dense", "units": 4, "name": "${name}"${more} }`;

describe("spec architecture", () => {
  it("in the short form is a chain, linear at the output", () => {
    assert.deepEqual(network(architecture('"widths": [5, 3, 4], "activation": "relu", "bias": true')), {
      inputs: 5,
      parametrization: "auto",
      layers: [
        { name: "layer1", type: "dense", units: 3, activation: { name: "relu", slope: 0 }, bias: true, sources: [-1] },
        { name: "layer2", type: "dense", units: 4, activation: IDENTITY, bias: true, sources: [0] },
      ],
    });
  });

  it("has identity activation and no bias by default", () => {
    for (const layer of network(architecture('"widths": [5, 3, 4]')).layers) {
      assert.deepEqual(layer.activation, IDENTITY);
      assert.equal(layer.bias, false);
    }
  });

  it("in the long form takes from the layer before unless told otherwise", () => {
    const found = network(
      layers(
        '{ "type": "dense", "units": 4, "activation": "leaky-relu", "slope": 0.2 }',
        '{ "type": "diagonal", "name": "gain", "bias": true }',
        '{ "type": "dense", "units": 2, "bias": true, "from": ["gain", "input"] }',
      ),
    );
    assert.deepEqual(found, {
      inputs: 3,
      parametrization: "auto",
      layers: [
        {
          name: "layer1",
          type: "dense",
          units: 4,
          activation: { name: "leaky-relu", slope: 0.2 },
          bias: false,
          sources: [-1],
        },
        { name: "gain", type: "diagonal", units: 4, activation: IDENTITY, bias: true, sources: [0] },
        { name: "layer3", type: "dense", units: 2, activation: IDENTITY, bias: true, sources: [1, -1] },
      ],
    });
  });

  it("takes true and false for what is trained, and for what is there or not", () => {
    const trained = network(
      layers(
        dense("a", ', "train": false'),
        dense("b", ', "train": true'),
        '{ "type": "norm", "norm": "rms", "affine": false }',
      ),
    ).layers;
    assert.deepEqual(
      trained.map((layer) => layer.trained),
      ["none", undefined, undefined],
    );
    assert.equal(trained[2].own?.affine, "no");
    const short = network(architecture('"widths": [2, 3, 1], "train": false, "bias": true')).layers;
    assert.deepEqual(
      short.map((layer) => layer.trained),
      ["none", "none"],
    );
    const { help } = finds(layers(dense("a", ', "train": «"false"»')), "spec.wrong-value").problems[0];
    assert.match(help, /or true or false, without quotes/);
    finds(layers(dense("a", ', "train": «0»')), "spec.wrong-type");
  });

  it("has PyTorch's slope where leaky-relu says none", () => {
    assert.equal(
      network(architecture('"widths": [2, 2, 2], "activation": "leaky-relu"')).layers[0].activation.slope,
      0.01,
    );
  });

  it("has one form, not two and not none", () => {
    finds(architecture('"widths": [2, 2], «"layers"»: [ { "type": "diagonal" } ]'), "spec.conflict");
    finds(architecture('"widths": [2, 2], «"input"»: 2'), "spec.conflict");
    finds('{ "architecture": «{» "input": 2 } }', "spec.missing-property");
    finds(architecture('«"layers"»: [ { "type": "diagonal" } ]'), "spec.missing-property");
    finds(
      architecture('"input": 2, «"activation"»: "relu", «"bias"»: true, "layers": [ { "type": "diagonal" } ]'),
      "spec.conflict",
      "spec.conflict",
    );
  });

  it("warns of a slope that nothing uses", () => {
    for (const text of [
      architecture('"widths": [2, 2], "activation": "relu", «"slope"»: 0.1'),
      layers('{ "type": "diagonal", «"slope"»: 0.1 }'),
    ])
      assert.equal(findsOne(text, "spec.conflict").severity, "warning");
  });

  describe("names", () => {
    it("are unique, also among defaults", () => {
      assert.match(
        findsOne(layers(dense("a"), dense("a").replace('"a"', '«"a"»')), "spec.duplicate-name").message,
        /Layer number 1 is called "a" already/,
      );
      assert.match(
        findsOne(layers(dense("layer2"), '{ "type": «"diagonal"» }'), "spec.duplicate-name").message,
        /called "layer2" by default/,
      );
    });

    it("cannot be input, empty or hold control characters", () => {
      findsOne(layers('{ "type": "diagonal", "name": «"input"» }'), "spec.duplicate-name");
      for (const name of ["", "  ", "a\\nb", "x".repeat(101)])
        findsOne(layers(`{ "type": "diagonal", "name": «"${name}"» }`), "spec.wrong-value");
    });

    it("may be those of every object", () => {
      assert.deepEqual(
        network(layers(dense("__proto__"), dense("constructor", ', "from": ["__proto__"]'))).layers[1].sources,
        [0],
      );
    });
  });

  describe("sources", () => {
    it("are layers that exist", () => {
      assert.match(
        findsOne(layers(dense("hidden"), dense("out", ', "from": [«"hiden"»]')), "spec.unknown-layer").message,
        /no layer called "hiden"; did you mean "hidden"\?/,
      );
    });

    it("stand above", () => {
      const { message, help } = findsOne(
        layers(dense("a", ', "from": ["input", «"b"»]'), dense("b", ', "from": ["input"]')),
        "spec.unknown-layer",
      );
      assert.match(message, /"b" stands below "a"/);
      assert.match(help, /Move "b" above "a"/);
    });

    it("do not run in a circle", () => {
      assert.match(findsOne(layers(dense("a", ', "from": [«"a"»]')), "spec.cycle").message, /takes from itself/);
      assert.match(
        findsOne(layers(dense("a", ', "from": [«"c"»]'), dense("b"), dense("c")), "spec.cycle").message,
        /"a" ← "c" ← "b" ← "a"/,
      );
    });

    it("are listed once", () => {
      const { message, help } = findsOne(
        layers(dense("a"), dense("b", ', "from": ["a", "input", «"a"»]')),
        "spec.wrong-value",
      );
      assert.match(message, /"a" is listed twice; each source may be named once/);
      assert.doesNotMatch(help, /sum/);
    });

    it("of a diagonal layer are one, of its own width", () => {
      findsOne(layers(dense("a"), '{ "type": "diagonal", "from": «["a", "input"]» }'), "spec.conflict");
      findsOne(layers('{ "type": "diagonal", "units": «5» }'), "spec.conflict");
      findsOne(
        layers(
          '{ "type": "diagonal", "units": «5» }',
          '{ "type": "diagonal", "units": 5 }',
          '{ "type": "diagonal", "units": 3 }',
        ),
        "spec.conflict",
      );
      assert.equal(findsOne(layers('{ "type": "diagonal", «"units"»: 3 }'), "spec.conflict").severity, "warning");
    });

    it("use every layer but the last", () => {
      const problem = findsOne(
        layers(dense("a").replace('"a"', '«"a"»'), dense("b", ', "from": ["input"]')),
        "spec.unused-layer",
      );
      assert.equal(problem.severity, "warning");
      assert.match(problem.message, /Nothing takes from "a"/);
    });
  });

  describe("sizes", () => {
    it("beyond any memory are refused at the width, with the size they would have", () => {
      assert.match(
        findsOne(architecture('"widths": [1, «1000000000000000000»]'), "spec.too-large").message,
        /^A width of 10\^18 is too large: this network has 10\^18 parameters, about 8 EB\. .* up to 20,000,000/,
      );
      assert.match(findsOne(layers('{ "type": "dense", "units": «5000000000» }'), "spec.too-large").message, /120 GB/);
      assert.match(
        findsOne(architecture('"widths": [10000000, «10000001», 2]'), "spec.too-large").message,
        /laws are counted of at most 10\^13\. This is its largest width/,
      );
      finds(architecture('"input": «1e300», "layers": [ { "type": "diagonal" } ]'), "spec.too-large");
    });

    it("beyond any number are not said to be about more than something", () => {
      for (const { message } of readSpec(architecture('"widths": [1e300, 1e300]')).problems) {
        assert.match(message, /more than 10\^308 parameters\. Widths are counted/);
        assert.doesNotMatch(message, /about more/);
      }
    });

    it("of more weights than are drawn are read, and it is told what would fit: the largest width is shown", () => {
      const { severity, message, help } = findsOne(architecture('"widths": [4000, «5001», 2]'), "spec.not-drawn");
      assert.equal(severity, "information");
      assert.match(message, /has 20,014,002 parameters, about 160 MB; weights are drawn for at most 20,000,000\./);
      assert.match(help ?? "", /widths divided by 2 /);
      assert.equal(readSpec(architecture('"widths": [4000, 5001, 2]')).tooLargeToDraw?.layer, null);
      assert.equal(readSpec(architecture('"widths": [4000, 4998, 1]')).tooLargeToDraw, null);
      assert.notEqual(network(architecture('"widths": [4000, 4998, 1]')), null);
    });

    it("include the number of layers", () => {
      findsOne(architecture(`«"widths"»: [${"1, ".repeat(1001)}1]`), "spec.too-large");
      assert.equal(network(architecture(`"widths": [${"1, ".repeat(1000)}1]`)).layers.length, 1000);
    });
  });

  describe("parametrization", () => {
    it("is what was asked for, in the architecture or beside it", () => {
      assert.equal(
        network(architecture('"widths": [2, 2, 2], "parametrization": "product"')).parametrization,
        "product",
      );
      assert.equal(
        network('{ "architecture": { "widths": [2, 2] }, "parametrization": "function" }').parametrization,
        "function",
      );
      findsOne(
        '{ "architecture": { "widths": [2, 2], "parametrization": "product" }, «"parametrization"»: "function" }',
        "spec.conflict",
      );
    });

    it("fits the activations", () => {
      assert.match(
        findsOne(
          architecture('"widths": [2, 2, 2], "activation": "relu", "parametrization": «"product"»'),
          "spec.conflict",
        ).message,
        /layer1 has relu/,
      );
      assert.match(
        findsOne(
          architecture('"widths": [2, 2, 2], "activation": "tanh", "parametrization": «"path-lifting"»'),
          "spec.conflict",
        ).message,
        /layer1 has tanh/,
      );
      network(architecture('"widths": [2, 2, 2], "activation": "relu", "parametrization": "path-lifting"'));
      network(architecture('"widths": [2, 2, 2], "activation": "tanh", "parametrization": "function"'));
    });
  });
});
