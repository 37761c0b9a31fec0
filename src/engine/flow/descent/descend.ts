/**
 * Gradient descent with heavy-ball momentum μ and weight decay ω, as PyTorch's SGD writes them (torch.optim.SGD with
 * dampening 0; B. T. Polyak, USSR Comput. Math. Math. Phys. 4(5) (1964) 1-17):
 *
 *   g = ∇L(θ_k) + ω θ_k,      v_{k+1} = μ v_k + g,      θ_{k+1} = θ_k - η v_{k+1},      v_0 = 0.
 *
 * Parameters that are held fixed keep v = 0. With mini-batches ∇L is the batch's gradient. Near a minimum with largest
 * Hessian eigenvalue λ the full-batch iteration is stable for η < 2 (1 + μ) / (λ + ω) (hessian.ts).
 *
 * Memory: four vectors of θ's length, and one per sample. The loop allocates nothing else.
 */
import { formatNumber } from "../../findings/numbers";
import { drawBatches } from "./batches";
import type { Objective, StochasticObjective } from "./objective";
import { t } from "../../findings/language";

export interface DescentOptions {
  readonly learningRate: number;
  readonly steps: number;
  /** μ, 0 <= μ < 1. Default 0. */
  readonly momentum?: number;
  /** ω >= 0. Default 0. */
  readonly weightDecay?: number;
  /** Samples per step; needs a StochasticObjective. Default all of them at once. */
  readonly batchSize?: number;
  /** Of the batches. Default 0. */
  readonly seed?: number;
  /** Step numbers after which θ is recorded, increasing, from 0 (the start) to `steps`. Default none. */
  readonly samples?: readonly number[];
  /** It stops as diverged when the loss or the norm of θ exceeds it. Default 10¹². */
  readonly divergedAbove?: number;
  /** It yields after every so many steps. Default 64. */
  readonly stepsPerYield?: number;
}

/** Yielded between steps. One object that changes as the descent goes on: read it before the next call of next(). */
export interface DescentStep {
  /** Number of steps taken; `theta` is θ after them. */
  readonly step: number;
  /** Where the last gradient was taken, L(θ_{step-1}), without ½ω‖θ‖²; of its batch where there are batches. */
  readonly loss: number;
  /** The descent's own vector, not a copy. */
  readonly theta: Float64Array;
  readonly samplesRecorded: number;
  readonly samples: readonly Float64Array[];
}

export interface DescentResult {
  readonly status: "done" | "diverged";
  /** Begins with the status and says when and why. */
  readonly sentence: string;
  /** Steps taken. When it diverged: the number of the step that θ or the loss did not survive. */
  readonly step: number;
  /**
   * θ after the last step whose θ is finite and below `divergedAbove`, and the loss where the last gradient was taken.
   */
  readonly theta: Float64Array;
  readonly loss: number;
  readonly samples: readonly Float64Array[];
}

const DIVERGED_ABOVE = 1e12;
const STEPS_PER_YIELD = 64;

/**
 * Descends, and yields between steps: whoever does not want it any more does not call next() again. Divergence is a
 * status. Throws a RangeError at once for arguments that contradict each other.
 */
export function descend(
  objective: Objective | StochasticObjective,
  theta0: Float64Array,
  options: DescentOptions,
): Generator<DescentStep, DescentResult> {
  checkArguments(objective, theta0, options);
  return run(objective, theta0, options);
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

function* run(
  objective: Objective | StochasticObjective,
  theta0: Float64Array,
  options: DescentOptions,
): Generator<DescentStep, DescentResult> {
  const { learningRate, steps, momentum = 0, weightDecay = 0, samples: wanted = [] } = options;
  const { stepsPerYield = STEPS_PER_YIELD, divergedAbove = DIVERGED_ABOVE } = options;
  const gradientAt = gradientOf(objective, options);
  const { fixed = null } = objective;
  const theta = Float64Array.from(theta0);
  const next = new Float64Array(theta.length);
  const velocity = new Float64Array(theta.length);
  const gradient = new Float64Array(theta.length);
  const samples: Float64Array[] = [];
  const record = (step: number): void => {
    if (wanted[samples.length] === step) samples.push(theta.slice());
  };
  const result = (status: DescentResult["status"], sentence: string, step: number, loss: number): DescentResult => ({
    status,
    sentence,
    step,
    theta,
    loss,
    samples,
  });
  const view: Mutable<DescentStep> = { step: 0, loss: NaN, theta, samplesRecorded: 0, samples };
  let loss = NaN;

  record(0);
  for (let step = 1; step <= steps; step++) {
    loss = gradientAt(theta, gradient);
    if (!(loss <= divergedAbove))
      return result("diverged", t`diverged: the loss is ${formatNumber(loss)} before step ${step}`, step, loss);
    let square = 0;
    for (let i = 0; i < theta.length; i++) {
      velocity[i] = fixed?.[i] === 1 ? 0 : momentum * velocity[i] + (gradient[i] + weightDecay * theta[i]);
      next[i] = theta[i] - learningRate * velocity[i];
      square += next[i] * next[i];
    }
    if (!(Math.sqrt(square) <= divergedAbove)) {
      const sentence = Number.isNaN(square)
        ? t`diverged: the parameters are not finite after step ${step}`
        : t`diverged: the parameters have a norm above ${formatNumber(divergedAbove)} after step ${step}`;
      return result("diverged", sentence, step, loss);
    }
    theta.set(next);
    record(step);
    if (step % stepsPerYield !== 0 || step === steps) continue;
    view.step = step;
    view.loss = loss;
    view.samplesRecorded = samples.length;
    yield view;
  }
  return result("done", t`done: ${steps} steps`, steps, loss);
}

function gradientOf(
  objective: Objective | StochasticObjective,
  { batchSize, seed = 0 }: DescentOptions,
): Objective["gradient"] {
  if (batchSize === undefined || !isStochastic(objective) || batchSize >= objective.samples)
    return (theta, into) => objective.gradient(theta, into);
  const batches = drawBatches(objective.samples, batchSize, seed);
  return (theta, into) => objective.gradientOn(batches.next(), theta, into);
}

function isStochastic(objective: Objective): objective is StochasticObjective {
  return "gradientOn" in objective;
}

function checkArguments(
  objective: Objective | StochasticObjective,
  theta0: Float64Array,
  options: DescentOptions,
): void {
  const { learningRate, steps, momentum = 0, weightDecay = 0, batchSize, samples = [], stepsPerYield = 1 } = options;
  if (theta0.length !== objective.parameters)
    throw new RangeError(`theta0 has ${theta0.length} entries, the objective ${objective.parameters}`);
  if (!theta0.every(Number.isFinite)) throw new RangeError("theta0 is not finite");
  if (!(learningRate > 0 && Number.isFinite(learningRate)))
    throw new RangeError(`the learning rate must be positive: ${learningRate}`);
  if (!(Number.isInteger(steps) && steps >= 0))
    throw new RangeError(`the number of steps must be a natural number: ${steps}`);
  if (!(momentum >= 0 && momentum < 1)) throw new RangeError(`momentum must lie in [0, 1): ${momentum}`);
  if (!(weightDecay >= 0 && Number.isFinite(weightDecay)))
    throw new RangeError(`weight decay must not be negative: ${weightDecay}`);
  if (!(Number.isInteger(stepsPerYield) && stepsPerYield >= 1) && stepsPerYield !== Infinity)
    throw new RangeError(`stepsPerYield must be at least 1: ${stepsPerYield}`);
  if (batchSize !== undefined && !isStochastic(objective))
    throw new RangeError("batches need an objective that knows its samples");
  if (batchSize !== undefined && !(Number.isInteger(batchSize) && batchSize >= 1))
    throw new RangeError(`the batch size must be at least 1: ${batchSize}`);
  samples.forEach((step, i) => {
    if (!(Number.isInteger(step) && step > (samples[i - 1] ?? -1) && step <= steps))
      throw new RangeError(`sample steps must increase from 0 to ${steps}: ${step}`);
  });
}
