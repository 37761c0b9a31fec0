/**
 * Whether stability, not accuracy, holds the step (HNW II, §IV.2, "Stiffness detection", first test). The last two
 * stages of a step stand at the same time t + h at points g and y₁ close together, so that
 *
 *   h λ ≈ h ‖f(y₁) - f(g)‖ / ‖y₁ - g‖
 *
 * estimates the dominant eigenvalue of h ∂f/∂y. A method whose steps lie at the boundary of its domain of stability
 * again and again would go on doing so. Unlike Hairer's code this is no reason to stop by itself: a gradient flow close
 * to its minimum is always of that kind, and a few thousand steps may well take it to its end. The loop stops when they
 * would not.
 */
import type { Work } from "./step";

export interface StiffnessTest {
  suspicious: number;
  calm: number;
  /** Steps until the next look, when nothing is suspicious. */
  wait: number;
}

/** So many steps at the boundary make stability the cause … */
const SUSPICIOUS = 15;
/** … and so many elsewhere take the suspicion back (HNW's code has the same two numbers). */
const CALM = 6;
/** Steps between two looks while nothing is suspicious. */
const PAUSE = 50;

export function startStiffnessTest(): StiffnessTest {
  return { suspicious: 0, calm: 0, wait: PAUSE };
}

/** To be told every accepted step, before it is taken over; true while stability holds the step. */
export function stabilityHolds(test: StiffnessTest, work: Work, h: number): boolean {
  if (test.suspicious === 0 && --test.wait > 0) return false;
  test.wait = PAUSE;
  if (h * dominantRate(work) > work.method.stability) {
    test.calm = 0;
    test.suspicious++;
  } else if (++test.calm === CALM) {
    test.suspicious = 0;
    test.calm = 0;
  }
  return test.suspicious >= SUSPICIOUS;
}

/** |λ|, per unit of time; 0 where the two points agree. */
function dominantRate({ method, stages, next, argument }: Work): number {
  const last = method.stages.length - 1;
  const [before, after] = [stages[last - 1], stages[last]];
  let change = 0;
  let distance = 0;
  for (let i = 0; i < next.length; i++) {
    change += (after[i] - before[i]) ** 2;
    distance += (next[i] - argument[i]) ** 2;
  }
  return distance > 0 ? Math.sqrt(change / distance) : 0;
}
