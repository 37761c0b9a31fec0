/** What is asked of an integration, what it shows on its way, and what it returns: plain data. */
import type { EventFound, WatchedEvent } from "./events";
import type { Method } from "./method";

export interface IntegrateOptions {
  /** Time at y0. Default 0. */
  readonly start?: number;
  /** Time at the end, not before `start`. */
  readonly end: number;
  /**
   * Allowed error of a step, relative (step.ts); above 0. Below `smallestTolerance` that is used, and the sentence says
   * so.
   */
  readonly tolerance: number;
  readonly method: Method;
  /**
   * Times at which y is recorded: increasing, from `start` to `end`. Default none. Memory grows with these, not with
   * steps.
   */
  readonly samples?: readonly number[];
  /** Steps tried, accepted or not, after which it gives up. Default a million. */
  readonly maxSteps?: number;
  /**
   * It uses up `maxSteps` even where they cannot suffice to reach `end`: for an end that is only the latest time of a
   * terminal event. Default false.
   */
  readonly persistent?: boolean;
  /** It also gives up below ten units in the last place of t, whatever stands here. Default 0. */
  readonly smallestStep?: number;
  readonly events?: readonly WatchedEvent[];
  /** Euclidean norm of y above which it stops as diverged. Default 10¹². */
  readonly divergedAbove?: number;
  /**
   * It yields after the first step that completes so many evaluations of the derivative since it last did. Default 64.
   */
  readonly evaluationsPerYield?: number;
}

export type IntegrateStatus =
  /** `end` is reached. */
  | "done"
  /**
   * Steps became too short to move, or stability, or a jump of f, would keep them so short that `maxSteps` cannot
   * suffice.
   */
  | "stiff"
  /** y is beyond `divergedAbove` or not finite. */
  | "diverged"
  | "max-steps"
  /** A terminal event. */
  | "event";

export interface StepCounts {
  readonly accepted: number;
  readonly rejected: number;
  /** Of the derivative. */
  readonly evaluations: number;
}

/**
 * Yielded between steps. One object that changes as the integration goes on: read it before the next call of next().
 */
export interface Step {
  readonly time: number;
  readonly steps: StepCounts;
  /** y at `time`: the integrator's own vector, not a copy. */
  readonly y: Float64Array;
  readonly samplesRecorded: number;
  /** Those recorded so far; each of them stays as it is. */
  readonly samples: readonly Float64Array[];
  /** Those found so far. */
  readonly events: readonly EventFound[];
}

export interface Result {
  readonly status: IntegrateStatus;
  /** Begins with the status and says when and why. */
  readonly sentence: string;
  /** Where it ended: time and y belong together and are finite, whatever the status. */
  readonly time: number;
  readonly y: Float64Array;
  readonly steps: StepCounts;
  /** y at the first sample times; fewer than asked when it ended early. */
  readonly samples: readonly Float64Array[];
  /** In the order of time. */
  readonly events: readonly EventFound[];
}
