/** Importers: what is read, what is told of the rest, and that nothing is guessed. */
import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import type { TensorInfo } from "../../../src/engine/checkpoint/checkpoint";
import type { JsonValue } from "../../../src/engine/checkpoint/json";
import type { OnnxAttribute, OnnxGraph, OnnxNode } from "../../../src/engine/checkpoint/onnx/graph";
import { FAMILIES } from "../../../src/engine/import/hugging-face";
import { importModel, type Found, type Imported } from "../../../src/engine/import/import";
import { importFrom } from "../../../src/engine/import/node";
import { parameterCount } from "../../../src/engine/model/compile";
import { readSpec } from "../../../src/engine/spec/read";

const LLAMA = {
  model_type: "llama",
  vocab_size: 32,
  hidden_size: 8,
  intermediate_size: 12,
  num_hidden_layers: 2,
  num_attention_heads: 2,
  max_position_embeddings: 64,
};

const imported = (model: Found["model"], weights: Found["weights"] = null): Imported =>
  importModel({ name: "model", model, weights });
const config = (value: JsonValue): Imported => imported({ kind: "hugging-face", config: value });

function specOf(found: Imported): Extract<Imported, { kind: "spec" }> {
  assert.ok(found.kind === "spec", JSON.stringify(found));
  return found;
}

function refusalOf(found: Imported): string {
  assert.ok(found.kind === "refused", found.kind);
  assert.ok(found.help.length > 0);
  return found.reason;
}

function layersOf(text: string): string[] {
  const { network, problems } = readSpec(text);
  assert.ok(network !== null, JSON.stringify(problems));
  return network.layers.map(({ name, type, activation }) => `${name} ${type} ${activation.name}`);
}

const tensor = (name: string, ...shape: number[]): TensorInfo => ({
  name,
  shape,
  dtype: "F32",
  elements: shape.reduce((product, n) => product * n, 1),
  place: null,
  storage: null,
  unreadable: null,
});

describe("import of configurations", () => {
  it("a configuration alone is drawn as its framework draws it", () => {
    const { text, gaps } = specOf(config(LLAMA));
    assert.deepEqual(gaps, []);
    assert.match(text, /"initialization": \{ "scheme": "gaussian", "std": 0.02, "seed": 0 \}/);
    const { network } = readSpec(text);
    assert.ok(network !== null);
    assert.equal(parameterCount(network), 32 * 8 * 2 + 2 * (2 * 8 + 4 * 64 + 3 * 8 * 12) + 8);
  });

  it("rotary positions have the base of the configuration", () => {
    const { text, gaps } = specOf(config({ ...LLAMA, rope_theta: 5e5 }));
    assert.deepEqual(gaps, []);
    assert.match(text, /"rope": "half",\s+"ropeBase": 500000\b/);
  });

  it("keys that nobody reads are listed with their values; those about the program are not", () => {
    const { gaps } = specOf(
      config({ ...LLAMA, use_cache: true, logit_scale: 2, rope_theta: 10000.5, attention_dropout: 0.1 }),
    );
    assert.deepEqual(gaps.map(({ what }) => what).sort(), ["attention_dropout", "logit_scale", "rope_theta 10000.5"]);
  });

  it("other families are refused with the list of those that are known", () => {
    const found = config({ ...LLAMA, model_type: "mamba" });
    assert.match(refusalOf(found), /"mamba"/);
    assert.ok(found.kind === "refused");
    for (const family of FAMILIES) assert.ok(found.help.includes(family));
  });

  it("wrong types, huge and broken numbers are refused at their key", () => {
    const wrong: readonly [JsonValue, RegExp][] = [
      [{ ...LLAMA, hidden_size: "8" }, /"hidden_size".*"8"/],
      [{ ...LLAMA, hidden_size: 1e12 }, /"hidden_size"/],
      [{ ...LLAMA, hidden_size: -8 }, /"hidden_size"/],
      [{ ...LLAMA, hidden_size: 8.5 }, /"hidden_size"/],
      [{ ...LLAMA, hidden_size: 9 }, /not divisible/],
      [{ ...LLAMA, num_hidden_layers: 1e8 }, /blocks/],
      [{ ...LLAMA, num_hidden_layers: 0 }, /"num_hidden_layers"/],
      [{ ...LLAMA, rms_norm_eps: "small" }, /"rms_norm_eps"/],
      [{ ...LLAMA, tie_word_embeddings: 1 }, /"tie_word_embeddings"/],
      [{ ...LLAMA, rope_parameters: [1] }, /"rope_parameters"/],
      [{ ...LLAMA, hidden_act: "quick_gelu" }, /"hidden_act".*"quick_gelu"/],
      [{ ...LLAMA, architectures: "Llama" }, /"architectures"/],
      [{ ...LLAMA, num_key_value_heads: 3 }, /no spec/],
      [{ hidden_size: 8 }, /model_type/],
      [{ model_type: "__proto__" }, /"__proto__"/],
      [{ model_type: 3 }, /"model_type"/],
      [[], /not a JSON object/],
      [null, /not a JSON object/],
    ];
    for (const [value, why] of wrong) assert.match(refusalOf(config(value)), why, JSON.stringify(value));
  });

  it("each key may be missing or of any type: an answer or a refusal, never a fault", () => {
    for (const key of Object.keys(LLAMA))
      for (const value of [null, "x", -1, 0, 1, 1e308, true, [], {}, [1, 2]])
        config({ ...LLAMA, [key]: value as JsonValue });
  });

  it("experts whose weights do not add up to 1 are refused, as is a norm that the language cannot say", () => {
    const experts = {
      ...LLAMA,
      model_type: "qwen3_moe",
      num_experts: 4,
      num_experts_per_tok: 2,
      moe_intermediate_size: 4,
    };
    assert.match(refusalOf(config(experts)), /norm_topk_prob/);
    specOf(config({ ...experts, norm_topk_prob: true }));
    assert.match(refusalOf(config({ ...LLAMA, model_type: "phi", qk_layernorm: true })), /qk_layernorm/);
  });

  it("a model of 70 billion parameters is imported, and its text has no error", () => {
    const large = {
      ...LLAMA,
      vocab_size: 128256,
      hidden_size: 8192,
      intermediate_size: 28672,
      num_hidden_layers: 80,
      num_attention_heads: 64,
      num_key_value_heads: 8,
    };
    const { text } = specOf(config(large));
    // It is not drawn, and that is told.
    assert.deepEqual(
      readSpec(text).problems.map(({ code, severity }) => [code, severity]),
      [["spec.not-drawn", "information"]],
    );
  });

  it("a model of many blocks, of which two were looked at, has a text without an error and all its layers", () => {
    const gpt2 = {
      model_type: "gpt2",
      n_embd: 8,
      n_layer: 48,
      n_head: 2,
      n_positions: 4,
      vocab_size: 11,
      initializer_range: 0.02,
    };
    for (const [value, blocks] of [
      [gpt2, 48],
      [{ ...LLAMA, num_hidden_layers: 9 }, 9],
      [{ ...LLAMA, model_type: "phi", num_hidden_layers: 9 }, 9],
    ] as const) {
      const { network, problems } = readSpec(specOf(config(value)).text);
      assert.deepEqual(
        problems.filter(({ severity }) => severity === "error"),
        [],
      );
      assert.ok(network?.layers.some(({ name }) => name.includes(`.${blocks - 1}`)));
    }
  });
});

const node = (
  op: string,
  inputs: readonly string[],
  output: string,
  attributes: Readonly<Record<string, OnnxAttribute>> = {},
): OnnxNode => ({ op, domain: "", name: output, inputs, outputs: [output], attributes });
const value = (number: number): OnnxAttribute => ({ kind: "number", value: number });

function onnx(
  nodes: readonly OnnxNode[],
  tensors: readonly TensorInfo[],
  shape: readonly (number | string)[] = ["N", 3],
): Imported {
  const graph: OnnxGraph = {
    name: "net",
    inputs: [{ name: "x", dtype: "F32", shape }],
    outputs: [],
    nodes,
    opsets: { "": 20 },
  };
  return imported({ kind: "onnx", graph }, { path: "net.onnx", tensors });
}

const WEIGHTS = [tensor("fc1.weight", 4, 3), tensor("fc1.bias", 4), tensor("m", 4, 4), tensor("b", 4)];
const FIRST = [node("Gemm", ["x", "fc1.weight", "fc1.bias"], "h", { transB: value(1) }), node("Relu", ["h"], "r")];

describe("import of ONNX graphs", () => {
  it("operators become layers, with the tensors they take", () => {
    const { text, gaps } = specOf(
      onnx(
        [...FIRST, node("MatMul", ["r", "m"], "p"), node("Add", ["b", "p"], "q"), node("Add", ["r", "q"], "y")],
        WEIGHTS,
      ),
    );
    assert.deepEqual(gaps, []);
    assert.deepEqual(layersOf(text), ["fc1 dense relu", "p dense identity", "y residual identity"]);
    assert.match(text, /"p.weight": \{ "name": "m", "transposed": true \}/);
    assert.match(text, /"p.bias": "b"/);
  });

  it("ends before an operator that it does not know, and lists what follows", () => {
    const { text, gaps } = specOf(onnx([...FIRST, node("NonZero", ["r"], "odd"), node("Relu", ["odd"], "y")], WEIGHTS));
    assert.deepEqual(layersOf(text), ["fc1 dense relu"]);
    assert.ok(gaps.some(({ what, why }) => what === "odd" && why.includes("NonZero")));
    assert.ok(gaps.some(({ why }) => why.includes("ends before them")));
  });

  it("cuts where nothing behind reads anything before: an unknown operator beside the stream ends it earlier", () => {
    // `odd` reads r, and so does the sum behind it: the cut is at r.
    const nodes = [
      ...FIRST,
      node("MatMul", ["r", "m"], "p"),
      node("NonZero", ["r"], "odd"),
      node("Add", ["p", "odd"], "y"),
    ];
    assert.deepEqual(layersOf(specOf(onnx(nodes, WEIGHTS)).text), ["fc1 dense relu"]);
    // Here what is unknown reads the input itself.
    const beside = [node("NonZero", ["x"], "odd"), ...FIRST, node("Add", ["r", "odd"], "y")];
    assert.match(refusalOf(onnx(beside, WEIGHTS)), /NonZero/);
    const late = [...FIRST, node("NonZero", ["x"], "odd"), node("Add", ["r", "odd"], "y")];
    assert.match(refusalOf(onnx(late, WEIGHTS)), /NonZero/);
  });

  it("two ends are refused: laws of one output are none of a loss of both", () => {
    const heads = [...FIRST, node("MatMul", ["r", "m"], "p"), node("MatMul", ["r", "m"], "q")];
    assert.match(refusalOf(onnx(heads, WEIGHTS)), /more than one place/);
  });

  it("an operator used as no layer is used is not known", () => {
    const scaled = node("Gemm", ["x", "fc1.weight", "fc1.bias"], "h", { transB: value(1), alpha: value(2) });
    assert.match(refusalOf(onnx([scaled], WEIGHTS)), /Gemm/);
    assert.match(refusalOf(onnx(FIRST, WEIGHTS, ["N", "D"])), /shape of the input/);
  });

  it("a file from ONNX' own library: dense, relu, and then what is no layer", async () => {
    const folder = path.resolve("test/fixtures/checkpoints");
    const { text, gaps } = specOf(await importFrom(path.join(folder, "net.onnx"), folder));
    assert.deepEqual(layersOf(text), ["gemm dense relu"]);
    assert.ok(gaps.some(({ what }) => what === "mul"));
    assert.match(text, /"gemm.weight": "w1"/);
  });
});

describe("import of Keras models", () => {
  const folder = path.resolve("test/fixtures/checkpoints");

  for (const file of ["net.keras", "model.json"])
    it(`${file}, as Keras wrote it`, async () => {
      const { text, gaps } = specOf(await importFrom(path.join(folder, file), folder));
      assert.deepEqual(layersOf(text), [
        "dense dense relu",
        "batch_normalization norm identity",
        "dense_1 dense identity",
      ]);
      assert.match(text, /"eps": 0.001/);
      assert.ok(gaps.some(({ what }) => what === "batch_normalization"));
      if (file === "net.keras") {
        assert.match(text, /"dense.weight": "layers\/dense\/vars\/0"/);
        // Moving averages, and nothing else: every weight was found.
        assert.ok(
          gaps.every(({ what }) => what === "batch_normalization" || what === "2 tensors"),
          JSON.stringify(gaps),
        );
      } else assert.match(text, /"xavier-uniform"/);
    });

  it("layers that are not known end it; several inputs and other models are refused", () => {
    const sequential = (...layers: readonly JsonValue[]): Imported =>
      imported({ kind: "keras", config: { class_name: "Sequential", config: { name: "net", layers } } });
    const input = { class_name: "InputLayer", config: { batch_shape: [null, 3], name: "in" } };
    const dense = { class_name: "Dense", config: { name: "a", units: 4, activation: "tanh" } };
    const found = specOf(sequential(input, dense, { class_name: "Mystery", config: { name: "b" } }));
    assert.deepEqual(layersOf(found.text), ["a dense tanh"]);
    assert.ok(found.gaps.some(({ what, why }) => what === "b" && why.includes("Mystery")));
    assert.match(refusalOf(sequential(input, { class_name: "Dense", config: { name: "a" } })), /"units"/);
    assert.match(refusalOf(sequential(input)), /No layer/);
    assert.match(refusalOf(imported({ kind: "keras", config: { class_name: "Mine", config: {} } })), /Sequential/);
    assert.match(refusalOf(imported({ kind: "keras", config: [] })), /Sequential/);
  });
});

describe("import of bare weights", () => {
  const chain = [
    tensor("net.0.weight", 4, 3),
    tensor("net.0.bias", 4),
    tensor("net.2.weight", 2, 4),
    tensor("net.10.weight", 5, 2),
  ];

  it("a chain of dense layers needs to be told what bends it", () => {
    const weights = { path: "model.safetensors", tensors: chain };
    assert.match(refusalOf(imported({ kind: "bare", activation: null }, weights)), /"net.0" and "net.2"/);
    const { text } = specOf(imported({ kind: "bare", activation: "relu" }, weights));
    assert.deepEqual(layersOf(text), ["net.0 dense relu", "net.2 dense relu", "net.10 dense identity"]);
    assert.match(text, /"path": "model.safetensors"/);
  });

  it("what is no chain is refused", () => {
    const weights = { path: "model.safetensors", tensors: [tensor("k", 3, 3, 3, 3)] };
    assert.match(refusalOf(imported({ kind: "bare", activation: "relu" }, weights)), /no chain/);
  });
});

describe("import from a disk", () => {
  it("missing, broken and foreign files are refused by name", async () => {
    const folder = mkdtempSync(path.join(tmpdir(), "intrinsic-import-"));
    try {
      refusalOf(await importFrom(path.join(folder, "none"), folder));
      refusalOf(await importFrom(folder, folder));
      writeFileSync(path.join(folder, "config.json"), "{");
      assert.match(refusalOf(await importFrom(folder, folder)), /config.json/);
      writeFileSync(path.join(folder, "config.json"), JSON.stringify(LLAMA));
      specOf(await importFrom(folder, folder));
      writeFileSync(path.join(folder, "model.safetensors"), "no tensors at all");
      assert.match(refusalOf(await importFrom(folder, folder)), /model.safetensors/);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it("weights beside a configuration are named from where the spec will lie", async () => {
    const folder = path.resolve("test/fixtures/import/llama");
    const { text } = specOf(await importFrom(path.join(folder, "config.json"), path.dirname(folder)));
    assert.match(text, /"path": "llama\/model.safetensors"/);
    const shapes = specOf(await importFrom(path.join(folder, "model.safetensors"), folder));
    assert.equal(shapes.text.includes('"path": "model.safetensors"'), true);
    assert.equal(readFileSync(path.join(folder, "config.json"), "utf8").includes("llama"), true);
  });
});
