/**
 * ker dphi ∩ ker dh for Z = U_2 U_1 (n x r times r x m), in bases in which dphi falls apart.
 *
 * With U_2 = P diag(s) W_2ᵀ, U_1 = W_1 diag(t) Qᵀ, X = Pᵀ dU_2 W_1 and Y = W_2ᵀ dU_1 Q (orthogonal changes of variables),
 *   (Pᵀ dZ Q)_ij = X_ij t_j + s_i Y_ij        (s_i = 0 for i >= r, t_j = 0 for j >= r, and where the factor has no such value):
 * one equation for one pair of unknowns, with singular value (s_i² + t_j²)^½. So the spectrum of dphi and an orthonormal
 * basis of its kernel are read off. For h = U_2ᵀU_2 - U_1U_1ᵀ (off-diagonal entries times sqrt 2, law-map.ts) and the basis
 * vector of the pair (i, j), x = s_i / hyp, y = -t_j / hyp,
 *   W_2ᵀ dS W_2 = (x s_i - y t_j) (e_i c_jᵀ + c_j e_iᵀ),   c_j column j of W_2ᵀ W_1.
 * The gradient of every law lies in ker dphi, so the singular values of [dphi; dh] are those of dphi and those of dh, and
 * those of dh are the ones on that basis: a matrix H with N = r(r+1)/2 rows and D - nm columns (if dphi is onto).
 *
 * If r > n + m the hidden basis is first chosen so that r - n - m neurons have zero weights. On such a neuron z dphi
 * vanishes, and dS_az = w_aᵀ J (dU_2; dU_1)_z over the others, w_a the columns of W = (U_2; U_1ᵀ), J = diag(1, -1): its
 * singular values are sqrt 2 times those of W, its kernel J (left null space of W).
 *
 * Cost: 4 N² (D - nm) for H instead of 4 (nm + N)² D for [dphi; dh]; nothing larger than H and the kernel is stored.
 */
import { svd } from "../../math/dense/svd";
import { multiply, norm, transpose, zeros, type Matrix } from "../../math/dense/matrix";
import { decideOnSpectrum, decideRank, RANK_TOLERANCE, type RankDecision } from "../../math/dense/rank";

/** Both factors get square bases, of 32 MB each at this width. */
const WIDEST = 2000;

/** Multiplications of `twoLayerKernel`. */
export function twoLayerKernelCost(m: number, r: number, n: number): number {
  if (Math.max(m, n, r) > WIDEST) return Infinity;
  const hidden = Math.min(r, n + m);
  const laws = (hidden * (hidden + 1)) / 2;
  // D - rank dphi, at a generic point.
  const kernel = hidden * (n + m) - n * m + Math.max(0, n - hidden) * Math.max(0, m - hidden);
  const found = Math.max(0, kernel - laws) + 1;
  return (
    2 * laws * laws * kernel +
    2 * laws * kernel * found +
    2 * found * hidden * (n + m) * (n + m + hidden) +
    3 * laws ** 3 +
    // the square bases, and the hidden one where neurons are left out
    4 * hidden * (n * n + m * m) +
    (r > n + m ? 4 * (n + m) * r * r : 0)
  );
}

/**
 * The decision on [dphi; dh], both divided by their Frobenius norms. U_1: r x m, U_2: n x r; the kernel's vectors list
 * dU_1 row by row, then dU_2.
 */
export function twoLayerKernel(u1: Matrix, u2: Matrix): RankDecision {
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
  const scale = Math.max(0, ...equations, ...onIdle);

  const restricted = core.lawsOnKernel(RANK_TOLERANCE * scale * lifted, laws);
  const onCore = decideRank(restricted.matrix, Math.max(scale, 0));
  const values = [...equations, ...onCore.singularValues, ...onIdle.flatMap((x) => Array<number>(idle).fill(x))];
  const zerosLeft = Math.max(0, n * m + (r * (r + 1)) / 2 - values.length);
  const dimension = r * (n + m);
  const spectrum = Float64Array.from(
    [...values, ...Array<number>(zerosLeft).fill(0)].sort((a, b) => b - a).slice(0, dimension),
  );
  const decision = decideOnSpectrum(spectrum, dimension);

  const vectors: Float64Array[] = [];
  for (let k = 0; k < onCore.kernel.columns; k++) {
    const combination = Float64Array.from(
      { length: onCore.kernel.rows },
      (_, i) => onCore.kernel.data[i * onCore.kernel.columns + k],
    );
    vectors.push(reduced.toTheta(restricted.direction(combination)));
  }
  vectors.push(...reduced.idleDirections(decision.tolerance * laws));
  const kernel = zeros(dimension, vectors.length);
  vectors.forEach((v, k) => v.forEach((x, i) => (kernel.data[i * vectors.length + k] = x)));
  return { ...decision, rank: dimension - vectors.length, kernel, residual: residual(u1, u2, vectors, lifted, laws) };
}

/** A direction in the reduced network. */
interface Direction {
  readonly du1: Matrix;
  readonly du2: Matrix;
}

interface Reduced {
  readonly u1: Matrix;
  readonly u2: Matrix;
  /** Hidden neurons that are left. */
  readonly hidden: number;
  /** Singular values of W, where neurons were left out. */
  readonly widths: Float64Array;
  toTheta(direction: Direction): Float64Array;
  idleDirections(tolerance: number): Float64Array[];
}

function withoutIdleNeurons(u1: Matrix, u2: Matrix): Reduced {
  const [m, r, n] = [u1.columns, u1.rows, u2.rows];
  if (r <= n + m)
    return {
      u1,
      u2,
      hidden: r,
      widths: new Float64Array(0),
      toTheta: ({ du1, du2 }) => listed(du1, du2),
      idleDirections: () => [],
    };
  const w = zeros(n + m, r);
  w.data.set(u2.data);
  w.data.set(transpose(u1).data, n * r);
  const { left, values, right } = svd(w);
  const hidden = n + m;
  const used = columnsOf(right, 0, hidden);
  return {
    u1: multiply(transpose(used), u1),
    u2: multiply(u2, used),
    hidden,
    widths: values,
    toTheta: ({ du1, du2 }) => listed(multiply(used, du1), multiply(du2, transpose(used))),
    idleDirections(tolerance) {
      const found: Float64Array[] = [];
      for (let z = hidden; z < r; z++)
        values.forEach((value, a) => {
          if (Math.SQRT2 * value > tolerance) return;
          const [du1, du2] = [zeros(r, m), zeros(n, r)];
          for (let k = 0; k < r; k++) {
            const along = right.data[k * r + z];
            for (let i = 0; i < n; i++) du2.data[i * r + k] = left.data[i * hidden + a] * along;
            for (let j = 0; j < m; j++) du1.data[k * m + j] = -left.data[(n + j) * hidden + a] * along;
          }
          found.push(listed(du1, du2));
        });
      return found;
    },
  };
}

interface Core {
  /** Singular values of dphi. */
  readonly equations: number[];
  /** H / scale on the kernel of dphi (singular values up to `tolerance` count as zero), and the way back from combinations of its columns. */
  lawsOnKernel(tolerance: number, scale: number): { matrix: Matrix; direction(combination: Float64Array): Direction };
}

function coreKernel(u1: Matrix, u2: Matrix): Core {
  const [m, r, n] = [u1.columns, u1.rows, u2.rows];
  const second = svd(u2);
  const first = svd(u1);
  const s = (i: number): number => (i < second.values.length ? second.values[i] : 0);
  const t = (j: number): number => (j < first.values.length ? first.values[j] : 0);
  const equations = Array.from({ length: n * m }, (_, at) => Math.hypot(s(Math.floor(at / m)), t(at % m)));
  return {
    equations,
    lawsOnKernel(tolerance, scale) {
      const pairs = kernelPairs({ m, r, n, s, t, tolerance });
      const c = multiply(transpose(second.right), first.left);
      const matrix = zeros((r * (r + 1)) / 2, pairs.length);
      pairs.forEach(({ i, j, x, y }, column) => {
        const factor = (x * s(i) - y * t(j)) / scale;
        if (factor !== 0)
          addSymmetric(
            matrix,
            column,
            i,
            Float64Array.from({ length: r }, (_, k) => c.data[k * r + j]),
            factor,
          );
      });
      const direction = (combination: Float64Array): Direction => {
        const [xs, ys] = [zeros(n, r), zeros(r, m)];
        pairs.forEach(({ i, j, x, y }, k) => {
          if (x !== 0) xs.data[i * r + j] += x * combination[k];
          if (y !== 0) ys.data[i * m + j] += y * combination[k];
        });
        return {
          du2: multiply(multiply(second.left, xs), transpose(first.left)),
          du1: multiply(multiply(second.right, ys), transpose(first.right)),
        };
      };
      return { matrix, direction };
    },
  };
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
function residual(u1: Matrix, u2: Matrix, vectors: readonly Float64Array[], lifted: number, laws: number): number {
  const [m, r, n] = [u1.columns, u1.rows, u2.rows];
  const parts = vectors.flatMap((v) => {
    const du1: Matrix = { rows: r, columns: m, data: v.subarray(0, r * m) };
    const du2: Matrix = { rows: n, columns: r, data: v.subarray(r * m) };
    const dz = multiply(du2, u1);
    multiply(u2, du1).data.forEach((x, i) => (dz.data[i] += x));
    const half = multiply(transpose(u2), du2);
    multiply(du1, transpose(u1)).data.forEach((x, i) => (half.data[i] -= x));
    const ds = half.data.map((x, at) => x + half.data[(at % r) * r + Math.floor(at / r)]);
    return [norm(dz.data) / lifted, norm(ds) / laws];
  });
  return norm(parts) / Math.SQRT2;
}

function columnsOf(a: Matrix, from: number, to: number): Matrix {
  const result = zeros(a.rows, to - from);
  for (let i = 0; i < a.rows; i++)
    result.data.set(a.data.subarray(i * a.columns + from, i * a.columns + to), i * (to - from));
  return result;
}

function listed(du1: Matrix, du2: Matrix): Float64Array {
  const all = new Float64Array(du1.data.length + du2.data.length);
  all.set(du1.data);
  all.set(du2.data, du1.data.length);
  return all;
}
