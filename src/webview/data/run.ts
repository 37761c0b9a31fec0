/** What a training run adds to the report, whatever state it is in. */
import type { Problem } from "../../engine/findings/problem";
import { problemsWithRun, waitsForRun } from "../../engine/findings/run-problems";
import type { TaskView } from "../../engine/protocol/messages";
import { trajectoryOf } from "../../engine/protocol/tasks";
import type { Report } from "../../engine/report/types";

/** The report of a finished run of the text that is in the editor; `null` otherwise. */
export function freshRun(simulation: TaskView<"simulate"> | null): Report | null {
  return simulation !== null && !simulation.stale && simulation.state.kind === "done" ? simulation.state.result : null;
}

/** The problems that the page lists: a run that is on its way or over answers those that asked for one. */
export function problemsShown({ problems }: Report, simulation: TaskView<"simulate"> | null): readonly Problem[] {
  if (simulation === null || simulation.stale) return problems;
  const { state } = simulation;
  if (state.kind === "done") return problemsWithRun(problems, state.result.problems);
  return state.kind === "running" ? problems.filter((problem) => !waitsForRun(problem)) : problems;
}

/**
 * The report to save: with the run, where both speak of one text. A run of an older text is not put into a newer
 * report.
 */
export function reportWithRun(report: Report, simulation: TaskView<"simulate"> | null): Report {
  if (simulation === null || simulation.stale) return report;
  if (simulation.state.kind === "done") return simulation.state.result;
  return { ...report, trajectory: trajectoryOf(simulation.state) };
}

/** The report of a finished run of an older text, whole in itself. */
export function olderRunReport(simulation: TaskView<"simulate"> | null): Report | null {
  return simulation !== null && simulation.stale && simulation.state.kind === "done" ? simulation.state.result : null;
}
