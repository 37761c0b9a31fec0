/**
 * y += a b along a wiring in floating point, and both products on the way back,
 *   y_o += a_i b_j,   da_i += d_o b_j,   db_j += a_i d_o,
 * for numbers that begin somewhere in an array. `full` goes row by row; what has no name here goes edge by edge.
 */
import type { Wiring, WiringName } from "../../program/wirings";

export interface SampleContract {
  forward(wiring: Wiring, a: Float64Array, fromA: number, b: Float64Array, fromB: number, y: Float64Array): void;
  /** da and db begin where a and b do; `null`: nobody asks. */
  backward(
    wiring: Wiring,
    a: Float64Array,
    fromA: number,
    b: Float64Array,
    fromB: number,
    d: Float64Array,
    da: Float64Array | null,
    db: Float64Array | null,
  ): void;
}

export function sampleContract({ name }: Wiring): SampleContract {
  return NAMED[name] ?? BY_EDGES;
}

export const BY_EDGES: SampleContract = {
  forward(wiring, a, fromA, b, fromB, y) {
    wiring.edges((i, j, o) => {
      y[o] += a[fromA + i] * b[fromB + j];
    });
  },
  backward(wiring, a, fromA, b, fromB, d, da, db) {
    wiring.edges((i, j, o) => {
      const factor = d[o];
      if (factor === 0) return;
      if (da !== null) da[fromA + i] += factor * b[fromB + j];
      if (db !== null) db[fromB + j] += factor * a[fromA + i];
    });
  },
};

const FULL: SampleContract = {
  forward({ outputs, right }, a, fromA, b, fromB, y) {
    for (let o = 0; o < outputs; o++) {
      const row = fromA + o * right;
      let sum = y[o];
      for (let k = 0; k < right; k++) sum += a[row + k] * b[fromB + k];
      y[o] = sum;
    }
  },
  backward({ outputs, right }, a, fromA, b, fromB, d, da, db) {
    for (let o = 0; o < outputs; o++) {
      const factor = d[o];
      if (factor === 0) continue;
      const row = fromA + o * right;
      if (da !== null) for (let k = 0; k < right; k++) da[row + k] += factor * b[fromB + k];
      if (db !== null) for (let k = 0; k < right; k++) db[fromB + k] += factor * a[row + k];
    }
  },
};

const NAMED: Partial<Record<WiringName, SampleContract>> = { full: FULL };
