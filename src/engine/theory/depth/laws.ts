/**
 * The laws of the linear neural ODE (arXiv:2508.07370, v1 Proposition 4.7): for every s the symmetric matrix
 *
 *   h_s = A_s' + A_s'ᵀ + [A_sᵀ, A_s],      ' = d/ds,  [X, Y] = XY - YX,
 *
 * is constant along the L² gradient flow D_s = dA_s/dt = -P_sᵀ G Z_sᵀ of any loss f(Z_1), because D_s' = [D_s, A_sᵀ]
 * (docs/mathematics.md, "Infinite depth"). λ(s) = tr h_s / n; the path is continuous relaxed balanced where h_s = λ(s)
 * I for all s, and the imbalance is what is left, relative to the size of the terms of h:
 *
 *   imbalance(s) = ‖h_s - λ(s) I‖_F / scale,   scale = max_s (2 ‖A_s'‖_F + 2 ‖A_s‖_F²).
 *
 * It is looked at on a grid twice as fine, where the polynomial between the nodes shows, too. Cost: N² n² and N n³.
 */
import { apply, type Transporter } from "../../model/path/transport";
import { chebyshevNodes, interpolationMatrix } from "../../math/spectral/chebyshev";
import { norm, squareProduct } from "../../math/dense/matrix";

/**
 * A path counts as relaxed balanced up to rounding of the derivative, which grows like N² roundings on N nodes: 10⁻¹²
 * at 24 nodes, 10⁻¹⁰ at 256. A grid too coarse for the path, or numbers typed with few digits, are above it, and then
 * it is not on the set.
 */
const ROUNDINGS = 16;
/** Share of the path in its last coefficients above which the grid does not carry it. */
export const RESOLUTION_TOLERANCE = 1e-6;

/** h at the nodes, block after block. */
export function lawsAlong({ width, grid, nodes }: Transporter, path: Float64Array): Float64Array {
  const slope = new Float64Array(path.length);
  apply(grid.derivative, path, width * width, slope);
  return lawsFrom(width, nodes, path, slope);
}

export interface ContinuousBalance {
  /** Where the next three are given: 2N - 1 places from 0 to 1, the nodes among them. */
  readonly places: Float64Array;
  readonly lambda: Float64Array;
  readonly imbalance: Float64Array;
  /** ‖h_s - λ(s) I‖_F, not divided by the scale. */
  readonly absolute: Float64Array;
  readonly scale: number;
  readonly worst: number;
  /** Of `worst`. */
  readonly tolerance: number;
}

export function balanceAlong({ width, grid, nodes }: Transporter, path: Float64Array): ContinuousBalance {
  const size = width * width;
  const places = chebyshevNodes(2 * nodes - 1);
  const finer = interpolationMatrix(grid.nodes, places);
  const [slope, fine, fineSlope] = [
    new Float64Array(path.length),
    new Float64Array(places.length * size),
    new Float64Array(places.length * size),
  ];
  apply(grid.derivative, path, size, slope);
  apply(finer, path, size, fine);
  apply(finer, slope, size, fineSlope);
  const laws = lawsFrom(width, places.length, fine, fineSlope);
  const scale = Math.max(
    0,
    ...Array.from(
      places,
      (_, j) =>
        2 * norm(fineSlope.subarray(j * size, (j + 1) * size)) + 2 * norm(fine.subarray(j * size, (j + 1) * size)) ** 2,
    ),
  );
  const lambda = places.map((_, j) => traceOf(laws, j, width) / width);
  const absolute = places.map((_, j) => {
    const rest = laws.slice(j * size, (j + 1) * size);
    for (let i = 0; i < width; i++) rest[i * width + i] -= lambda[j];
    return norm(rest);
  });
  const imbalance = absolute.map((x) => (scale === 0 ? 0 : x / scale));
  const tolerance = ROUNDINGS * nodes ** 2 * Number.EPSILON;
  return { places, lambda, imbalance, absolute, scale, worst: Math.max(0, ...imbalance), tolerance };
}

export function isContinuousBalanced({ worst, tolerance }: ContinuousBalance): boolean {
  return worst <= tolerance;
}

/**
 * How much of the path lies in its last coefficients: the largest of the last eighth (at least two) relative to the
 * largest of all, over the entries. About 10⁻¹⁵: resolved to rounding. Near 1: the polynomial swings between the nodes.
 */
export function unresolvedPart({ width, grid, nodes }: Transporter, path: Float64Array): number {
  const size = width * width;
  const coefficients = new Float64Array(path.length);
  apply(grid.coefficients, path, size, coefficients);
  const first = nodes - Math.max(2, Math.floor(nodes / 8));
  const largest = (from: number): number =>
    coefficients.subarray(from * size).reduce((most, x) => Math.max(most, Math.abs(x)), 0);
  const all = largest(0);
  return all === 0 ? 0 : largest(first) / all;
}

function traceOf(blocks: Float64Array, j: number, width: number): number {
  let sum = 0;
  for (let i = 0; i < width; i++) sum += blocks[j * width * width + i * (width + 1)];
  return sum;
}

function lawsFrom(n: number, count: number, path: Float64Array, slope: Float64Array): Float64Array {
  const size = n * n;
  const result = new Float64Array(path.length);
  const [flipped, first, second] = [new Float64Array(size), new Float64Array(size), new Float64Array(size)];
  for (let at = 0; at < count * size; at += size) {
    for (let i = 0; i < n; i++) for (let j = 0; j < n; j++) flipped[j * n + i] = path[at + i * n + j];
    squareProduct(n, flipped, 0, path, at, first, 0);
    squareProduct(n, path, at, flipped, 0, second, 0);
    for (let i = 0; i < n; i++)
      for (let j = 0; j < n; j++)
        result[at + i * n + j] = slope[at + i * n + j] + slope[at + j * n + i] + (first[i * n + j] - second[i * n + j]);
  }
  return result;
}
