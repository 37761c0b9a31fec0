/** A differential equation dy/dt = f(t, y) and small things about vectors of its size. */

export interface System {
  /** Number of components of y. */
  readonly dimension: number;
  /**
   * Writes f(t, y) to `into`. Called up to 16 times per step, also at points that the solution never visits; it must
   * neither keep nor change `y`, and should not allocate. What is not finite makes the step smaller.
   */
  derivative(t: number, y: Float64Array, into: Float64Array): void;
}

/** √(mean y_i²): the size of one component. NaN or ∞ where a component is not finite or its square overflows. */
export function rootMeanSquare(y: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < y.length; i++) sum += y[i] * y[i];
  return Math.sqrt(sum / Math.max(1, y.length));
}
