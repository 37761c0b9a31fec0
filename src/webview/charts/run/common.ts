/**
 * What the charts of a run share: their time axis, how curves and tables are put together, when a log scale is wanted.
 */
import type { KeptRun } from "../../../engine/protocol/messages";
import type { TrajectorySection, TrajectoryStatus } from "../../../engine/report/run/facts";
import { numbers, type Cell, type Table } from "../../../engine/report/table";
import type { LegendEntry, Line, LineChart, AcrossAxis } from "../line-chart";
import { t } from "../../../engine/findings/language";

/** Key of the legend's entry for the kept run. */
export const KEPT = "kept";
/** Positive values that span this factor are drawn by their logarithm. */
const DECADES = 100;
const BROKEN_OFF: readonly TrajectoryStatus[] = ["diverged", "stiff", "max-steps"];
/** The kept run's own colour where there is one curve of each: the fourth, which no pair of networks uses. */
export const KEPT_TONE = 3;

/**
 * To where the run should end, so that the axis stands still while it grows; a run that broke off has nothing beyond.
 */
export function timeAxis(run: TrajectorySection, kept: KeptRun | null): AcrossAxis {
  const reached = lastOf(run.times) ?? 0;
  const own = BROKEN_OFF.includes(run.status) && reached > 0 ? reached : run.end;
  return {
    ...(run.optimizer === "gradient-flow" ? { title: "t" } : { title: t`step`, whole: true }),
    end: Math.max(own, lastOf(kept?.trajectory.times ?? []) ?? 0),
  };
}

export function scaleFor(values: readonly number[]): LineChart["scale"] {
  const positive = values.filter((value) => value > 0);
  if (positive.length === 0 || values.some((value) => value < 0)) return "linear";
  return Math.max(...positive) >= DECADES * Math.min(...positive) ? "log" : "linear";
}

/** Each curve a column; those of a kept run, which has times of its own, after a column with these. */
export function curveTable(id: string, title: string, x: AcrossAxis, lines: readonly Line[]): Table {
  const own = lines.filter((line) => !line.keys.includes(KEPT));
  const kept = lines.filter((line) => line.keys.includes(KEPT));
  const blocks = [own, kept].filter((block) => block.length > 0);
  const times = blocks.map((block) =>
    block.reduce<readonly number[]>((most, { xs }) => (xs.length > most.length ? xs : most), []),
  );
  const height = Math.max(0, ...times.map((one) => one.length));
  return {
    id,
    title,
    columns: blocks.flatMap((block, b) => [
      numbers(b === 0 ? x.title : t`${x.title}, kept run`),
      ...block.map(({ name }) => numbers(name)),
    ]),
    rows: Array.from({ length: height }, (_, i) =>
      blocks.flatMap((block, b): Cell[] => [times[b]?.[i] ?? null, ...block.map(({ ys }) => ys[i] ?? null)]),
    ),
  };
}

/** `tone`: `null` where the kept run's curves have the colours of this run's. */
export function keptEntry(kept: KeptRun, tone: number | null = null): LegendEntry {
  return { key: KEPT, name: t`kept: ${kept.name}`, tone, dash: "long", sign: null };
}

/** The sign of a curve among several; one alone needs none. */
export function signOf(index: number, count: number): number | null {
  return count > 1 ? index : null;
}

/** The last value that there is. */
export function lastOf(values: readonly number[]): number | null {
  return values.at(-1) ?? null;
}

export const isRunning = (run: TrajectorySection): boolean => run.status === "running";
