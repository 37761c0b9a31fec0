/** Whole blocks stand for layers as PyTorch and the models' own code have them: names, sizes, and where they stand. */
import assert from "node:assert/strict";
import { parameterCount } from "../../../src/engine/model/compile";
import { readSpec } from "../../../src/engine/spec/read";
import { clean, findsOne } from "./marks";

const on = (input: string, ...layers: string[]): string =>
  `{ "architecture": { "input": ${input}, "layers": [${layers.join(", ")}] } }`;
const TOKENS = '{ "tokens": 3, "width": 8 }';
const block = (preset: string, more = ""): string =>
  `{ "type": "transformer-block", "preset": "${preset}", "heads": 2${more} }`;

/** Parameters of PyTorch's and Hugging Face's modules of width 8, four times as wide inside. */
const SIZES: Readonly<Record<string, number>> = {
  // Two layer norms (2·16), attention with biases (4·64 + 4·8), up and down with biases.
  gpt2: 32 + 288 + (8 * 32 + 32) + (32 * 8 + 8),
  vit: 32 + 288 + (8 * 32 + 32) + (32 * 8 + 8),
  bert: 32 + 288 + (8 * 32 + 32) + (32 * 8 + 8),
  llama: 16 + 256 + 3 * 8 * 32,
  qwen: 16 + 256 + 24 + 3 * 8 * 32,
};

describe("whole blocks", () => {
  for (const [preset, size] of Object.entries(SIZES))
    it(`${preset} has as many parameters as the model's own`, () => {
      assert.equal(parameterCount(clean(on(TOKENS, block(preset))).network!), size);
    });

  it("are repeated, each with weights of its own, the first where it is said to stand", () => {
    const names = (of: string): string[] => clean(on(TOKENS, of)).network!.layers.map(({ name }) => name);
    const three = clean(on(TOKENS, block("llama", ', "repeat": 3'), block("llama"))).network!;
    const apart = clean(on(TOKENS, ...Array.from({ length: 4 }, () => block("llama")))).network!;
    assert.deepEqual(three, apart);
    assert.equal(names(block("llama", ', "name": "deep", "repeat": 2')).at(-1), "deep2");
    assert.equal(names(block("llama", ', "name": "deep", "repeat": 1')).at(-1), "deep");
    const from = clean(
      on(
        TOKENS,
        '{ "type": "norm", "norm": "rms" }',
        block("gpt2", ', "repeat": 2, "from": ["input"]'),
        '{ "type": "multiply", "from": ["layer1", "block2"] }',
      ),
    ).network!;
    const sourceOf = (name: string) =>
      from.layers.find((layer) => layer.name === name)!.sources.map((s) => from.layers[s]?.name ?? "input");
    assert.deepEqual([sourceOf("block1.norm1"), sourceOf("block2.norm1")], [["input"], ["block1"]]);
  });

  it("are not repeated more often than there may be layers, and nothing is built to see it", () => {
    findsOne(on(TOKENS, block("llama", ', "repeat": 1000000000')).replace('"layers"', '«"layers"»'), "spec.too-large");
    findsOne(on(TOKENS, block("llama", ', "repeat": «0»')), "spec.wrong-value");
  });

  it("stand one after the other under their own names, each reading the one before", () => {
    const { network } = clean(on(TOKENS, block("llama"), block("gpt2", ', "name": "second", "hidden": 6')));
    assert.deepEqual(
      network!.layers.map(({ name, sources }) => [name, ...sources.map((s) => network!.layers[s]?.name ?? "input")]),
      [
        ["block1.norm1", "input"],
        ["block1.attention", "block1.norm1"],
        ["block1.mixed", "input", "block1.attention"],
        ["block1.norm2", "block1.mixed"],
        ["block1.feed", "block1.norm2"],
        ["block1", "block1.mixed", "block1.feed"],
        ["second.norm1", "block1"],
        ["second.attention", "second.norm1"],
        ["second.mixed", "block1", "second.attention"],
        ["second.norm2", "second.mixed"],
        ["second.up", "second.norm2"],
        ["second.down", "second.up"],
        ["second", "second.mixed", "second.down"],
      ],
    );
    assert.deepEqual([network!.layers[4].own?.hidden, network!.layers[10].units], [32, 18]);
  });

  it("read what their `from` says", () => {
    const { network } = readSpec(
      on(
        TOKENS,
        '{ "type": "dense", "name": "a", "units": 8 }',
        '{ "type": "norm", "name": "b", "norm": "rms" }',
        block("bert", ', "from": ["a"]'),
      ),
    );
    const sources = network!.layers.slice(2, 4).map((layer) => layer.sources);
    assert.deepEqual(sources, [[0], [0, 2]]);
  });

  it("of ResNets add what they read, or a convolution of it where channels or strides change", () => {
    const IMAGE = '{ "channels": 2, "height": 4, "width": 4 }';
    const { network } = clean(
      on(
        IMAGE,
        '{ "type": "basic-block" }',
        '{ "type": "bottleneck-block", "name": "second", "channels": 1, "stride": 2, "eps": 0.01 }',
      ),
    );
    assert.deepEqual(
      network!.layers.map(({ name, sources, activation }) => [
        name,
        activation.name,
        ...sources.map((s) => network!.layers[s]?.name ?? "input"),
      ]),
      [
        ["block1.conv1", "identity", "input"],
        ["block1.norm1", "relu", "block1.conv1"],
        ["block1.conv2", "identity", "block1.norm1"],
        ["block1.norm2", "identity", "block1.conv2"],
        ["block1", "relu", "input", "block1.norm2"],
        ["second.conv1", "identity", "block1"],
        ["second.norm1", "relu", "second.conv1"],
        ["second.conv2", "identity", "second.norm1"],
        ["second.norm2", "relu", "second.conv2"],
        ["second.conv3", "identity", "second.norm2"],
        ["second.norm3", "identity", "second.conv3"],
        ["second.skip", "identity", "block1"],
        ["second.skipNorm", "identity", "second.skip"],
        ["second", "relu", "second.skipNorm", "second.norm3"],
      ],
    );
    // The 3 x 3 convolution halves both sides, and the block makes four times its channels.
    assert.deepEqual(
      [6, 7, 10, 12].map((l) => network!.layers[l].own?.eps ?? null),
      [0.01, null, 0.01, 0.01],
    );
    assert.deepEqual(
      [5, 7, 9, 13].map((l) => network!.layers[l].units),
      [16, 4, 16, 16],
    );
    // torchvision: BasicBlock(2, 2), and Bottleneck(2, 1, stride 2) with its downsample.
    assert.equal(parameterCount(network!), 2 * (36 + 4) + (2 + 2) + (9 + 2) + (4 + 8) + (8 + 8));
  });
});
