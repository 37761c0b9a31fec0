/** Functions of one number at a time on multi-dual numbers over GF(p): what stands for activations in exact arithmetic. */
import { reduce } from "./field";
import { forEachSplit, type Jet } from "./multi-dual";

/** Vectors of `size` numbers that lie in `values` and `pulls` from the places given. */
export interface ModularMap {
  /** y = sigma(z) */
  forward(values: Jet, z: number, y: number, size: number, p: number): void;
  /** dz += sigma'(z) dy */
  backward(values: Jet, z: number, pulls: Jet, dy: number, dz: number, size: number, p: number): void;
}

export const IDENTITY_MAP: ModularMap = {
  forward(values, z, y, size) {
    for (const part of values) part.copyWithin(y, z, z + size);
  },
  backward(_, __, pulls, dy, dz, size, p) {
    for (const part of pulls) for (let i = 0; i < size; i++) part[dz + i] = reduce(part[dz + i] + part[dy + i], p);
  },
};

/** Multiplication with constants: a gate that stays as it is. */
export function gateMap(factors: Float64Array): ModularMap {
  return {
    forward(values, z, y, size, p) {
      for (const part of values) for (let i = 0; i < size; i++) part[y + i] = reduce(part[z + i] * factors[i], p);
    },
    backward(_, __, pulls, dy, dz, size, p) {
      for (const part of pulls)
        for (let i = 0; i < size; i++) part[dz + i] = reduce(part[dz + i] + part[dy + i] * factors[i], p);
    },
  };
}

/** z². */
export const SQUARE_MAP: ModularMap = {
  forward(values, z, y, size, p) {
    forEachSplit(values.length, (s, t) => {
      const [target, a, b] = [values[s], values[t], values[s ^ t]];
      for (let i = 0; i < size; i++) target[y + i] = reduce(target[y + i] + a[z + i] * b[z + i], p);
    });
  },
  backward(values, z, pulls, dy, dz, size, p) {
    forEachSplit(values.length, (s, t) => {
      const [target, a, b] = [pulls[s], pulls[t], values[s ^ t]];
      for (let i = 0; i < size; i++) target[dz + i] = reduce(target[dz + i] + 2 * reduce(a[dy + i] * b[z + i], p), p);
    });
  },
};
