/**
 * Learning curves of the singular modes of a deep linear network with whitened inputs (Saxe, McClelland & Ganguli,
 * arXiv:1312.6120; with relaxed balance, arXiv:2508.07370, Thm 3.11).
 *
 * If the start is relaxed balanced and shares the singular vectors of the target T, every mode moves alone: with target
 * strength S and present strength u,  du/dt = p'(x) (S - u),  u² = p(x) = x (x + mu_1) … (x + mu_{L-1}).  For mu = 0
 * this is
 *   du/dt = L u^{2 - 2/L} (S - u);    L = 2:  u(t) = S e^{2St} / (e^{2St} - 1 + S / u_0).
 * A start against its target, S < 0 < u, falls to 0 and stays there (mu = 0): 0 is a resting point of a scalar
 * equation. In v = log(u / |S - u|) the end is at infinity and nothing is singular:  dt = u / (S p'(x)) dv  (for S <=
 * 0, v = -log u and dt = u / (p'(x) (u - S)) dv). The integral is taken by adaptive Simpson's rule (1e-13 relative) and
 * inverted by bisection; for L = 2, mu = 0 the closed form is used.
 */
import { offsetsOf, rootOf } from "../intrinsic-flow/linear";

export interface ModeCurve {
  /** Strengths at the start and in the target. */
  readonly initial: number;
  readonly target: number;
  /** Time at which the strength passes half of the target; null when it starts above or never moves. */
  readonly learningTime: number | null;
  /** Strength at a time. */
  at(time: number): number;
}

/** `mu`: mu_0 = 0, mu_1, …, mu_{L-1}; initial at least 0, and target too unless all mu are 0. */
export function modeCurve(initial: number, target: number, mu: readonly number[]): ModeCurve {
  const sigmoidal = mu.length === 2 && mu[1] === 0;
  const still = initial === target || (initial === 0 && mu.every((m) => m === 0));
  // A start at 0 that relaxed terms push away leaves it in no time: it begins at rounding level.
  const start = Math.max(initial, Number.EPSILON * Math.abs(target));
  const clock = sigmoidal ? null : modeClock(start, target, mu);
  const half = target / 2;
  const learningTime =
    still || initial >= half || target <= 0
      ? null
      : clock === null
        ? sigmoidTime(initial, half, target)
        : clock.timeTo(half);
  const at = (time: number): number => {
    if (still || time <= 0) return initial;
    if (clock !== null) return clock.strengthAt(time);
    if (target === 0) return initial / (1 + 2 * initial * time);
    return target < 0
      ? target / (1 - (1 - target / initial) * Math.exp(-2 * target * time))
      : target / (1 + (target / initial - 1) * Math.exp(-2 * target * time));
  };
  return { initial, target, learningTime, at };
}

function sigmoidTime(from: number, to: number, s: number): number {
  return Math.log((to * (s - from)) / (from * (s - to))) / (2 * s);
}

/** Time and strength along one mode that is on its way from `start` to `target`. */
function modeClock(
  start: number,
  target: number,
  mu: readonly number[],
): { timeTo(u: number): number; strengthAt(time: number): number } {
  const rising = target > start;
  const coordinate = (u: number): number => (target <= 0 ? -Math.log(u) : Math.log(u / Math.abs(target - u)));
  const strength = (v: number): number => {
    if (target <= 0) return Math.exp(-v);
    return rising ? target / (1 + Math.exp(-v)) : target / -Math.expm1(-v);
  };
  const offsets = offsetsOf(mu);
  const slowness = (v: number): number => {
    const u = strength(v);
    const steepness = slope(offsets, rootOf(offsets, u * u));
    return target <= 0 ? u / (steepness * (u - target)) : u / (target * steepness);
  };
  const from = coordinate(start);
  const between = (a: number, b: number): number => simpson(slowness, a, b, 1e-13, 30);
  return {
    timeTo: (u) => between(from, coordinate(u)),
    strengthAt(time) {
      // Walk in v until the time is passed, then halve the last step.
      let [low, spent, width] = [from, 0, 1];
      for (;;) {
        const more = between(low, low + width);
        if (spent + more >= time || low > 745) break;
        low += width;
        spent += more;
        width *= 1.5;
      }
      while (width > 1e-14 * Math.max(1, Math.abs(low))) {
        width /= 2;
        const more = between(low, low + width);
        if (spent + more < time) {
          low += width;
          spent += more;
        }
      }
      return strength(low);
    },
  };
}

/** p'(x) for p = prod (w + offset_j). */
function slope(offsets: readonly number[], w: number): number {
  const factors = offsets.map((offset) => w + offset);
  if (factors.every((f) => f > 0))
    return factors.reduce((product, f) => product * f, 1) * factors.reduce((sum, f) => sum + 1 / f, 0);
  return factors.reduce(
    (sum, _, skipped) => sum + factors.reduce((product, f, j) => (j === skipped ? product : product * f), 1),
    0,
  );
}

function simpson(f: (y: number) => number, a: number, b: number, tolerance: number, depth: number): number {
  const [fa, fm, fb] = [f(a), f((a + b) / 2), f(b)];
  return refine(f, { a, b, fa, fm, fb, whole: ((b - a) / 6) * (fa + 4 * fm + fb) }, tolerance, depth);
}

interface Panel {
  readonly a: number;
  readonly b: number;
  readonly fa: number;
  readonly fm: number;
  readonly fb: number;
  readonly whole: number;
}

function refine(
  f: (y: number) => number,
  { a, b, fa, fm, fb, whole }: Panel,
  tolerance: number,
  depth: number,
): number {
  const m = (a + b) / 2;
  const [fl, fr] = [f((a + m) / 2), f((m + b) / 2)];
  const left = ((m - a) / 6) * (fa + 4 * fl + fm);
  const right = ((b - m) / 6) * (fm + 4 * fr + fb);
  const error = left + right - whole;
  if (depth <= 0 || Math.abs(error) <= 15 * tolerance * Math.abs(left + right)) return left + right + error / 15;
  return (
    refine(f, { a, b: m, fa, fm: fl, fb: fm, whole: left }, tolerance, depth - 1) +
    refine(f, { a: m, b, fa: fm, fm: fr, fb, whole: right }, tolerance, depth - 1)
  );
}
