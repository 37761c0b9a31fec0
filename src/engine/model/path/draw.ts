/**
 * Paths s -> A_s to start from, at the nodes of a Chebyshev grid.
 *
 * Smooth Gaussian entries are white noise seen through a Gaussian window,
 *   a(s) = std Σ_k ξ_k exp(-(s - c_k)²/ℓ²) / (2π)^{1/4},   c_k at distance ℓ/2 from -3ℓ to 1 + 3ℓ,   ξ_k independent,
 *   normal,
 * so that a(s) is the same function whatever the grid. Its covariance is std² exp(-(s - s')²/(2ℓ²)) up to 10⁻⁸.
 *
 * Relaxed balanced: A = S/2 + Ω with S symmetric, Ω skew has h_s = A' + A'ᵀ + [Aᵀ, A] = S' + [S, Ω], so that h_s = λ(s)
 * I means S' = λ I - [S, Ω] (ICLR Thm 3.13 needs no more of A). With Ω any smooth skew path and dR/ds = Ω R, R_0 = I,
 *   S_s = R_s S_0 R_sᵀ + Λ(s) I,   Λ(s) = ∫_0^s λ,
 * solves it: R is orthogonal because Ω is skew, and the transport equation of Z computes it.
 */
import { chebyshevNodes } from "../../math/spectral/chebyshev";
import { addProduct, multiply, transpose, viewOf, zeros, type Matrix } from "../../math/dense/matrix";
import { randomStream, type RandomStream } from "../../math/random/streams";
import type { PathPlan } from "./plan";
import { transporter } from "./transport";

/** theta: the matrices at the nodes, one after another. */
export function drawPath(width: number, nodes: number, plan: PathPlan, seed: number): Float64Array {
  switch (plan.scheme) {
    case "gaussian":
      return gaussianPath(width, nodes, plan.std * plan.scale, plan.lengthScale, randomStream(seed, "path"));
    case "constant":
      return repeated(plan.matrix, nodes).map((x) => plan.scale * x);
    case "explicit":
      return Float64Array.from(plan.matrices, (x) => plan.scale * x);
    case "relaxed-balanced":
      return relaxedBalancedPath(width, nodes, plan, seed);
  }
}

function repeated(matrix: readonly number[], nodes: number): Float64Array {
  return Float64Array.from({ length: nodes * matrix.length }, (_, i) => matrix[i % matrix.length]);
}

const REACH = 3;
/** (Σ_k exp(-2 (s - c_k)²/ℓ²))^{-1/2} for centres at distance ℓ/2. */
const UNIT = (2 * Math.PI) ** -0.25;

function gaussianPath(width: number, nodes: number, std: number, length: number, random: RandomStream): Float64Array {
  const centres = Array.from(
    { length: Math.ceil((1 + 2 * REACH * length) / (length / 2)) + 1 },
    (_, k) => -REACH * length + (k * length) / 2,
  );
  const windows = Array.from(chebyshevNodes(nodes), (s) =>
    centres.map((c) => UNIT * Math.exp(-(((s - c) / length) ** 2))),
  );
  const size = width * width;
  const path = new Float64Array(nodes * size);
  for (let entry = 0; entry < size; entry++) {
    const noise = centres.map(() => random.normal());
    windows.forEach((window, j) => {
      path[j * size + entry] = std * window.reduce((sum, w, k) => sum + w * noise[k], 0);
    });
  }
  return path;
}

function relaxedBalancedPath(
  width: number,
  nodes: number,
  { lambda, lengthScale, scale }: Extract<PathPlan, { scheme: "relaxed-balanced" }>,
  seed: number,
): Float64Array {
  const size = width * width;
  const std = scale / Math.sqrt(width);
  const free = gaussianPath(width, nodes, std, lengthScale, randomStream(seed, "path/rotation"));
  const skew = new Float64Array(free.length);
  for (let at = 0; at < free.length; at += size)
    for (let i = 0; i < width; i++)
      for (let j = 0; j < width; j++)
        skew[at + i * width + j] = (free[at + i * width + j] - free[at + j * width + i]) / 2;
  const start = symmetric(width, std, randomStream(seed, "path/start"));
  const { run, grid } = transporter(width, nodes);
  const [rotation, unused] = [new Float64Array(skew.length), new Float64Array(skew.length)];
  run(skew, rotation, unused);
  const path = skew.slice();
  for (let j = 0; j < nodes; j++) {
    const r = viewOf(rotation, j * size, width, width);
    let primitive = 0;
    for (let k = 0; k < nodes; k++) primitive += grid.integral.data[j * nodes + k] * lambda[k];
    const a = viewOf(path, j * size, width, width);
    addProduct(a, multiply(r, start), transpose(r), 0.5);
    for (let i = 0; i < width; i++) a.data[i * width + i] += primitive / 2;
  }
  return path;
}

/** Entries of the deviation std, on the diagonal √2 times that. */
function symmetric(width: number, std: number, random: RandomStream): Matrix {
  const result = zeros(width, width);
  for (let i = 0; i < width; i++)
    for (let j = 0; j <= i; j++) {
      const x = std * random.normal();
      result.data[i * width + j] += x * Math.SQRT1_2;
      result.data[j * width + i] += x * Math.SQRT1_2;
    }
  for (let i = 0; i < result.data.length; i++) if (i % (width + 1) !== 0) result.data[i] *= Math.SQRT2;
  return result;
}
