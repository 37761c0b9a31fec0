/** Every weight of a small network over time, as a map of colours. */
import { formatNumber } from "../../../engine/findings/numbers";
import type { KeptRun } from "../../../engine/protocol/messages";
import type { TrajectorySection } from "../../../engine/report/run/facts";
import { largestSize } from "../../data/heat-scale";
import { numbers, type Cell } from "../../../engine/report/table";
import { plural } from "../../data/words";
import type { HeatChart } from "../heat-chart";
import { timeAxis } from "./common";
import { t } from "../../../engine/findings/language";
import { countedAt } from "../words";

export function weightsChart(run: TrajectorySection, _kept: KeptRun | null, digits: number): HeatChart | null {
  const { weights } = run;
  if (weights === null || weights.values.length === 0) return null;
  const x = timeAxis(run, null);
  const largest = weights.values.reduce((most, row) => Math.max(most, largestSize(row.filter(Number.isFinite))), 0);
  const caption = t`Red above zero, blue below; the largest is ${formatNumber(largest, digits)} in size.`;
  return {
    kind: "heat",
    id: "run-weights",
    title: t`The weights`,
    caption,
    description: countedAt(
      plural(weights.labels.length, t`weight`, t`weights`),
      plural(weights.values.length, t`moment`, t`moments`),
      caption,
    ),
    x,
    rows: weights.labels,
    xs: run.times,
    values: weights.values,
    largest,
    table: {
      id: "run-weights",
      title: t`Weights over time`,
      columns: [numbers(x.title), ...weights.labels.map(numbers)],
      rows: weights.values.map((row, i): Cell[] => [run.times[i] ?? null, ...row]),
    },
  };
}
