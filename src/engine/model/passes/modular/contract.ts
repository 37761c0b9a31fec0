/**
 * y += a b along a wiring, modulo p, and the two products on the way back,
 *   y_o += a_i b_j,   da_i += d_o b_j,   db_j += a_i d_o,
 * for vectors of residues that lie in longer arrays. A matrix delays its reductions (math/modular/field.ts); what has no
 * name here goes edge by edge.
 */
import { DELAY, reduce } from "../../../math/modular/field";
import type { Wiring, WiringName } from "../../program/wirings";

/** A vector: the numbers of an array from a place on. */
type Visit = (
  wiring: Wiring,
  a: Float64Array,
  fromA: number,
  b: Float64Array,
  fromB: number,
  into: Float64Array,
  from: number,
  p: number,
) => void;

export interface ModularContract {
  /** a, b into y. */
  readonly forward: Visit;
  /** d, b into da … */
  readonly intoLeft: Visit;
  /** … which adds at most one product to a number and leaves it unreduced. */
  readonly delaysLeft?: true;
  /** a, d into db. */
  readonly intoRight: Visit;
}

export function modularContract({ name }: Wiring): ModularContract {
  return NAMED[name] ?? BY_EDGES;
}

export const BY_EDGES: ModularContract = {
  forward: (wiring, a, fromA, b, fromB, y, from, p) =>
    wiring.edges((i, j, o) => (y[from + o] = reduce(y[from + o] + a[fromA + i] * b[fromB + j], p))),
  intoLeft: (wiring, d, fromD, b, fromB, da, from, p) =>
    wiring.edges((i, j, o) => (da[from + i] = reduce(da[from + i] + d[fromD + o] * b[fromB + j], p))),
  intoRight: (wiring, a, fromA, d, fromD, db, from, p) =>
    wiring.edges((i, j, o) => (db[from + j] = reduce(db[from + j] + a[fromA + i] * d[fromD + o], p))),
};

const FULL: ModularContract = {
  forward({ outputs, right }, a, fromA, b, fromB, y, from, p) {
    for (let o = 0; o < outputs; o++) {
      let sum = y[from + o];
      const row = fromA + o * right;
      for (let k = 0; k < right; k++) {
        sum += a[row + k] * b[fromB + k];
        if (k % DELAY === DELAY - 1) sum = reduce(sum, p);
      }
      y[from + o] = reduce(sum, p);
    }
  },
  intoLeft({ outputs, right }, d, fromD, b, fromB, da, from) {
    for (let o = 0; o < outputs; o++) {
      const factor = d[fromD + o];
      if (factor === 0) continue;
      const row = from + o * right;
      for (let k = 0; k < right; k++) da[row + k] += factor * b[fromB + k];
    }
  },
  delaysLeft: true,
  intoRight({ outputs, right }, a, fromA, d, fromD, db, from, p) {
    for (let o = 0; o < outputs; o++) {
      const factor = d[fromD + o];
      const row = fromA + o * right;
      for (let k = 0; k < right; k++) db[from + k] += a[row + k] * factor;
      if (o % DELAY === DELAY - 1 || o === outputs - 1)
        for (let k = 0; k < right; k++) db[from + k] = reduce(db[from + k], p);
    }
  },
};

const DIAGONAL: ModularContract = {
  forward({ outputs }, a, fromA, b, fromB, y, from, p) {
    for (let k = 0; k < outputs; k++) y[from + k] = reduce(y[from + k] + a[fromA + k] * b[fromB + k], p);
  },
  intoLeft({ outputs }, d, fromD, b, fromB, da, from, p) {
    for (let k = 0; k < outputs; k++) da[from + k] = reduce(da[from + k] + d[fromD + k] * b[fromB + k], p);
  },
  intoRight({ outputs }, a, fromA, d, fromD, db, from, p) {
    for (let k = 0; k < outputs; k++) db[from + k] = reduce(db[from + k] + a[fromA + k] * d[fromD + k], p);
  },
};

const NAMED: Partial<Record<WiringName, ModularContract>> = { full: FULL, diagonal: DIAGONAL };
