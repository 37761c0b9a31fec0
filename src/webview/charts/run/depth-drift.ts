/** Drift of h_s over depth and time, as a map of colours. */
import type { KeptRun } from "../../../engine/protocol/messages";
import type { TrajectorySection } from "../../../engine/report/run/facts";
import { largestSize } from "../../data/heat-scale";
import { numbers, type Cell } from "../../../engine/report/table";
import { plural } from "../../data/words";
import type { HeatChart } from "../heat-chart";
import { timeAxis } from "./common";
import { depthDriftCaption } from "./words";
import { t } from "../../../engine/findings/language";
import { countedAt } from "../words";

export function depthDriftChart(run: TrajectorySection, _kept: KeptRun | null, digits: number): HeatChart | null {
  const { depthDrift } = run;
  if (depthDrift === undefined || depthDrift.values.length === 0) return null;
  const { places, times, values, scale } = depthDrift;
  const largest = values.reduce((most, row) => Math.max(most, largestSize(row)), 0);
  const caption = depthDriftCaption(scale, digits, largest);
  const rows = places.map((s) => `s = ${s.toFixed(2)}`);
  return {
    kind: "heat",
    id: "run-depth-drift",
    title: t`Drift of the laws over depth and time`,
    caption,
    description: countedAt(
      plural(places.length, t`depth`, t`depths`),
      plural(times.length, t`moment`, t`moments`),
      caption,
    ),
    x: timeAxis(run, null),
    rows,
    xs: times,
    values,
    largest,
    table: {
      id: "run-depth-drift",
      title: t`Drift of the laws over depth and time`,
      columns: [numbers("t"), ...places.map((s) => numbers(`s = ${String(s)}`))],
      rows: values.map((row, i): Cell[] => [times[i] ?? null, ...row]),
    },
  };
}
