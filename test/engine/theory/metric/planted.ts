/** Random starts of two linear layers, ordinary and singular, in a random basis of the hidden layer. */
import { multiply, norm, transpose, type Matrix, viewOf } from "../../../../src/engine/math/dense/matrix";
import { orthonormalColumns } from "../../../../src/engine/math/dense/orthonormal-columns";
import { randomStream } from "../../../../src/engine/math/random/streams";
import { drawRelaxedBalanced } from "../../../../src/engine/model/relaxed-balanced";

export interface Planted {
  readonly name: string;
  readonly widths: readonly [number, number, number];
  readonly theta: Float64Array;
}

export const SHAPES: readonly (readonly [number, number, number])[] = [
  [1, 3, 1],
  [3, 2, 2],
  [2, 4, 2],
  [4, 3, 1],
  [2, 3, 4],
];
const NEAR = [1e-3, 1e-5, 1e-7, 1e-11, 1e-14];

export function planted(widths: readonly [number, number, number], seed: number): Planted[] {
  const [m, r, n] = widths;
  const name = (kind: string): string => `${kind}, [${widths.join(", ")}], seed ${seed}`;
  const drawn: [string, Float64Array | null][] = [["Gaussian", gaussian(r * (m + n), name("Gaussian"))]];
  for (const lambda of [0, 0.6, -0.6])
    for (let width = 1; width <= r; width++)
      drawn.push([
        width === r ? `S = ${lambda} I` : `S = ${lambda} P, ${width} wide`,
        padded(relaxed([m, width, n], lambda, name("relaxed")), [m, width, n], r),
      ]);
  drawn.push(["rank 1", padded(gaussian(m + n, name("rank 1")), [m, 1, n], r)]);
  drawn.push(["first layer 0", gaussian(r * (m + n), name("zeros")).map((x, at) => (at < r * m ? 0 : x))]);
  for (const size of NEAR) {
    const near = relaxed([m, r, n], 0, name("near"));
    const push = gaussian(r * (m + n), name("push"));
    if (near !== null) drawn.push([`${size} beside S = 0`, near.map((x, at) => x + size * push[at])]);
    const weak = r === 1 ? null : padded(relaxed([m, 1, n], 0, name("weak")), [m, 1, n], r);
    // One more hidden direction, with one outgoing weight: off balance by `size`, …
    if (weak !== null) drawn.push([`a weight of ${size}`, weak.map((x, at) => (at === r * m + 1 ? size : x))]);
    // … or by its square, where its outgoing weights are orthogonal to those of the first.
    if (weak !== null && n > 1) {
      const [a, b] = [weak[r * m], weak[r * m + r]];
      const mode = Float64Array.from(weak);
      [mode[r * m + 1], mode[r * m + r + 1]] = [(-size * b) / Math.hypot(a, b), (size * a) / Math.hypot(a, b)];
      drawn.push([`a mode of ${size}`, mode]);
    }
  }
  return drawn.flatMap(([kind, theta]) =>
    theta === null ? [] : [{ name: name(kind), widths, theta: inOtherBasis(widths, theta, name(kind)) }],
  );
}

export function gaussian(length: number, seed: string): Float64Array {
  const random = randomStream(1, seed);
  return Float64Array.from({ length }, () => random.normal());
}

export function factors([m, r, n]: readonly number[], theta: Float64Array): { u1: Matrix; u2: Matrix } {
  return { u1: viewOf(theta, 0, r, m), u2: viewOf(theta, r * m, n, r) };
}

function relaxed(widths: readonly number[], lambda: number, seed: string): Float64Array | null {
  const draw = drawRelaxedBalanced(widths, [lambda], 1, randomStream(1, seed));
  return draw.kind === "weights" ? Float64Array.from(draw.weights.flatMap(({ data }) => Array.from(data))) : null;
}

/** Hidden neurons without weights added, up to r. */
function padded(
  theta: Float64Array | null,
  [m, width, n]: readonly [number, number, number],
  r: number,
): Float64Array | null {
  if (theta === null) return null;
  const { u1, u2 } = factors([m, width, n], theta);
  const wide = new Float64Array(r * (m + n));
  wide.set(u1.data);
  for (let i = 0; i < n; i++) for (let k = 0; k < width; k++) wide[r * m + i * r + k] = u2.data[i * width + k];
  return wide;
}

/** (R U_1, U_2 Rᵀ). */
function inOtherBasis(widths: readonly number[], theta: Float64Array, seed: string): Float64Array {
  const r = widths[1];
  const { u1, u2 } = factors(widths, theta);
  const turn = orthonormalColumns({ rows: r, columns: r, data: gaussian(r * r, `${seed} basis`) });
  const turned = new Float64Array(theta.length);
  turned.set(multiply(turn, u1).data);
  turned.set(multiply(u2, transpose(turn)).data, u1.data.length);
  return norm(theta) === 0 ? theta : turned;
}
