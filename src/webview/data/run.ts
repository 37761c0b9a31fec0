/** What the page shows and saves of a training run, whatever state it is in. */
import type { Problem } from "../../engine/findings/problem";
import { problemsWithRun, waitsForRun } from "../../engine/findings/run-problems";
import type { SimulationState, SimulationView } from "../../engine/protocol/messages";
import type { TrajectorySection } from "../../engine/report/trajectory";
import type { Report } from "../../engine/report/types";
import type { ChartModel } from "../charts/chart";
import { runCharts, sigma } from "../charts/run/run-charts";
import { numbers, words, type Table } from "./table";

export interface RunShown {
  readonly trajectory: TrajectorySection;
  readonly charts: readonly ChartModel[];
}

/** `null` while there is nothing of the run. */
export function runShownOf({ state, kept }: SimulationView, digits: number): RunShown | null {
  const trajectory = trajectoryOf(state);
  return trajectory === null ? null : { trajectory, charts: runCharts(trajectory, kept, digits) };
}

function trajectoryOf(state: SimulationState): TrajectorySection | null {
  switch (state.kind) {
    case "running":
    case "stopped":
      return state.trajectory;
    case "done":
      return state.report.trajectory;
    case "failed":
      return null;
  }
}

/** The report of a finished run of the text that is in the editor; `null` otherwise. */
export function freshRun(simulation: SimulationView | null): Report | null {
  return simulation !== null && !simulation.stale && simulation.state.kind === "done" ? simulation.state.report : null;
}

/** The problems that the page lists: a run that is on its way or over answers those that asked for one. */
export function problemsShown({ problems }: Report, simulation: SimulationView | null): readonly Problem[] {
  if (simulation === null || simulation.stale) return problems;
  const { state } = simulation;
  if (state.kind === "done") return problemsWithRun(problems, state.report.problems);
  return state.kind === "running" ? problems.filter((problem) => !waitsForRun(problem)) : problems;
}

/**
 * The report to save: with the run, where both speak of one text. A run of an older text is not put into a newer
 * report.
 */
export function reportWithRun(report: Report, simulation: SimulationView | null): Report {
  if (simulation === null || simulation.stale) return report;
  if (simulation.state.kind === "done") return simulation.state.report;
  return { ...report, trajectory: trajectoryOf(simulation.state) };
}

/** The report of a finished run of an older text, whole in itself. */
export function olderRunReport(simulation: SimulationView | null): Report | null {
  return simulation !== null && simulation.stale && simulation.state.kind === "done" ? simulation.state.report : null;
}

export function runTables(simulation: SimulationView | null, digits: number): Table[] {
  const shown = simulation === null ? null : runShownOf(simulation, digits);
  if (simulation === null || shown === null) return [];
  const tables = [
    ...shown.charts.map(({ table }) => table),
    learningTimesTable(shown.trajectory),
    eventsTable(shown.trajectory),
  ];
  return tables.map((table) => ({
    ...table,
    title: `Training run${simulation.stale ? " of an older text" : ""}: ${table.title}`,
  }));
}

function learningTimesTable({ modes }: TrajectorySection): Table {
  return {
    id: "learning-times",
    title: "Learning times",
    columns: [words("mode"), numbers("half learnt at"), words("basis"), words("reference"), words("note")],
    rows: (modes?.learningTimes ?? []).map((claim, k) => [
      sigma(k),
      claim.value,
      claim.basis,
      claim.reference ?? null,
      claim.note ?? null,
    ]),
  };
}

function eventsTable({ events }: TrajectorySection): Table {
  return {
    id: "run-events",
    title: "Events",
    columns: [words("event"), numbers("time")],
    rows: events.map(({ name, time }) => [name, time]),
  };
}
