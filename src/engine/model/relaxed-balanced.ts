/**
 * Drawing relaxed balanced points: U_{i+1}ᵀ U_{i+1} = lambda_i I + U_i U_iᵀ for i = 1 … L-1 (arXiv:2508.07370, Def.
 * 3.6), and saying exactly when none exists.
 *
 * Follow one singular mode through the network. With mu_j = lambda_1 + … + lambda_j (mu_0 = 0), a mode that leaves the
 * first layer with squared singular value x has x + mu_j in layer j + 1. Layer i offers width n_i: at the interface j
 * between widths n_j and n_{j+1}, the n_j modes must be nonnegative and at most n_{j+1} of them nonzero; the surplus
 * ones must vanish exactly and are dropped, missing ones are born at 0.
 *  - A *free* mode (there are min(n_0, n_1)) may have any x >= 0. It can vanish at interface j only with x = -mu_j,
 *    which keeps the earlier values nonnegative only if mu_j is the smallest of mu_0 … mu_j.
 *  - A *born* mode has no choice: born at b, its value is mu_j - mu_b.
 * Dropping born modes before free ones, and free ones as late as needed, finds a schedule whenever there is one.
 *
 * The weights are U_i = P_i Sigma_i P_{i-1}ᵀ with uniform orthogonal frames P_i and the modes' values in Sigma_i, so
 * that the equations hold to rounding whatever lambda. Cost: the cubes of the widths.
 */
import { orthonormalColumns } from "../math/dense/orthonormal-columns";
import { symmetricEigen } from "../math/dense/symmetric-eigen";
import type { Matrix } from "../math/dense/matrix";
import { multiply, outerGram, transpose, zeros } from "../math/dense/matrix";
import type { RandomStream } from "../math/random/streams";

export interface NoSuchPoint {
  /** The first interface (0-based: between layer `interface` and the next) whose equation has no solution. */
  readonly interface: number;
  readonly why: "too-few-rows" | "negative-mode";
  /** A list of lambdas, as near as possible to what was asked, for which points exist. */
  readonly nearby: readonly number[];
}

export type RelaxedBalancedDraw =
  | { readonly kind: "weights"; readonly weights: readonly Matrix[] }
  | { readonly kind: "none"; readonly why: NoSuchPoint };

/** Weights U_1 … U_L for widths n_0 … n_L. The entries of the Gaussian behind U_1 have standard deviation `scale`. */
export function drawRelaxedBalanced(
  widths: readonly number[],
  lambda: readonly number[],
  scale: number,
  random: RandomStream,
): RelaxedBalancedDraw {
  const schedule = scheduleModes(widths, lambda);
  if (schedule.kind === "impossible")
    return { kind: "none", why: { ...schedule, nearby: nearbyLambda(widths, lambda, schedule.interface) } };
  const frames = widths.map((n) => orthonormalColumns(gaussian(random, n, n)));
  let modes = freeValues(widths, scale, schedule.deaths, partialSums(lambda), random).map((value, k) => ({
    from: k,
    value,
  }));
  const weights = [fromModes(frames[1], modes, frames[0])];
  for (let i = 2; i < widths.length; i++) {
    modes = pass(modes, widths[i - 1], widths[i], lambda[i - 2]);
    weights.push(fromModes(frames[i], modes, frames[i - 1]));
  }
  return { kind: "weights", weights };
}

/** Multiplications that the draw takes beyond a few per weight. */
export function relaxedDrawingCost(widths: readonly number[]): number {
  return widths.reduce((sum, n) => sum + 6 * n ** 3, 0);
}

/** Mode number m of a layer (its place in the list) continues mode number `from` of the layer before. */
interface Mode {
  readonly from: number;
  /** Squared singular value in this layer. */
  readonly value: number;
}

type Schedule =
  | {
      readonly kind: "possible";
      /** deaths[j]: how many free modes vanish at interface j (0-based). */ readonly deaths: readonly number[];
    }
  | { readonly kind: "impossible"; readonly interface: number; readonly why: NoSuchPoint["why"] };

function partialSums(lambda: readonly number[]): number[] {
  const mu = [0];
  for (const l of lambda) mu.push(mu[mu.length - 1] + l);
  return mu;
}

function scheduleModes(widths: readonly number[], lambda: readonly number[]): Schedule {
  const mu = partialSums(lambda);
  const deaths: number[] = [];
  let free = Math.min(widths[0], widths[1]);
  /** Birth offsets mu_b of the born modes, with multiplicity. */
  let born = new Map<number, number>([[0, widths[1] - free]]);
  for (let j = 0; j < lambda.length; j++) {
    const now = mu[j + 1];
    for (const [birth, count] of born)
      if (count > 0 && now - birth < 0) return { kind: "impossible", interface: j, why: "negative-mode" };
    const surplus = Math.max(0, widths[j + 1] - widths[j + 2]);
    const zero = born.get(now) ?? 0;
    const fromBorn = Math.min(surplus, zero);
    const dying = surplus - fromBorn;
    const lowest = Math.min(...mu.slice(0, j + 2));
    if (dying > free || (dying > 0 && now > lowest)) return { kind: "impossible", interface: j, why: "too-few-rows" };
    deaths.push(dying);
    free -= dying;
    born = new Map(born).set(now, zero - fromBorn + Math.max(0, widths[j + 2] - widths[j + 1]));
  }
  return { kind: "possible", deaths };
}

/**
 * Squared singular values in U_1 of its min(n_0, n_1) free modes, largest first; those that must vanish later come
 * last.
 */
function freeValues(
  widths: readonly number[],
  scale: number,
  deaths: readonly number[],
  mu: readonly number[],
  random: RandomStream,
): number[] {
  const modes = Math.min(widths[0], widths[1]);
  const draw = gaussian(random, modes, Math.max(widths[0], widths[1]));
  const drawn = Array.from(symmetricEigen(outerGram(draw)).values, (x) => Math.max(0, x) * scale * scale).reverse();
  const dying = deaths.flatMap((count, j) => Array<number>(count).fill(-mu[j + 1]));
  const floor = Math.max(0, ...mu.map((m) => -m));
  const living = drawn.slice(0, modes - dying.length).map((x) => x + floor);
  return [...living, ...dying.map((x) => (x === 0 ? 0 : x))];
}

/** One interface: shift every mode, let missing ones be born at 0, drop the surplus ones (they have vanished). */
function pass(modes: readonly Mode[], width: number, nextWidth: number, lambda: number): Mode[] {
  const all = Array.from({ length: width }, (_, m) => ({
    from: m,
    value: Math.max(0, (modes[m]?.value ?? 0) + lambda),
  }));
  return all.sort((a, b) => b.value - a.value).slice(0, nextWidth);
}

/** sum_m sqrt(value_m) p_m q_{from m}ᵀ over the columns of both frames. */
function fromModes(p: Matrix, modes: readonly Mode[], q: Matrix): Matrix {
  const middle = zeros(p.columns, q.columns);
  modes.forEach(({ from, value }, m) => {
    middle.data[m * q.columns + from] = Math.sqrt(value);
  });
  return multiply(multiply(p, middle), transpose(q));
}

/** Keep what works, set to 0 what does not, from the failing interface backwards. */
function nearbyLambda(widths: readonly number[], lambda: readonly number[], failing: number): number[] {
  for (let start = failing; start >= 0; start--) {
    const tried = lambda.map((l, j) => (j >= start && j <= failing ? 0 : l));
    if (scheduleModes(widths, tried).kind === "possible") return tried;
  }
  return lambda.map(() => 0);
}

function gaussian(random: RandomStream, rows: number, columns: number): Matrix {
  const result = zeros(rows, columns);
  for (let i = 0; i < result.data.length; i++) result.data[i] = random.normal();
  return result;
}
