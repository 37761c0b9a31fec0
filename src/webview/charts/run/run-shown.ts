/** What the page shows and saves of a training run: its charts, and all its numbers as tables. */
import type { TaskView } from "../../../engine/protocol/messages";
import { trajectoryOf } from "../../../engine/protocol/tasks";
import type { TrajectorySection } from "../../../engine/report/run/facts";
import { numbers, words, type Table } from "../../../engine/report/table";
import type { ChartModel } from "../chart";
import { runCharts, sigma } from "./run-charts";
import { t } from "../../../engine/findings/language";

export interface RunShown {
  readonly trajectory: TrajectorySection;
  readonly charts: readonly ChartModel[];
}

/** `null` while there is nothing of the run. */
export function runShownOf({ state, kept }: TaskView<"simulate">, digits: number): RunShown | null {
  const trajectory = trajectoryOf(state);
  return trajectory === null ? null : { trajectory, charts: runCharts(trajectory, kept, digits) };
}

export function runTables(simulation: TaskView<"simulate"> | null, digits: number): Table[] {
  const shown = simulation === null ? null : runShownOf(simulation, digits);
  if (simulation === null || shown === null) return [];
  const tables = [
    ...shown.charts.map(({ table }) => table),
    learningTimesTable(shown.trajectory),
    eventsTable(shown.trajectory),
  ];
  return tables.map((table) => ({
    ...table,
    title: t`Training run${simulation.stale ? t` of an older text` : ""}: ${table.title}`,
  }));
}

function learningTimesTable({ modes }: TrajectorySection): Table {
  return {
    id: "learning-times",
    title: t`Learning times`,
    columns: [words(t`mode`), numbers(t`half learnt at`), words(t`basis`), words(t`reference`), words(t`note`)],
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
    title: t`Events`,
    columns: [words(t`event`), numbers(t`time`)],
    rows: events.map(({ name, time }) => [name, time]),
  };
}
