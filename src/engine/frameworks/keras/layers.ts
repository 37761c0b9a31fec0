/** Layers that Keras has, channels last; `null`: it has none. */
import type { Activation } from "../../model/activations";
import { along } from "../shapes";
import { channelsFirst, has, type Placed } from "../places";
import { bool, call, text, tuple } from "../python";

export interface KerasLayer {
  readonly value: string;
  /** Keras' names of its tensors by PyTorch's, in the order of its weights. */
  readonly renamed: Readonly<Record<string, string>>;
}

const without = (value: string): KerasLayer => ({ value, renamed: {} });
const KERNEL = { weight: "kernel", bias: "bias" };

export function layerOf(at: Placed): KerasLayer | null {
  const { layer, inputs, shape, shares } = at;
  const [x, y] = inputs;
  const own = layer.own ?? {};
  const built = (
    name: string,
    positional: readonly string[],
    named: Readonly<Record<string, string | null>>,
    renamed: KerasLayer["renamed"],
    input = x,
  ): KerasLayer => ({
    value: `${call(`keras.layers.${name}`, positional, { ...named, name: text(at.value) })}(${input})`,
    renamed,
  });
  const bias = { use_bias: layer.bias ? null : "False" };
  switch (layer.type) {
    case "dense": {
      if (shares !== null || own.weightNorm === "yes" || own.spectralNorm === "yes") return null;
      const joined = inputs.length === 1 ? x : `keras.ops.concatenate([${inputs.join(", ")}], -1)`;
      return built("Dense", [String(shape.channels)], bias, KERNEL, joined);
    }
    case "conv1d":
    case "conv2d":
      return own.weightNorm === "yes" || own.spectralNorm === "yes" ? null : convolution(at, built);
    case "pool":
      return pool(at);
    case "flatten": {
      const [from] = at.from;
      const axes = from.extents.map((_, i) => i + 1);
      // A spec counts channel by channel.
      const turned = channelsFirst(from) ? `keras.layers.Permute(${tuple([axes.length + 1, ...axes])})(${x})` : x;
      return without(`keras.layers.Flatten()(${turned})`);
    }
    case "embedding":
      if (own.positions !== undefined && own.positions !== "none") return null;
      return built("Embedding", [String(at.from[0].channels), String(shape.channels)], {}, { weight: "embeddings" });
    case "norm":
      return norm(at, built);
    case "residual":
      return own.gain === undefined || own.gain === "none" ? without(`${x} + ${y}`) : null;
    case "scale":
      if (has(at, "gain") || has(at, "shift") || layer.bias) return null;
      return without(`${own.value ?? 1} * ${x}`);
    case "multiply":
      return without(`${x} * ${y}`);
    case "softmax":
      return without(`keras.ops.softmax(${x}, -1)`);
    case "diagonal":
    case "gated":
    case "moe":
    case "adapter":
    case "attention":
    case "rnn":
    case "gru":
    case "lstm":
    case "linear-ode":
      return null;
  }
}

type Build = (
  name: string,
  positional: readonly string[],
  named: Readonly<Record<string, string | null>>,
  renamed: KerasLayer["renamed"],
  input?: string,
) => KerasLayer;

function convolution({ layer, from: [source], shape, inputs: [x] }: Placed, built: Build): KerasLayer | null {
  const axes = along(layer.own ?? {}, source);
  // Keras takes one or the other.
  if (axes.some(({ stride }) => stride > 1) && axes.some(({ dilation }) => dilation > 1)) return null;
  const { groups = 1 } = layer.own ?? {};
  const each = (name: "kernel" | "stride" | "dilation"): string => tuple(axes.map((axis) => axis[name]));
  return built(
    `Conv${axes.length}D`,
    [String(shape.channels), each("kernel")],
    {
      strides: axes.every(({ stride }) => stride === 1) ? null : each("stride"),
      dilation_rate: axes.every(({ dilation }) => dilation === 1) ? null : each("dilation"),
      groups: groups === 1 ? null : String(groups),
      use_bias: layer.bias ? null : "False",
    },
    KERNEL,
    padded(
      axes.map(({ padding }) => padding),
      x,
    ),
  );
}

function padded(padding: readonly number[], x: string): string {
  if (padding.every((n) => n === 0)) return x;
  const sides = padding.map((n) => `(${n}, ${n})`);
  return padding.length === 1
    ? `keras.layers.ZeroPadding1D(${padding[0]})(${x})`
    : `keras.layers.ZeroPadding${padding.length}D((${sides.join(", ")}))(${x})`;
}

function pool({ layer, from: [source], inputs: [x] }: Placed): KerasLayer | null {
  const { kernel = source.extents, kind, stride = kernel, padding = 0 } = layer.own ?? {};
  if (kind === "k-max") return null;
  const axes = along({ kernel, stride, padding }, source);
  const isPadded = axes.some((axis) => axis.padding > 0);
  // Zeros added before a maximum would count.
  if (kind === "max" && isPadded) return null;
  const each = (name: "kernel" | "stride"): string => tuple(axes.map((axis) => axis[name]));
  const name = `keras.layers.${kind === "max" ? "Max" : "Average"}Pooling${axes.length}D`;
  return without(
    `${name}(${each("kernel")}, ${each("stride")})(${padded(
      axes.map((axis) => axis.padding),
      x,
    )})`,
  );
}

function norm({ layer }: Placed, built: Build): KerasLayer | null {
  const { norm: kind = "layer", groups = 1, eps = 1e-5, affine = "yes" } = layer.own ?? {};
  const epsilon = String(eps);
  const trained = affine === "yes" ? null : bool(false);
  const both = { weight: "gamma", bias: "beta" };
  switch (kind) {
    case "layer":
      return built("LayerNormalization", [], { epsilon, scale: trained, center: trained }, both);
    case "group":
      return built("GroupNormalization", [String(groups)], { epsilon, scale: trained, center: trained }, both);
    case "rms":
      return affine === "yes" ? built("RMSNormalization", [], { epsilon }, { weight: "scale" }) : null;
    case "batch":
      // Keras keeps means and variances besides, and uses them when it does not train.
      return null;
  }
}

export function activated({ name, slope }: Activation, z: string): string {
  switch (name) {
    case "identity":
      return z;
    case "leaky-relu":
      return `keras.ops.leaky_relu(${z}, negative_slope=${slope})`;
    case "gelu":
      return `keras.ops.gelu(${z}, approximate=False)`;
    case "gelu-tanh":
      return `keras.ops.gelu(${z}, approximate=True)`;
    case "quadratic":
      return `keras.ops.square(${z})`;
    case "relu-squared":
      return `keras.ops.square(keras.ops.relu(${z}))`;
    case "hard-tanh":
      return `keras.ops.clip(${z}, -1, 1)`;
    case "mish":
      return `keras.activations.mish(${z})`;
    case "relu":
    case "silu":
    case "elu":
    case "selu":
    case "tanh":
    case "sigmoid":
    case "softplus":
    case "erf":
    case "sin":
    case "exp":
      return `keras.ops.${name}(${z})`;
  }
}
