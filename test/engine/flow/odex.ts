/**
 * odex (npm), an independent integrator by extrapolation: an oracle for trajectories and the peer of the benchmark.
 * Loaded at run time with a type of our own, because the package ships its untyped-checked source in place of types.
 */
import { createRequire } from "node:module";
import type { System } from "../../../src/engine/flow/integrate/system";

interface OdexSolver {
  absoluteTolerance: number;
  relativeTolerance: number;
  maxSteps: number;
  solve(
    derivative: (t: number, y: number[]) => ArrayLike<number>,
    start: number,
    y0: number[],
    end: number,
  ): { readonly y: number[]; readonly outcome: number; readonly nEval: number };
}
const { Solver } = createRequire(__filename)("odex") as { readonly Solver: new (dimension: number) => OdexSolver };
const CONVERGED = 0;

/** y at `end`. The derivative goes through one pair of vectors, so that only odex itself allocates. */
export function solveWithOdex(
  { dimension, derivative }: System,
  y0: Float64Array,
  end: number,
  tolerance: number,
): { readonly y: number[]; readonly evaluations: number } {
  const solver = new Solver(dimension);
  solver.absoluteTolerance = tolerance;
  solver.relativeTolerance = tolerance;
  solver.maxSteps = 1_000_000;
  const point = new Float64Array(dimension);
  const slope = new Float64Array(dimension);
  const result = solver.solve(
    (t, y) => {
      for (let i = 0; i < dimension; i++) point[i] = y[i];
      derivative(t, point, slope);
      return slope;
    },
    0,
    Array.from(y0),
    end,
  );
  if (result.outcome !== CONVERGED) throw new Error(`odex ended with outcome ${result.outcome}`);
  return { y: result.y, evaluations: result.nEval };
}
