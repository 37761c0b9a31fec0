/**
 * The function that training makes small: L(theta) over a data set, with its gradient (./losses.ts, ./pass.ts). The
 * activation of the last layer acts before the loss. Linear networks with squared error pay for the number of inputs
 * only, not for the number of samples (./compress.ts).
 */
import type { Matrix } from "../../math/dense/matrix";
import { zeros } from "../../math/dense/matrix";
import type { Network } from "../../model/network";
import { fixedCoordinates } from "../../model/fixed";
import { parameterCount } from "../../model/compile";
import { endToEndColumns } from "../../model/passes/transfer/linear";
import { isIdentity, isPlain } from "../../model/structure";
import type { DataSet, SampleSet } from "../data-set";
import { compress, compressionCost, MOST_AT_ONCE, whitened } from "./compress";
import type { LossName } from "./losses";
import { LOSSES, outputLayout, readLabels, targetWidths } from "./losses";
import type { Pass, SeeLayer } from "./pass";
import { passOf } from "./pass";

/** Nothing is allocated after the first call of each method, but for the matrix that `outputs` returns. */
export interface Objective {
  /** D, the length of theta. */
  readonly parameters: number;
  /** 1 at the parameters that are held fixed, where every gradient is 0; `null`: none is. */
  readonly fixed: Uint8Array | null;
  /** N; 0 for a target matrix, which has no samples to take batches of. */
  readonly samples: number;
  /** So many samples one pass goes through: fewer than N where their second moments suffice. For estimates of cost. */
  readonly passed: number;
  loss(theta: Float64Array): number;
  /**
   * Writes the gradient of L to `into`, which may be theta itself, and returns L. `see` is shown each layer's z and
   * dL/dy (./pass.ts).
   */
  gradient(theta: Float64Array, into: Float64Array, see?: SeeLayer): number;
  /**
   * The same for the mean over the samples with these numbers, from 0 to N - 1; repetitions count. A RangeError for
   * others or none.
   */
  gradientOn(batch: Int32Array, theta: Float64Array, into: Float64Array): number;
  /** f(x) row by row, [samples x outputs]; of a target matrix Zᵀ, the outputs at the unit vectors. */
  outputs(theta: Float64Array): Matrix;
}

/**
 * The data fit the network and the loss: whoever reads or draws them sees to it. What does not fit all the same is a
 * RangeError.
 */
export function objectiveOf(network: Network, data: DataSet, loss: LossName): Objective {
  const fixed = fixedCoordinates(network);
  const whole = unrestricted(network, data, loss);
  return fixed === null ? whole : restricted(whole, fixed);
}

/** The gradient over the trained parameters, 0 elsewhere. */
function restricted(whole: Objective, fixed: Uint8Array): Objective {
  const clear = (into: Float64Array): void => {
    for (let i = 0; i < fixed.length; i++) if (fixed[i] === 1) into[i] = 0;
  };
  return {
    ...whole,
    fixed,
    gradient: (theta, into, see) => {
      const loss = whole.gradient(theta, into, see);
      clear(into);
      return loss;
    },
    gradientOn: (batch, theta, into) => {
      const loss = whole.gradientOn(batch, theta, into);
      clear(into);
      return loss;
    },
  };
}

function unrestricted(network: Network, data: DataSet, loss: LossName): Objective {
  const linear = isAllLinear(network);
  if (data.kind === "target") {
    if (!linear || loss !== "mse") throw new RangeError("a target matrix is for linear networks and mse");
    return targetObjective(network, data.matrix);
  }
  const samples = withLabels(network, data, loss);
  return compressionWork(network, samples.x.rows, loss) > 0
    ? momentObjective(network, samples)
    : sampledObjective(network, samples, loss);
}

/**
 * Multiplications that `objectiveOf` makes in one go before the first pass over so many samples; 0: they stay as they are.
 * Fewer samples than inputs would stay as many, so that nothing is gained.
 */
export function compressionWork(network: Network, samples: number, loss: LossName): number {
  if (!isAllLinear(network) || loss !== "mse") return 0;
  const inputs = network.inputs + (isBiased(network) ? 1 : 0);
  const cost = compressionCost(samples, inputs, network.layers[network.layers.length - 1].units);
  return samples > inputs || cost <= MOST_AT_ONCE ? cost : 0;
}

/** f(x) row by row for the rows of x: [samples x outputs]. */
export function evaluate(network: Network, theta: Float64Array, x: Matrix): Matrix {
  return passOf(network, { x, y: zeros(x.rows, 0), constants: null }, LOSSES.mse).outputs(theta);
}

/** Nothing bends or multiplies numbers, at the output neither: the network is its end-to-end map. */
export function isAllLinear(network: Network): boolean {
  return isPlain(network) && network.layers.every(({ activation }) => isIdentity(activation));
}

/** The gradient through all samples, whatever the network; the other form is tested against it. */
export function sampledObjective(network: Network, data: SampleSet, loss: LossName): Objective {
  const samples = data.x.rows;
  const pass = passOf(network, { x: data.x, y: data.y, constants: null }, LOSSES[loss]);
  return {
    parameters: parameterCount(network),
    fixed: null,
    samples,
    passed: samples,
    loss: (theta) => pass.run(theta, 1 / samples, null),
    gradient: (theta, into, see) => pass.run(theta, 1 / samples, into, see),
    gradientOn: (batch, theta, into) => {
      checkBatch(batch, samples);
      return pass.runOn(batch, theta, 1 / batch.length, into);
    },
    outputs: (theta) => pass.outputs(theta),
  };
}

function momentObjective(network: Network, data: SampleSet): Objective {
  const { samples, unavoidable } = compress(data.x, data.y, isBiased(network));
  const pass = passOf(network, samples, LOSSES.mse);
  let each: Objective | null = null;
  const bySample = (): Objective => (each ??= sampledObjective(network, data, "mse"));
  return {
    ...momentPass(network, pass, unavoidable),
    fixed: null,
    samples: data.x.rows,
    passed: samples.x.rows,
    gradientOn: (batch, theta, into) => bySample().gradientOn(batch, theta, into),
    outputs: (theta) => bySample().outputs(theta),
  };
}

function targetObjective(network: Network, target: Matrix): Objective {
  if (target.rows !== network.layers[network.layers.length - 1].units || target.columns !== network.inputs)
    throw new RangeError("the target matrix is not [outputs x inputs]");
  const stored = whitened(target, isBiased(network));
  const pass = passOf(network, stored, LOSSES.mse);
  return {
    ...momentPass(network, pass, 0),
    fixed: null,
    samples: 0,
    passed: stored.x.rows,
    gradientOn: () => {
      throw new RangeError("a target matrix has no samples");
    },
    outputs: (theta) => {
      const all = pass.outputs(theta);
      return { rows: target.columns, columns: all.columns, data: all.data.slice(0, target.columns * all.columns) };
    },
  };
}

function momentPass(
  network: Network,
  pass: Pass,
  unavoidable: number,
): Pick<Objective, "parameters" | "loss" | "gradient"> {
  return {
    parameters: parameterCount(network),
    loss: (theta) => pass.run(theta, 1, null) + unavoidable,
    gradient: (theta, into, see) => pass.run(theta, 1, into, see) + unavoidable,
  };
}

function isBiased(network: Network): boolean {
  return endToEndColumns(network) > network.inputs;
}

function withLabels(network: Network, data: SampleSet, loss: LossName): SampleSet {
  const layout = outputLayout(network);
  const { x, y } = data;
  if (x.rows === 0 || x.rows !== y.rows || x.columns !== network.inputs)
    throw new RangeError("x is not [samples x inputs], or y has other samples");
  if (
    (loss === "logistic" && layout.classes * layout.positions !== 1) ||
    !targetWidths(loss, layout).includes(y.columns)
  )
    throw new RangeError("the targets do not fit the outputs");
  const labels = readLabels(loss, layout, y);
  if (labels.kind === "fault") throw new RangeError(labels.fault.message);
  return { kind: "samples", x, y: labels.targets };
}

function checkBatch(batch: Int32Array, samples: number): void {
  if (batch.length === 0) throw new RangeError("an empty batch");
  for (const sample of batch) if (sample < 0 || sample >= samples) throw new RangeError(`there is no sample ${sample}`);
}
