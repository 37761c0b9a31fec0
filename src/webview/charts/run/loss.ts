/** The loss over time: this run's, the second network's of a pair, and the kept run's. */
import type { KeptRun } from "../../../engine/protocol/messages";
import type { TrajectorySection } from "../../../engine/report/run/facts";
import type { Line, LineChart } from "../line-chart";
import { curveTable, isRunning, KEPT, KEPT_TONE, keptEntry, lastOf, scaleFor, signOf, timeAxis } from "./common";
import { fallen, lossCaption } from "./words";
import { t } from "../../../engine/findings/language";

export function lossChart(run: TrajectorySection, kept: KeptRun | null, digits: number): LineChart | null {
  if (run.loss.length === 0) return null;
  const x = timeAxis(run, kept);
  const two = run.pair !== null;
  const lines: Line[] = [
    {
      name: two ? t`loss of the first network` : t`loss`,
      label: two ? t`first` : null,
      keys: ["loss"],
      tone: 0,
      dash: "solid",
      sign: signOf(0, two ? 2 : 1),
      xs: run.times,
      ys: run.loss,
    },
  ];
  if (run.pair !== null)
    lines.push({
      name: t`loss of the second network`,
      label: t`second`,
      keys: ["second"],
      tone: 1,
      dash: "solid",
      sign: 1,
      xs: run.times,
      ys: run.pair.loss,
    });
  if (kept !== null)
    lines.push({
      name: t`loss of the kept run, ${kept.name}`,
      label: t`kept`,
      keys: [KEPT],
      tone: KEPT_TONE,
      dash: "long",
      sign: null,
      xs: kept.trajectory.times,
      ys: kept.trajectory.loss,
    });
  const scale = scaleFor(lines.flatMap(({ ys }) => ys));
  const caption = lossCaption(fallText(run, digits), two, scale);
  return {
    kind: "lines",
    id: "run-loss",
    title: t`Loss`,
    caption,
    description: caption,
    x,
    scale,
    yTitle: t`loss`,
    lines,
    legend: [
      ...(two || kept !== null
        ? [
            {
              key: "loss",
              name: two ? t`first network` : t`this run`,
              tone: 0,
              dash: "solid" as const,
              sign: signOf(0, two ? 2 : 1),
            },
          ]
        : []),
      ...(two ? [{ key: "second", name: t`second network`, tone: 1, dash: "solid" as const, sign: 1 }] : []),
      ...(kept === null ? [] : [keptEntry(kept, KEPT_TONE)]),
    ],
    marks: [
      ...run.events.map(({ name, mark = name, time }) => ({ x: time, label: mark })),
      ...predictedMark(run, x.end),
    ],
    level: null,
    table: curveTable("run-loss", t`Loss`, x, lines),
  };
}

function fallText(run: TrajectorySection, digits: number): string {
  const [first, last] = [run.loss.at(0), lastOf(run.loss)];
  const rises = last !== null && first !== undefined && last > first;
  return fallen({ rises, first, digits, last, soFar: isRunning(run) });
}

function predictedMark({ predictedEscape }: TrajectorySection, end: number): LineChart["marks"] {
  return predictedEscape === undefined || predictedEscape > end
    ? []
    : [{ x: predictedEscape, label: t`escape, predicted` }];
}
