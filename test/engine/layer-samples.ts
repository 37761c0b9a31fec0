/** Small networks for every type of layer, in which it stands between others. A new type must bring its own (the compiler asks). */
import type { LayerType } from "../../src/engine/model/blocks";
import type { ActivationName, Layer, Network } from "../../src/engine/model/network";
import { INPUT } from "../../src/engine/model/network";
import { blockKindOf } from "../../src/engine/model/blocks";
import { isRefusal } from "../../src/engine/model/blocks/block";
import type { LayerOwn, Pattern } from "../../src/engine/model/blocks/properties";
import { grid, sequence, sizeOf, vector, words, type Shape } from "../../src/engine/model/shape";
import { act } from "./networks";

export const FLAT: Part = { type: "flatten", units: 0, activation: act("identity"), bias: false };

export const MULTIPLY: Part = { type: "multiply", units: 0, activation: act("identity"), bias: false };
/** Two layers of one width, beside each other. */
const factors: readonly Part[] = [dense(3), { ...dense(3), sources: [INPUT] }];
export const SOFTMAX: Part = { type: "softmax", units: 0, activation: act("identity"), bias: false };

/** Three tokens of which the first and the last see each other, and the second itself. */
export const SOME_SEEN: Pattern = [
  [1, 0, 1],
  [0, 1, 0],
  [1, 0, 0],
];

/** What models change of attention, each in several company. */
const ATTENTIONS: readonly LayerOwn[] = [
  { kvHeads: 1, mask: "causal", window: 2, relative: "learned", valueSize: 2 },
  { relative: "learned", window: 2, temperature: "learned", outBias: "no" },
  {
    headSize: 5,
    rope: "interleaved",
    ropeRows: 2,
    ropeBase: 500_000,
    sink: "learned",
    mask: "causal",
    biasOf: "qk",
    outBias: "no",
  },
  { kvHeads: 1, headSize: 4, rope: "half", ropeRows: 2, temperature: "learned", latent: 2, biasOf: "qv" },
  { relative: "alibi", softcap: 1.5, mask: "causal", latent: 3, valueSize: 2 },
  { scores: "sigmoid", mask: "causal", temperature: "learned" },
  { scores: "linear", relative: "learned", temperature: "learned", valueSize: 4 },
  { kvHeads: 1, qkNorm: "rms", eps: 0, headSize: 4, rope: "half", ropeBase: 50, temperature: "learned" },
  { qkNorm: "layer", eps: 0, headSize: 5, rope: "interleaved", ropeRows: 2 },
  { qkNorm: "layer", scores: "linear", relative: "learned", temperature: "learned" },
  { qkNorm: "layer", affine: "no", sink: "zero", outBias: "no" },
  { mask: SOME_SEEN, relative: "learned", kvHeads: 1 },
  { relative: "buckets", buckets: 6, maxDistance: 3, temperature: "learned" },
  { mask: "causal", relative: "buckets", buckets: 2, maxDistance: 4, scores: "linear" },
];

const SUM_OF_BOTH: Part = { ...added("none"), sources: [0, 1] };
/** A branch, and a norm of the sum. */
export const POST_NORM = layered(
  vector(3),
  dense(2, "tanh", true),
  dense(3, "identity", true),
  { ...added("none"), sources: [INPUT, 1] },
  normed("layer"),
  dense(2),
);
/** Two branches that see norms of the stream, and no norm behind them. */
export const PRE_NORM = layered(
  vector(3),
  normed("layer"),
  dense(2, "tanh", true),
  dense(3, "identity", true),
  { ...added("none"), sources: [INPUT, 2] },
  normed("layer"),
  dense(2, "gelu", true),
  dense(3, "identity", true),
  { ...added("none"), sources: [3, 6] },
  dense(2),
);

export const LAYER_SAMPLES: Readonly<Record<LayerType, readonly Network[]>> = {
  dense: [
    layered(vector(2), dense(3), dense(2)),
    layered(vector(2), directed(3, "relu", true), dense(2)),
    layered(sequence(2, 2), dense(3, "relu"), directed(2, "tanh"), directed(2)),
    layered(vector(2), directed(3, "quadratic"), { ...directed(2, "identity", true), sources: [0, INPUT] }, dense(1)),
    layered(vector(2), dense(3, "relu", true), spectral(biased(dense(2, "tanh"))), dense(2)),
    layered(sequence(2, 2), dense(3), spectral(dense(2)), { ...spectral(dense(2, "relu")), sources: [0, 1] }),
    layered(vector(2), dense(3, "relu", true), dense(4, "quadratic", true), dense(2, "identity", true)),
    layered(vector(2), dense(3, "tanh", true), dense(2)),
    layered(vector(2), dense(3), { ...dense(3), sources: [INPUT] }, { ...dense(2), sources: [0, 1] }),
  ],
  diagonal: [
    layered(vector(3), diagonal(3), diagonal(3)),
    layered(vector(2), dense(3, "identity", true), diagonal(3, "relu"), dense(2)),
    layered(vector(2), dense(3), diagonal(3, "quadratic"), dense(1)),
  ],
  conv1d: [
    layered(
      grid(2, [5]),
      conv("conv1d", 3, { kernel: 2 }),
      conv("conv1d", 2, { kernel: 3, padding: 1 }),
      FLAT,
      dense(2),
    ),
    layered(
      grid(2, [4]),
      { ...conv("conv1d", 4, { kernel: 3, padding: 2, stride: 2 }, "relu"), bias: true },
      { ...conv("conv1d", 4, { kernel: 2, groups: 2 }), bias: true },
      conv("conv1d", 2, { kernel: 1, groups: 2 }),
    ),
    layered(
      grid(2, [3]),
      directions(conv("conv1d", 4, { kernel: 3, padding: 1, stride: 3 }, "relu")),
      biased(directions(conv("conv1d", 4, { kernel: 1, groups: 2 }))),
      directions(conv("conv1d", 8, { kernel: 1, groups: 4 })),
      spectral(conv("conv1d", 2, { kernel: 1, groups: 2 })),
    ),
    layered(grid(1, [2]), conv("conv1d", 2, { kernel: 3, padding: 2, dilation: 2 }), conv("conv1d", 1, { kernel: 1 })),
    layered(grid(1, [4]), conv("conv1d", 3, { kernel: 2, padding: 1 }), conv("conv1d", 1, { kernel: 2, stride: 2 })),
  ],
  conv2d: [
    layered(
      grid(1, [3, 4]),
      conv("conv2d", 2, { kernel: [2, 3], padding: [1, 0] }),
      conv("conv2d", 2, { kernel: 2 }),
      FLAT,
    ),
    layered(grid(1, [3, 3]), conv("conv2d", 2, { kernel: 2 }), biased(directions(conv("conv2d", 2, { kernel: 2 })))),
    layered(grid(1, [2, 3]), biased(spectral(conv("conv2d", 2, { kernel: 2 }, "relu"))), FLAT, directed(2), dense(1)),
    layered(grid(3, [3, 3]), conv("conv2d", 3, { kernel: 3, padding: 1, groups: 3 }), conv("conv2d", 2, { kernel: 1 })),
  ],
  pool: [
    layered(
      grid(1, [6]),
      conv("conv1d", 3, { kernel: 3 }),
      pool("average", { kernel: 2 }),
      conv("conv1d", 2, { kernel: 2 }),
    ),
    layered(
      grid(1, [3, 3]),
      conv("conv2d", 2, { kernel: 2 }, "relu"),
      pool("max", { kernel: 2, stride: 1 }),
      FLAT,
      dense(2),
    ),
    layered(grid(1, [3, 3]), conv("conv2d", 2, { kernel: 2 }), pool("max"), FLAT, dense(2)),
    layered(
      grid(1, [5]),
      biased(conv("conv1d", 2, { kernel: 2 })),
      pool("k-max", { k: 3 }),
      conv("conv1d", 2, { kernel: 2 }, "relu"),
      pool("k-max", { k: 1 }),
      FLAT,
      dense(1),
    ),
  ],
  flatten: [
    layered(grid(1, [4]), conv("conv1d", 2, { kernel: 2 }), FLAT, dense(3, "tanh", true), dense(1)),
    layered(sequence(3, 2), dense(3), dense(2, "quadratic", true), FLAT, dense(2)),
  ],
  attention: [
    layered(sequence(3, 3), attend({ headSize: 2 })),
    layered(sequence(3, 4), { ...attend({ heads: 2, kvHeads: 1, mask: "causal" }), bias: true }, dense(2)),
    layered(sequence(3, 4), dense(4, "identity", true), {
      ...attend({ heads: 2, headSize: 4, kvHeads: 1, rope: "half" }),
      bias: true,
    }),
    layered(sequence(2, 4), attend({ rope: "interleaved" }), attend({ heads: 2, scores: "linear" })),
    ...ATTENTIONS.map((own) => layered(sequence(3, 3), biased(attend({ heads: 2, headSize: 3, ...own })), dense(2))),
  ],
  norm: [
    layered(vector(2), dense(3, "identity", true), normed("layer"), dense(2, "identity", true)),
    layered(sequence(2, 3), dense(3), normed("rms"), dense(2, "relu"), dense(1)),
    layered(vector(2), dense(3, "identity", true), normed("layer", { eps: 0 }), dense(2)),
    layered(vector(2), dense(3, "identity", true), normed("rms", { eps: 0 }), dense(2)),
    layered(
      grid(2, [3]),
      conv("conv1d", 3, { kernel: 2 }),
      { ...normed("layer"), own: { norm: "layer", affine: "no" } },
      FLAT,
      dense(1),
    ),
    layered(vector(2), dense(6, "identity", true), normed("group", { groups: 2, eps: 0 }), dense(2)),
    layered(
      // Three places are left at the end: of two a norm makes 1 and -1, and the gradient is as small as eps.
      grid(2, [5]),
      biased(conv("conv1d", 4, { kernel: 2 })),
      normed("group", { groups: 2, eps: 0 }),
      biased(conv("conv1d", 2, { kernel: 2 })),
      normed("group", { groups: 2, affine: "no" }),
    ),
    layered(
      grid(1, [4]),
      biased(conv("conv1d", 2, { kernel: 1 })),
      pool("average", { kernel: 2, stride: 1, padding: 1 }),
      normed("group"),
      FLAT,
      dense(1),
    ),
    layered(vector(2), biased(dense(3)), normed("batch", { eps: 0 }), biased(dense(2))),
    layered(sequence(2, 2), biased(dense(3, "tanh")), normed("batch"), dense(2), normed("layer", { eps: 0 }), dense(1)),
    layered(
      grid(2, [4]),
      biased(conv("conv1d", 3, { kernel: 2 })),
      { ...normed("batch", { eps: 0 }), activation: act("relu") },
      biased(conv("conv1d", 2, { kernel: 2, groups: 1 })),
      normed("batch", { eps: 0, affine: "no" }),
      FLAT,
      biased(directed(2)),
    ),
    layered(
      grid(2, [3]),
      biased(conv("conv1d", 2, { kernel: 3, padding: 1 })),
      normed("batch", { eps: 0 }),
      biased(conv("conv1d", 2, { kernel: 1 })),
      normed("batch", { eps: 0 }),
      { ...added("none"), activation: act("tanh"), sources: [0, 3] },
      conv("conv1d", 2, { kernel: 2 }),
    ),
  ],
  residual: [
    layered(vector(2), dense(3, "relu", true), dense(2, "identity", true), { ...added("scalar"), sources: [INPUT, 1] }),
    layered(
      vector(2),
      dense(3, "relu", true),
      dense(2, "identity", true),
      { ...added("channel"), sources: [INPUT, 1] },
      dense(2),
    ),
    layered(
      vector(2),
      dense(3),
      normed("layer"),
      dense(4, "tanh", true),
      dense(3, "identity", true),
      { ...added("none"), sources: [0, 3] },
      normed("layer"),
      dense(1),
    ),
    layered(vector(2), dense(3), dense(4, "relu", true), dense(3), { ...added("none"), sources: [0, 2] }, dense(2)),
    POST_NORM,
    PRE_NORM,
    layered(
      vector(2),
      biased(dense(3)),
      biased({ ...dense(3), sources: [INPUT] }),
      SUM_OF_BOTH,
      dense(2, "tanh"),
      dense(1),
    ),
  ],
  embedding: [
    layered(words(3, 4), embedded(2, "learned"), dense(3, "tanh"), dense(4)),
    layered(words(3, 4), embedded(2, "sinusoidal"), dense(2, "relu"), dense(1)),
    layered(words(2, 3), embedded(2, "none"), dense(3), dense(2)),
  ],
  moe: [
    layered(vector(2), experts({ experts: 3, hidden: 1 })),
    layered(sequence(2, 2), biased(experts({ experts: 2, hidden: 2, shared: 1, router: "sigmoid" })), dense(1)),
    layered(vector(2), dense(3), experts({ experts: 3, hidden: 2, router: "normalized-sigmoid" }), dense(1)),
    layered(vector(2), dense(3), experts({ experts: 3, hidden: 2, topK: 2 }), dense(1)),
  ],
  adapter: [
    layered(vector(3), adapted(4, { rank: 2, alpha: 4 })),
    layered(sequence(2, 3), dense(3, "tanh"), adapted(2, { rank: 1 }), dense(2)),
    layered(vector(2), dense(3, "relu"), adapted(2, { rank: 1, alpha: 2, magnitude: "columns" }), dense(2)),
    layered(sequence(2, 3), dense(3, "relu"), adapted(2, { rank: 2, magnitude: "rows" }), dense(2)),
  ],
  scale: [
    layered(vector(2), dense(3), scaled({ value: 0.5 }), dense(2)),
    layered(vector(2), dense(3, "relu"), scaled({ gain: "channel" }), dense(1)),
    layered(
      vector(2),
      dense(3, "relu"),
      scaled({ shift: "scalar" }),
      dense(2),
      scaled({ gain: "scalar", shift: "scalar" }),
    ),
    layered(vector(2), dense(3, "quadratic"), scaled({ gain: "channel", shift: "scalar" }), dense(1)),
    layered(vector(2), dense(3, "identity", true), scaled({ shift: "scalar" }), scaled({ shift: "scalar" }), dense(2)),
    layered(sequence(2, 2), dense(3), scaled({ gain: "scalar", value: -2 }), dense(1)),
    layered(vector(2), dense(3, "quadratic"), biased(scaled({ value: 2 })), dense(2)),
  ],
  multiply: [
    layered(vector(2), ...factors, { ...MULTIPLY, sources: [0, 1] }, biased(scaled({ value: 2 })), dense(2)),
    layered(vector(2), ...factors, { ...MULTIPLY, sources: [0, 1] }, { ...added("none"), sources: [0, 2] }, dense(2)),
    layered(
      vector(2),
      ...factors,
      { ...MULTIPLY, sources: [0, 1] },
      { ...dense(3), sources: [INPUT] },
      { ...added("none"), sources: [3, 2] },
      dense(2),
    ),
    layered(
      vector(2),
      ...factors,
      { ...MULTIPLY, sources: [0, 1] },
      ...factors.map((factor): Part => ({ ...factor, sources: [INPUT] })),
      { ...MULTIPLY, sources: [3, 4] },
      { ...added("none"), sources: [2, 5] },
      dense(2),
    ),
    layered(vector(2), dense(3), { ...dense(3), sources: [INPUT] }, { ...MULTIPLY, sources: [0, 1] }, dense(2)),
    layered(
      vector(2),
      dense(3, "tanh"),
      { ...dense(3, "relu", true), sources: [INPUT] },
      { ...MULTIPLY, sources: [0, 1] },
      dense(2),
    ),
    layered(
      vector(2),
      dense(2),
      { ...MULTIPLY, sources: [INPUT, 0] },
      dense(2),
      { ...MULTIPLY, sources: [0, 2] },
      dense(1),
    ),
  ],
  softmax: [
    layered(vector(2), dense(3, "identity", true), SOFTMAX),
    layered(sequence(2, 2), dense(3), SOFTMAX, dense(2)),
  ],
  rnn: [
    layered(sequence(3, 2), recurrent("rnn", { hidden: 2, nonlinearity: "identity" }), dense(2)),
    layered(sequence(3, 2), biased(recurrent("rnn", { hidden: 3, nonlinearity: "relu", outputs: "last" })), dense(1)),
    layered(
      sequence(3, 1),
      recurrent("rnn", { hidden: 3, nonlinearity: "identity", recurrence: "diagonal" }),
      dense(1),
    ),
    layered(sequence(3, 1), recurrent("rnn", { hidden: 4, nonlinearity: "identity", rank: 1 }), dense(1)),
    layered(sequence(2, 2), dense(2), biased(recurrent("rnn", { hidden: 3, nonlinearity: "tanh" })), dense(1)),
    layered(
      sequence(3, 2),
      biased(recurrent("rnn", { hidden: 2, nonlinearity: "identity", recurrence: "complex" })),
      dense(2),
    ),
    layered(
      sequence(2, 1),
      recurrent("rnn", { hidden: 2, nonlinearity: "relu", recurrence: "complex", outputs: "last" }),
      dense(1),
    ),
  ],
  gru: [
    layered(sequence(3, 2), biased(recurrent("gru", { hidden: 2 })), dense(1)),
    layered(sequence(2, 2), dense(3), recurrent("gru", { hidden: 2, outputs: "last" })),
  ],
  lstm: [
    layered(sequence(3, 2), biased(recurrent("lstm", { hidden: 2 })), dense(1)),
    layered(sequence(2, 2), dense(3), recurrent("lstm", { hidden: 2, outputs: "last" })),
  ],
  gated: [
    layered(vector(2), glu(3, "silu"), dense(2)),
    layered(vector(2), dense(2), { ...glu(2, "relu"), bias: true }),
    layered(sequence(3, 2), dense(2, "identity", true), { ...glu(3, "identity"), bias: true }, dense(1)),
    layered(vector(2), glu(3, "gelu-tanh"), dense(3, "gelu-tanh", true), dense(2)),
  ],
  "linear-ode": [layered(vector(2), { ...dense(2), type: "linear-ode", grid: 8 })],
};

/** Each layer reads the one before, unless it says otherwise; their units are what they say of a plain vector. */
export function layered(input: Shape, ...parts: readonly Part[]): Network {
  const shapes: Shape[] = [];
  const layers = parts.map((part, l): Layer => {
    const layer = { name: `layer${l + 1}`, sources: [l - 1], ...part };
    const shape = blockKindOf(layer).shape(
      layer,
      layer.sources.map((source) => shapes[source] ?? input),
    );
    if (isRefusal(shape)) throw new Error(shape.why);
    shapes.push(shape);
    return { ...layer, units: sizeOf(shape) };
  });
  return { inputs: sizeOf(input), shape: input, layers, parametrization: "auto" };
}

export type Part = Omit<Layer, "name" | "sources"> & Partial<Pick<Layer, "name" | "sources">>;

export function conv(
  type: "conv1d" | "conv2d",
  channels: number,
  own: LayerOwn,
  activation: ActivationName = "identity",
): Part {
  return { type, units: 0, own: { channels, ...own }, activation: act(activation), bias: false };
}

export function pool(kind: NonNullable<LayerOwn["kind"]>, own: LayerOwn = {}): Part {
  return { type: "pool", units: 0, own: { kind, ...own }, activation: act("identity"), bias: false };
}

export function attend(own: LayerOwn): Part {
  return { type: "attention", units: 0, own, activation: act("identity"), bias: false };
}

export function normed(norm: "layer" | "rms" | "group" | "batch", own: LayerOwn = {}): Part {
  return { type: "norm", units: 0, own: { norm, ...own }, activation: act("identity"), bias: false };
}

export function embedded(units: number, positions: NonNullable<LayerOwn["positions"]>): Part {
  return { type: "embedding", units, own: { positions }, activation: act("identity"), bias: false };
}

export function experts(own: LayerOwn): Part {
  return { type: "moe", units: 0, own, activation: act("identity"), bias: false };
}

export function adapted(units: number, own: LayerOwn): Part {
  return { type: "adapter", units, own, activation: act("identity"), bias: false };
}

/** A dense layer of directions and lengths. */
export function directed(units: number, activation: ActivationName = "identity", bias = false): Part {
  return directions(dense(units, activation, bias));
}

/** A layer of one matrix, with lengths and directions of its rows … */
export function directions(part: Part): Part {
  return { ...part, own: { ...part.own, weightNorm: "yes" } };
}

/** … or over its largest singular value. */
export function spectral(part: Part): Part {
  return { ...part, own: { ...part.own, spectralNorm: "yes" } };
}

export function scaled(own: LayerOwn): Part {
  return { type: "scale", units: 0, own, activation: act("identity"), bias: false };
}

export function recurrent(type: "rnn" | "gru" | "lstm", own: LayerOwn): Part {
  return { type, units: 0, own, activation: act("identity"), bias: false };
}

export function biased(part: Part): Part {
  return { ...part, bias: true };
}

export function added(gain: NonNullable<LayerOwn["gain"]>): Part {
  return { type: "residual", units: 0, own: { gain }, activation: act("identity"), bias: false };
}

export function glu(hidden: number, gate: NonNullable<LayerOwn["gate"]>): Part {
  return { type: "gated", units: 0, own: { hidden, gate }, activation: act("identity"), bias: false };
}

export function dense(units: number, activation: ActivationName = "identity", bias = false): Part {
  return { type: "dense", units, activation: act(activation), bias };
}

function diagonal(units: number, activation: ActivationName = "identity", bias = false): Part {
  return { type: "diagonal", units, activation: act(activation), bias };
}
