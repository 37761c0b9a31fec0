/**
 * φ(θ(t)) beside the solution of the closed equation in φ alone: a few coordinates of both, and how far they are apart.
 */
import { formatNumber } from "../../../engine/findings/numbers";
import type { KeptRun } from "../../../engine/protocol/messages";
import type { IntrinsicFlowSection, TrajectorySection } from "../../../engine/report/run/facts";
import type { Line, LineChart } from "../line-chart";
import { curveTable, isRunning, KEPT, KEPT_TONE, keptEntry, signOf, timeAxis } from "./common";
import { closedCaption } from "./words";
import { t } from "../../../engine/findings/language";

const CLOSED = "closed";
/** A coordinate stands still when it moves by less than this part of what moves most. */
const STILL = 1e-9;

export function coordinatesChart(run: TrajectorySection, _kept: KeptRun | null, digits: number): LineChart | null {
  const flow = run.intrinsicFlow;
  if (flow === null || flow.coordinates.length === 0) return null;
  const x = timeAxis(run, null);
  const moving = movingOf(flow);
  const count = moving.length;
  const lines = moving.flatMap(({ label, parameters, closed }, index): Line[] => {
    const shared = { tone: index, xs: run.times };
    return [
      { ...shared, name: label, label, keys: [label], dash: "solid", sign: signOf(index, count), ys: parameters },
      {
        ...shared,
        name: t`${label}, closed equation`,
        label: null,
        keys: [label, CLOSED],
        dash: "dashed",
        sign: null,
        ys: closed,
      },
    ];
  });
  const caption = closedCaption(agreement(run, flow, digits));
  return {
    kind: "lines",
    id: "run-closed",
    title: t`φ(θ(t)) and the intrinsic flow`,
    caption,
    description: caption,
    x,
    scale: "linear",
    yTitle: t`coordinates of φ${count > 1 ? t` that move most` : ""}`,
    solidName: t`parameters`,
    lines: [...lines.filter(({ dash }) => dash === "solid"), ...lines.filter(({ dash }) => dash !== "solid")],
    legend: [
      ...moving.map(({ label }, index) => ({
        key: label,
        name: label,
        tone: index,
        dash: "solid" as const,
        sign: signOf(index, count),
      })),
      { key: CLOSED, name: t`closed equation`, tone: null, dash: "dashed", sign: null },
    ],
    marks: endMark(flow),
    level: null,
    table: curveTable("run-closed", t`φ(θ(t)) and the intrinsic flow`, x, lines),
  };
}

export function closedErrorChart(run: TrajectorySection, kept: KeptRun | null, digits: number): LineChart | null {
  const flow = run.intrinsicFlow;
  if (flow === null || flow.errors.length === 0) return null;
  const x = timeAxis(run, kept);
  const other = kept?.trajectory.intrinsicFlow ?? null;
  const lines: Line[] = [
    {
      name: t`distance`,
      label: null,
      keys: ["error"],
      tone: 0,
      dash: "solid",
      sign: null,
      xs: run.times,
      ys: flow.errors,
    },
  ];
  if (kept !== null && other !== null)
    lines.push({
      name: t`distance in the kept run, ${kept.name}`,
      label: t`kept`,
      keys: [KEPT],
      tone: KEPT_TONE,
      dash: "long",
      sign: null,
      xs: kept.trajectory.times,
      ys: other.errors,
    });
  const caption = t`${agreement(run, flow, digits)} Relative to the size of φ(θ(t)); log scale.`;
  return {
    kind: "lines",
    id: "run-closed-error",
    title: t`Distance between the two`,
    caption,
    description: caption,
    x,
    scale: "log",
    yTitle: "‖z(t) − φ(θ(t))‖ / ‖φ(θ(t))‖",
    lines,
    legend:
      kept === null || other === null
        ? []
        : [{ key: "error", name: t`this run`, tone: 0, dash: "solid", sign: null }, keptEntry(kept, KEPT_TONE)],
    marks: endMark(flow),
    level: null,
    table: curveTable("run-closed-error", t`Distance between φ(θ(t)) and the intrinsic flow`, x, lines),
  };
}

function agreement(run: TrajectorySection, flow: IntrinsicFlowSection, digits: number): string {
  const far =
    flow.maxError === 0
      ? t`They agree to the last digit`
      : t`They differ by at most ${formatNumber(flow.maxError, digits)}`;
  const until = flow.endedAt === null ? (isRunning(run) ? t` so far` : "") : t`, until the closed equation ends`;
  return `${far}${until}.`;
}

function endMark({ endedAt }: IntrinsicFlowSection): LineChart["marks"] {
  return endedAt === null ? [] : [{ x: endedAt, label: t`closed equation ends` }];
}

/** Those that stand still in both, but for rounding, would only hide the others. */
function movingOf({ coordinates }: IntrinsicFlowSection): IntrinsicFlowSection["coordinates"] {
  const spread = (values: readonly number[]): number =>
    values.length === 0 ? 0 : Math.max(...values) - Math.min(...values);
  const spreads = coordinates.map(({ parameters, closed }) => Math.max(spread(parameters), spread(closed)));
  const least = STILL * Math.max(...spreads);
  const moving = coordinates.filter((_, i) => spreads[i]! > least);
  return moving.length === 0 ? coordinates : moving;
}
