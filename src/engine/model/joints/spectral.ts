/**
 * Y = W / σ of a matrix W, row-major, with its largest singular value σ and the vectors W v = σ u. Where it is simple,
 * dσ = uᵀ dW v, so that
 *   dW = (dY - <dY, Y> u vᵀ) / σ.
 * Where it is repeated σ has no derivative, and this is one of its subgradients.
 *
 * σ is algebraic of a high degree: nothing stands for it modulo a prime, but of one row or column, whose length it is. Samples have
 * the same W one after the other, so what was decomposed last is kept.
 *
 * Cost: a singular value decomposition for every new W.
 */
import { reduce } from "../../math/modular/field";
import { thinSvd } from "../../math/dense/svd";
import type { Hashed, Joint, ModularJoint, Places } from "./joint";
import { normalization } from "./normalization";

const KNOWN = new Map<string, Joint>();

/** The same object for the same sizes. */
export function spectral(rows: number, columns: number): Joint {
  if (rows === 1 || columns === 1) return normalization("length", 0);
  const name = `spectral norm of [${rows}, ${columns}]`;
  const found = KNOWN.get(name) ?? made(name, rows, columns);
  KNOWN.set(name, found);
  return found;
}

interface Largest {
  readonly of: Float64Array;
  readonly value: number;
  readonly left: Float64Array;
  readonly right: Float64Array;
}

function made(name: string, rows: number, columns: number): Joint {
  const least = Math.min(rows, columns);
  let last: Largest | null = null;
  const largestOf = (z: Float64Array, zAt: Places, s: number): Largest => {
    if (last === null || !last.of.every((x, i) => x === z[zAt[i] + s]))
      last = decomposed(
        Float64Array.from({ length: rows * columns }, (_, i) => z[zAt[i] + s]),
        rows,
        columns,
      );
    return last;
  };
  return {
    name,
    makes: "all",
    forward(z, zAt, y, yAt, samples) {
      for (let s = 0; s < samples; s++) {
        const { value } = largestOf(z, zAt, s);
        for (let m = 0; m < yAt.length; m++) y[yAt[m] + s] = z[zAt[m] + s] / value;
      }
    },
    backward({ z, zAt, y, yAt }, pulls, samples) {
      for (let s = 0; s < samples; s++) {
        const { value, left, right } = largestOf(z, zAt, s);
        let along = 0;
        for (let m = 0; m < yAt.length; m++) along += y[yAt[m] + s] * pulls.y[pulls.yAt[m] + s];
        for (let i = 0, m = 0; i < rows; i++)
          for (let k = 0; k < columns; k++, m++)
            pulls.z[pulls.zAt[m] + s] += (pulls.y[pulls.yAt[m] + s] - along * left[i] * right[k]) / value;
      }
    },
    modular: null,
    ...(least > MOST_INVARIANTS ? {} : { formal: (generic) => formalSpectral(generic, rows, columns) }),
  };
}

function decomposed(of: Float64Array, rows: number, columns: number): Largest {
  const { left, values, right } = thinSvd({ rows, columns, data: of });
  return {
    of,
    value: values[0],
    left: Float64Array.from({ length: rows }, (_, i) => left.data[i * left.columns]),
    right: Float64Array.from({ length: columns }, (_, k) => right.data[k * right.columns]),
  };
}

/** Sizes of W Wᵀ up to which symmetries are looked for. */
const MOST_INVARIANTS = 12;

/**
 * σ is a function of t_k = tr (W Wᵀ)^k for k up to the smaller size, and no others of its symmetries count: Y = r(t) W with any
 * function r and any functions in place of its derivatives,  dW = r dY + <dY, W> Σ_k r_k 2k (W Wᵀ)^(k-1) W.
 */
function formalSpectral(generic: Hashed, rows: number, columns: number): ModularJoint {
  const least = Math.min(rows, columns);
  /** W, then W Wᵀ W, …, and t_k. */
  const powers = (values: readonly Float64Array[], zAt: Places, p: number): { w: number[][]; t: number[] } => {
    const first = Array.from(zAt, (at) => values[0][at]);
    const gram = Array.from({ length: rows * rows }, (_, ij) => {
      const [i, j] = [Math.floor(ij / rows), ij % rows];
      let sum = 0;
      for (let k = 0; k < columns; k++) sum = reduce(sum + first[i * columns + k] * first[j * columns + k], p);
      return sum;
    });
    const w = [first];
    for (let power = 1; power < least; power++)
      w.push(
        first.map((_, ik) => {
          const [i, k] = [Math.floor(ik / columns), ik % columns];
          let sum = 0;
          for (let j = 0; j < rows; j++) sum = reduce(sum + gram[i * rows + j] * w[power - 1][j * columns + k], p);
          return sum;
        }),
      );
    return { w, t: w.map((one) => dot(one, first, p)) };
  };
  return {
    forward(values, zAt, yAt, p) {
      const { w, t } = powers(values, zAt, p);
      const scale = generic(...t, 0);
      w[0].forEach((x, m) => (values[0][yAt[m]] = reduce(x * scale, p)));
    },
    backward(values, zAt, _, pulls, dyAt, dzAt, p) {
      const { w, t } = powers(values, zAt, p);
      const scale = generic(...t, 0);
      const pull = Array.from(dyAt, (at) => pulls[0][at]);
      const along = dot(pull, w[0], p);
      const steep = w.map((_, k) => reduce(along * reduce(2 * (k + 1) * generic(...t, k + 1), p), p));
      pull.forEach((one, m) => {
        const change = w.reduce((sum, power, k) => reduce(sum + steep[k] * power[m], p), reduce(one * scale, p));
        pulls[0][dzAt[m]] = reduce(pulls[0][dzAt[m]] + change, p);
      });
    },
  };
}

function dot(a: readonly number[], b: readonly number[], p: number): number {
  return a.reduce((sum, x, i) => reduce(sum + x * b[i], p), 0);
}
