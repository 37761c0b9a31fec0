/**
 * Where a closed equation needs Z to keep its rank r, it ends when the r-th singular value reaches zero. Singular
 * values are never negative, so one that passes through zero between two looks would be missed; here it comes out
 * negative. With U and V the r leading singular vectors of an earlier Z, det(Uᵀ Z V) changes its sign there and, as
 * long as the vectors have turned by less than a right angle since, nowhere else. Cost: one singular value
 * decomposition.
 */
import { svd, type Svd } from "../../math/dense/svd";
import { multiply, transpose, type Matrix } from "../../math/dense/matrix";
import type { ExitCondition } from "./intrinsic-flow";
import { t } from "../../findings/language";

/**
 * `distance` is asked in the order of time, up to where it is no longer positive: it remembers the vectors of the last
 * call.
 */
export function rankExit({ rows, columns, data }: Matrix, rank: number): ExitCondition {
  const view = (state: Float64Array): Matrix => ({ rows, columns, data: state });
  let before = svd(view(data));
  const initial = before.values[rank - 1];
  return {
    distance(state) {
      const now = svd(view(state));
      const sign = Math.sign(
        determinant(
          multiply(multiply(transpose(leading(before, "left", rank)), view(state)), leading(before, "right", rank)),
        ),
      );
      const signed = (sign * now.values[rank - 1]) / initial;
      if (signed > 0) before = now;
      return signed;
    },
    describe: () =>
      rank === 1
        ? t`the singular value of Z reaches zero`
        : t`the singular value ${rank} of Z, the smallest that it needs, reaches zero`,
  };
}

function leading(vectors: Svd, side: "left" | "right", count: number): Matrix {
  const { rows, columns, data } = vectors[side];
  const kept = new Float64Array(rows * count);
  for (let i = 0; i < rows; i++) for (let j = 0; j < count; j++) kept[i * count + j] = data[i * columns + j];
  return { rows, columns: count, data: kept };
}

/** Gaussian elimination with row pivoting; only the sign is asked for. Destroys its argument. */
function determinant({ rows: n, data }: Matrix): number {
  let product = 1;
  for (let k = 0; k < n; k++) {
    let pivot = k;
    for (let i = k + 1; i < n; i++) if (Math.abs(data[i * n + k]) > Math.abs(data[pivot * n + k])) pivot = i;
    const head = data[pivot * n + k];
    if (head === 0) return 0;
    product *= pivot === k ? Math.sign(head) : -Math.sign(head);
    for (let j = k; j < n; j++) [data[k * n + j], data[pivot * n + j]] = [data[pivot * n + j], data[k * n + j]];
    for (let i = k + 1; i < n; i++) {
      const factor = data[i * n + k] / head;
      for (let j = k; j < n; j++) data[i * n + j] -= factor * data[k * n + j];
    }
  }
  return product;
}
