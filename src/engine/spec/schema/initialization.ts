/** Where training starts. */
import * as Type from "typebox";
import { either } from "../../findings/words";
import { t } from "../../findings/language";
import {
  DEFAULT_SCHEME,
  DRAWN_TOGETHER,
  OWN_NUMBER_NAMES,
  OWN_NUMBERS,
  ownNumbers,
  SCHEME_NAMES,
  schemeRow,
  takes,
} from "../../model/schemes";
import type { OwnNumberName, SchemeName } from "../../model/schemes";
import { choice, closed, says, the, type Variant, type Variants } from "./keywords";
import {
  code,
  correlationLength,
  EXPLICIT_WEIGHTS,
  FILE_PATH,
  FILE_TENSORS,
  LAMBDA,
  ONE_MATRIX,
  OVERRIDES,
  scaleOfWeights,
  VALUE_OF_A_PATH,
} from "./words";

const EXPLAINED = Object.fromEntries(
  SCHEME_NAMES.map((name) => {
    const { words, pathWords } = schemeRow(name);
    return [name, pathWords === undefined ? words : `${words} ${pathWords}`];
  }),
) as Record<SchemeName, string>;

const scheme = choice(
  EXPLAINED,
  says(t`How the weights are drawn. Default \`gaussian\` with \`std\` 1.`, { default: DEFAULT_SCHEME }),
);

/** Which properties belong to which scheme; the top level and the overrides share it. */
export const SCHEME_VARIANTS: Variants = {
  by: "scheme",
  otherwise: DEFAULT_SCHEME,
  cases: Object.fromEntries(SCHEME_NAMES.map((name) => [name, variantOf(name)])),
};

function variantOf(name: SchemeName): Variant {
  const { needs: others = [], takes: more = [] } = schemeRow(name);
  const own = ownNumbers(name);
  const needs = [...own.flatMap(([key, number]) => ("default" in number ? [] : [key])), ...others];
  const takes = [...own.map(([key]) => key), ...others, ...more];
  return { ...(needs.length === 0 ? {} : { needs }), ...(takes.length === 0 ? {} : { takes }) };
}

const number = (text: string, more: object) => Type.Optional(Type.Number(says(text, more)));
const numbers = (text: string) => ({ type: "array", items: { type: "number" }, ...says(text) });

/** Of a dense layer a list of rows, of a diagonal one a list of numbers, of a convolution lists in lists. */
export type WeightsSpec = readonly (number | WeightsSpec)[];
/** As deep as the tensor of a convolution of an image. */
const DEEPEST = 4;

function nested(depth: number): object {
  return depth === 1 ? { type: "number" } : { type: ["array", "number"], items: nested(depth - 1) };
}

const layerWeights = (text: string, more: object = {}) =>
  Type.Unsafe<WeightsSpec>({
    type: "array",
    items: nested(DEEPEST),
    ...says(text, more),
  });

/** The schemes' own numbers; that of a constant path may be a matrix. */
const { value, ...otherNumbers } = Object.fromEntries(
  OWN_NUMBER_NAMES.map((name) => [name, number(wordsOf(name), limitsOf(name))]),
) as Record<OwnNumberName, Type.TOptional<Type.TNumber>>;

const common = {
  scheme: Type.Optional(scheme),
  ...otherNumbers,
  scale: number(scaleOfWeights(DRAWN_TOGETHER), { default: 1 }),
  biasStd: number(t`Standard deviation of the biases. Default 0: they start at 0.`, { minimum: 0, default: 0 }),
};

const override = closed(
  { here: t`this override`, any: t`an override`, has: "has" },
  {
    ...common,
    value,
    weights: Type.Optional(layerWeights(EXPLICIT_WEIGHTS)),
    bias: Type.Optional(Type.Array(Type.Number(), says(t`\`explicit\`: the layer's bias, one number per unit.`))),
  },
  says(t`What this layer does differently; what is not said here is taken from the initialization around it.`),
);

const tensorReference = Type.Unsafe<TensorSpec>({
  type: ["string", "object"],
  minLength: 1,
  properties: {
    name: { type: "string", minLength: 1, ...says(t`Its name in the file.`) },
    transposed: { type: "boolean", ...says(t`The file has it as [in, out]. Default: false.`) },
  },
  required: ["name"],
  additionalProperties: false,
  noun: { here: t`this tensor`, any: t`a tensor`, has: "has" },
  ...says(t`What a tensor, or the module of a layer, is called in the file.`),
});

export const initialization = closed(
  the(t`the initialization`),
  {
    ...common,
    value: Type.Optional(
      Type.Unsafe<number | readonly (readonly number[])[]>({
        type: ["number", "array"],
        items: { type: "array", items: { type: "number" } },
        ...says(`${wordsOf("value")} ${VALUE_OF_A_PATH}`, limitsOf("value")),
      }),
    ),
    lengthScale: number(correlationLength(SCHEME_NAMES.filter((name) => takes(schemeRow(name), "lengthScale"))), {
      minimum: 0.05,
      maximum: 100,
      default: 0.5,
    }),
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
        says(
          t`\`explicit\`: the weights of every layer, first to last. Of a \`linear-ode\` layer one matrix per node.`,
          {
            examples: [
              [
                [
                  [1, 0],
                  [0, 1],
                ],
              ],
            ],
          },
        ),
      ),
    ),
    biases: Type.Optional(
      Type.Array(
        Type.Unsafe<readonly number[] | null>({
          ...numbers(t`One layer's bias, one number per unit; \`null\` or \`[]\` for a layer without bias.`),
          type: ["array", "null"],
        }),
        says(t`\`explicit\`: the biases of every layer, first to last.`, { examples: [[[0, 0]]] }),
      ),
    ),
    path: Type.Optional(Type.String(says(FILE_PATH, { minLength: 1, examples: ["model.safetensors"] }))),
    tensors: Type.Optional(
      Type.Unsafe<Readonly<Record<string, TensorSpec>>>({
        type: "object",
        additionalProperties: tensorReference,
        ...says(FILE_TENSORS),
      }),
    ),
    seed: Type.Optional(
      Type.Integer(
        says(t`Same spec and same seed, same numbers, on every machine. A whole number from 0 to 2³² - 1; default 0.`, {
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
  says(t`Where training starts. Default: \`gaussian\` with \`std\` 1, \`scale\` 1, \`seed\` 0; biases at 0.`, {
    variants: SCHEME_VARIANTS,
    defaultSnippets: [
      {
        label: "relaxed-balanced",
        description: t`Linear networks: the dynamics are intrinsic`,
        body: { scheme: "relaxed-balanced", lambda: ["^${1:0.7}"], seed: "^${2:0}" },
      },
      {
        label: "gaussian",
        description: t`Independent normal weights`,
        body: { scheme: "gaussian", std: "^${1:1}", seed: "^${2:0}" },
      },
      {
        label: "he-normal",
        description: t`Variance 2 / inputs, for relu`,
        body: { scheme: "he-normal", seed: "^${1:0}" },
      },
    ],
  }),
);

/** A name in a file of weights, alone or with how it lies there. */
export type TensorSpec = string | { readonly name: string; readonly transposed?: boolean };
export type InitializationSpec = Type.Static<typeof initialization>;
export type OverrideSpec = Type.Static<typeof override>;

/** "`gaussian`: standard deviation of the weights. Default 1." */
function wordsOf(name: OwnNumberName): string {
  const { number: own, of } = OWN_NUMBERS[name];
  return `${either(of.map(code))}: ${own.words}${"default" in own ? t` Default ${own.default}.` : ""}`;
}

/** What JSON schema says of it beside its words. */
function limitsOf(name: OwnNumberName): object {
  const { number: own } = OWN_NUMBERS[name];
  return { ...own.range, ...("default" in own ? { default: own.default } : { examples: [own.example] }) };
}
