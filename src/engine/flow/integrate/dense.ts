/**
 * Where the solution is inside a step: the continuous extension of method.ts. Its vectors q_1 … q_m are made once per
 * step, and only for steps in which something is read.
 *
 * Error: one order less than the solution at the ends of the step, and not controlled. Measured on smooth systems,
 * values inside steps are wrong by up to 30 tolerances for order 5 and up to 300 for order 8, whose steps are long.
 */
import type { SparseRow } from "./combine";
import { combine, sparseRow } from "./combine";
import type { Work } from "./step";

export interface Extension {
  readonly stageRows: readonly SparseRow[];
  readonly rows: readonly SparseRow[];
  readonly coefficients: readonly Float64Array[];
  /** Where the stages that only the extension needs are evaluated. */
  readonly argument: Float64Array;
  /** The coefficients belong to the present step. */
  ready: boolean;
}

export function startExtension({ method, system }: Work): Extension {
  const vector = (): Float64Array => new Float64Array(system.dimension);
  return {
    stageRows: method.dense.stages.map(sparseRow),
    rows: method.dense.rows.map(sparseRow),
    coefficients: [vector(), vector(), vector(), ...method.dense.rows.map(vector)],
    argument: vector(),
    ready: false,
  };
}

/** y(t + σh), 0 <= σ <= 1, for the step that `work` has just made and not yet accepted. */
export function readInside(
  work: Work,
  extension: Extension,
  t: number,
  h: number,
  sigma: number,
  into: Float64Array,
): void {
  if (!extension.ready) prepare(work, extension, t, h);
  const { coefficients } = extension;
  const { y } = work;
  const rest = 1 - sigma;
  const last = coefficients.length - 1;
  into.set(coefficients[last]);
  // Horner's rule with the factors σ and 1 - σ in turn; the coefficient q_1 (index 0) is multiplied by σ.
  for (let m = last; m > 0; m--) {
    const factor = m % 2 === 0 ? sigma : rest;
    const q = coefficients[m - 1];
    for (let i = 0; i < into.length; i++) into[i] = q[i] + factor * into[i];
  }
  for (let i = 0; i < into.length; i++) into[i] = y[i] + sigma * into[i];
}

function prepare(work: Work, extension: Extension, t: number, h: number): void {
  const { method, system, y, next, stages, zero } = work;
  const { coefficients, argument } = extension;
  const end = method.stages.length - 1;
  extension.stageRows.forEach((row, m) => {
    combine(argument, y, h, row, stages);
    system.derivative(t + method.dense.nodes[m] * h, argument, stages[end + 1 + m]);
    work.evaluations++;
  });
  const [first, second, third] = coefficients;
  const [slope, endSlope] = [stages[0], stages[end]];
  for (let i = 0; i < y.length; i++) {
    first[i] = next[i] - y[i];
    second[i] = h * slope[i] - first[i];
    third[i] = first[i] - h * endSlope[i] - second[i];
  }
  extension.rows.forEach((row, m) => combine(coefficients[3 + m], zero, h, row, stages));
  extension.ready = true;
}
