/**
 * Simulations: the problems of a run join the analysis'. One that could not tell itself where it was stopped ends with what
 * it told last.
 */
import { formatNumber } from "../../findings/numbers";
import { withMathml } from "../../report/mathml";
import type { TrajectorySection } from "../../report/run/facts";
import type { TaskPart } from "./part";
import { t } from "../../findings/language";

export const simulate: TaskPart<"simulate"> = {
  shown: (report) => withMathml(report),
  cut,
  ended: ({ uri, version }, outcome, sessions) => sessions.simulated(uri, version, outcome),
};

function cut(trajectory: TrajectorySection): TrajectorySection {
  if (trajectory.status !== "running") return trajectory;
  const isFlow = trajectory.optimizer === "gradient-flow";
  const reached = formatNumber(trajectory.times.at(-1) ?? 0, 4);
  return {
    ...trajectory,
    status: "cancelled",
    sentence: isFlow ? t`cancelled: stopped after t = ${reached}` : t`cancelled: stopped after step = ${reached}`,
  };
}
