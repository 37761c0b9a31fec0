/** Layers of Keras, by their class: a row each. What a row does not know it refuses by giving nothing. */
import { t } from "../../findings/language";
import type { ActivationName } from "../../model/activations";
import type { JsonValue } from "../../checkpoint/json";
import type { Config } from "../draft/config";
import { refuse } from "../draft/refusal";
import type { Step } from "../draft/steps";
import { DROPOUT, evenPadding, notOneOf, RUNNING_AVERAGES } from "../draft/words";

interface Row {
  readonly made: Step["made"];
  /** Pieces of the layer and the variables of Keras they are kept in, in their order. */
  readonly files?: readonly (readonly [piece: string, variable: string])[];
  readonly gaps?: readonly string[];
}

const ACTIVATIONS = {
  linear: "identity",
  relu: "relu",
  tanh: "tanh",
  sigmoid: "sigmoid",
  softplus: "softplus",
  silu: "silu",
  swish: "silu",
  gelu: "gelu",
  elu: "elu",
  selu: "selu",
  mish: "mish",
  exponential: "exp",
} as const satisfies Readonly<Record<string, ActivationName>>;

const WEIGHT = ["weight", "kernel"] as const;
const BIAS = ["bias", "bias"] as const;

export const KERAS_LAYERS: Readonly<Record<string, (config: Config) => Row>> = {
  Dense: (config) => {
    const bias = config.flag("use_bias", true);
    const layer = { type: "dense", units: config.size("units"), ...bentBy(config), ...(bias ? { bias } : {}) } as const;
    return { made: { kind: "layer", layer }, files: bias ? [WEIGHT, BIAS] : [WEIGHT] };
  },
  Conv1D: (config) => convolution(config, "conv1d"),
  Conv2D: (config) => convolution(config, "conv2d"),
  MaxPooling1D: (config) => pool(config, "max"),
  MaxPooling2D: (config) => pool(config, "max"),
  AveragePooling1D: (config) => pool(config, "average"),
  AveragePooling2D: (config) => pool(config, "average"),
  Flatten: () => ({ made: { kind: "layer", layer: { type: "flatten" } } }),
  Dropout: () => ({ made: { kind: "nothing" }, gaps: [DROPOUT] }),
  Activation: (config) => bent(config.oneOf<ActivationName>("activation", ACTIVATIONS)),
  ReLU: (config) => {
    const plain = config.lacks("max_value") && config.number("threshold", 0) === 0;
    const slope = config.number("negative_slope", 0);
    if (!plain) return { made: { kind: "unknown", what: t`ReLU with a bound` } };
    return slope === 0 ? bent("relu") : { made: { kind: "activation", activation: "leaky-relu", slope } };
  },
  LeakyReLU: (config) => ({
    made: {
      kind: "activation",
      activation: "leaky-relu",
      slope: config.number("negative_slope", config.number("alpha", 0.3)),
    },
  }),
  Softmax: () => ({ made: { kind: "layer", layer: { type: "softmax" } } }),
  BatchNormalization: (config) => norm(config, "batch"),
  LayerNormalization: (config) => norm(config, "layer"),
  Embedding: (config) => ({
    made: { kind: "layer", layer: { type: "embedding", units: config.size("output_dim") } },
    files: [["weight", "embeddings"]],
  }),
  Add: () => ({ made: { kind: "layer", layer: { type: "residual" } } }),
  Multiply: () => ({ made: { kind: "layer", layer: { type: "multiply" } } }),
};

function bent(activation: ActivationName): Row {
  return { made: activation === "identity" ? { kind: "nothing" } : { kind: "activation", activation } };
}

/** Written by Keras 3 as a name, or as an object that is refused here. */
function bentBy(config: Config): { readonly activation?: ActivationName } {
  const activation = config.oneOf<ActivationName>("activation", ACTIVATIONS, "linear");
  return activation === "identity" ? {} : { activation };
}

function convolution(config: Config, type: "conv1d" | "conv2d"): Row {
  const bias = config.flag("use_bias", true);
  const kernel = config.sizes("kernel_size");
  const stride = config.sizes("strides", [1]);
  const dilation = config.sizes("dilation_rate", [1]);
  const groups = config.size("groups", 1);
  channelsLast(config);
  const padding = paddingOf(config, kernel, stride, dilation);
  const layer = {
    type,
    channels: config.size("filters"),
    kernel: oneOrAll(kernel),
    ...(stride.every((step) => step === 1) ? {} : { stride: oneOrAll(stride) }),
    ...(padding.every((zeros) => zeros === 0) ? {} : { padding: oneOrAll(padding) }),
    ...(dilation.every((step) => step === 1) ? {} : { dilation: oneOrAll(dilation) }),
    ...(groups === 1 ? {} : { groups }),
    ...bentBy(config),
    ...(bias ? { bias } : {}),
  } as const;
  return { made: { kind: "layer", layer }, files: bias ? [WEIGHT, BIAS] : [WEIGHT] };
}

function pool(config: Config, kind: "max" | "average"): Row {
  const kernel = config.sizes("pool_size");
  const stride = config.lacks("strides") ? kernel : config.sizes("strides");
  channelsLast(config);
  config.oneOf("padding", { valid: "valid" } as const, "valid");
  return {
    made: {
      kind: "layer",
      layer: {
        type: "pool",
        kind,
        kernel: oneOrAll(kernel),
        ...(stride.join() === kernel.join() ? {} : { stride: oneOrAll(stride) }),
      },
    },
  };
}

function norm(config: Config, kind: "batch" | "layer"): Row {
  const [gain, shift] = [config.flag("scale", true), config.flag("center", true)];
  if (gain !== shift) return { made: { kind: "unknown", what: t`a norm with gains or shifts alone` } };
  const axis = config.value("axis") as JsonValue | undefined;
  const last =
    axis === undefined ||
    axis === -1 ||
    (Array.isArray(axis) && axis.length === 1 && (axis as readonly JsonValue[])[0] === -1);
  if (!last) return { made: { kind: "unknown", what: t`a norm over other axes than the last` } };
  const layer = {
    type: "norm",
    norm: kind,
    eps: config.number("epsilon", 1e-3),
    ...(gain ? {} : { affine: "no" as const }),
  } as const;
  return {
    made: { kind: "layer", layer },
    files: gain
      ? [
          ["weight", "gamma"],
          ["bias", "beta"],
        ]
      : [],
    gaps: kind === "batch" ? [RUNNING_AVERAGES] : [],
  };
}

function channelsLast(config: Config): void {
  config.oneOf("data_format", { channels_last: "last" } as const, "channels_last");
}

function paddingOf(
  config: Config,
  kernel: readonly number[],
  stride: readonly number[],
  dilation: readonly number[],
): readonly number[] {
  const word = config.word("padding", "valid");
  if (word === "valid") return kernel.map(() => 0);
  if (word !== "same") return refuse(notOneOf("padding", word, ["valid", "same"]));
  return kernel.map((length, axis) => {
    const reach = (length - 1) * (dilation[axis] ?? dilation[0]);
    if (reach % 2 !== 0 || (stride[axis] ?? stride[0]) !== 1) return refuse(evenPadding());
    return reach / 2;
  });
}

function oneOrAll(values: readonly number[]): number | readonly number[] {
  return values.every((value) => value === values[0]) ? values[0] : values;
}
