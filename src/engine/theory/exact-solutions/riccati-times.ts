/**
 * When two linear layers learn each mode of a target (mode-strengths.ts), read off the Riccati solution (riccati.ts):
 * exact where S = U_2ᵀU_2 - U_1U_1ᵀ is lambda I. For any other start the equation lacks one term: with Q = (U_1ᵀ; U_2),
 * D = S - lambda I (kept by the flow) and J = diag(I, -I),  Q' = (its right-hand side) - ½ J Q D.  A factor that grows
 * at a rate S_b then grows at S_b ± ‖D‖/2, so that a time t is off by no more than about t ‖D‖ / S_b: the error bar.
 *
 * In the limit of small starts a group b of the target follows P' = P (S_b - PᵀP), P = (U_2ᵀ U_b + U_1 V_b) / 2 (the
 * other combination decays), so that the eigenvalues p of P(0)ᵀP(0) grow like sigmoids and pass half at  ln(S_b / p -
 * 1) / (2 S_b),  in no particular basis of the group. It brackets the times; stronger groups, once learnt, take away
 * what weaker ones share with them, which the Riccati solution sees.
 *
 * Cost: (m + n) r² for each step, some hundred steps.
 */
import { addScaled, multiply, transpose, type Matrix } from "../../math/dense/matrix";
import { thinSvd } from "../../math/dense/svd";
import type { TargetModes } from "./mode-strengths";
import { riccatiFlow } from "./riccati";

export interface ModeTime {
  /** Strengths in the target and at the start. */
  readonly target: number;
  readonly initial: number;
  /** The eigenvalue p that grows, and the size below which it is rounding. */
  readonly growing: number;
  readonly rounding: number;
  /** When the strength first rises past half of its target; null: not until `searched`. */
  readonly time: number | null;
  readonly searched: number;
}

/** Steps of the search are this far apart, as ratios; and never longer than this over the strongest mode. */
const RATIO = 1.15;
/** Relative accuracy of a crossing. */
const CROSSING = 1e-11;
/** Multiplications that are spent: half a second. */
const BUDGET = 3e8;

/** A singular value of P is this much above its rounding, or it is none. */
const ROUNDINGS = 4;

/** Of the strongest modes, as many as can be afforded. U_1: r x m, U_2: n x r. */
export function riccatiTimes(u1: Matrix, u2: Matrix, lambda: number, target: Matrix, modes: TargetModes): ModeTime[] {
  const flow = riccatiFlow(u1, u2, lambda, target);
  const each = (u1.columns + u2.rows) * (u1.rows + u1.columns + u2.rows) * u1.rows;
  const most = Math.min(modes.strengths.length, Math.max(1, Math.floor((BUDGET / each - 100) / 12)));
  const initial = modes.of(flow.product(flow.start), most);
  const growing = modes.groups.flatMap(({ left, right }) => growingParts(u1, u2, left, right));
  const rounding = (ROUNDINGS * Number.EPSILON * (size(u1) + size(u2))) ** 2;
  const guesses = modes.strengths
    .slice(0, most)
    .map((s, k) => Math.log(s / Math.max(growing[k], rounding) - 1) / (2 * s));
  const known = guesses.filter((guess, k) => guess > 0 && growing[k] > rounding);
  const weakest = modes.strengths[most - 1];
  const end = 1.5 * Math.max(0, ...known) + 10 / weakest;
  const times: (number | null)[] = initial.map(() => null);
  let [now, state, strengths] = [0, flow.start, initial];
  for (let next = 0.02 / modes.strengths[0]; now < end; next = Math.min(end, next * RATIO)) {
    const later = flow.after(state, next - now);
    const reached = modes.of(flow.product(later), most);
    for (let k = 0; k < times.length; k++) {
      const half = modes.strengths[k] / 2;
      if (times[k] !== null || !(strengths[k] < half && reached[k] >= half)) continue;
      const [from, at] = [state, now];
      const above = (time: number): number => modes.of(flow.product(flow.after(from, time)), most)[k] - half;
      times[k] = at + crossing(above, 0, next - at, strengths[k] - half, reached[k] - half);
    }
    [now, state, strengths] = [next, later, reached];
    if (times.every((time, k) => time !== null || initial[k] >= modes.strengths[k] / 2)) break;
  }
  return initial.map((u, k) => ({
    target: modes.strengths[k],
    initial: u,
    growing: growing[k],
    rounding,
    time: times[k],
    searched: now,
  }));
}

/**
 * Eigenvalues of PᵀP, largest first, P = (U_2ᵀ U_b + U_1 V_b) / 2: squares of P's singular values, because the product
 * itself would lose those below the root of rounding.
 */
function growingParts(u1: Matrix, u2: Matrix, left: Matrix, right: Matrix): number[] {
  const p = multiply(transpose(u2), left);
  addScaled(p, multiply(u1, right), 1);
  const { values } = thinSvd(p);
  return Array.from({ length: p.columns }, (_, k) => ((values.at(k) ?? 0) / 2) ** 2);
}

function size({ data }: Matrix): number {
  return Math.sqrt(data.reduce((sum, x) => sum + x * x, 0));
}

/**
 * Zero of a function between a and b where it has these values of different signs: secants, kept in the bracket
 * (Illinois).
 */
function crossing(f: (t: number) => number, a: number, b: number, atA: number, atB: number): number {
  let [low, high, below, above] = [a, b, atA, atB];
  let side = 0;
  for (let step = 0; step < 60 && high - low > CROSSING * b; step++) {
    const middle = low - (below * (high - low)) / (above - below);
    const value = f(middle);
    if (Math.abs(value) <= CROSSING * Math.abs(atB - atA)) return middle;
    if (value < 0) {
      [low, below] = [middle, value];
      if (side === -1) above /= 2;
      side = -1;
    } else {
      [high, above] = [middle, value];
      if (side === 1) below /= 2;
      side = 1;
    }
  }
  return (low + high) / 2;
}
