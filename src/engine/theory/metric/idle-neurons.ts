/**
 * Two linear layers U_2 (n x r), U_1 (r x m) with more hidden neurons than outputs and inputs together, r > n + m: in a
 * hidden basis of the right singular vectors of W = (U_2; U_1ᵀ) only n + m neurons have weights. On an idle one z dphi
 * vanishes and dS_az = w_aᵀ J (dU_2; dU_1)_z, J = diag(1, -1): singular values sqrt 2 times those of W, kernel J (left
 * null space of W).
 */
import { completed, thinSvd } from "../../math/dense/svd";
import { multiply, transpose, zeros, type Matrix } from "../../math/dense/matrix";

/** A direction in the reduced network. */
export interface Direction {
  readonly du1: Matrix;
  readonly du2: Matrix;
}

export interface Reduced {
  readonly u1: Matrix;
  readonly u2: Matrix;
  /** Hidden neurons that are left. */
  readonly hidden: number;
  /** Singular values of W, where neurons were left out. */
  readonly widths: Float64Array;
  toTheta(direction: Direction): Float64Array;
  idleCount(tolerance: number): number;
  idleDirections(tolerance: number): Float64Array[];
  /** sqrt 2 times the singular values that belong to them. */
  idleResiduals(tolerance: number): number[];
}

export function withoutIdleNeurons(u1: Matrix, u2: Matrix): Reduced {
  const [m, r, n] = [u1.columns, u1.rows, u2.rows];
  if (r <= n + m)
    return {
      u1,
      u2,
      hidden: r,
      widths: new Float64Array(0),
      toTheta: ({ du1, du2 }) => listed(du1, du2),
      idleCount: () => 0,
      idleDirections: () => [],
      idleResiduals: () => [],
    };
  const w = zeros(n + m, r);
  w.data.set(u2.data);
  w.data.set(transpose(u1).data, n * r);
  const { left, values, right: used } = thinSvd(w);
  const hidden = n + m;
  const lost = (tolerance: number): number[] => Array.from(values).filter((value) => Math.SQRT2 * value <= tolerance);
  return {
    u1: multiply(transpose(used), u1),
    u2: multiply(u2, used),
    hidden,
    widths: values,
    toTheta: ({ du1, du2 }) => listed(multiply(used, du1), multiply(du2, transpose(used))),
    idleCount: (tolerance) => (r - hidden) * lost(tolerance).length,
    idleResiduals: (tolerance) => lost(tolerance).flatMap((x) => Array<number>(r - hidden).fill(Math.SQRT2 * x)),
    idleDirections(tolerance) {
      const found: Float64Array[] = [];
      if (lost(tolerance).length === 0) return found;
      const right = completed(used);
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

function listed(du1: Matrix, du2: Matrix): Float64Array {
  const all = new Float64Array(du1.data.length + du2.data.length);
  all.set(du1.data);
  all.set(du2.data, du1.data.length);
  return all;
}
