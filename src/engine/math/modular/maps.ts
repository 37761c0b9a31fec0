/** Functions of one number at a time on multi-dual numbers over GF(p): what stands for activations in exact arithmetic. */
import { reduce } from "./field";
import type { Ring } from "../ring";
import { jetExponential, jetNormal, jetRing, type JetNormal, type JetNumber } from "./jet-number";
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

interface WithDerivative {
  readonly value: JetNumber;
  readonly derivative: JetNumber;
}

/** σ and σ' as rational functions of z and exp(u), u what `exponent` makes of z. */
export function exponentialMap(
  exponent: (z: JetNumber, ring: Ring<JetNumber>) => JetNumber,
  of: (z: JetNumber, e: JetNumber, ring: Ring<JetNumber>) => WithDerivative,
): ModularMap {
  return numberByNumber((z, ring, p) => of(z, jetExponential(exponent(z, ring), p), ring));
}

/** σ and σ' as rational functions of z, the density at z of the normal distribution of a precision, and the integral of that from 0. */
export function gaussianMap(
  precision: number,
  of: (z: JetNumber, normal: JetNormal, ring: Ring<JetNumber>) => WithDerivative,
): ModularMap {
  return numberByNumber((z, ring, p) => of(z, jetNormal(z, precision, p), ring));
}

function numberByNumber(of: (z: JetNumber, ring: Ring<JetNumber>, p: number) => WithDerivative): ModularMap {
  const at = (values: Jet, i: number, p: number): WithDerivative =>
    of(
      Float64Array.from(values, (part) => part[i]),
      jetRing(values.length, p),
      p,
    );
  return {
    forward(values, z, y, size, p) {
      for (let i = 0; i < size; i++) at(values, z + i, p).value.forEach((x, s) => (values[s][y + i] = x));
    },
    backward(values, z, pulls, dy, dz, size, p) {
      const ring = jetRing(values.length, p);
      for (let i = 0; i < size; i++) {
        const pull = Float64Array.from(pulls, (part) => part[dy + i]);
        const { derivative } = at(values, z + i, p);
        ring.product(derivative, pull).forEach((x, s) => (pulls[s][dz + i] = reduce(pulls[s][dz + i] + x, p)));
      }
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
