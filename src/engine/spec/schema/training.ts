/** The simulation, and sweeps over it. */
import * as Type from "typebox";
import { ACTIVATION_NAMES } from "../../model/activations";
import { MEASURES, type MeasureName } from "../../report/measures";
import { choice, closed, says, the, type Noun } from "./keywords";
import { DATA_INPUTS, DATA_OUTPUTS, INLINE_OUTPUTS, SPACING, SWEEP, TEACHER, TRAINING } from "./words";
import { t } from "../../findings/language";

const seed = (text: string) =>
  Type.Optional(Type.Integer(says(text, { minimum: 0, maximum: 2 ** 32 - 1, default: 0 })));
const matrix = (text: string) =>
  Type.Optional(
    Type.Array(
      Type.Array(Type.Number()),
      says(text, {
        minItems: 1,
        examples: [
          [
            [1, 0],
            [0, 1],
          ],
        ],
      }),
    ),
  );
const columns = (text: string) =>
  Type.Optional(
    Type.Unsafe<number | string | readonly (string | number)[]>({
      type: ["array", "integer", "string"],
      items: { type: ["string", "integer"] },
      minimum: 1,
      examples: [["x1", "x2"]],
      ...says(text),
    }),
  );

const teacher = closed(
  the(t`the teacher`),
  {
    widths: Type.Array(
      Type.Integer({ minimum: 1 }),
      says(t`Number of inputs, then of neurons in each of the teacher's layers.`, {
        minItems: 2,
        examples: [[5, 3, 4]],
      }),
    ),
    activation: Type.Optional(
      Type.Unsafe<string>({
        type: "string",
        enum: [...ACTIVATION_NAMES],
        ...says(t`Activation of the teacher's hidden layers. Default \`identity\`.`, { default: "identity" }),
      }),
    ),
  },
  says(TEACHER),
);

const data = closed(
  the(t`the data`),
  {
    kind: choice(
      {
        teacher: t`Standard Gaussian inputs, labelled by another network.`,
        target: t`Whitened inputs and a target matrix: the loss is \`½ ‖Z - target‖²\` for linear networks.`,
        inline: t`The samples themselves, in \`x\` and \`y\`.`,
        csv: t`A table in a file beside the spec.`,
        npz: t`Arrays in a file beside the spec, as \`numpy.savez\` writes them; the first axis are the samples.`,
        tokens: t`Tokens and their next ones, from a seeded Markov chain or a file of token numbers.`,
      },
      says(t`Where the samples come from.`),
    ),
    samples: Type.Optional(
      Type.Integer(
        says(t`\`teacher\`, \`tokens\`: number of samples (of a file at most so many).`, {
          minimum: 1,
          examples: [64],
        }),
      ),
    ),
    noise: Type.Optional(
      Type.Number(
        says(t`\`teacher\`: standard deviation of the noise on the outputs. Default 0.`, { minimum: 0, default: 0 }),
      ),
    ),
    seed: seed(t`\`teacher\`, \`tokens\`: seed of the samples and of what they come from. Default 0.`),
    teacher: Type.Optional(teacher),
    matrix: matrix(t`\`target\`: the end-to-end matrix to be learnt, a list of rows of shape \`[outputs, inputs]\`.`),
    x: matrix(t`\`inline\`: the inputs, one row per sample.`),
    y: Type.Optional(
      Type.Unsafe<readonly (readonly (number | string)[])[]>({
        type: "array",
        items: { type: "array", items: { type: ["number", "string"] } },
        minItems: 1,
        examples: [[[1], [0]]],
        ...says(INLINE_OUTPUTS),
      }),
    ),
    path: Type.Optional(
      Type.String(says(t`\`csv\`, \`npz\`, \`tokens\`: the file, relative to the spec.`, { examples: ["data.csv"] })),
    ),
    inputs: columns(DATA_INPUTS),
    targets: columns(DATA_OUTPUTS),
  },
  says(t`What is learnt.`, {
    variants: {
      by: "kind",
      cases: {
        teacher: { needs: ["samples"], takes: ["samples", "noise", "seed", "teacher"] },
        target: { needs: ["matrix"], takes: ["matrix"] },
        inline: { needs: ["x", "y"], takes: ["x", "y"] },
        csv: { needs: ["path", "inputs", "targets"], takes: ["path", "inputs", "targets"] },
        npz: { needs: ["path", "inputs", "targets"], takes: ["path", "inputs", "targets"] },
        tokens: { takes: ["samples", "seed", "path"] },
      },
    },
  }),
);

const optimizer = closed(
  the(t`the optimizer`),
  {
    type: choice(
      {
        "gradient-flow": t`The differential equation \`dθ/dt = -∇L(θ)\`, solved to a tolerance.`,
        "gradient-descent": t`Steps \`θ ← θ - learningRate · ∇L(θ)\`.`,
      },
      says(t`How the parameters move.`),
    ),
    time: Type.Optional(
      Type.Number(says(t`\`gradient-flow\`: how long it runs.`, { exclusiveMinimum: 0, examples: [10] })),
    ),
    tolerance: Type.Optional(
      Type.Number(
        says(t`\`gradient-flow\`: the error allowed per step, relative. Default 1e-10.`, {
          exclusiveMinimum: 0,
          exclusiveMaximum: 1,
          default: 1e-10,
        }),
      ),
    ),
    learningRate: Type.Optional(
      Type.Number(says(t`\`gradient-descent\`: the step size.`, { exclusiveMinimum: 0, examples: [0.01] })),
    ),
    steps: Type.Optional(
      Type.Integer(says(t`\`gradient-descent\`: number of steps.`, { minimum: 1, examples: [1000] })),
    ),
    momentum: Type.Optional(
      Type.Number(
        says(t`\`gradient-descent\`: momentum, from 0 up to but not including 1. Default 0.`, {
          minimum: 0,
          exclusiveMaximum: 1,
          default: 0,
        }),
      ),
    ),
    weightDecay: Type.Optional(
      Type.Number(
        says(t`\`gradient-descent\`: adds \`weightDecay · θ\` to the gradient. Default 0.`, { minimum: 0, default: 0 }),
      ),
    ),
    batchSize: Type.Optional(
      Type.Integer(
        says(t`\`gradient-descent\`: samples per step. Default: all of them.`, { minimum: 1, examples: [16] }),
      ),
    ),
  },
  says(t`How the parameters move.`, {
    variants: {
      by: "type",
      cases: {
        "gradient-flow": { needs: ["time"], takes: ["time", "tolerance"] },
        "gradient-descent": {
          needs: ["learningRate", "steps"],
          takes: ["learningRate", "steps", "momentum", "weightDecay", "batchSize"],
        },
      },
    },
  }),
);

export const training = closed(
  the(t`the training`),
  {
    data,
    loss: Type.Optional(
      choice(
        {
          mse: t`\`½ mean ‖f(x) - y‖²\` over the samples.`,
          logistic: t`\`mean log(1 + exp(-y f(x)))\`, labels -1 and 1.`,
          "cross-entropy": "`mean -log softmax(f(x))_y`",
        },
        says(t`What is minimized. Default \`mse\`.`, { default: "mse" }),
      ),
    ),
    optimizer,
  },
  says(TRAINING),
);

/** A list, or a range. */
const sweptValues = {
  type: ["array", "object"],
  items: { type: "number" },
  minItems: 1,
  noun: { here: t`this range`, any: t`a range`, has: "has" } satisfies Noun,
  properties: {
    from: { type: "number", ...says(t`The first value.`) },
    to: { type: "number", ...says(t`The last value.`) },
    count: { type: "integer", minimum: 1, ...says(t`How many values.`) },
    spacing: {
      type: "string",
      enum: ["log", "linear"],
      ...says(SPACING),
    },
  },
  required: ["from", "to", "count"],
  additionalProperties: false,
  defaultSnippets: [
    { label: t`list`, body: ["^${1:0.1}", "^${2:0.05}", "^${3:0.025}"] },
    { label: t`range`, body: { from: "^${1:0.01}", to: "^${2:0.1}", count: "^${3:5}" } },
  ],
};

export interface SweptRange {
  readonly from: number;
  readonly to: number;
  readonly count: number;
  readonly spacing?: "log" | "linear";
}

export const sweep = closed(
  the(t`the sweep`),
  {
    over: Type.Unsafe<Readonly<Record<string, readonly number[] | SweptRange>>>({
      type: "object",
      additionalProperties: sweptValues,
      minProperties: 1,
      examples: [{ "initialization.scale": [0.1, 0.05] }],
      ...says(SWEEP),
    }),
    zip: Type.Optional(
      Type.Boolean(says(t`\`true\` walks several paths together instead of making a grid.`, { default: false })),
    ),
    seeds: Type.Optional(
      Type.Integer(
        says(t`How many repetitions: the initialization's seed goes up by one each time, the data stay. Default 1.`, {
          minimum: 1,
          default: 1,
        }),
      ),
    ),
    measure: choice(
      Object.fromEntries(Object.entries(MEASURES).map(([name, { says: text }]) => [name, text])) as Record<
        MeasureName,
        string
      >,
      says(t`The number that each run contributes.`),
    ),
    threshold: Type.Optional(
      Type.Number(
        says(t`\`escapeTime\`: the fraction of the initial loss. Default 0.5.`, {
          exclusiveMinimum: 0,
          exclusiveMaximum: 1,
          default: 0.5,
        }),
      ),
    ),
  },
  says(t`The same spec run once per value: “Sweep” in the editor, \`intrinsic sweep\` on the command line.`),
);
