/** The network: its layers and how they are joined. */
import * as Type from "typebox";
import { choice, closed, says } from "./keywords";

const activation = (text: string) =>
  choice(
    {
      identity: "`x`: the layer is linear.",
      relu: "`max(x, 0)`",
      "leaky-relu": "`x` for `x > 0`, `slope · x` otherwise.",
      tanh: "`tanh(x)`",
      sigmoid: "`1 / (1 + exp(-x))`",
      softplus: "`log(1 + exp(x))`",
      silu: "`x · sigmoid(x)`, also called swish.",
      gelu: "`x · Φ(x)` with the normal distribution function Φ.",
      erf: "the error function `erf(x)`",
      sin: "`sin(x)`",
      quadratic: "`x²`",
    },
    says(text, { default: "identity" }),
  );

const slope = Type.Number(says("Slope of `leaky-relu` on the negative side. Default 0.01, as in PyTorch.", { default: 0.01 }));

export const parametrization = (more: object) =>
  choice(
    {
      auto: "Chosen from the activations: `product`, `path-lifting` or `function`.",
      product: "The end-to-end matrix `U_L ⋯ U_1`, for networks whose hidden activations are all identity.",
      "path-lifting": "One coordinate per path through the network, for identity, relu and leaky-relu.",
      function: "The function that the network computes, for any activation.",
    },
    says("The map φ from the parameters to what they represent: the dynamics are intrinsic when φ(θ) determines its own future. Default `auto`.", {
      default: "auto",
      planned: { words: ["flow-map"], kind: "parametrizations" },
      ...more,
    }),
  );

const layer = closed(
  "this layer",
  {
    type: choice(
      {
        dense: "A full matrix: `y = activation(W x + b)`, `W` of shape `[units, inputs]`.",
        diagonal: "One weight per coordinate: `y_i = activation(w_i x_i)`.",
      },
      says("What the layer computes.", {
        planned: { words: ["linear-ode", "residual", "conv1d", "conv2d", "gated", "attention", "norm", "moe"], kind: "layer types" },
      }),
    ),
    units: Type.Optional(Type.Integer(says("Number of neurons: the rows of the layer's matrix `W`.", { minimum: 1, examples: [3] }))),
    activation: Type.Optional(activation("What is applied to each neuron. Default `identity`. The last layer's activation is read as part of the loss.")),
    slope: Type.Optional(slope),
    bias: Type.Optional(Type.Boolean(says("Whether a trained vector `b` is added. Default `false`.", { default: false }))),
    name: Type.Optional(Type.String(says("The layer's name, for `from` and for the report. Default: `layer1`, `layer2`, … by position.", { examples: ["hidden"] }))),
    from: Type.Optional(
      Type.Array(Type.String(says('The name of an earlier layer, or `"input"`.')), says("The layers this one takes from, or `\"input\"`; several are summed, each with its own matrix. Default: the layer before.", { minItems: 1, examples: [["input"]] })),
    ),
  },
  says("One layer of the network.", {
    variants: { by: "type", cases: { dense: { needs: ["units"], takes: ["units"] }, diagonal: { takes: ["units"] } } },
    defaultSnippets: [
      { label: "dense", description: "A layer with a full matrix", body: { type: "dense", units: "^${1:3}", activation: "${2:identity}" } },
      { label: "diagonal", description: "One weight per coordinate", body: { type: "diagonal" } },
    ],
  }),
);

export const architecture = closed(
  "the architecture",
  {
    widths: Type.Optional(
      Type.Array(Type.Integer(says("Number of inputs, of neurons in a layer, or of outputs.", { minimum: 1 })), says("Number of inputs, then of neurons in each layer; the last one is the output. `[5, 3, 4]` is two layers, with matrices of shape `[3, 5]` and `[4, 3]`.", { minItems: 2, examples: [[5, 3, 4]] })),
    ),
    activation: Type.Optional(activation("Activation of the hidden layers; the output layer is linear. Default `identity`.")),
    slope: Type.Optional(slope),
    bias: Type.Optional(Type.Boolean(says("`true` gives every dense layer a trained bias, the output layer too. Default `false`.", { default: false }))),
    input: Type.Optional(Type.Integer(says("Number of inputs of the network; goes with `layers`.", { minimum: 1, examples: [5] }))),
    layers: Type.Optional(Type.Array(layer, says("The layers one by one, when `widths` cannot say it: skip connections, diagonal layers, different activations. The last one is the output.", { minItems: 1 }))),
    parametrization: Type.Optional(parametrization({})),
  },
  says("The network: either `widths` with `activation` and `bias`, or `input` with `layers`.", {
    defaultSnippets: [
      { label: "widths", description: "Short form: a chain of dense layers", body: { widths: ["^${1:5}", "^${2:3}", "^${3:4}"], activation: "${4:identity}" } },
      { label: "layers", description: "Long form: layer by layer", body: { input: "^${1:5}", layers: [{ type: "dense", units: "^${2:3}", activation: "${3:relu}" }, { type: "dense", units: "^${4:4}" }] } },
    ],
  }),
);

export type ArchitectureSpec = Type.Static<typeof architecture>;
export type LayerSpec = Type.Static<typeof layer>;
