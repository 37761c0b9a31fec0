/**
 * Under which names frameworks keep the tensors of a layer, behind the name of its module. The first of a row is the one
 * that is written (PyTorch's own where it has the layer, else that of the LLaMA family in transformers); the others are
 * known when a file is read: BERT, ViT, GPT-2, GPT-NeoX, Phi, Mixtral, torch.nn, Keras.
 */
import type { LayerType } from "../model/blocks";
import { asItIs, besideTransposed, channelsLast, headByHead, stacked, transposed, type Layout } from "./layout";

export interface TensorName {
  /** Behind the module's name and a dot; `{i}`: which of several alike, from 0. */
  readonly name: string;
  readonly layout: Layout;
  /** The tensors that the file has in one, in their order. */
  readonly fused?: readonly string[];
}

const plain = (...names: readonly string[]): TensorName[] => names.map((name) => ({ name, layout: asItIs }));
const turned = (...names: readonly string[]): TensorName[] => names.map((name) => ({ name, layout: transposed }));

const QKV = ["query", "key", "value"];
const QKV_BIAS = ["query bias", "key bias", "value bias"];

function projection(letter: "q" | "k" | "v", word: string): readonly TensorName[] {
  return [
    ...plain(
      `${letter}_proj.weight`,
      `${word}.weight`,
      `self.${word}.weight`,
      `attention.${word}.weight`,
      `${letter}_lin.weight`,
      `w${letter}.weight`,
    ),
    { name: "in_proj_weight", layout: stacked, fused: QKV },
    { name: "qkv.weight", layout: stacked, fused: QKV },
    { name: "qkv_proj.weight", layout: stacked, fused: QKV },
    { name: "c_attn.weight", layout: besideTransposed, fused: QKV },
    { name: "query_key_value.weight", layout: headByHead, fused: QKV },
    ...turned(`${word}.kernel`),
  ];
}

function projectionBias(letter: "q" | "k" | "v", word: string): readonly TensorName[] {
  return [
    ...plain(
      `${letter}_proj.bias`,
      `${word}.bias`,
      `self.${word}.bias`,
      `attention.${word}.bias`,
      `${letter}_lin.bias`,
    ),
    { name: "in_proj_bias", layout: stacked, fused: QKV_BIAS },
    { name: "qkv.bias", layout: stacked, fused: QKV_BIAS },
    { name: "qkv_proj.bias", layout: stacked, fused: QKV_BIAS },
    { name: "c_attn.bias", layout: besideTransposed, fused: QKV_BIAS },
    { name: "query_key_value.bias", layout: headByHead, fused: QKV_BIAS },
  ];
}

const OUT = ["o_proj", "out_proj", "c_proj", "dense", "output.dense", "proj", "wo", "out_lin"];

const SPECTRAL = "parametrizations.weight.original";
const WEIGHT = [...plain("weight", SPECTRAL), ...turned("kernel", "kernel:0", "vars/0")];
const BIAS = plain("bias", "bias:0", "vars/1");
const GATE_UP = ["gate", "up"];

const FEED = {
  gate: [
    ...plain("gate_proj.weight", "w1.weight", "wi_0.weight"),
    { name: "gate_up_proj.weight", layout: stacked, fused: GATE_UP },
  ],
  up: [
    ...plain("up_proj.weight", "w3.weight", "wi_1.weight"),
    { name: "gate_up_proj.weight", layout: stacked, fused: GATE_UP },
  ],
  down: plain("down_proj.weight", "w2.weight", "wo.weight"),
  "gate bias": plain("gate_proj.bias"),
  "up bias": plain("up_proj.bias"),
  bias: plain("down_proj.bias"),
};

type Rows = Readonly<Record<string, readonly TensorName[]>>;

const RECURRENT: Rows = {
  weight_ih: plain("weight_ih_l0", "weight_ih"),
  weight_hh: plain("weight_hh_l0", "weight_hh"),
  bias: plain("bias_ih_l0", "bias_ih"),
  bias_ih: plain("bias_ih_l0", "bias_ih"),
  bias_hh: plain("bias_hh_l0", "bias_hh"),
};

const DIRECTIONS: Rows = {
  directions: plain("parametrizations.weight.original1", "weight_v"),
  lengths: plain("parametrizations.weight.original0", "weight_g"),
};

const CONVOLUTION: Rows = {
  weight: [
    ...plain("weight", SPECTRAL),
    ...["kernel", "kernel:0", "vars/0"].map((name) => ({ name, layout: channelsLast })),
  ],
  bias: BIAS,
  ...DIRECTIONS,
};

/** By the tensor's name in its layer (model/block.ts), which is "weight" or "bias" where it has none. */
const ROWS: Readonly<Partial<Record<LayerType, Rows>>> = {
  dense: { weight: WEIGHT, bias: BIAS, ...DIRECTIONS },
  diagonal: { weight: plain("weight"), bias: BIAS },
  conv1d: CONVOLUTION,
  conv2d: CONVOLUTION,
  norm: {
    gain: plain("weight", "gamma", "gamma:0", "scale", "vars/0"),
    shift: plain("bias", "beta", "beta:0", "vars/1"),
  },
  attention: {
    query: projection("q", "query"),
    key: projection("k", "key"),
    value: projection("v", "value"),
    out: [
      // Of GPT-2's c_proj the first fits: it is [in, out].
      { name: "o_proj.weight", layout: asItIs },
      { name: "c_proj.weight", layout: transposed },
      ...plain(...OUT.filter((name) => name !== "c_proj" && name !== "o_proj").map((name) => `${name}.weight`)),
    ],
    "query bias": projectionBias("q", "query"),
    "key bias": projectionBias("k", "key"),
    "value bias": projectionBias("v", "value"),
    bias: plain(...OUT.map((name) => `${name}.bias`)),
    "query gain": plain("q_norm.weight"),
    "key gain": plain("k_norm.weight"),
    "query shift": plain("q_norm.bias"),
    "key shift": plain("k_norm.bias"),
    sink: plain("sinks"),
  },
  gated: FEED,
  moe: {
    router: plain("gate.weight", "router.weight"),
    "router bias": plain("gate.bias", "router.bias"),
    ...Object.fromEntries(
      ["experts", "shared_experts"].flatMap((list) =>
        Object.entries(FEED).map(([tensor, names]) => [
          `${tensor === "bias" ? "down bias" : tensor}${list === "experts" ? "" : " shared"}`,
          names.filter(({ layout }) => layout === asItIs).map((one) => ({ ...one, name: `${list}.{i}.${one.name}` })),
        ]),
      ),
    ),
  },
  embedding: {
    weight: plain("weight", "embeddings", "embeddings:0", "vars/0"),
    tokens: plain("weight", "wte.weight", "word_embeddings.weight", "embeddings"),
    positions: plain("positions", "wpe.weight", "position_embeddings.weight", "position_embeddings"),
  },
  adapter: {
    weight: plain("base_layer.weight", "weight"),
    A: plain("lora_A.weight", "lora_A.default.weight"),
    B: plain("lora_B.weight", "lora_B.default.weight"),
    bias: plain("base_layer.bias", "bias"),
  },
  residual: { gain: plain("gain", "resweight", "lambda1", "gamma") },
  scale: { gain: plain("weight", "gain", "lambda1", "gamma") },
  rnn: RECURRENT,
  gru: RECURRENT,
  lstm: RECURRENT,
};

/** The names of a layer's tensor, the one that is written first; one that no framework has goes by its own. */
export function tensorNames(type: LayerType, tensor: string): readonly TensorName[] {
  const rows = ROWS[type] ?? {};
  const of = /^(.*?) ?(\d+)$/.exec(tensor);
  if (Object.hasOwn(rows, tensor)) return rows[tensor];
  const [, word = "", member = ""] = of ?? [];
  if (Object.hasOwn(rows, word)) return rows[word].map((one) => ({ ...one, name: one.name.replace("{i}", member) }));
  return plain(tensor.replaceAll(" ", "_"));
}
