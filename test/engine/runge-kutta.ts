/** The classical method of order 4 (Kutta 1901) with equal steps: slow, and independent of the integrators it is held against. */
export function rungeKutta(
  velocity: (theta: Float64Array) => Float64Array,
  start: Float64Array,
  time: number,
  steps: number,
): Float64Array {
  const h = time / steps;
  const shifted = (theta: Float64Array, k: Float64Array, by: number): Float64Array =>
    theta.map((x, i) => x + by * k[i]);
  let theta = start;
  for (let step = 0; step < steps; step++) {
    const k1 = velocity(theta);
    const k2 = velocity(shifted(theta, k1, h / 2));
    const k3 = velocity(shifted(theta, k2, h / 2));
    const k4 = velocity(shifted(theta, k3, h));
    theta = theta.map((x, i) => x + (h / 6) * (k1[i] + 2 * k2[i] + 2 * k3[i] + k4[i]));
  }
  return theta;
}
