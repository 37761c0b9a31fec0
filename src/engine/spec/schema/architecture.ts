/** The network: its layers and how they are joined. */
import * as Type from "typebox";
import { either } from "../../findings/words";
import { t } from "../../findings/language";
import type { ActivationName } from "../../model/activations";
import {
  ACTIVATION_NAMES,
  activationNamed,
  activationRow,
  LIFTED_BY_PATHS,
  sigmaOf,
  SLOPED,
} from "../../model/activations";
import type { LayerType } from "../../model/blocks";
import { blockKindOf, LAYER_TYPES } from "../../model/blocks";
import { PRESET_TYPES, presetOf, type PresetType } from "../presets";
import type { Preset } from "../presets/preset";
import { classOf } from "../../theory/plateau/activation-class";
import { choice, closed, says, switchable, the } from "./keywords";
import { input, ownProperties } from "./layouts";
import { TRAIN } from "./switches";
import { GRID, INPUTS_OF_A_LAYER, LAYERS_ONE_BY_ONE, PARAMETRIZATION, REPEAT, SHARED_MATRIX, WIDTHS } from "./words";

/** With the class that says how the activation unbalances its neighbours, computed from its exact series. */
const EXPLAINED = Object.fromEntries(
  ACTIVATION_NAMES.map((name) => {
    const { words } = activationRow(name);
    const formula = excessText(name);
    return [name, formula === null ? words : `${words}${words.endsWith(".") ? "" : "."} ${formula}`];
  }),
) as Record<ActivationName, string>;

/** `null` where the class is not known. */
function excessText(name: ActivationName): string | null {
  const activation = activationNamed(name);
  const { class: letter, leadingTerm } = classOf(activation);
  if (letter === null) return null;
  const more = letter === "A" || sigmaOf(activation).polynomial !== null ? "" : " + …";
  return t`Class ${letter}: φ_σ(z) = z σ′(z) − σ(z) = ${leadingTerm}${more}`;
}

const activation = (text: string) => choice(EXPLAINED, says(text, { default: "identity" }));

const owners = either(SLOPED.map((name) => `\`${name}\``));
const slopes = SLOPED.flatMap((name) => activationRow(name).slope ?? []);
const usual = either(slopes.map(({ words }) => words));
const slope = Type.Number(
  says(t`Slope of ${owners} on the negative side. Default ${usual}.`, { default: slopes[0].default }),
);

export const parametrization = (more: object) =>
  choice(
    {
      auto: t`Chosen from the layers: \`product\`, \`path-lifting\`, \`function\` or \`flow-map\`.`,
      product: t`The end-to-end matrix \`U_L ⋯ U_1\`, for networks whose hidden activations are all identity.`,
      "path-lifting": t`One coordinate per path through the network, for ${either(LIFTED_BY_PATHS, "and")}.`,
      function: t`The function that the network computes, for any activation.`,
      "flow-map": t`The matrix \`Z_1\` at the end of a linear neural ODE.`,
    },
    says(PARAMETRIZATION, {
      default: "auto",
      ...more,
    }),
  );

const train = (text: string) =>
  Type.Optional(
    switchable(
      {
        all: t`Weights and biases are trained.`,
        weights: t`The weights are trained, the biases are held fixed at their start.`,
        biases: t`The biases are trained, the weights are held fixed at their start.`,
        none: t`Nothing is trained: weights and biases are held fixed at their start.`,
      },
      says(text, { default: "all" }),
      TRAIN,
    ),
  );

/** What a spec may say of a layer of this type, and what completion offers. */
interface LayerRow {
  readonly type: LayerType | PresetType;
  readonly words: string;
  readonly needs: readonly string[];
  readonly takes: readonly string[];
  readonly snippet: Preset["snippet"];
}

/** The kinds of layers and the whole blocks, with what their rows say. */
const LAYERS: readonly LayerRow[] = [
  ...LAYER_TYPES.map((type) => ({ type, ...blockKindOf({ type }) })),
  ...PRESET_TYPES.map((type) => ({ type, ...presetOf(type) })),
];

const KINDS = Object.assign({}, ...PRESET_TYPES.map((type) => presetOf(type).kinds)) as Record<string, string>;

/** What a layer says of itself, but for the layers within it. */
const ownOfLayer = {
  type: choice(
    Object.fromEntries(LAYERS.map(({ type, words }) => [type, words])) as Record<LayerType | PresetType, string>,
    says(t`What the layer computes.`),
  ),
  preset: Type.Optional(choice(KINDS, says(t`\`transformer-block\`: which.`))),
  repeat: Type.Optional(Type.Integer(says(REPEAT, { minimum: 1, examples: [12] }))),
  units: Type.Optional(
    Type.Integer(says(t`Number of neurons: the rows of the layer's matrix \`W\`.`, { minimum: 1, examples: [3] })),
  ),
  width: Type.Optional(
    Type.Integer(
      says(t`\`linear-ode\`: number of neurons; \`A_s\` and \`Z_s\` have shape \`[width, width]\`.`, {
        minimum: 1,
        maximum: 64,
        examples: [3],
      }),
    ),
  ),
  grid: Type.Optional(Type.Integer(says(GRID, { minimum: 8, maximum: 256, examples: [32] }))),
  ...ownProperties,
  activation: Type.Optional(
    activation(
      t`What is applied to each neuron. Default \`identity\`. The last layer's activation is read as part of the loss.`,
    ),
  ),
  slope: Type.Optional(slope),
  train: train(t`What of this layer is trained. Default: what the architecture says, else \`all\`.`),
  bias: Type.Optional(
    Type.Boolean(says(t`Whether a trained vector \`b\` is added. Default \`false\`.`, { default: false })),
  ),
  name: Type.Optional(
    Type.String(
      says(t`The layer's name, for \`from\` and for the report. Default: \`layer1\`, \`layer2\`, … by position.`, {
        examples: ["hidden"],
      }),
    ),
  ),
  share: Type.Optional(Type.String(says(SHARED_MATRIX, { examples: ["embedding"] }))),
  from: Type.Optional(
    Type.Array(
      Type.String(says(t`The name of an earlier layer, or \`"input"\`.`)),
      says(INPUTS_OF_A_LAYER, { minItems: 1, examples: [["input"]] }),
    ),
  ),
};

const LAYER = { here: t`this layer`, any: t`a layer`, has: "has" } as const;
const options = (takesOf: (takes: readonly string[]) => readonly string[]) =>
  says(t`One layer of the network.`, {
    variants: {
      by: "type",
      cases: Object.fromEntries(
        LAYERS.map(({ type, needs, takes }) => [
          type,
          needs.length === 0 ? { takes: takesOf(takes) } : { needs, takes: takesOf(takes) },
        ]),
      ),
    },
    defaultSnippets: LAYERS.map(({ type, snippet: { description, properties } }) => ({
      label: type,
      description,
      body: { type, ...properties },
    })),
  });

const layer = closed(
  LAYER,
  {
    ...ownOfLayer,
    body: Type.Optional(
      Type.Array(
        closed(
          LAYER,
          ownOfLayer,
          options((takes) => takes.filter((name) => name !== "body")),
        ),
        says(
          t`\`residual\`: the layers of the branch, first to last; the first one takes what the residual layer takes.`,
          {
            minItems: 1,
          },
        ),
      ),
    ),
  },
  options((takes) => takes),
);

export const architecture = closed(
  the(t`the architecture`),
  {
    widths: Type.Optional(
      Type.Array(
        Type.Integer(says(t`Number of inputs, of neurons in a layer, or of outputs.`, { minimum: 1 })),
        says(WIDTHS, { minItems: 2, examples: [[5, 3, 4]] }),
      ),
    ),
    activation: Type.Optional(
      activation(t`Activation of the hidden layers; the output layer is linear. Default \`identity\`.`),
    ),
    slope: Type.Optional(slope),
    bias: Type.Optional(
      Type.Boolean(
        says(t`\`true\` gives every dense layer a trained bias, the output layer too. Default \`false\`.`, {
          default: false,
        }),
      ),
    ),
    train: train(t`What is trained of every layer that does not say otherwise. Default \`all\`.`),
    input: Type.Optional(input),
    layers: Type.Optional(Type.Array(layer, says(LAYERS_ONE_BY_ONE, { minItems: 1 }))),
    parametrization: Type.Optional(parametrization({})),
  },
  says(t`The network: either \`widths\` with \`activation\` and \`bias\`, or \`input\` with \`layers\`.`, {
    defaultSnippets: [
      {
        label: "widths",
        description: t`Short form: a chain of dense layers`,
        body: { widths: ["^${1:5}", "^${2:3}", "^${3:4}"], activation: "${4:identity}" },
      },
      {
        label: "layers",
        description: t`Long form: layer by layer`,
        body: {
          input: "^${1:5}",
          layers: [
            { type: "dense", units: "^${2:3}", activation: "${3:relu}" },
            { type: "dense", units: "^${4:4}" },
          ],
        },
      },
    ],
  }),
);

export type ArchitectureSpec = Type.Static<typeof architecture>;
export type LayerSpec = Type.Static<typeof layer>;
