/**
 * ker dphi ∩ ker dh for Z = U_2 U_1 (n x r times r x m), in bases in which dphi falls apart.
 *
 * With U_2 = P diag(s) W_2ᵀ, U_1 = W_1 diag(t) Qᵀ, X = Pᵀ dU_2 W_1 and Y = W_2ᵀ dU_1 Q (orthogonal changes of variables),
 *   (Pᵀ dZ Q)_ij = X_ij t_j + s_i Y_ij        (s_i = 0 for i >= r, t_j = 0 for j >= r, and where there is no such value):
 * one equation for one pair of unknowns, with singular value (s_i² + t_j²)^½. So the spectrum of dphi and an orthonormal
 * basis of its kernel are read off. For h = U_2ᵀU_2 - U_1U_1ᵀ (off-diagonal entries times sqrt 2,
 * law-map.ts) and the basis vector of the pair (i, j), x = s_i / hyp, y = -t_j / hyp,
 *   W_2ᵀ dS W_2 = (x s_i - y t_j) (e_i c_jᵀ + c_j e_iᵀ),   c_j column j of W_2ᵀ W_1.
 * The gradient of every law lies in ker dphi, so the singular values of [dphi; dh] are those of dphi and those of dh on that
 * basis: of a matrix H with N = r(r+1)/2 rows. Its columns for i >= r and for j >= r are 0: these vectors are in the
 * kernel as they are, and only the r² others (if dphi is onto; at most 2r²) take part in the decision.
 *
 * If r > n + m the hidden basis is first chosen so that r - n - m neurons have zero weights. On such a neuron z dphi vanishes,
 * and dS_az = w_aᵀ J (dU_2; dU_1)_z over the others, w_a the columns of W = (U_2; U_1ᵀ), J = diag(1, -1): its singular values
 * are sqrt 2 times those of W, its kernel J (left null space of W).
 *
 * Cost: 4 N² r² for H instead of 4 (nm + N)² D for [dphi; dh]; nothing larger than H and the kernel is stored. At special
 * weights the kernel has more vectors than at generic ones: MOST_KEPT bounds them, and with them the work.
 */
import { pauses, type Paced } from "../../findings/progress";
import { completed, thinSvd } from "../../math/dense/svd";
import { multiply, norm, transpose, zeros, type Matrix } from "../../math/dense/matrix";
import { withoutIdleNeurons, type Direction } from "./idle-neurons";
import { decideOnSpectrum, RANK_TOLERANCE, rankSteps, rankWork, type RankDecision } from "../../math/dense/rank";

/** Both factors get square bases, of 32 MB each at this width. */
const WIDEST = 2000;
/** Operations of `twoLayerKernel`. */
export function twoLayerKernelCost(m: number, r: number, n: number): number {
  if (Math.max(m, n, r) > WIDEST) return Infinity;
  const hidden = Math.min(r, n + m);
  const laws = (hidden * (hidden + 1)) / 2;
  const beyond = (one: number, other: number): number => Math.max(0, one - other);
  // At a generic point: columns of H, and vectors that are in the kernel as they are.
  const acting = hidden * hidden - beyond(hidden, n) * beyond(hidden, m);
  const free = beyond(n, hidden) * beyond(hidden, m) + beyond(m, hidden) * beyond(hidden, n);
  const found = beyond(acting, laws) + 1;
  return (
    rankWork(laws, acting) +
    (4 * found * hidden + 2 * free) * hidden * (n + m + hidden) +
    // the square bases, and the hidden one where neurons are left out
    4 * hidden * (n * n + m * m) +
    (r > n + m ? 4 * (n + m) * r * r : 0)
  );
}

/**
 * The decision on [dphi; dh], both divided by their Frobenius norms. U_1: r x m, U_2: n x r; the kernel's vectors list
 * dU_1 row by row, then dU_2. `null`: the kernel at these weights is so large that its vectors are beyond the budget.
 */
export function* twoLayerKernel(u1: Matrix, u2: Matrix): Paced<RankDecision | null> {
  const [m, r, n] = [u1.columns, u1.rows, u2.rows];
  const reduced = withoutIdleNeurons(u1, u2);
  const core = coreKernel(reduced.u1, reduced.u2);
  // ‖dphi‖² = m ‖U_2‖² + n ‖U_1‖², ‖dh‖² = 2 (r + 1) ‖theta‖².
  const [size1, size2] = [norm(u1.data), norm(u2.data)];
  const lifted = Math.hypot(Math.sqrt(m) * size2, Math.sqrt(n) * size1) || 1;
  const laws = Math.sqrt(2 * (r + 1)) * Math.hypot(size1, size2) || 1;
  const equations = core.equations.map((x) => x / lifted);
  const idle = r - reduced.hidden;
  const onIdle = Array.from(reduced.widths, (w) => (Math.SQRT2 * w) / laws);
  const scale = largestOf(equations, largestOf(onIdle, 0));

  const restricted = core.lawsOnKernel(RANK_TOLERANCE * scale * lifted, laws);
  const onCore = yield* rankSteps(restricted.matrix, Math.max(scale, 0));
  const values = equations.concat(
    Array.from(onCore.singularValues),
    onIdle.flatMap((x) => Array<number>(idle).fill(x)),
  );
  const dimension = r * (n + m);
  const zerosLeft = Math.max(0, Math.min(dimension, n * m + (r * (r + 1)) / 2) - values.length);
  const spectrum = Float64Array.from(
    values
      .concat(Array<number>(zerosLeft).fill(0))
      .sort((a, b) => b - a)
      .slice(0, dimension),
  );
  const decision = decideOnSpectrum(spectrum, dimension);

  const idleTolerance = decision.tolerance * laws;
  const count = onCore.kernel.columns + restricted.free.length + reduced.idleCount(idleTolerance);
  if (count * dimension > MOST_KEPT || !restricted.affordable) return null;
  const directions: Direction[] = [];
  const pause = pauses();
  for (let k = 0; k < onCore.kernel.columns; k++) {
    directions.push(
      restricted.direction(
        Float64Array.from({ length: onCore.kernel.rows }, (_, i) => onCore.kernel.data[i * onCore.kernel.columns + k]),
      ),
    );
    yield* pause(2 * reduced.hidden * reduced.hidden * (n + m + reduced.hidden));
  }
  for (const along of restricted.free) {
    directions.push(along());
    yield* pause(2 * reduced.hidden * (n + m));
  }
  const idleDirections = reduced.idleDirections(idleTolerance);
  const vectors = [...directions.map((direction) => reduced.toTheta(direction)), ...idleDirections];
  const kernel = zeros(dimension, vectors.length);
  vectors.forEach((v, k) => v.forEach((x, i) => (kernel.data[i * vectors.length + k] = x)));
  return {
    ...decision,
    rank: dimension - vectors.length,
    kernel,
    // The norms are the same in the reduced network; an idle direction's are those of its own singular value.
    residual: Math.hypot(
      residual(reduced.u1, reduced.u2, directions, lifted, laws),
      norm(reduced.idleResiduals(idleTolerance)) / laws / Math.SQRT2,
    ),
  };
}

/** Numbers of the kernel's basis, and of an orthonormal basis of all outputs or inputs: 160 MB. */
const MOST_KEPT = 2e7;

function largestOf(values: readonly number[], start: number): number {
  return values.reduce((most, x) => Math.max(most, x), start);
}

interface Core {
  /** Singular values of dphi. */
  readonly equations: number[];
  /**
   * H / scale on the kernel of dphi (singular values up to `tolerance` count as zero), its columns of zeros left out.
   */
  lawsOnKernel(
    tolerance: number,
    scale: number,
  ): {
    matrix: Matrix;
    affordable: boolean;
    /** The way back from combinations of its columns. */
    direction(combination: Float64Array): Direction;
    /** The vectors of the columns that were left out: no law changes along them. */
    free: readonly (() => Direction)[];
  };
}

function coreKernel(u1: Matrix, u2: Matrix): Core {
  const [m, r, n] = [u1.columns, u1.rows, u2.rows];
  const second = thinSvd(u2);
  const first = thinSvd(u1);
  const [hidden2, hidden1] = [completed(second.right), completed(first.left)];
  const s = (i: number): number => (i < second.values.length ? second.values[i] : 0);
  const t = (j: number): number => (j < first.values.length ? first.values[j] : 0);
  const equations = Array.from({ length: n * m }, (_, at) => Math.hypot(s(Math.floor(at / m)), t(at % m)));
  return {
    equations,
    lawsOnKernel(tolerance, scale) {
      const pairs = kernelPairs({ m, r, n, s, t, tolerance });
      const c = multiply(transpose(hidden2), hidden1);
      // Directions beyond the images of the layers need a basis of all outputs or inputs.
      const beyondOutputs = pairs.some(({ i, x }) => x !== 0 && i >= second.left.columns);
      const beyondInputs = pairs.some(({ j, y }) => y !== 0 && j >= first.right.columns);
      const affordable = Math.max(beyondOutputs ? n * n : 0, beyondInputs ? m * m : 0) <= MOST_KEPT;
      const outputs = beyondOutputs && affordable ? completed(second.left) : second.left;
      const inputs = beyondInputs && affordable ? completed(first.right) : first.right;
      const factorOf = ({ i, j, x, y }: Pair): number => (x * s(i) - y * t(j)) / scale;
      const acting = pairs.filter((pair) => factorOf(pair) !== 0);
      const matrix = zeros((r * (r + 1)) / 2, acting.length);
      acting.forEach((pair, column) => {
        const along = Float64Array.from({ length: r }, (_, k) => c.data[k * r + pair.j]);
        addSymmetric(matrix, column, pair.i, along, factorOf(pair));
      });
      // Where a law changes, i and j are below r.
      const [firstOutputs, firstInputs] = [leading(outputs, r), leading(inputs, r)];
      const direction = (combination: Float64Array): Direction => {
        const [xs, ys] = [zeros(firstOutputs.columns, r), zeros(r, firstInputs.columns)];
        acting.forEach(({ i, j, x, y }, k) => {
          if (x !== 0) xs.data[i * r + j] += x * combination[k];
          if (y !== 0) ys.data[i * firstInputs.columns + j] += y * combination[k];
        });
        return {
          du2: multiply(firstOutputs, multiply(xs, transpose(hidden1))),
          du1: multiply(multiply(hidden2, ys), transpose(firstInputs)),
        };
      };
      const free = pairs
        .filter((pair) => factorOf(pair) === 0)
        .map(({ i, j, x, y }) => (): Direction => ({
          du2: x === 0 ? zeros(n, r) : outer(outputs, i, hidden1, j, x),
          du1: y === 0 ? zeros(r, m) : outer(hidden2, i, inputs, j, y),
        }));
      return { matrix, affordable, direction, free };
    },
  };
}

/** The first columns of a matrix; all, where it has no more. */
function leading(a: Matrix, count: number): Matrix {
  if (a.columns <= count) return a;
  const first = zeros(a.rows, count);
  for (let i = 0; i < a.rows; i++) first.data.set(a.data.subarray(i * a.columns, i * a.columns + count), i * count);
  return first;
}

/** factor times column i of `a` times the transposed column j of `b`. */
function outer(a: Matrix, i: number, b: Matrix, j: number, factor: number): Matrix {
  const product = zeros(a.rows, b.rows);
  for (let k = 0; k < a.rows; k++)
    for (let l = 0; l < b.rows; l++)
      product.data[k * b.rows + l] = factor * a.data[k * a.columns + i] * b.data[l * b.columns + j];
  return product;
}

interface Pair {
  readonly i: number;
  readonly j: number;
  readonly x: number;
  readonly y: number;
}

/** Orthonormal kernel vectors of dphi: x at X_ij, y at Y_ij. */
function kernelPairs(of: {
  m: number;
  r: number;
  n: number;
  s: (i: number) => number;
  t: (j: number) => number;
  tolerance: number;
}): Pair[] {
  const { m, r, n, s, t, tolerance } = of;
  const pairs: Pair[] = [];
  for (let i = 0; i < Math.max(n, r); i++)
    for (let j = 0; j < Math.max(m, r); j++) {
      const [hasX, hasY] = [i < n && j < r, i < r && j < m];
      const size = Math.hypot(s(i), t(j));
      const bound = i < n && j < m && size > tolerance;
      if (!bound) {
        if (hasX) pairs.push({ i, j, x: 1, y: 0 });
        if (hasY) pairs.push({ i, j, x: 0, y: 1 });
      } else if (hasX && hasY) pairs.push({ i, j, x: s(i) / size, y: -t(j) / size });
    }
  return pairs;
}

/** factor (e_i cᵀ + c e_iᵀ) into a column of packed symmetric matrices; e_i = 0 beyond the last hidden neuron. */
function addSymmetric(target: Matrix, column: number, i: number, c: Float64Array, factor: number): void {
  const r = c.length;
  if (i >= r) return;
  for (let k = 0; k < r; k++) {
    const [a, b] = k < i ? [k, i] : [i, k];
    const row = a * r - (a * (a - 1)) / 2 + (b - a);
    target.data[row * target.columns + column] += factor * c[k] * (k === i ? 2 : Math.SQRT2);
  }
}

/** ‖[dphi; dh] N‖_F for the divided blocks, whose norm is sqrt 2. */
function residual(u1: Matrix, u2: Matrix, directions: readonly Direction[], lifted: number, laws: number): number {
  const r = u1.rows;
  const parts = directions.flatMap(({ du1, du2 }) => {
    const dz = multiply(du2, u1);
    multiply(u2, du1).data.forEach((x, i) => (dz.data[i] += x));
    const half = multiply(transpose(u2), du2);
    multiply(du1, transpose(u1)).data.forEach((x, i) => (half.data[i] -= x));
    const ds = half.data.map((x, at) => x + half.data[(at % r) * r + Math.floor(at / r)]);
    return [norm(dz.data) / lifted, norm(ds) / laws];
  });
  return norm(parts) / Math.SQRT2;
}
