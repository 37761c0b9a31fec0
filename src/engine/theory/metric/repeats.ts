/**
 * Coordinates of z that are one function of theta: where a tensor acts again and again, as along the tokens of a recurrent layer
 * or the places of a kernel, Z repeats itself (Z[t, s] = V W^(t-s) U), and zeros stay. With every function once, times the
 * root of how often it comes, z' = S z, both dphiᵀ dphi and the Frobenius norms of M = dphi dphiᵀ and its derivatives are the same:
 *   sum_ij m_i m_j M_ij² = ‖S M S‖²_F     for m_i copies of z_i.
 *
 * Two coordinates are taken for one function where all their digits agree at two random thetas: polynomials that differ do so
 * there, but for rounding, which can only part what is one. Copies that rounding parts stand side by side, which costs time alone.
 */
import type { Matrix } from "../../math/dense/matrix";
import { zeros } from "../../math/dense/matrix";
import { randomStream } from "../../math/random/streams";

export interface Repeats {
  /** Number of functions. */
  readonly count: number;
  /** Rows for coordinates of z: each function's once, times the root of how often it comes. */
  once(rows: Matrix): Matrix;
}

/** Beyond, products have lost digits that could tell functions apart. */
const ORDINARY = { least: 1e-150, most: 1e150 };
/** Standard deviations that are tried until all numbers are ordinary. */
const SIZES = [1, 0.5, 0.25];

/** `value`: z at some theta. Cost: a few values of phi. */
export function repeatsOf(value: (theta: Float64Array) => Float64Array, parameters: number): Repeats {
  for (const size of SIZES) {
    const [first, second] = ["one", "two"].map((label) => {
      const random = randomStream(1, `repeats/${label}`);
      return value(Float64Array.from({ length: parameters }, () => size * random.normal()));
    });
    if (isOrdinary(first) && isOrdinary(second)) return grouped(first, second);
  }
  return { count: value(new Float64Array(parameters)).length, once: (rows) => rows };
}

function isOrdinary(z: Float64Array): boolean {
  return z.every((x) => x === 0 || (Math.abs(x) > ORDINARY.least && Math.abs(x) < ORDINARY.most));
}

function grouped(first: Float64Array, second: Float64Array): Repeats {
  const seen = new Map<string, number>();
  const leaders: number[] = [];
  const copies: number[] = [];
  first.forEach((x, i) => {
    if (x === 0 && second[i] === 0) return;
    const key = `${x} ${second[i]}`;
    const known = seen.get(key);
    if (known !== undefined) copies[known]++;
    else {
      seen.set(key, leaders.length);
      leaders.push(i);
      copies.push(1);
    }
  });
  return {
    count: leaders.length,
    once({ columns, data }) {
      const kept = zeros(leaders.length, columns);
      leaders.forEach((i, row) => {
        const factor = Math.sqrt(copies[row]);
        for (let k = 0; k < columns; k++) kept.data[row * columns + k] = factor * data[i * columns + k];
      });
      return kept;
    },
  };
}
