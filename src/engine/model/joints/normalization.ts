/**
 * Norms over a group of n numbers, with eps added under the root as in PyTorch:
 *   layer  y = (z - mean z) / s, s² = mean (z - mean z)² + eps;      rms  y = z / s, s² = mean z² + eps;
 *   length  y = z / s, s² = sum z² + eps.
 * Back:  dz = (dy - [mean dy] - y mean(y dy)) / s,  the mean of dy for layer only; of length the sum of y dy, not their mean.
 *
 * Modulo a prime s is a root of its square, where that has one, and eps the fraction that the double is.
 */
import { inverse, reduce, residueOf } from "../../math/modular/field";
import { jetRing, jetRoot, type JetNumber } from "../../math/modular/jet-number";
import type { Ring } from "../../math/ring";
import type { Jet } from "../../math/modular/multi-dual";
import { addAt, numberAt, type Hashed, type Joint, type ModularJoint, type Places } from "./joint";

const KNOWN = new Map<string, Joint>();

/** The same object for the same numbers. */
export function normalization(kind: Kind, eps: number): Joint {
  const name = `${kind} norm, eps ${eps}`;
  const found = KNOWN.get(name) ?? made(name, kind, eps);
  KNOWN.set(name, found);
  return found;
}

type Kind = "layer" | "rms" | "length";

function made(name: string, kind: Kind, eps: number): Joint {
  const centred = kind === "layer";
  /** How much each of n squares counts. */
  const share = (n: number): number => (kind === "length" ? 1 : 1 / n);
  const spread = (z: Float64Array, zAt: Places, s: number): { mean: number; deviation: number } => {
    const n = zAt.length;
    let mean = 0;
    if (centred) for (let m = 0; m < n; m++) mean += z[zAt[m] + s] / n;
    let square = 0;
    for (let m = 0; m < n; m++) square += (z[zAt[m] + s] - mean) ** 2 * share(n);
    return { mean, deviation: Math.sqrt(square + eps) };
  };
  return {
    name,
    makes: "all",
    forward(z, zAt, y, yAt, samples) {
      for (let s = 0; s < samples; s++) {
        const { mean, deviation } = spread(z, zAt, s);
        for (let m = 0; m < zAt.length; m++) y[yAt[m] + s] = (z[zAt[m] + s] - mean) / deviation;
      }
    },
    backward({ z, zAt, y, yAt }, pulls, samples) {
      const n = zAt.length;
      for (let s = 0; s < samples; s++) {
        const { deviation } = spread(z, zAt, s);
        let [sum, along] = [0, 0];
        for (let m = 0; m < n; m++) {
          const pull = pulls.y[pulls.yAt[m] + s];
          if (centred) sum += pull / n;
          along += y[yAt[m] + s] * pull * share(n);
        }
        for (let m = 0; m < n; m++)
          pulls.z[pulls.zAt[m] + s] += (pulls.y[pulls.yAt[m] + s] - sum - y[yAt[m] + s] * along) / deviation;
      }
    },
    modular: modularNorm(kind, eps),
    formal: (generic) => formalNorm(generic, centred),
  };
}

function modularNorm(kind: Kind, eps: number): ModularJoint {
  const centred = kind === "layer";
  const gathered = kind === "length" ? sumOf : meanOf;
  /** The numbers without their mean, and s². */
  const spread = (values: Jet, zAt: Places, p: number): { apart: JetNumber[]; square: JetNumber } => {
    const ring = jetRing(values.length, p);
    const z = Array.from(zAt, (at) => numberAt(values, at));
    const mean = centred ? meanOf(z, ring, p) : ring.constant(0);
    const apart = centred ? z.map((x) => ring.difference(x, mean)) : z;
    const square = gathered(
      apart.map((x) => ring.product(x, x)),
      ring,
      p,
    );
    return { apart, square: ring.sum(square, ring.constant(residueOf(eps, p))) };
  };
  const inverseRootOf = (square: JetNumber, p: number): JetNumber => {
    const root = jetRoot(square, p);
    if (root === null) throw new Error("A norm stands modulo a prime only where its square has a root.");
    return jetRing(square.length, p).inverse(root);
  };
  return {
    // As in `spread`, without derivatives: asked of every draw.
    radicand([z], zAt, p) {
      const n = zAt.length;
      const share = inverse(n % p, p);
      let [mean, square] = [0, 0];
      if (centred) {
        for (let m = 0; m < n; m++) mean += z[zAt[m]];
        mean = reduce(reduce(mean, p) * share, p);
      }
      for (let m = 0; m < n; m++) {
        const apart = reduce(z[zAt[m]] + p - mean, p);
        square = reduce(square + apart * apart, p);
      }
      return reduce((kind === "length" ? square : reduce(square * share, p)) + residueOf(eps, p), p);
    },
    forward(values, zAt, yAt, p) {
      const ring = jetRing(values.length, p);
      const { apart, square } = spread(values, zAt, p);
      const scale = inverseRootOf(square, p);
      apart.forEach((x, m) => {
        ring.product(x, scale).forEach((y, s) => (values[s][yAt[m]] = y));
      });
    },
    backward(values, zAt, yAt, pulls, dyAt, dzAt, p) {
      const ring = jetRing(values.length, p);
      const scale = inverseRootOf(spread(values, zAt, p).square, p);
      const pull = Array.from(dyAt, (at) => numberAt(pulls, at));
      const y = Array.from(yAt, (at) => numberAt(values, at));
      const along = gathered(
        pull.map((d, m) => ring.product(d, y[m])),
        ring,
        p,
      );
      const mean = centred ? meanOf(pull, ring, p) : ring.constant(0);
      pull.forEach((d, m) => {
        const change = ring.difference(ring.difference(d, mean), ring.product(y[m], along));
        addAt(pulls, dzAt[m], ring.product(change, scale), p);
      });
    },
  };
}

/** y = (z - mean) r(s²) with any function r of s² = sum (z - mean)² and any function in place of its derivative. */
function formalNorm(generic: Hashed, centred: boolean): ModularJoint {
  const deviations = ([values]: readonly Float64Array[], zAt: Places, p: number): number[] => {
    const z = Array.from(zAt, (at) => values[at]);
    const mean = centred ? reduce(reduce(sum(z), p) * inverse(z.length % p, p), p) : 0;
    return z.map((one) => reduce(one + p - mean, p));
  };
  return {
    forward(values, zAt, yAt, p) {
      const from = deviations(values, zAt, p);
      const scale = generic(reduce(sum(from.map((d) => reduce(d * d, p))), p), 0);
      from.forEach((d, m) => (values[0][yAt[m]] = reduce(d * scale, p)));
    },
    backward(values, zAt, _, pulls, dyAt, dzAt, p) {
      const from = deviations(values, zAt, p);
      const square = reduce(sum(from.map((d) => reduce(d * d, p))), p);
      const [scale, steep] = [generic(square, 0), generic(square, 1)];
      const pull = Array.from(dyAt, (at) => pulls[0][at]);
      const mean = centred ? reduce(reduce(sum(pull), p) * inverse(pull.length % p, p), p) : 0;
      const along = reduce(steep * reduce(sum(pull.map((one, m) => reduce(one * from[m], p))), p), p);
      pull.forEach((one, m) => {
        const change = scale * reduce(one + p - mean, p) + along * from[m];
        pulls[0][dzAt[m]] = reduce(pulls[0][dzAt[m]] + change, p);
      });
    },
  };
}

function meanOf(numbers: readonly JetNumber[], ring: Ring<JetNumber>, p: number): JetNumber {
  return ring.product(sumOf(numbers, ring, p), ring.inverse(ring.constant(numbers.length)));
}

/** Of all coefficients at once: of long groups sums are most of the work. */
function sumOf(numbers: readonly JetNumber[], ring: Ring<JetNumber>, p: number): JetNumber {
  const total = ring.constant(0);
  for (const number of numbers) for (let k = 0; k < total.length; k++) total[k] += number[k];
  return total.map((one) => reduce(one, p));
}

function sum(of: readonly number[]): number {
  return of.reduce((total, one) => total + one, 0);
}
