/** Operators of ONNX: a row each. A row gives nothing where the operator is used in a way that no layer has. */
import type { ActivationName } from "../../model/activations";
import type { OnnxAttribute, OnnxNode } from "../../checkpoint/onnx/graph";
import type { LayerDraft, TensorDraft } from "../draft/draft";
import type { Step } from "../draft/steps";
import { RUNNING_AVERAGES } from "../draft/words";

export interface Operator {
  readonly node: OnnxNode;
  /** Shapes of the file's tensors. */
  readonly weights: ReadonlyMap<string, readonly number[]>;
  /** Whether one operator alone reads this value. */
  readonly isAlone: (value: string) => boolean;
  /** The operator behind it in the file. */
  readonly next: OnnxNode | undefined;
}

interface Found {
  /** Of the module, where its tensors show it. */
  readonly name?: string;
  readonly made: (name: string) => Step["made"];
  readonly gaps?: readonly string[];
  /** The operator behind it that is a part of the layer. */
  readonly with?: OnnxNode;
}

type Row = (operator: Operator) => Found | undefined;

export const ONNX_OPERATORS: Readonly<Record<string, Row | undefined>> = {
  Gemm: ({ node, weights }) => {
    const [, matrix, bias = ""] = node.inputs;
    const shape = weights.get(matrix);
    const plain = number(node, "alpha", 1) === 1 && number(node, "beta", 1) === 1 && number(node, "transA", 0) === 0;
    if (shape?.length !== 2 || !plain || (bias !== "" && !weights.has(bias))) return undefined;
    return dense(shape, matrix, bias, number(node, "transB", 0) === 0);
  },
  MatMul: ({ node, weights, isAlone, next }) => {
    const [, matrix] = node.inputs;
    const shape = weights.get(matrix);
    if (shape?.length !== 2) return undefined;
    const [output] = node.outputs;
    const bias =
      next?.op === "Add" && isAlone(output) && next.inputs.includes(output)
        ? next.inputs.find((one) => one !== output)
        : undefined;
    const isBias = bias !== undefined && weights.get(bias)?.length === 1 && weights.get(bias)?.[0] === shape[1];
    return {
      ...dense(shape, matrix, isBias ? bias : "", true),
      ...(isBias && next !== undefined ? { with: next } : {}),
    };
  },
  Conv: ({ node, weights }) => {
    const [, kernels, bias = ""] = node.inputs;
    const shape = weights.get(kernels);
    if (shape === undefined || (shape.length !== 3 && shape.length !== 4) || (bias !== "" && !weights.has(bias)))
      return undefined;
    const axes = shape.length - 2;
    const [padding, groups] = [paddingOf(node, axes), number(node, "group", 1)];
    const [stride, dilation] = [numbers(node, "strides", axes), numbers(node, "dilations", axes)];
    if (padding === null || !isNotSet(node)) return undefined;
    return {
      ...moduleOf(kernels),
      made: (name) => ({
        kind: "layer",
        layer: {
          type: axes === 1 ? "conv1d" : "conv2d",
          channels: shape[0],
          kernel: oneOrAll(shape.slice(2)),
          ...unless(1, "stride", stride),
          ...unless(0, "padding", padding),
          ...unless(1, "dilation", dilation),
          ...(groups === 1 ? {} : { groups }),
          ...(bias === "" ? {} : { bias: true }),
        },
        tensors: named(name, [
          ["weight", kernels],
          ["bias", bias],
        ]),
      }),
    };
  },
  BatchNormalization: ({ node, weights }) => {
    const [, gain, shift] = node.inputs;
    if (!weights.has(gain) || !weights.has(shift)) return undefined;
    return {
      ...norm(gain, shift, { type: "norm", norm: "batch", eps: number(node, "epsilon", 1e-5) }),
      gaps: [RUNNING_AVERAGES],
    };
  },
  LayerNormalization: ({ node, weights }) => {
    const [, gain, shift = ""] = node.inputs;
    if (weights.get(gain)?.length !== 1 || shift === "" || number(node, "axis", -1) !== -1) return undefined;
    return norm(gain, shift, { type: "norm", norm: "layer", eps: number(node, "epsilon", 1e-5) });
  },
  MaxPool: ({ node }) => pool(node, "max"),
  AveragePool: ({ node }) => {
    const padding = attributeOf(node, "pads");
    const counts =
      number(node, "count_include_pad", 0) === 1 ||
      padding === undefined ||
      (padding.kind === "numbers" && padding.values.every((one) => one === 0));
    return counts ? pool(node, "average") : undefined;
  },
  GlobalAveragePool: () => ({ made: () => ({ kind: "layer", layer: { type: "pool", kind: "average" } }) }),
  GlobalMaxPool: () => ({ made: () => ({ kind: "layer", layer: { type: "pool", kind: "max" } }) }),
  Flatten: ({ node }) =>
    number(node, "axis", 1) === 1 ? { made: () => ({ kind: "layer", layer: { type: "flatten" } }) } : undefined,
  Softmax: ({ node }) =>
    number(node, "axis", -1) === -1 ? { made: () => ({ kind: "layer", layer: { type: "softmax" } }) } : undefined,
  Add: ({ node, weights }) =>
    node.inputs.some((one) => weights.has(one))
      ? undefined
      : { made: () => ({ kind: "layer", layer: { type: "residual" } }) },
  Mul: ({ node, weights }) =>
    node.inputs.some((one) => weights.has(one))
      ? undefined
      : { made: () => ({ kind: "layer", layer: { type: "multiply" } }) },
  Identity: () => ({ made: () => ({ kind: "nothing" }) }),
  Dropout: () => ({ made: () => ({ kind: "nothing" }) }),
  Relu: () => bent("relu"),
  LeakyRelu: ({ node }) => ({
    made: () => ({ kind: "activation", activation: "leaky-relu", slope: number(node, "alpha", 0.01) }),
  }),
  Tanh: () => bent("tanh"),
  Sigmoid: () => bent("sigmoid"),
  Softplus: () => bent("softplus"),
  Erf: () => bent("erf"),
  Sin: () => bent("sin"),
  Exp: () => bent("exp"),
  Mish: () => bent("mish"),
  Gelu: ({ node }) => {
    const approximate = attributeOf(node, "approximate");
    if (approximate === undefined) return bent("gelu");
    if (approximate.kind !== "text") return undefined;
    return approximate.value === "none" ? bent("gelu") : approximate.value === "tanh" ? bent("gelu-tanh") : undefined;
  },
  Elu: ({ node }) => (number(node, "alpha", 1) === 1 ? bent("elu") : undefined),
};

function bent(activation: ActivationName): Found {
  return { made: () => ({ kind: "activation", activation }) };
}

function dense(shape: readonly number[], matrix: string, bias: string, turned: boolean): Found {
  const units = turned ? shape[1] : shape[0];
  return {
    ...moduleOf(matrix),
    made: (name) => ({
      kind: "layer",
      layer: { type: "dense", units, ...(bias === "" ? {} : { bias: true }) },
      tensors: {
        ...(turned ? { [`${name}.weight`]: { name: matrix, transposed: true } } : named(name, [["weight", matrix]])),
        ...named(name, [["bias", bias]]),
      },
    }),
  };
}

function norm(gain: string, shift: string, layer: Omit<LayerDraft, "name">): Found {
  return {
    ...moduleOf(gain),
    made: (name) => ({
      kind: "layer",
      layer,
      tensors: named(name, [
        ["weight", gain],
        ["bias", shift],
      ]),
    }),
  };
}

function pool(node: OnnxNode, kind: "max" | "average"): Found | undefined {
  const kernel = attributeOf(node, "kernel_shape");
  if (kernel?.kind !== "numbers" || !isNotSet(node) || number(node, "ceil_mode", 0) !== 0) return undefined;
  const axes = kernel.values.length;
  const padding = paddingOf(node, axes);
  if (padding === null || numbers(node, "dilations", axes).some((step) => step !== 1)) return undefined;
  return {
    made: () => ({
      kind: "layer",
      layer: {
        type: "pool",
        kind,
        kernel: oneOrAll(kernel.values),
        stride: oneOrAll(numbers(node, "strides", axes)),
        ...unless(0, "padding", padding),
      },
    }),
  };
}

/** Tensors that the layer would not find by its own name. */
function named(
  name: string,
  pieces: readonly (readonly [piece: string, tensor: string])[],
): Record<string, TensorDraft> {
  return Object.fromEntries(
    pieces.flatMap(([piece, tensor]) =>
      tensor === "" || tensor === `${name}.${piece}` ? [] : [[`${name}.${piece}`, tensor] as const],
    ),
  );
}

/** `fc1` of `fc1.weight`. */
function moduleOf(tensor: string): { readonly name?: string } {
  const found = /^(.+)\.weight$/.exec(tensor);
  return found === null ? {} : { name: found[1] };
}

function attributeOf({ attributes }: OnnxNode, name: string): OnnxAttribute | undefined {
  return Object.hasOwn(attributes, name) ? attributes[name] : undefined;
}

function number(node: OnnxNode, name: string, usual: number): number {
  const attribute = attributeOf(node, name);
  return attribute?.kind === "number" ? attribute.value : usual;
}

/** One for each axis; 1 where nothing is said. */
function numbers(node: OnnxNode, name: string, axes: number): readonly number[] {
  const attribute = attributeOf(node, name);
  return attribute?.kind === "numbers" ? attribute.values : Array<number>(axes).fill(1);
}

/** `null`: not the same at both ends of an axis. */
function paddingOf(node: OnnxNode, axes: number): readonly number[] | null {
  const pads = attributeOf(node, "pads");
  if (pads?.kind !== "numbers") return Array<number>(axes).fill(0);
  const [begin, end] = [pads.values.slice(0, axes), pads.values.slice(axes)];
  return begin.join() === end.join() ? begin : null;
}

function isNotSet(node: OnnxNode): boolean {
  const automatic = attributeOf(node, "auto_pad");
  return automatic === undefined || (automatic.kind === "text" && ["NOTSET", "VALID"].includes(automatic.value));
}

function unless<Name extends string>(
  usual: number,
  name: Name,
  values: readonly number[],
): { readonly [K in Name]?: number | readonly number[] } {
  return (values.every((value) => value === usual) ? {} : { [name]: oneOrAll(values) }) as {
    readonly [K in Name]?: number | readonly number[];
  };
}

function oneOrAll(values: readonly number[]): number | readonly number[] {
  return values.every((value) => value === values[0]) ? values[0] : values;
}
