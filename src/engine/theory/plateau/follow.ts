/**
 * Follows the gradient flow until the loss is at a level, or sees that it settles above, or has spent the gradients it
 * may take.
 *
 * The methods are adaptive, so that a plateau costs few steps however long it is, until some direction is stiff: there
 * a step is about 3/λ, λ the largest curvature. Now and then it looks whether the loss still falls: where it has fallen
 * by less than AT_REST of itself in as many gradients again, the point is nearly stationary, and ./settled.ts decides
 * whether it is a minimum (the flow has settled) or a saddle (the flow goes on: the next plateau ends later). Looks
 * become rarer as the run grows longer, so that they cost at most about as much as the run.
 */
import type { Progress } from "../../findings/progress";
import { integrate } from "../../flow/integrate/integrate";
import type { Method } from "../../flow/integrate/method";
import type { Result } from "../../flow/integrate/outcome";
import type { Objective } from "../../flow/objective/objective";
import { descentSystem } from "../trajectory/gradient-flow";
import { restAt, type Rest } from "./settled";

interface Common {
  /** Where it ended, and the loss there. */
  readonly time: number;
  readonly loss: number;
  /** Gradients taken, one loss counted as one. */
  readonly evaluations: number;
  /** -dL/dt = ‖∇L‖²: the smallest seen on the way, and the one at the end. */
  readonly slowest: number;
  readonly last: number;
}

export type Followed =
  | (Common & { readonly kind: "escaped" | "spent" })
  | (Common & { readonly kind: "settled"; readonly rest: Rest })
  /** The integrator could not go on, and says why. */
  | (Common & { readonly kind: "stopped"; readonly sentence: string });

export interface FollowOptions {
  readonly level: number;
  readonly tolerance: number;
  readonly method: Method;
  /** Gradients it may take. */
  readonly evaluations: number;
}

/** Later than any plateau worth a number; the budget ends it sooner. */
const LATEST = 1e15;
/** What the loss has lost since the last look, relative to it, where it is asked whether it has settled. */
const AT_REST = 1e-7;
/** The first look whether it has settled, in gradients; later ones after twice as many each. */
const FIRST_LOOK = 256;

export function* follow(
  objective: Objective,
  theta: Float64Array,
  { level, tolerance, method, evaluations }: FollowOptions,
): Generator<Progress, Followed> {
  const run = integrate(descentSystem(objective), theta, {
    end: LATEST,
    persistent: true,
    tolerance,
    method,
    maxSteps: Math.max(1, Math.floor(evaluations / method.stages.length)),
    events: [{ name: "escape", direction: "falling", terminal: true, value: (_t, at) => objective.loss(at) - level }],
  });
  const gradient = new Float64Array(theta.length);
  let looks = 1;
  objective.gradient(theta, gradient);
  let slowest = squaredNorm(gradient);
  let nextLook = FIRST_LOOK;
  let lossBefore = Infinity;
  const spentBy = ({ accepted, rejected, evaluations: gradients }: Result["steps"]): number =>
    gradients + accepted + rejected + looks;
  for (;;) {
    const step = run.next();
    const { time, y, steps } = step.value;
    const loss = objective.gradient(y, gradient);
    looks++;
    const last = squaredNorm(gradient);
    slowest = Math.min(slowest, last);
    const common = { time, loss, slowest, last };
    if (step.done === true) {
      const { status, sentence } = step.value;
      const all = { ...common, evaluations: spentBy(steps) };
      if (status === "event") return { ...all, kind: "escaped" };
      return status === "max-steps" || status === "done"
        ? { ...all, kind: "spent" }
        : { ...all, kind: "stopped", sentence };
    }
    if (spentBy(steps) >= nextLook) {
      nextLook = 2 * spentBy(steps);
      const fallen = lossBefore - loss;
      lossBefore = loss;
      if (fallen <= AT_REST * loss) {
        const rest = restAt(objective, y);
        looks += rest.gradients;
        if (rest.settled) return { ...common, kind: "settled", rest, evaluations: spentBy(steps) };
      }
    }
    if (spentBy(steps) >= evaluations) return { ...common, kind: "spent", evaluations: spentBy(steps) };
    yield { stage: "Looking ahead to the end of the plateau", fraction: null };
  }
}

export function squaredNorm(vector: Float64Array): number {
  return vector.reduce((sum, x) => sum + x * x, 0);
}
