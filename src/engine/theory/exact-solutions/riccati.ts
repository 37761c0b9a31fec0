/**
 * Two linear layers learning a target with whitened inputs, from a start with S = U_2ᵀU_2 - U_1U_1ᵀ = lambda I: solved
 * exactly (Braun et al. 2022 for lambda = 0; Dominé et al., arXiv:2409.14623; derived and checked in
 * docs/mathematics.md).
 *
 * With Q = (U_1ᵀ; U_2) ((m + n) x r), T the target and F = [[-lambda/2 I, Tᵀ], [T, lambda/2 I]], gradient flow on ½
 * ‖U_2U_1 - T‖² is the Riccati equation d(QQᵀ)/dt = F QQᵀ + QQᵀ F - (QQᵀ)², and
 *   QQᵀ(t) = e^{Ft} Q_0 (I + Q_0ᵀ g(F) Q_0)^{-1} Q_0ᵀ e^{Ft},    g(f) = (e^{2ft} - 1) / (2f)  (t where f = 0).
 * F is symmetric: its functions come from its eigenvalues. A long time is made of short ones (the flow is a semigroup),
 * so that no exponential overflows. Cost: the cube of m + n once, (m + n)² r for each time.
 */
import { cholesky, solveLower } from "../../math/dense/cholesky";
import { symmetricEigen } from "../../math/dense/symmetric-eigen";
import { multiply, transpose, zeros, type Matrix } from "../../math/dense/matrix";

/** Largest f t of one piece. */
const PIECE = 8;

/** Z = U_2U_1 at the given increasing times. U_1: r x m, U_2: n x r, target: n x m. */
export function riccatiSolution(
  u1: Matrix,
  u2: Matrix,
  lambda: number,
  target: Matrix,
  times: readonly number[],
): Matrix[] {
  const { start, after, product } = riccatiFlow(u1, u2, lambda, target);
  let [q, now] = [start, 0];
  return times.map((time) => {
    if (time > now) [q, now] = [after(q, time - now), time];
    return product(q);
  });
}

/** The same as a flow of states, which goes on from any of them. */
export interface RiccatiFlow {
  readonly start: Matrix;
  after(state: Matrix, time: number): Matrix;
  /** Z */
  product(state: Matrix): Matrix;
}

export function riccatiFlow(u1: Matrix, u2: Matrix, lambda: number, target: Matrix): RiccatiFlow {
  const [m, r, n] = [u1.columns, u1.rows, u2.rows];
  const f = zeros(m + n, m + n);
  for (let i = 0; i < m + n; i++) f.data[i * (m + n) + i] = i < m ? -lambda / 2 : lambda / 2;
  for (let i = 0; i < n; i++)
    for (let j = 0; j < m; j++) {
      f.data[(m + i) * (m + n) + j] = target.data[i * m + j];
      f.data[j * (m + n) + m + i] = target.data[i * m + j];
    }
  const { values, vectors } = symmetricEigen(f);
  const fastest = Math.max(Number.MIN_VALUE, ...values.map(Math.abs));
  return {
    // In the eigenvectors of F its functions are diagonal.
    start: multiply(transpose(vectors), stacked(transpose(u1), u2)),
    after(state, time) {
      const pieces = Math.max(1, Math.ceil((time * fastest) / PIECE));
      // So many exponentials would be needed where λ is far larger than the target: then nothing is said.
      if (pieces > MOST_PIECES) return { ...state, data: state.data.map(() => NaN) };
      let q = state;
      for (let piece = 0; piece < pieces; piece++) q = advanced(q, values, time / pieces, r);
      return q;
    },
    product(state) {
      const back = multiply(vectors, state);
      return multiply(rowsOf(back, m, m + n), transpose(rowsOf(back, 0, m)));
    },
  };
}

const MOST_PIECES = 20_000;

/** Q(t) up to a rotation from the right, which QQᵀ does not see: e^{Ft} Q L^{-T} with L Lᵀ = I + Qᵀ g(F) Q. */
function advanced(q: Matrix, f: Float64Array, t: number, r: number): Matrix {
  const inner = zeros(r, r);
  for (let a = 0; a < r; a++) {
    inner.data[a * r + a] = 1;
    for (let b = 0; b < r; b++)
      for (let i = 0; i < f.length; i++)
        inner.data[a * r + b] +=
          q.data[i * r + a] * q.data[i * r + b] * (f[i] === 0 ? t : Math.expm1(2 * f[i] * t) / (2 * f[i]));
  }
  // I + Qᵀ g(F) Q with g > 0: positive definite whatever Q is, while it is finite.
  const lower = cholesky(inner);
  if (lower === null) return { ...q, data: q.data.map(() => NaN) };
  const grown = zeros(r, f.length);
  for (let i = 0; i < f.length; i++)
    for (let a = 0; a < r; a++) grown.data[a * f.length + i] = Math.exp(f[i] * t) * q.data[i * r + a];
  return transpose(solveLower(lower, grown));
}

function stacked(a: Matrix, b: Matrix): Matrix {
  const both = zeros(a.rows + b.rows, a.columns);
  both.data.set(a.data);
  both.data.set(b.data, a.data.length);
  return both;
}

function rowsOf(a: Matrix, from: number, to: number): Matrix {
  return { rows: to - from, columns: a.columns, data: a.data.slice(from * a.columns, to * a.columns) };
}
