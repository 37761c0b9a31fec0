/**
 * The cosines and sines of rotary positions: at token t pair j of a head of size n is turned by the angle t w_j, w_j = b^(-2j/n),
 * of a whole base b (10,000 in LLaMA).
 *
 * Modulo a prime. Let b = c^k with c no power of a whole number (10,000 = 10^4), so that w_j = c^(-2kj/n). Angles whose exponents 2kj/n
 * differ by a whole number are whole multiples of the smallest among them; of different fractional parts they are linearly
 * independent over the rationals (x^n - c is irreducible), and algebraic, so that their e^(i w) are algebraically
 * independent (Lindemann and Weierstrass): any points of the circle stand for them,
 *   ((1 - u²) + 2 u i) / (1 + u²),   and e^(i m w) for its m-th power, exactly.
 */
import { inverse, reduce } from "../../math/modular/field";
import type { Numbers } from "./numbers";

/** The base of LLaMA and of the sinusoidal positions before it. */
export const USUAL_BASE = 10_000;

/** For each token and pair its cosine, its sine, and less its sine; at the end a 1. `base`: a whole number above 1. */
export function rotations(tokens: number, size: number, base = USUAL_BASE): Numbers {
  const pairs = size / 2;
  const { root, power } = rootOf(base);
  let values: Float64Array | null = null;
  return {
    size: tokens * pairs * 3 + 1,
    get values() {
      return (values ??= listed(tokens, pairs, (t, j) => {
        const angle = t * base ** ((-2 * j) / size);
        return [Math.cos(angle), Math.sin(angle), -Math.sin(angle)];
      }));
    },
    residues: (p) =>
      listed(tokens, pairs, (t, j) => {
        // Power by power: the whole exponent may be too large for a double.
        let point = pointOf((2 * power * j) % size, p);
        for (let m = heightOf(j, size, power); m > 0; m--) point = powerOf(point, root, p);
        const [c, s] = powerOf(point, t, p);
        return [c, s, (p - s) % p];
      }),
    transcendental: true,
  };
}

function listed(tokens: number, pairs: number, at: (t: number, j: number) => readonly number[]): Float64Array {
  const all = new Float64Array(tokens * pairs * 3 + 1);
  all[all.length - 1] = 1;
  for (let t = 0; t < tokens; t++) for (let j = 0; j < pairs; j++) all.set(at(t, j), (t * pairs + j) * 3);
  return all;
}

/** A whole number as the highest power that it is. */
function rootOf(base: number): { readonly root: number; readonly power: number } {
  for (let power = Math.floor(Math.log2(base)); power > 1; power--) {
    const root = Math.round(base ** (1 / power));
    if (root ** power === base) return { root, power };
  }
  return { root: base, power: 1 };
}

/** m, where w_j is c^m times the smallest angle of the same fractional part. */
function heightOf(j: number, size: number, power: number): number {
  const exponent = (i: number): number => 2 * power * i;
  const [class_, whole] = [exponent(j) % size, Math.floor(exponent(j) / size)];
  let most = 0;
  for (let i = 0; i < size / 2; i++)
    if (exponent(i) % size === class_) most = Math.max(most, Math.floor(exponent(i) / size));
  return most - whole;
}

type Point = readonly [number, number];

function pointOf(class_: number, p: number): Point {
  // Not 0 or ±1, and 1 + u² not 0: -1 is no square modulo a prime that is 3 modulo 4, and few u else.
  for (let u = 3 + 7919 * (class_ + 1); ; u++) {
    const bottom = reduce(1 + u * u, p);
    if (bottom === 0) continue;
    const scale = inverse(bottom, p);
    return [reduce(reduce(1 + p * p - u * u, p) * scale, p), reduce(2 * u * scale, p)];
  }
}

function powerOf(point: Point, n: number, p: number): Point {
  let [x, y]: Point = [1, 0];
  let [u, v] = point;
  for (let e = n; e > 0; e = Math.floor(e / 2)) {
    if (e % 2 === 1) [x, y] = times([x, y], [u, v], p);
    [u, v] = times([u, v], [u, v], p);
  }
  return [x, y];
}

function times([a, b]: Point, [c, d]: Point, p: number): Point {
  return [reduce(a * c + p * p - b * d, p), reduce(a * d + b * c, p)];
}
