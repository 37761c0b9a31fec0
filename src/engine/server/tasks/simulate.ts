/**
 * Simulations: the problems of a run join the analysis'. One that could not tell itself where it was stopped ends with what
 * it told last.
 */
import { formatNumber } from "../../findings/numbers";
import { withMathml } from "../../report/mathml";
import type { TrajectorySection } from "../../report/run/facts";
import type { TaskPart } from "./part";

export const simulate: TaskPart<"simulate"> = {
  shown: (report) => withMathml(report),
  cut,
  ended: ({ uri, version }, outcome, sessions) => sessions.simulated(uri, version, outcome),
};

function cut(trajectory: TrajectorySection): TrajectorySection {
  if (trajectory.status !== "running") return trajectory;
  const unit = trajectory.optimizer === "gradient-flow" ? "t" : "step";
  return {
    ...trajectory,
    status: "cancelled",
    sentence: `cancelled: stopped after ${unit} = ${formatNumber(trajectory.times.at(-1) ?? 0, 4)}`,
  };
}
