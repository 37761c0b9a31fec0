/**
 * When the loss leaves its plateau: the first time it is at ESCAPE_LEVEL of its start, under gradient flow.
 *
 * Three ways, the first that serves:
 *   formula       the scalar equation of the layers (./scalar-escape.ts), where the start is one of its kind;
 *   followed      the flow itself, at a loose tolerance: a plateau is smooth, so its steps are long and few;
 *   extrapolated  where that would take too long: with γ the loss of silence (outputs 0) less the present loss, a balanced
 *                 network with r small layers has γ' = ‖∇L‖² = C γ^{2-2/r} (γ ~ y^r, y' ~ y^{r-1}); C is read off where the
 *                 flow stopped, and the time to γ_end is added:  for p = 1 - 2/r,  (γ^{-p} - γ_end^{-p}) / (p C),
 *                 log(γ_end/γ) / C for r = 2, (γ_end - γ) / C for r = 1.
 * The numbers are predictions: even `followed` holds only to its tolerance, and is not the run the spec asks for.
 * Cost: within the budget, in multiply-adds of the passes over the samples.
 */
import type { Progress } from "../../findings/progress";
import { formatNumber } from "../../findings/numbers";
import { dop853 } from "../../flow/integrate/dop853";
import { integrate } from "../../flow/integrate/integrate";
import type { Result } from "../../flow/integrate/outcome";
import type { Objective } from "../../flow/objective/objective";
import type { Network } from "../../model/network";
import { blocksOf, parameterCount } from "../../model/network";
import { descentSystem } from "../trajectory/gradient-flow";
import { scalarEscape, type ScalarEscape } from "./scalar-escape";

/** The spec language's default for "escaped". */
export const ESCAPE_LEVEL = 0.5;

export interface EscapeEstimate {
  /** `null`: no number, and `note` says why. */
  readonly time: number | null;
  readonly how: "formula" | "followed" | "extrapolated" | "none";
  readonly note: string;
  readonly scalar: ScalarEscape | null;
}

/** Multiply-adds that following the flow may take: about a tenth of a second and some seconds. */
export const ESCAPE_BUDGET = { typing: 1.5e8, patient: 5e9 } as const;

const TOLERANCE = 1e-7;
/** Later than any plateau worth a number; the budget ends it sooner. */
const LATEST = 1e15;
/** Elementwise functions cost about so many multiply-adds each. */
const PER_ACTIVATION = 40;

export function* escapeTime(
  network: Network,
  objective: Objective,
  theta: Float64Array,
  bottlenecks: readonly number[] | null,
  budget: number,
): Generator<Progress, EscapeEstimate> {
  const start = objective.loss(theta);
  if (!(start > 0) || !Number.isFinite(start))
    return none("The loss is 0 at the start, so there is nothing to escape from.");
  const pass = costOfPass(network, objective);
  if (bottlenecks !== null && bottlenecks.length > 0 && 400 * pass <= Math.max(budget, 1e8)) {
    const scalar = scalarEscape(network, objective, theta, bottlenecks, ESCAPE_LEVEL);
    if (scalar !== null) return { time: scalar.time, how: "formula", note: formulaNote(network, scalar), scalar };
  }
  const steps = Math.floor(budget / pass);
  if (steps < 2 * EVALUATIONS_PER_STEP)
    return none("One pass over the data takes too long to look ahead while you type.");
  return yield* followed(network, objective, theta, bottlenecks?.length ?? null, { start, evaluations: steps });
}

const EVALUATIONS_PER_STEP = 12;

function* followed(
  network: Network,
  objective: Objective,
  theta: Float64Array,
  r: number | null,
  { start, evaluations }: { readonly start: number; readonly evaluations: number },
): Generator<Progress, EscapeEstimate> {
  const run = integrate(descentSystem(objective), theta, {
    end: LATEST,
    tolerance: TOLERANCE,
    method: dop853,
    maxSteps: Math.max(2, Math.floor(evaluations / EVALUATIONS_PER_STEP)),
    events: [
      {
        name: "escape",
        direction: "falling",
        terminal: true,
        value: (_t, at) => objective.loss(at) - ESCAPE_LEVEL * start,
      },
    ],
  });
  let result: Result | null = null;
  let steepest = 0;
  const gradient = new Float64Array(theta.length);
  while (result === null) {
    const step = run.next();
    if (step.done === true) result = step.value;
    else {
      objective.gradient(step.value.y, gradient);
      steepest = Math.max(steepest, squaredNorm(gradient));
      yield { stage: "Looking ahead to the end of the plateau", fraction: null };
    }
  }
  if (result.status === "event")
    return {
      time: result.time,
      how: "followed",
      note: `The gradient flow was followed to there at tolerance ${formatNumber(TOLERANCE, 1)}.`,
      scalar: null,
    };
  if (result.status === "done")
    return none(
      `The loss stays above ${100 * ESCAPE_LEVEL} % of its start: it was followed to t = ${formatNumber(result.time)}.`,
    );
  if (result.status === "diverged") return none(`The look ahead ended, ${result.sentence}.`);
  objective.gradient(result.y, gradient);
  // On a plateau the slope grows until the escape; where it has fallen, the loss is settling.
  if (squaredNorm(gradient) < SETTLING * steepest)
    return none(
      `The loss settles above ${100 * ESCAPE_LEVEL} % of its start: it was followed to t = ${formatNumber(result.time)}.`,
    );
  return extrapolated(network, objective, result, r, start);
}

/** Of the steepest slope seen on the way. */
const SETTLING = 0.5;

function squaredNorm(vector: Float64Array): number {
  return vector.reduce((sum, x) => sum + x * x, 0);
}

/** `at`: where the flow stopped. */
function extrapolated(
  network: Network,
  objective: Objective,
  { y, time }: Result,
  r: number | null,
  start: number,
): EscapeEstimate {
  if (r === null || r === 0)
    return none(
      `The flow was followed to t = ${formatNumber(time)} without leaving the plateau; beyond, no law says how it goes on.`,
    );
  const silence = lossOfSilence(network, objective, y);
  const gradient = new Float64Array(y.length);
  const loss = objective.gradient(y, gradient);
  const gamma = silence - loss;
  const end = silence - ESCAPE_LEVEL * start;
  if (!(gamma > 0) || end <= gamma)
    return none(
      `The flow was followed to t = ${formatNumber(time)}; there the outputs do not lower the loss yet, so that no law says how it goes on.`,
    );
  const rate = squaredNorm(gradient) / gamma ** (2 - 2 / r);
  const p = 1 - 2 / r;
  const rest = p === 0 ? Math.log(end / gamma) / rate : (gamma ** -p - end ** -p) / (p * rate);
  if (!Number.isFinite(rest)) return none("The gradient is too small to extrapolate from.");
  return {
    time: time + rest,
    how: "extrapolated",
    note: `The flow was followed to t = ${formatNumber(time)} and extrapolated by γ′ = C γ^(2 − 2/r) with r = ${r}, γ = ${formatNumber(gamma)} and C = ${formatNumber(rate)} there.`,
    scalar: null,
  };
}

function lossOfSilence(network: Network, objective: Objective, theta: Float64Array): number {
  const silent = theta.slice();
  for (const { layer, offset, rows, columns } of blocksOf(network))
    if (layer === network.layers.length - 1) silent.fill(0, offset, offset + rows * columns);
  return objective.loss(silent);
}

/** Of one gradient. */
function costOfPass(network: Network, { passed }: Objective): number {
  const units = network.layers.reduce((sum, layer) => sum + layer.units, 0);
  return passed * (3 * parameterCount(network) + PER_ACTIVATION * units);
}

function formulaNote(network: Network, { layers, rate, sizes, spread }: ScalarEscape): string {
  const which =
    layers.length === network.layers.length
      ? "all layers"
      : layers.map((layer) => network.layers[layer].name).join(", ");
  const shown = sizes.map((y) => formatNumber(Math.abs(y), 3)).join(", ");
  const sign = sizes[0] < 0 ? " (against the data at first)" : "";
  return `t = ∫ dq / (K χ ∏ √(q² + d_j)) over ${which}, with y = ${shown}${sign} and K = ${formatNumber(rate)} measured at the initialization; the layers agree on K to ${formatNumber(spread, 2)}.`;
}

function none(note: string): EscapeEstimate {
  return { time: null, how: "none", note, scalar: null };
}
