/**
 * Closed equations of a circuit of its own, its state the products through it (metric/circuits/circuit.ts).
 *
 *  - Z = wᵀ r with every T between, writers w (n x m), readers r (n x k): two linear layers, Zᵀ = U_2 U_1. From Z and the laws come factors of it
 *    (two-layer.ts), and dZ = dwᵀ r + wᵀ dr at these is  -(B G + G A),  A and B the functions of Z that the laws fix.
 *  - Z = w* r, complex (rotary positions), c = ‖w‖² - ‖r‖²: of rank one, so with σ = ‖Z‖_F, unit vectors u, v and Z = σ u* v
 *      ‖w‖² = (c + (c² + 4 σ²)^½) / 2,  ‖r‖² = ‖w‖² - c,   dZ = -( Z Z* G / ‖r‖² + G Z* Z / ‖w‖² )
 *    in either phase of w and r. (For one pair: docs/mathematics.md, "Intrinsic flows".)
 */
import { norm, transpose, type Matrix } from "../../../math/dense/matrix";
import { effectiveChain } from "../../balance/effective-width";
import { canBalance } from "../../balance/relaxed-balance";
import { twoLayersOf } from "../../metric/circuits/chain";
import type { CircuitPart } from "../../metric/circuits/circuit";
import { rankExit } from "../rank-exit";
import { factorsOf, neededRank, twoLayerForm } from "../two-layer";
import type { Piece } from "./piece";
import { t } from "../../../findings/language";

/** null: no closed equation is known from these weights. */
export function matrixPiece(name: string, part: CircuitPart, theta: Float64Array): Piece | null {
  const { network, theta: own } = twoLayersOf(part, theta);
  const form = canBalance(network) ? twoLayerForm(effectiveChain(network, own)) : null;
  if (form === null) return null;
  const start = productsOf(part, theta, theta, 1 / 2);
  const [m, k] = sidesOf(part);
  const rank = neededRank(form);
  return {
    ...shownAs(name, part),
    start,
    recover(state, into) {
      const { writers, readers } = factorsOf(
        form,
        transpose({ rows: m, columns: k, data: state }),
        part.writers.length,
      );
      place(part.writers, writers, into);
      place(part.readers, readers, into);
      return true;
    },
    exit: rank === null ? null : rankExit({ rows: m, columns: k, data: start }, rank),
  };
}

/** null: one side of the pair has no weights, and the other has. */
export function phasePiece(name: string, part: CircuitPart, theta: Float64Array): Piece | null {
  const { writers, readers } = part;
  const start = productsOf(part, theta, theta, 1 / 2);
  const [into, outOf] = [writers, readers].map((rows) => norm(rows.flatMap((row) => Array.from(row, (i) => theta[i]))));
  const initial = norm(start);
  if (initial === 0 && (into !== 0 || outOf !== 0)) return null;
  const law = into ** 2 - outOf ** 2;
  const half = Math.abs(law) / 2;
  return {
    ...shownAs(name, part),
    start,
    recover(state, theta) {
      const size = norm(state);
      const most = Math.sqrt(half + Math.hypot(size, half));
      const least = most === 0 ? 0 : size / most;
      const { left, right } = leadingPair(part, state);
      const [w, r] = law >= 0 ? [most, least] : [least, most];
      [0, 1].forEach((row) => {
        writers[row].forEach((at, a) => (theta[at] = w * left[row][a]));
        readers[row].forEach((at, b) => (theta[at] = r * right[row][b]));
      });
      return true;
    },
    exit:
      initial === 0
        ? null
        : {
            distance: (state) => norm(state) / initial,
            describe: () => t`the products of a pair of ${name} reach zero`,
          },
  };
}

/** Unit vectors with Z ≈ ‖Z‖ conj(left) right, as real and imaginary parts: the largest row, and two steps of the power method. */
function leadingPair(part: CircuitPart, z: Float64Array): Record<"left" | "right", [Float64Array, Float64Array]> {
  const [m, k] = sidesOf(part);
  const [re, im] = [(x: number, y: number) => z[2 * (x * k + y)], (x: number, y: number) => z[2 * (x * k + y) + 1]];
  let [row, most] = [0, -1];
  for (let x = 0; x < m; x++) {
    const size = norm(z.subarray(2 * x * k, 2 * (x + 1) * k));
    if (size > most) [row, most] = [x, size];
  }
  const left: [Float64Array, Float64Array] = [new Float64Array(m), new Float64Array(m)];
  const right = unit([
    Float64Array.from({ length: k }, (_, y) => re(row, y)),
    Float64Array.from({ length: k }, (_, y) => im(row, y)),
  ]);
  for (let step = 0; step < 2; step++) {
    // conj(left) = Z conj(right), …
    for (let x = 0; x < m; x++) {
      let [a, b] = [0, 0];
      for (let y = 0; y < k; y++) {
        a += re(x, y) * right[0][y] + im(x, y) * right[1][y];
        b += im(x, y) * right[0][y] - re(x, y) * right[1][y];
      }
      [left[0][x], left[1][x]] = [a, -b];
    }
    unit(left);
    // … and right = left Z.
    for (let y = 0; y < k; y++) {
      let [a, b] = [0, 0];
      for (let x = 0; x < m; x++) {
        a += left[0][x] * re(x, y) - left[1][x] * im(x, y);
        b += left[0][x] * im(x, y) + left[1][x] * re(x, y);
      }
      [right[0][y], right[1][y]] = [a, b];
    }
    unit(right);
  }
  return { left, right };
}

/** In place; of zeros the first unit vector. */
function unit(v: [Float64Array, Float64Array]): [Float64Array, Float64Array] {
  const size = Math.hypot(norm(v[0]), norm(v[1]));
  if (size === 0) v[0][0] = 1;
  else v.forEach((half) => half.forEach((x, i) => (half[i] = x / size)));
  return v;
}

function shownAs(name: string, part: CircuitPart): Pick<Piece, "shown" | "follow" | "lifted" | "observe" | "label"> {
  const [, k] = sidesOf(part);
  const { phases } = part;
  return {
    shown: true,
    follow(_state, theta, velocity, into) {
      into.set(productsOf(part, theta, velocity, 1));
      return true;
    },
    lifted: (state) => Float64Array.from(state),
    observe: (theta) => productsOf(part, theta, theta, 1 / 2),
    label(index) {
      const at = phases ? Math.floor(index / 2) : index;
      const which = phases ? [" re", " im"][index % 2] : "";
      return t`Z of ${name}[${Math.floor(at / k)},${at % k}]${which}`;
    },
  };
}

function sidesOf({ writers, readers }: CircuitPart): readonly [number, number] {
  return [writers[0].length, readers[0].length];
}

function place(rows: readonly Int32Array[], { data, columns }: Matrix, into: Float64Array): void {
  rows.forEach((row, j) => row.forEach((at, a) => (into[at] = data[j * columns + a])));
}

/** factor (w(a)ᵀ r(b) + w(b)ᵀ r(a)), or with w* complex, real and imaginary parts in turn: for b = a and 1/2 the products, for 1 their change. */
function productsOf(
  { phases, writers, readers }: CircuitPart,
  a: Float64Array,
  b: Float64Array,
  factor: number,
): Float64Array {
  const [m, k] = [writers[0].length, readers[0].length];
  const z = new Float64Array(m * k * (phases ? 2 : 1));
  const add = (i: number, j: number, sign: number, offset: number): void => {
    const step = phases ? 2 : 1;
    for (let x = 0; x < m; x++) {
      const [wa, wb] = [sign * factor * a[writers[i][x]], sign * factor * b[writers[i][x]]];
      for (let y = 0; y < k; y++) z[step * (x * k + y) + offset] += wa * b[readers[j][y]] + wb * a[readers[j][y]];
    }
  };
  writers.forEach((_, j) => add(j, j, 1, 0));
  if (phases) {
    add(0, 1, 1, 1);
    add(1, 0, -1, 1);
  }
  return z;
}
