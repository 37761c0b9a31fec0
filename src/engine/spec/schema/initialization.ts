/** Where training starts. */
import * as Type from "typebox";
import { choice, closed, says, the, type Variants } from "./keywords";
import {
  CORRELATION_LENGTH,
  EXPLICIT_WEIGHTS,
  GAUSSIAN,
  LAMBDA,
  ONE_MATRIX,
  OVERRIDES,
  RELAXED_BALANCED,
  SCALE,
} from "./words";

const schemes = {
  gaussian: GAUSSIAN,
  uniform: "Independent entries, uniform in `[-limit, limit]`.",
  "xavier-normal": "Normal entries of variance `2 / (inputs + units)`.",
  "xavier-uniform": "Uniform entries of variance `2 / (inputs + units)`.",
  "he-normal": "Normal entries of variance `2 / inputs`, made for relu.",
  "he-uniform": "Uniform entries of variance `2 / inputs`, made for relu.",
  "lecun-normal": "Normal entries of variance `1 / inputs`.",
  orthogonal: "Orthonormal rows or columns, whichever are fewer, uniformly distributed.",
  identity: "Ones on the main diagonal, zeros elsewhere.",
  zeros: "All weights 0.",
  constant: "All weights equal to `value`. Of a `linear-ode` layer `value` may be a matrix: `A_s` for every `s`.",
  balanced: "`U_{i+1}ᵀ U_{i+1} = U_i U_iᵀ` for neighbouring layers of a linear network, met exactly.",
  "relaxed-balanced": RELAXED_BALANCED,
  explicit: "The numbers in `weights` and `biases`.",
} as const;

const scheme = choice(
  schemes,
  says("How the weights are drawn. Default `gaussian` with `std` 1.", {
    default: "gaussian",
    planned: { words: ["file"], kind: "schemes" },
  }),
);

/** Which properties belong to which scheme; the top level and the overrides share it. */
export const SCHEME_VARIANTS: Variants = {
  by: "scheme",
  otherwise: "gaussian",
  cases: {
    gaussian: { takes: ["std", "lengthScale"] },
    uniform: { needs: ["limit"], takes: ["limit"] },
    constant: { needs: ["value"], takes: ["value"] },
    "relaxed-balanced": { needs: ["lambda"], takes: ["lambda", "lengthScale"] },
    explicit: { takes: ["weights", "biases", "bias"] },
    "xavier-normal": {},
    "xavier-uniform": {},
    "he-normal": {},
    "he-uniform": {},
    "lecun-normal": {},
    orthogonal: {},
    identity: {},
    zeros: {},
    balanced: {},
  },
};

const number = (text: string, more: object) => Type.Optional(Type.Number(says(text, more)));
const numbers = (text: string) => ({ type: "array", items: { type: "number" }, ...says(text) });

/** Of a dense layer a list of rows, of a diagonal one a list of numbers. */
export type WeightsSpec = readonly (readonly number[])[] | readonly number[];
const layerWeights = (text: string, more: object = {}) =>
  Type.Unsafe<WeightsSpec>({
    type: "array",
    items: { type: ["array", "number"], items: { type: "number" } },
    ...says(text, more),
  });

const common = {
  scheme: Type.Optional(scheme),
  std: number("`gaussian`: standard deviation of the weights. Default 1.", { minimum: 0, default: 1 }),
  limit: number("`uniform`: the weights lie in `[-limit, limit]`.", { minimum: 0, examples: [0.1] }),
  scale: number(SCALE, { default: 1 }),
  biasStd: number("Standard deviation of the biases. Default 0: they start at 0.", { minimum: 0, default: 0 }),
};

const VALUE = "`constant`: the value of every weight.";

const override = closed(
  { here: "this override", any: "an override", has: "has" },
  {
    ...common,
    value: number(VALUE, { examples: [0.1] }),
    weights: Type.Optional(layerWeights(EXPLICIT_WEIGHTS)),
    bias: Type.Optional(Type.Array(Type.Number(), says("`explicit`: the layer's bias, one number per unit."))),
  },
  says("What this layer does differently; what is not said here is taken from the initialization around it."),
);

export const initialization = closed(
  the("initialization"),
  {
    ...common,
    value: Type.Optional(
      Type.Unsafe<number | readonly (readonly number[])[]>({
        type: ["number", "array"],
        items: { type: "array", items: { type: "number" } },
        ...says(`${VALUE} Of a \`linear-ode\` layer also a matrix, as a list of rows: \`A_s\` for every \`s\`.`, {
          examples: [0.1],
        }),
      }),
    ),
    lengthScale: number(CORRELATION_LENGTH, { minimum: 0.05, maximum: 100, default: 0.5 }),
    lambda: Type.Optional(
      Type.Unsafe<number | string | readonly number[]>({
        type: ["number", "string", "array"],
        items: { type: "number" },
        ...says(LAMBDA, { examples: [0.7, [0.7]] }),
      }),
    ),
    weights: Type.Optional(
      Type.Array(
        layerWeights(ONE_MATRIX),
        says("`explicit`: the weights of every layer, first to last. Of a `linear-ode` layer one matrix per node.", {
          examples: [
            [
              [
                [1, 0],
                [0, 1],
              ],
            ],
          ],
        }),
      ),
    ),
    biases: Type.Optional(
      Type.Array(
        Type.Unsafe<readonly number[] | null>({
          ...numbers("One layer's bias, one number per unit; `null` or `[]` for a layer without bias."),
          type: ["array", "null"],
        }),
        says("`explicit`: the biases of every layer, first to last.", { examples: [[[0, 0]]] }),
      ),
    ),
    seed: Type.Optional(
      Type.Integer(
        says("Same spec and same seed, same numbers, on every machine. A whole number from 0 to 2³² - 1; default 0.", {
          minimum: 0,
          maximum: 2 ** 32 - 1,
          default: 0,
        }),
      ),
    ),
    layers: Type.Optional(
      Type.Unsafe<Readonly<Record<string, OverrideSpec>>>({
        type: "object",
        additionalProperties: override,
        ...says(OVERRIDES),
      }),
    ),
  },
  says("Where training starts. Default: `gaussian` with `std` 1, `scale` 1, `seed` 0; biases at 0.", {
    variants: SCHEME_VARIANTS,
    defaultSnippets: [
      {
        label: "relaxed-balanced",
        description: "Linear networks: the dynamics are intrinsic",
        body: { scheme: "relaxed-balanced", lambda: ["^${1:0.7}"], seed: "^${2:0}" },
      },
      {
        label: "gaussian",
        description: "Independent normal weights",
        body: { scheme: "gaussian", std: "^${1:1}", seed: "^${2:0}" },
      },
      {
        label: "he-normal",
        description: "Variance 2 / inputs, for relu",
        body: { scheme: "he-normal", seed: "^${1:0}" },
      },
    ],
  }),
);

export type InitializationSpec = Type.Static<typeof initialization>;
export type OverrideSpec = Type.Static<typeof override>;
