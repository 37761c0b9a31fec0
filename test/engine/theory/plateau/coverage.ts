/**
 * Random starts of six families, their predicted times of escape, and whether the error bars hold the time of the flow itself at a
 * tight tolerance. For the test, which takes some of them, and for `npm run bench -- --coverage`, which takes all.
 */
import { drawTeacherData } from "../../../../src/engine/flow/data/teacher";
import { dop853 } from "../../../../src/engine/flow/integrate/dop853";
import { dopri5 } from "../../../../src/engine/flow/integrate/dopri5";
import { integrate } from "../../../../src/engine/flow/integrate/integrate";
import { objectiveOf } from "../../../../src/engine/flow/objective/objective";
import { randomStream } from "../../../../src/engine/math/random/streams";
import type { ActivationName, Network } from "../../../../src/engine/model/network";
import { blocksOf, parameterCount } from "../../../../src/engine/model/compile";
import { layerGains } from "../../../../src/engine/theory/plateau/bottlenecks";
import {
  ESCAPE_BUDGET,
  ESCAPE_LEVEL,
  escapeTime,
  type EscapeData,
} from "../../../../src/engine/theory/plateau/escape-time";
import { descentSystem } from "../../../../src/engine/theory/trajectory/gradient-flow";
import { chain, finish } from "../../networks";

export const FAMILIES = [
  "linear",
  "tanh",
  "gelu and silu",
  "relu and leaky-relu",
  "scalar, deep",
  "against the data",
] as const;
type Family = (typeof FAMILIES)[number];

export interface Tried {
  readonly family: Family;
  readonly how: string;
  /** Predicted, `null` where there is none, and the flow's own, `null` where it does not escape by `LATEST`. */
  readonly time: number | null;
  readonly basis: string;
  readonly truth: number | null;
  readonly inside: boolean;
  /** (high - low) / time */
  readonly width: number | null;
}

/** The flow is not followed further than this. */
const LATEST = 1e5;

/** The k-th spec: families in turn, each with targets of several modes and noise in every other. */
export function tryOne(k: number, budget: number = ESCAPE_BUDGET.typing): Tried {
  const family = FAMILIES[k % FAMILIES.length]!;
  const { network, data, theta } = specOf(family, k);
  const bottlenecks = layerGains(network, theta)
    .filter(({ bottleneck }) => bottleneck)
    .map(({ layer }) => layer);
  const { claim, how } = finish(escapeTime(network, data, theta, bottlenecks, budget));
  const truth = truthOf(network, data, theta);
  const { value, low, high, basis } = claim;
  const predicted = value !== null && low !== undefined && high !== undefined;
  return {
    family,
    how,
    time: value,
    basis,
    truth,
    inside: predicted && truth !== null && low <= truth && truth <= high,
    width: predicted ? (high - low) / value : null,
  };
}

export function summary(tried: readonly Tried[]): {
  predicted: number;
  inside: number;
  medianWidth: number;
  widest: number;
} {
  const predicted = tried.filter(({ width }) => width !== null);
  const widths = predicted.map(({ width }) => width!).toSorted((a, b) => a - b);
  return {
    predicted: predicted.length,
    inside: predicted.filter(({ inside }) => inside).length,
    medianWidth: widths[Math.floor(widths.length / 2)] ?? NaN,
    widest: widths.at(-1) ?? NaN,
  };
}

function specOf(family: Family, k: number): { network: Network; data: EscapeData; theta: Float64Array } {
  const random = randomStream(k, "coverage");
  const pick = <T>(...options: readonly T[]): T => options[random.integer(options.length)]!;
  const scalar = family === "scalar, deep";
  const activation: ActivationName =
    family === "tanh"
      ? pick("tanh", "sin")
      : family === "gelu and silu"
        ? pick("gelu", "silu")
        : family === "relu and leaky-relu"
          ? pick("relu", "leaky-relu")
          : family === "against the data"
            ? pick<ActivationName>("identity", "relu", "tanh", "leaky-relu")
            : scalar
              ? pick<ActivationName>("identity", "tanh")
              : "identity";
  const [inputs, outputs] = scalar ? [1, 1] : [pick(2, 3, 4), pick(1, 2, 3)];
  const depth = scalar ? pick(2, 3, 4, 5) : pick(2, 3, 4);
  const widths = [inputs, ...Array.from({ length: depth - 1 }, () => (scalar ? 1 : pick(3, 4, 6))), outputs];
  const network = chain(widths, activation);
  const set = drawTeacherData(
    network,
    {
      kind: "teacher",
      samples: 24,
      noise: pick(0, 0.1, 0.3),
      seed: k,
      teacher: { widths: [inputs, outputs], activation: "identity" },
    },
    "mse",
  );
  const objective = objectiveOf(network, set, "mse");
  const scale = 10 ** (-1.2 * random.uniform());
  const theta = new Float64Array(parameterCount(network));
  for (const { offset, rows, columns } of blocksOf(network))
    for (let i = 0; i < rows * columns; i++) theta[offset + i] = (scale * random.normal()) / Math.sqrt(columns);
  if (family === "against the data") turnAgainst(network, objective.outputs(theta).data, set.y.data, theta);
  return { network, data: { objective, set, loss: "mse" }, theta };
}

/** Changes the sign of the last layer where the outputs go with the targets. */
function turnAgainst(network: Network, outputs: Float64Array, targets: Float64Array, theta: Float64Array): void {
  const along = outputs.reduce((sum, output, i) => sum + output * targets[i]!, 0);
  const { offset, rows, columns } = blocksOf(network).at(-1)!;
  if (along > 0) for (let i = offset; i < offset + rows * columns; i++) theta[i] = -theta[i]!;
}

/**
 * The gradient flow at a tolerance far below what a prediction uses. A flow that slides along a kink has no end at tight tolerances:
 * then the tightest that reaches it.
 */
function truthOf(network: Network, { objective }: EscapeData, theta: Float64Array): number | null {
  const level = ESCAPE_LEVEL * objective.loss(theta);
  const kinked = network.layers.some(({ activation }) => activation.name.endsWith("relu"));
  const tries = kinked ? KINKED : [{ method: dop853, tolerance: 1e-12 }];
  for (const { method, tolerance } of tries) {
    const { status, time } = finish(
      integrate(descentSystem(objective), theta, {
        end: LATEST,
        tolerance,
        method,
        maxSteps: kinked ? 3000 : 40_000,
        persistent: true,
        events: [
          { name: "escape", direction: "falling", terminal: true, value: (_t, at) => objective.loss(at) - level },
        ],
      }),
    );
    if (status === "event") return time;
  }
  return null;
}

const KINKED = [
  { method: dop853, tolerance: 1e-7 },
  { method: dopri5, tolerance: 1e-7 },
  { method: dopri5, tolerance: 1e-6 },
  { method: dopri5, tolerance: 1e-5 },
];
