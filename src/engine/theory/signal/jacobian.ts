/**
 * Singular values of the input-output Jacobian J(x) = dz_L/dx, of shape [outputs, inputs], row by row from passes back
 * (Saxe et al., arXiv:1312.6120; Pennington et al., arXiv:1711.04735). A linear network has one J for all inputs, its
 * end-to-end matrix.
 *
 * Each is held against a difference quotient along a random direction v, (z(x + h v) − z(x − h v)) / 2h against J v:
 * where they part there is a kink at x, or the function is too steep for h, and that J is left out.
 *
 * Cost at each x: a pass for every output, and the decomposition.
 */
import type { Matrix } from "../../math/dense/matrix";
import { multiply, norm, zeros } from "../../math/dense/matrix";
import { rankWork, spectrumSteps } from "../../math/dense/rank";
import { randomStream } from "../../math/random/streams";
import { compile } from "../../model/compile";
import type { Network } from "../../model/network";
import { samplePass, type SamplePass } from "../../model/passes/sample/sample";
import { isIdentity } from "../../model/structure";
import { pauses, type Paced } from "../../findings/progress";
import { edgesOf } from "./send";

/** Step of the difference quotient, and how far it may be from J v: it is good to h² and to rounding over h. */
const STEP = 1e-5;
export const JACOBIAN_TOLERANCE = 1e-5;

export interface Jacobians {
  /** Singular values of each that is confirmed, largest first. */
  readonly spectra: readonly Float64Array[];
  /** The largest distance from a difference quotient, relative. */
  readonly residual: number;
}

/** At the first `points` rows of `inputs`. */
export function* jacobians(network: Network, theta: Float64Array, inputs: Matrix, points: number): Paced<Jacobians> {
  const { beforeLoss: program } = compile(network);
  const pass = samplePass(program, true);
  const spectra: Float64Array[] = [];
  let residual = 0;
  for (let s = 0; s < points; s++) {
    const x = inputs.data.subarray(s * inputs.columns, (s + 1) * inputs.columns);
    const j = yield* jacobianAt(network, theta, x, pass);
    const distance = fromQuotient(network, theta, x, j, pass);
    if (!(distance <= JACOBIAN_TOLERANCE)) continue;
    residual = Math.max(residual, distance);
    spectra.push((yield* spectrumSteps(j)).singularValues);
  }
  return { spectra, residual };
}

export function jacobianWork(network: Network): number {
  const outputs = network.layers[network.layers.length - 1].units;
  return 2 * (outputs + 3) * edgesOf(network) + rankWork(outputs, network.inputs);
}

/** Whether J is the same at every input. */
export function isAffine(network: Network): boolean {
  const { instructions } = compile(network).beforeLoss;
  return instructions.every(
    (one) =>
      one.op !== "jointly" &&
      (one.op !== "map" || isIdentity(one.by)) &&
      (one.op !== "contract" || ["parameter", "numbers"].includes(instructions[one.a].op)),
  );
}

/** [outputs x inputs] */
export function* jacobianAt(
  network: Network,
  theta: Float64Array,
  x: Float64Array,
  pass: SamplePass = samplePass(compile(network).beforeLoss, true),
): Paced<Matrix> {
  const { instructions, output } = compile(network).beforeLoss;
  const j = zeros(instructions[output].size, x.length);
  const pause = pauses();
  const work = 2 * edgesOf(network);
  pass.forward(theta, x, instructions.length);
  for (let k = 0; k < j.rows; k++) {
    const unit = new Float64Array(j.rows);
    unit[k] = 1;
    pass.backward(theta, output, unit, null, null);
    j.data.set(pass.inputPulls(), k * x.length);
    yield* pause(work);
  }
  return j;
}

/** Relative, but for what rounding makes of outputs far larger than their changes. */
function fromQuotient(network: Network, theta: Float64Array, x: Float64Array, j: Matrix, pass: SamplePass): number {
  const { instructions, output } = compile(network).beforeLoss;
  const random = randomStream(1, "direction");
  const v = x.map(() => random.normal());
  const at = (h: number): Float64Array => {
    pass.forward(
      theta,
      x.map((one, i) => one + h * v[i]),
      instructions.length,
    );
    return pass.numbersOf(output).slice();
  };
  const [ahead, behind] = [at(STEP), at(-STEP)];
  const change = multiply(j, { rows: x.length, columns: 1, data: v }).data;
  const apart = norm(change.map((one, k) => one - (ahead[k] - behind[k]) / (2 * STEP)));
  const rounding = (Number.EPSILON * norm(ahead)) / STEP / JACOBIAN_TOLERANCE;
  return apart === 0 ? 0 : apart / (norm(change) + rounding);
}
