/**
 * How far the laws move along the run, relative to their size; for gradient descent beside what the step size makes of
 * them.
 */
import type { KeptRun } from "../../../engine/protocol/messages";
import type { Drift, TrajectorySection } from "../../../engine/report/run/facts";
import { plural } from "../../data/words";
import type { LegendEntry, Line, LineChart } from "../line-chart";
import { curveTable, isRunning, KEPT, KEPT_TONE, keptEntry, signOf, timeAxis } from "./common";
import { driftCaption, mostMoving } from "./words";
import { t } from "../../../engine/findings/language";

/** More families than this cannot be told apart: the largest drifts are drawn, the table has all. */
const MOST_DRAWN = 6;
const PREDICTED = "predicted";

export function driftChart(run: TrajectorySection, kept: KeptRun | null, digits: number): LineChart | null {
  if (run.drift.length === 0) return null;
  const x = timeAxis(run, kept);
  const drawn = new Set([...run.drift].sort((a, b) => b.maxRelative - a.maxRelative).slice(0, MOST_DRAWN));
  const order = run.drift.filter((one) => drawn.has(one));
  const measured = (one: Drift, index: number): Line => ({
    name: one.what,
    label: order.length > 1 ? one.short : null,
    keys: [one.family],
    tone: index,
    dash: "solid",
    sign: signOf(index, order.length),
    xs: run.times,
    ys: one.relative,
  });
  const predicted = (one: Drift, index: number): Line[] =>
    one.predicted === null
      ? []
      : [
          {
            ...measured(one, index),
            name: t`${one.what}, predicted`,
            label: null,
            keys: [one.family, PREDICTED],
            dash: "dashed",
            sign: null,
            ys: one.predicted,
          },
        ];
  const ofKept = (one: Drift, index: number): Line[] => {
    const same = kept?.trajectory.drift.find(({ family }) => family === one.family);
    return kept === null || same === undefined
      ? []
      : [
          {
            ...measured(one, index),
            name: t`${one.what}, kept run`,
            label: null,
            keys: [one.family, KEPT],
            tone: order.length === 1 ? KEPT_TONE : index,
            dash: "long",
            sign: null,
            xs: kept.trajectory.times,
            ys: same.relative,
          },
        ];
  };
  const lines = order.flatMap((one, index) => [measured(one, index), ...predicted(one, index), ...ofKept(one, index)]);
  const anyPredicted = order.some((one) => one.predicted?.some((value) => value > 0) === true);
  const floor = Math.max(...run.drift.map((one) => one.floor));
  const caption = captionOf(run, order.length, anyPredicted, digits);
  return {
    kind: "lines",
    id: "run-drift",
    title: t`Drift of the conservation laws`,
    caption,
    description: caption,
    x,
    scale: "log",
    yTitle: t`relative change`,
    lines,
    solidName: t`measured`,
    legend: legendOf(order, anyPredicted, lines.some(({ keys }) => keys.includes(KEPT)) ? kept : null),
    marks: [],
    level: { value: floor, label: t`rounding` },
    table: curveTable("run-drift", t`Drift of the conservation laws`, x, [
      ...lines,
      ...run.drift.filter((one) => !drawn.has(one)).flatMap((one) => [measured(one, 0), ...predicted(one, 0)]),
    ]),
  };
}

function legendOf(order: readonly Drift[], anyPredicted: boolean, kept: KeptRun | null): LegendEntry[] {
  const families = order.map((one, index): LegendEntry => ({
    key: one.family,
    name: `${one.what}${one.maxRelative === 0 ? t` (exactly 0)` : ""}`,
    tone: index,
    dash: "solid",
    sign: signOf(index, order.length),
  }));
  return [
    ...families,
    ...(anyPredicted
      ? [{ key: PREDICTED, name: t`predicted from the step size`, tone: null, dash: "dashed" as const, sign: null }]
      : []),
    ...(kept === null ? [] : [keptEntry(kept, order.length === 1 ? KEPT_TONE : null)]),
  ];
}

function captionOf(run: TrajectorySection, drawn: number, anyPredicted: boolean, digits: number): string {
  const worst = run.drift.reduce((a, b) => (b.maxRelative > a.maxRelative ? b : a));
  const parts = [
    worst.maxRelative === 0
      ? t`No law has moved at all.`
      : worst.maxRelative <= worst.floor
        ? t`No law moves beyond rounding.`
        : driftCaption({
            maxRelative: worst.maxRelative,
            digits,
            soFar: isRunning(run),
            laws: run.drift.length,
            what: worst.what,
          }),
  ];
  if (run.optimizer === "gradient-flow" && worst.maxRelative > worst.floor)
    parts.push(t`What a gradient flow moves is the integrator’s error.`);
  if (anyPredicted)
    parts.push(t`Dashed: predicted from the step size η; per unit of time ηk the drift of gradient descent is O(η).`);
  if (drawn < run.drift.length) parts.push(mostMoving(plural(run.drift.length, t`family`, t`families`), drawn));
  return parts.join(" ");
}
