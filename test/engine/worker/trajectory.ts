/** A trajectory to tell of, small but whole: the loss falls like 1 / (1 + t). */
import type { TrajectorySection, TrajectoryStatus } from "../../../src/engine/report/run/facts";

/** At the times 0, 1, …, `last`. */
export function trajectoryUpTo(last: number, status: TrajectoryStatus): TrajectorySection {
  const times = Array.from({ length: last + 1 }, (_, i) => i);
  return {
    optimizer: "gradient-flow",
    status,
    sentence: `${status}: at t = ${last}`,
    advice: null,
    end: 1000,
    times,
    loss: times.map((t) => 1 / (1 + t)),
    drift: [],
    intrinsicFlow: null,
    intrinsicFlowNote: "none is known",
    modes: null,
    pair: null,
    weights: null,
    events: [],
    steps: { accepted: last, rejected: 0, evaluations: 6 * last },
  };
}
