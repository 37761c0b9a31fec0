/**
 * Gauss' collocation method with m stages on [0, 1], the Runge-Kutta method of order 2m: nodes c_i are the zeros of the
 * Legendre polynomial P_m(2c - 1), b_i its quadrature weights, a_ij = ∫_0^{c_i} of the j-th Lagrange polynomial.
 *
 * Reference: E. Hairer, S. P. Nørsett, G. Wanner, Solving Ordinary Differential Equations I, §II.7. Nodes by Newton's
 * method. Computed once per m; cost m³. Local error of the method: (m!)⁴ / ((2m)!³ (2m+1)) h^{2m+1} y^{(2m+1)}.
 */
export interface GaussTableau {
  readonly stages: number;
  readonly nodes: Float64Array;
  readonly weights: Float64Array;
  /** Row-major m x m. */
  readonly matrix: Float64Array;
}

export function gaussTableau(m: number): GaussTableau {
  const zerosOfP = Float64Array.from({ length: m }, (_, i) => legendreZero(m, m - 1 - i));
  const nodes = zerosOfP.map((x) => (1 + x) / 2);
  const weights = zerosOfP.map((x) => 1 / ((1 - x * x) * legendre(m, x).slope ** 2));
  const matrix = new Float64Array(m * m);
  // The Lagrange polynomials have degree m - 1: m-point quadrature on [0, c_i] is exact.
  for (let i = 0; i < m; i++)
    for (let q = 0; q < m; q++) {
      const at = nodes[i] * nodes[q];
      for (let j = 0; j < m; j++) matrix[i * m + j] += nodes[i] * weights[q] * lagrange(nodes, j, at);
    }
  return { stages: m, nodes, weights, matrix };
}

function lagrange(nodes: Float64Array, j: number, x: number): number {
  let product = 1;
  for (let k = 0; k < nodes.length; k++) if (k !== j) product *= (x - nodes[k]) / (nodes[j] - nodes[k]);
  return product;
}

/** The index-th zero of P_m from the right, from Tricomi's estimate. */
function legendreZero(m: number, index: number): number {
  let x = Math.cos((Math.PI * (index + 0.75)) / (m + 0.5));
  for (let round = 0; round < 8; round++) {
    const { value, slope } = legendre(m, x);
    x -= value / slope;
  }
  return x;
}

function legendre(m: number, x: number): { value: number; slope: number } {
  let [before, value] = [1, x];
  if (m === 0) return { value: 1, slope: 0 };
  for (let k = 1; k < m; k++) [before, value] = [value, ((2 * k + 1) * x * value - k * before) / (k + 1)];
  return { value, slope: (m * (x * value - before)) / (x * x - 1) };
}
