/**
 * Properties that only some types of layers have: how many, how large, of which kind. A row each; the schema, what a spec
 * may say of a layer, what it means where it says nothing, and docs/spec.md are read off it.
 */
import { t } from "../../findings/language";
import { ATTENTION } from "./attention/properties";
import { DIRECTIONS_AND_LENGTHS, ALPHA, RANK } from "./property-words";

/**
 * One whole number, or any; one for every axis of a line or an image (a number stands for all of them); one of some words; or one of
 * some words or a table of 0 and 1, row by row.
 */
export type OwnProperty =
  | { readonly form: "number"; readonly words: string; readonly minimum: number; readonly default?: number }
  | { readonly form: "real"; readonly words: string; readonly minimum?: number; readonly default?: number }
  | { readonly form: "extents"; readonly words: string; readonly minimum: number; readonly default?: number }
  | {
      readonly form: "word";
      readonly words: string;
      readonly of: Readonly<Record<string, string>>;
      readonly default?: string;
    }
  | {
      readonly form: "pattern";
      readonly words: string;
      readonly of: Readonly<Record<string, string>>;
      readonly default?: string;
    };

export const OWN = {
  channels: { form: "number", words: t`Number of output channels.`, minimum: 1 },
  kernel: {
    form: "extents",
    words: t`Length of the kernel: a number, or one for each axis. A \`pool\` without it takes in everything.`,
    minimum: 1,
  },
  stride: {
    form: "extents",
    words: t`Steps between two places of the kernel. Default 1; of a \`pool\` the kernel's length.`,
    minimum: 1,
  },
  padding: { form: "extents", words: t`Zeros added at each end of an axis. Default 0.`, minimum: 0, default: 0 },
  dilation: {
    form: "extents",
    words: t`Distance between two taps of the kernel. Default 1.`,
    minimum: 1,
    default: 1,
  },
  groups: {
    form: "number",
    words: t`Groups of channels: that do not see each other, or that are normed together. Default 1.`,
    minimum: 1,
    default: 1,
  },
  ...ATTENTION,
  norm: {
    form: "word",
    words: t`Which norm.`,
    of: {
      layer: "`(x − mean) / √(variance + eps)`.",
      rms: "`x / √(mean square + eps)`.",
      group: t`The first, over the channels of each of \`groups\` groups at all positions.`,
      batch: t`The first, of each channel over all samples of the batch and all positions, as in training.`,
    },
  },
  eps: { form: "real", words: t`What is added under the root. Default 1e-5.`, minimum: 0, default: 1e-5 },
  affine: {
    form: "word",
    words: t`Whether gains (and shifts) are trained. Default \`yes\`.`,
    of: { yes: t`They are.`, no: t`There are none.` },
    default: "yes",
  },
  value: { form: "real", words: t`A number that multiplies everything. Default 1.`, default: 1 },
  gain: {
    form: "word",
    words: t`What multiplies the branch (of \`scale\`: everything). Default \`none\`.`,
    of: {
      none: t`Nothing.`,
      scalar: t`One trained number, 0 at the start (ReZero); of \`scale\` 1.`,
      channel: t`A trained number for each channel, 1e-5 at the start (LayerScale); of \`scale\` 1.`,
    },
    default: "none",
  },
  shift: {
    form: "word",
    words: t`What is added behind the gain, before \`bias\`. Absent: nothing.`,
    of: { scalar: t`One trained number, the same everywhere (Fixup), 0 at the start.` },
  },
  hidden: { form: "number", words: t`Number of units within the block; of each expert; of states.`, minimum: 1 },
  gate: {
    form: "word",
    words: t`What the gate is bent by. Default \`silu\`.`,
    of: {
      silu: "SwiGLU: `x · sigmoid(x)`.",
      gelu: "GEGLU: `x Φ(x)`.",
      "gelu-tanh": t`GEGLU with the tanh approximation of gelu, as in Gemma.`,
      relu: "ReGLU: `max(x, 0)`.",
      sigmoid: "GLU: `1 / (1 + exp(−x))`.",
      identity: t`Bilinear: no bending.`,
    },
    default: "silu",
  },
  nonlinearity: {
    form: "word",
    words: t`What a state is bent by. Default \`tanh\`.`,
    of: { tanh: "`tanh(z)`.", relu: "`max(z, 0)`.", identity: t`Nothing: a linear recurrent network.` },
    default: "tanh",
  },
  positions: {
    form: "word",
    words: t`What is added for each position. Default \`none\`.`,
    of: {
      none: t`Nothing.`,
      learned: t`A trained row of a table \`[tokens, units]\`.`,
      sinusoidal: t`Sines and cosines of the position, which nothing trains.`,
    },
    default: "none",
  },
  weightNorm: {
    form: "word",
    words: DIRECTIONS_AND_LENGTHS,
    of: { yes: t`It is.`, no: t`It is one list of numbers.` },
  },
  spectralNorm: {
    form: "word",
    words: t`Whether the matrix is divided by its largest singular value, as \`spectral_norm\` tends to. Absent: no.`,
    of: { yes: t`It is, and gradients go through that value.`, no: t`It acts as it is.` },
  },
  alpha: {
    form: "real",
    words: ALPHA,
    minimum: 0,
  },
  magnitude: {
    form: "word",
    words: t`Whether lengths are trained apart from directions (DoRA). Default \`none\`.`,
    of: {
      none: t`No.`,
      columns: t`One for each input, as in the paper.`,
      rows: t`One for each unit, as in PEFT, but with the derivative of the lengths.`,
    },
    default: "none",
  },
  experts: { form: "number", words: t`Number of experts, of which a router weighs the outputs.`, minimum: 1 },
  shared: { form: "number", words: t`Number of experts that every token goes through besides. Default 0.`, minimum: 0 },
  router: {
    form: "word",
    words: t`How the router weighs. Default \`softmax\`.`,
    of: {
      softmax: t`A softmax over the experts.`,
      sigmoid: t`A sigmoid for each expert.`,
      "normalized-sigmoid": t`Sigmoids divided by their sum.`,
    },
    default: "softmax",
  },
  topK: {
    form: "number",
    words: t`\`softmax\`: only so many experts with the largest weights, which add up to 1. Absent: all.`,
    minimum: 1,
  },
  recurrence: {
    form: "word",
    words: t`What acts on the state. Default \`full\`.`,
    of: {
      full: t`A matrix.`,
      diagonal: t`A number for each state: a state-space model.`,
      complex: t`A complex number for each state, as S4D, S5 and LRU: \`2 hidden\` numbers are handed on.`,
    },
    default: "full",
  },
  rank: {
    form: "number",
    words: RANK,
    minimum: 1,
  },
  outputs: {
    form: "word",
    words: t`Which states are handed on. Default \`all\`.`,
    of: { all: t`Those of all tokens: a sequence.`, last: t`That of the last token: a vector.` },
    default: "all",
  },
  kind: {
    form: "word",
    words: t`What a pool makes of the numbers under its kernel.`,
    of: {
      average: t`Their mean; added zeros count.`,
      max: t`The largest of them; added zeros do not count.`,
      "k-max": t`Of all points of a line the \`k\` largest, in the order in which they stand (no \`kernel\`).`,
    },
  },
  k: { form: "number", words: t`\`k-max\`: how many of the largest are kept.`, minimum: 1 },
} as const satisfies Readonly<Record<string, OwnProperty>>;

export type OwnName = keyof typeof OWN;

/** What a layer says of itself, its defaults filled in. */
export type LayerOwn = { readonly [Name in OwnName]?: OwnValue<(typeof OWN)[Name]> };

/** Which of the numbers of a row, row by row: 0 or 1 each. */
export type Pattern = readonly (readonly number[])[];

type OwnValue<Row extends OwnProperty> = Row extends { readonly of: infer Words; readonly form: infer Form }
  ? Form extends "pattern"
    ? keyof Words | Pattern
    : keyof Words
  : Row extends { readonly form: "number" | "real" }
    ? number
    : number | readonly number[];

export const OWN_NAMES = Object.keys(OWN) as readonly OwnName[];

/** One number for each axis; `null`: it lists another number of them. */
export function alongAxes(written: number | readonly number[], axes: number): readonly number[] | null {
  if (typeof written === "number") return Array<number>(axes).fill(written);
  return written.length === axes ? written : null;
}
