/**
 * The two transport equations of the linear neural ODE, along a path s -> A_s given at the nodes s_0 … s_{N-1} of a
 * Chebyshev grid (math/spectral/chebyshev.ts), which stands for the polynomial through these matrices:
 *
 *   dZ_s/ds = A_s Z_s,  Z_0 = I          and          dP_s/ds = -P_s A_s,  P_1 = I,   so that  P_s = Z_1 Z_s^{-1}.
 *
 * Nothing is inverted. For each pair of neighbouring nodes, at the distance h, the propagator E_j (Z at s_{j+1} from Z
 * at s_j) is computed once, by Gauss collocation with m stages on the interpolated path (math/spectral/gauss.ts):
 *
 *   K_i = A_i (I + h Σ_j a_ij K_j),   E = I + h Σ_i b_i K_i;      then  Z_{j+1} = E_j Z_j  forward,  P_j = P_{j+1} E_j
 *   backward.
 *
 * The stages are solved by sweeps K <- A (I + h a K) from K = A. After k sweeps at most ν_k (h ‖A‖)^k of K is wrong,
 * ν_k = ‖a^k‖, both in the maximum row sum: k is the first that makes this rounding. A path far too large for its grid
 * has no such k; it gets MOST_SWEEPS, and shows in a large `defect` (theory/depth/metric.ts).
 *
 * Accuracy: order 2m in h, with m chosen so that what is left is rounding for ‖A‖ up to about 10. The discretization's
 * own error is then that of the polynomial alone: O(ρ^{-N}) for an analytic path; a Gaussian one of the length ½ is
 * wrong by 3·10⁻⁶, 10⁻⁹, 6·10⁻¹³ and 10⁻¹⁵ with 8, 12, 16 and 20 nodes. The plain grid (piecewise linear path, midpoint
 * rule) has the order 2, and is wrong by more than 10⁻⁵ with 32; so the grid here is Chebyshev's
 * (test/engine/model/transport.test.ts measures both).
 *
 * Cost per path: m N² n² for the stages' matrices, about 8 m N n³ for the rest, in the vectorized kernel of
 * math/layers; measured 3 ms for n = 16, N = 64. Memory: (m + 4) N n² numbers.
 */
import { chebyshevGrid, interpolationMatrix, type ChebyshevGrid } from "../../math/spectral/chebyshev";
import { gaussTableau, type GaussTableau } from "../../math/spectral/gauss";
import type { Matrix } from "../../math/dense/matrix";
import { LANE, layerKernel, type LayerKernel } from "../../math/layers/kernel";

/** What belongs to a grid and a width, computed once. */
export interface Transporter {
  readonly width: number;
  readonly grid: ChebyshevGrid;
  readonly nodes: number;
  /** Writes Z and P at the nodes (node after node, each row-major n x n). `path` is not changed. */
  run(path: Float64Array, z: Float64Array, p: Float64Array): void;
}

export function transporter(width: number, nodes: number): Transporter {
  const grid = chebyshevGrid(nodes);
  const bench = workbench(width, grid);
  return {
    width,
    grid,
    nodes,
    run(path, z, p) {
      const { kernel, at, block, stages } = bench;
      const { numbers } = kernel;
      copyIn(numbers, at.path, path, width, nodes);
      numbers.fill(0, at.stages, at.stages + (nodes - 1) * stages * block);
      kernel.product(at.stages, at.interpolation, nodes, 1, at.path, (nodes - 1) * stages, nodes, block);
      for (let j = 0; j + 1 < nodes; j++) propagate(bench, j);
      setIdentity(numbers, at.z, bench.padded);
      setIdentity(numbers, at.p + (nodes - 1) * block, bench.padded);
      for (let j = 0; j + 1 < nodes; j++)
        product(bench, at.propagators + j * block, at.z + j * block, at.z + (j + 1) * block);
      for (let j = nodes - 2; j >= 0; j--)
        product(bench, at.p + (j + 1) * block, at.propagators + j * block, at.p + j * block);
      copyOut(numbers, at.z, z, width, nodes);
      copyOut(numbers, at.p, p, width, nodes);
    },
  };
}

/** into (rows x block) = matrix · values, where row j of `values` is a block of `size` numbers. */
export function apply(matrix: Matrix, values: Float64Array, size: number, into: Float64Array): void {
  into.fill(0);
  const { rows, columns, data } = matrix;
  for (let i = 0; i < rows; i++) {
    const row = i * size;
    for (let j = 0; j < columns; j++) {
      const factor = data[i * columns + j];
      if (factor === 0) continue;
      const from = j * size;
      for (let k = 0; k < size; k++) into[row + k] += factor * values[from + k];
    }
  }
}

/**
 * Stages for which (m!)⁴ / ((2m)!³ (2m+1)) (10 h)^{2m+1} is at rounding level, h = π / (2(N-1)) being the largest
 * distance.
 */
function stagesFor(nodes: number): number {
  return nodes >= 48 ? 4 : nodes >= 24 ? 5 : nodes >= 12 ? 6 : 8;
}

/** A workspace of the kernel, and where what lies in it. Blocks are matrices padded with zeros to whole lanes. */
interface Workbench {
  readonly kernel: LayerKernel;
  readonly padded: number;
  readonly block: number;
  readonly stages: number;
  readonly steps: Float64Array;
  /** ‖a^k‖ for k = 0 … MOST_SWEEPS. */
  readonly powers: Float64Array;
  readonly at: Readonly<
    Record<"path" | "interpolation" | "stages" | "tableaux" | "slopes" | "points" | "propagators" | "z" | "p", number>
  >;
}

function workbench(width: number, grid: ChebyshevGrid): Workbench {
  const nodes = grid.nodes.length;
  const tableau = gaussTableau(stagesFor(nodes));
  const m = tableau.stages;
  const padded = Math.ceil(width / LANE) * LANE;
  const block = padded * padded;
  const steps = Float64Array.from({ length: nodes - 1 }, (_, j) => grid.nodes[j + 1] - grid.nodes[j]);
  const places = Array.from(steps, (h, j) => Array.from(tableau.nodes, (c) => grid.nodes[j] + c * h)).flat();
  let length = 0;
  const reserve = (count: number): number => {
    const from = length;
    length += Math.ceil(count / LANE) * LANE;
    return from;
  };
  const at = {
    path: reserve(nodes * block),
    interpolation: reserve(places.length * nodes),
    stages: reserve(places.length * block),
    tableaux: reserve((nodes - 1) * m * (m + 1)),
    slopes: reserve(m * block),
    points: reserve(m * block),
    propagators: reserve(nodes * block),
    z: reserve(nodes * block),
    p: reserve(nodes * block),
  };
  const kernel = layerKernel(length);
  kernel.numbers.set(interpolationMatrix(grid.nodes, places).data, at.interpolation);
  steps.forEach((h, j) => {
    kernel.numbers.set(
      [...tableau.matrix, ...tableau.weights].map((x) => h * x),
      at.tableaux + j * m * (m + 1),
    );
  });
  return { kernel, padded, block, stages: m, steps, powers: normsOfPowers(tableau), at };
}

/** More than any path needs that its grid can carry. */
const MOST_SWEEPS = 40;

function normsOfPowers({ stages: m, matrix }: GaussTableau): Float64Array {
  let power = Float64Array.from({ length: m * m }, (_, i) => (i % (m + 1) === 0 ? 1 : 0));
  return Float64Array.from({ length: MOST_SWEEPS + 1 }, () => {
    const norm = rowSum(power, 0, m);
    const before = power;
    power = power.map((_, at) => {
      let sum = 0;
      for (let k = 0; k < m; k++) sum += before[Math.floor(at / m) * m + k] * matrix[k * m + (at % m)];
      return sum;
    });
    return norm;
  });
}

/** E of step j. */
function propagate({ kernel, at, padded, block, stages, steps, powers }: Workbench, j: number): void {
  const { numbers } = kernel;
  const a = at.stages + j * stages * block;
  const tableau = at.tableaux + j * stages * (stages + 1);
  let size = 0;
  for (let i = 0; i < stages; i++) size = Math.max(size, steps[j] * rowSum(numbers, a + i * block, padded));
  numbers.copyWithin(at.slopes, a, a + stages * block);
  for (
    let sweep = 1;
    sweep <= MOST_SWEEPS && !(powers[sweep - 1] * size ** (sweep - 1) <= Number.EPSILON / 4);
    sweep++
  ) {
    for (let i = 0; i < stages; i++) setIdentity(numbers, at.points + i * block, padded);
    kernel.product(at.points, tableau, stages, 1, at.slopes, stages, stages, block);
    numbers.fill(0, at.slopes, at.slopes + stages * block);
    for (let i = 0; i < stages; i++)
      kernel.product(at.slopes + i * block, a + i * block, padded, 1, at.points + i * block, padded, padded, padded);
  }
  const into = at.propagators + j * block;
  setIdentity(numbers, into, padded);
  kernel.product(into, tableau + stages * stages, stages, 1, at.slopes, 1, stages, block);
}

/** The largest sum of absolute values in a row of an n x n matrix. */
function rowSum(data: Float64Array, from: number, n: number): number {
  let most = 0;
  for (let i = 0; i < n; i++) {
    let sum = 0;
    for (let k = 0; k < n; k++) sum += Math.abs(data[from + i * n + k]);
    // Not Math.max: what is not a number must not be hidden.
    most = sum <= most ? most : sum;
  }
  return most;
}

function product({ kernel, padded, block }: Workbench, a: number, b: number, c: number): void {
  kernel.numbers.fill(0, c, c + block);
  kernel.product(c, a, padded, 1, b, padded, padded, padded);
}

function setIdentity(into: Float64Array, from: number, n: number): void {
  into.fill(0, from, from + n * n);
  for (let i = 0; i < n; i++) into[from + i * (n + 1)] = 1;
}

function copyIn(numbers: Float64Array, at: number, blocks: Float64Array, n: number, count: number): void {
  const padded = Math.ceil(n / LANE) * LANE;
  for (let row = 0; row < count * n; row++) {
    const to = at + (Math.floor(row / n) * padded + (row % n)) * padded;
    for (let k = 0; k < n; k++) numbers[to + k] = blocks[row * n + k];
  }
}

function copyOut(numbers: Float64Array, at: number, blocks: Float64Array, n: number, count: number): void {
  const padded = Math.ceil(n / LANE) * LANE;
  for (let row = 0; row < count * n; row++) {
    const from = at + (Math.floor(row / n) * padded + (row % n)) * padded;
    for (let k = 0; k < n; k++) blocks[row * n + k] = numbers[from + k];
  }
}
