/** Names of layers in a text: whole blocks, layers within others, names of any characters. */
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { readSpec } from "../../../src/engine/spec/read";
import { layerCalled, namesIn, renamed, sourcesBefore } from "../../../src/engine/spec/names";
import { parseText } from "../../../src/engine/spec/text/parse";

function namesOf(text: string) {
  const { tree } = parseText(text);
  assert.ok(tree !== null);
  return namesIn(tree, text, readSpec(text).network !== null);
}

const spec = (layers: string, input = '{ "tokens": 2, "width": 4 }', more = "") =>
  `{ "architecture": { "input": ${input}, "layers": [${layers}] }${more} }`;

describe("the names of layers", () => {
  it("are those of the network, in every example; of whole blocks the beginning of them", () => {
    for (const name of readdirSync("examples").filter((file) => file.endsWith(".intrinsic.json"))) {
      const text = readFileSync(path.join("examples", name), "utf8");
      const { network } = readSpec(text);
      const { layers, uses } = namesOf(text);
      for (const layer of network?.layers ?? [])
        assert.ok(layerCalled(layer.name, layers) !== null, `${name}: ${layer.name}`);
      for (const mention of uses)
        assert.ok(mention.name === "input" || layerCalled(mention.name, layers) !== null, `${name}: ${mention.name}`);
    }
  });

  it("of a block follow it, with their numbers where it repeats", () => {
    const block = '{ "type": "transformer-block", "preset": "gpt2", "name": "enc", "repeat": 2 }';
    const text = spec(`${block}, { "type": "dense", "units": 2, "from": ["enc2"] }`);
    const { layers, uses } = namesOf(text);
    assert.deepEqual(sourcesBefore(layers[1], layers), ["input", "enc2"]);
    assert.equal(layerCalled("enc3", layers), null);
    assert.equal(layerCalled("enc2.attention", layers), layers[0]);
    assert.equal(renamed("enc2.attention", layers[0], "e"), "e2.attention");
    assert.equal(uses[0].name, "enc2");
    const after = text.replace('"enc"', '"e"').replace('"enc2"', `"${renamed("enc2", layers[0], "e")}"`);
    assert.deepEqual(readSpec(after).problems, readSpec(text).problems);
    assert.ok(readSpec(after).network !== null);
  });

  it("of blocks without a name count on; a name given to them counts anew", () => {
    const block = (more = "") => `{ "type": "transformer-block", "preset": "gpt2"${more} }`;
    const text = spec(`${block()}, ${block(', "repeat": 2')}, { "type": "dense", "units": 2, "from": ["block3"] }`);
    const { layers } = namesOf(text);
    assert.equal(layerCalled("block1", layers), layers[0]);
    assert.equal(layerCalled("block3.norm1", layers), layers[1]);
    assert.equal(renamed("block3", layers[1], "late"), "late2");
    const after = text.replace('"repeat"', '"name": "late", "repeat"').replace('"block3"', '"late2"');
    assert.ok(readSpec(text).network !== null && readSpec(after).network !== null, JSON.stringify(readSpec(after)));
  });

  it("by position count the layers within others, and those of whole blocks", () => {
    const body = '{ "type": "residual", "body": [{ "type": "dense", "units": 3 }, { "type": "dense", "units": 3 }] }';
    const text = spec(`${body}, { "type": "dense", "units": 2 }`, "3");
    assert.deepEqual(
      namesOf(text).layers.map(({ name }) => name),
      readSpec(text).network?.layers.map(({ name }) => name),
    );
  });

  it("are meant by the tensors of a file, with what of the layer they are", () => {
    const text = spec(
      '{ "type": "dense", "name": "a", "units": 2, "bias": true }',
      "2",
      ', "initialization": { "scheme": "file", "path": "w.npz", "tensors": { "a.weight": "x.W", "a.bias": "x.b" } }',
    );
    const { layers, uses } = namesOf(text);
    assert.equal(readSpec(text).problems.length, 0);
    assert.deepEqual(
      uses.map(({ span }) => text.slice(span.offset, span.offset + span.length)),
      ["a", "a"],
    );
    assert.equal(uses[0].write(renamed("a", layers[0], "b")), "b");
  });

  it("may hold dots, quotes and escapes, also in the paths of a sweep", () => {
    const text = spec(
      '{ "type": "dense", "name": "a.b", "units": 2 }, { "type": "dense", "name": "a", "units": 2 }, { "type": "dense", "name": "\\u0041 \\"", "units": 2 }',
      "2",
      ', "sweep": { "over": { "initialization.layers.a.b.scale": [1], "initialization.layers.A \\".scale": [1] }, "measure": "violation" }',
    );
    const { layers, uses } = namesOf(text);
    assert.deepEqual(
      layers.map(({ name }) => name),
      ["a.b", "a", 'A "'],
    );
    assert.deepEqual(
      uses.map(({ name }) => name),
      ["a.b", 'A "'],
    );
    const [plain, escaped] = uses;
    assert.equal(text.slice(plain.span.offset, plain.span.offset + plain.span.length), "a.b");
    assert.equal(plain.write("c"), "c");
    assert.equal(JSON.parse(`"${escaped.write("c")}"`), "initialization.layers.c.scale");
  });
});
