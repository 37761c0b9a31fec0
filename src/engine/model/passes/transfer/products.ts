/**
 * The products of a linear pass along a wiring, for matrices F [right, m] and Y, D [outputs, m], B [n, outputs]:
 *
 *   forward    Y_o += a_i F_j                    backward   C_j += a_i B_o      (columns)
 *   gradient   g_i += <D_o, F_j>                 jacobian   J_(r,c),i += B_ro F_jc
 *
 * summed over its edges (i, j, o). `full` is a matrix product; what has no name here goes edge by edge.
 */
import { addProduct, viewOf, type Matrix } from "../../../math/dense/matrix";
import type { Wiring, WiringName } from "../../program/wirings";

/** Weights a begin in `theta`, as derivatives by them do in what is written, at `offset`. */
export interface LinearProducts {
  forward(wiring: Wiring, theta: Float64Array, offset: number, f: Matrix, into: Matrix): void;
  backward(wiring: Wiring, theta: Float64Array, offset: number, b: Matrix, into: Matrix): void;
  gradient(wiring: Wiring, d: Matrix, f: Matrix, into: Float64Array, offset: number): void;
  /** Rows of J: (r, c), row-major. */
  jacobian(wiring: Wiring, b: Matrix, f: Matrix, into: Matrix, offset: number): void;
}

export function linearProducts({ name }: Wiring): LinearProducts {
  return NAMED[name] ?? BY_EDGES;
}

export const BY_EDGES: LinearProducts = {
  forward(wiring, theta, offset, f, into) {
    const { columns } = f;
    wiring.edges((i, j, o) => {
      const weight = theta[offset + i];
      for (let c = 0; c < columns; c++) into.data[o * columns + c] += weight * f.data[j * columns + c];
    });
  },
  backward(wiring, theta, offset, b, into) {
    wiring.edges((i, j, o) => {
      const weight = theta[offset + i];
      for (let r = 0; r < b.rows; r++) into.data[r * into.columns + j] += weight * b.data[r * b.columns + o];
    });
  },
  gradient(wiring, d, f, into, offset) {
    wiring.edges((i, j, o) => {
      into[offset + i] += rowProduct(d, o, f, j);
    });
  },
  jacobian(wiring, b, f, into, offset) {
    wiring.edges((i, j, o) => {
      for (let r = 0; r < b.rows; r++) {
        const factor = b.data[r * b.columns + o];
        if (factor === 0) continue;
        for (let c = 0; c < f.columns; c++)
          into.data[(r * f.columns + c) * into.columns + offset + i] += factor * f.data[j * f.columns + c];
      }
    });
  },
};

const FULL: LinearProducts = {
  forward({ outputs, right }, theta, offset, f, into) {
    addProduct(into, viewOf(theta, offset, outputs, right), f);
  },
  backward({ outputs, right }, theta, offset, b, into) {
    addProduct(into, b, viewOf(theta, offset, outputs, right));
  },
  gradient({ outputs, right }, d, f, into, offset) {
    for (let o = 0; o < outputs; o++)
      for (let k = 0; k < right; k++) into[offset + o * right + k] += rowProduct(d, o, f, k);
  },
  jacobian({ outputs, right }, b, f, into, offset) {
    for (let r = 0; r < b.rows; r++)
      for (let c = 0; c < f.columns; c++) {
        const row = (r * f.columns + c) * into.columns + offset;
        for (let o = 0; o < outputs; o++) {
          const factor = b.data[r * b.columns + o];
          if (factor === 0) continue;
          for (let k = 0; k < right; k++) into.data[row + o * right + k] += factor * f.data[k * f.columns + c];
        }
      }
  },
};

const NAMED: Partial<Record<WiringName, LinearProducts>> = { full: FULL };

function rowProduct(a: Matrix, i: number, b: Matrix, j: number): number {
  const { columns } = a;
  let sum = 0;
  for (let c = 0; c < columns; c++) sum += a.data[i * columns + c] * b.data[j * columns + c];
  return sum;
}
