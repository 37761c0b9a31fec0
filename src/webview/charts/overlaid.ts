/** Charts in which each of several kept runs is one curve. */
import { runLabel, type Run } from "../../engine/protocol/runs";
import { MEASURES } from "../../engine/report/measures";
import type { TrajectorySection } from "../../engine/report/run/facts";
import type { SweepResult } from "../../engine/report/sweep";
import { numbers, type Cell, type Table } from "../../engine/report/table";
import { trajectoryIn } from "../data/compared";
import { listed } from "../data/words";
import type { Dash, Line, LineChart } from "./line-chart";
import { scaleFor } from "./run/common";
import { said, t } from "../../engine/findings/language";

/** After the theme's colours are used up, curves differ by their dashes. */
const COLORS = 6;
const DASHES: readonly Dash[] = ["solid", "dashed", "dotted", "long"];

export interface Numbered {
  /** "2 · wide start": unlike any other's. */
  readonly label: string;
  readonly run: Run;
}

/** Names that tell the runs apart, whatever they are called. */
export function numbered(runs: readonly Run[]): Numbered[] {
  return runs.map((run, i) => ({ run, label: `${i + 1} · ${runLabel(run.heading)}` }));
}

/** A chart for each course that at least one of them has; runs that count steps are drawn apart from those that measure time. */
export function overlaidCharts(runs: readonly Numbered[]): LineChart[] {
  const optimizers = ["gradient-flow", "gradient-descent"] as const;
  return [
    ...optimizers.flatMap((optimizer) => COURSES.flatMap((course) => courseChart(course, optimizer, runs) ?? [])),
    ...sweepCharts(runs),
  ];
}

interface Course {
  readonly id: string;
  readonly title: string;
  readonly yTitle: string;
  readonly caption: string;
  /** At each sample; `null`: the run has none. */
  readonly ys: (run: TrajectorySection) => readonly number[] | null;
}

const COURSES: readonly Course[] = [
  { id: "loss", title: t`Loss`, yTitle: t`loss`, caption: t`The loss of each run.`, ys: ({ loss }) => loss },
  {
    id: "drift",
    title: t`Largest drift of the conservation laws`,
    yTitle: t`relative change`,
    caption: t`Of all families of laws of a run, the one that has moved most, relative to its size.`,
    ys: largestDrift,
  },
  {
    id: "closed-error",
    title: t`Distance to the intrinsic flow`,
    yTitle: "‖z(t) − φ(θ(t))‖ / ‖φ(θ(t))‖",
    caption: t`How far φ(θ(t)) is from the solution of the closed equation.`,
    ys: ({ intrinsicFlow }) => intrinsicFlow?.errors ?? null,
  },
  {
    id: "separation",
    title: t`Separation of the pair`,
    yTitle: t`relative distance`,
    caption: t`How far the second network of the pair is from the first.`,
    ys: ({ pair }) => pair?.separation ?? null,
  },
];

function courseChart(
  course: Course,
  optimizer: TrajectorySection["optimizer"],
  runs: readonly Numbered[],
): LineChart | null {
  const lines = runs.flatMap(({ run, label }, index): Line[] => {
    const trajectory = trajectoryIn(run);
    const ys = trajectory?.optimizer === optimizer ? course.ys(trajectory) : null;
    return trajectory === null || ys === null || ys.length === 0 ? [] : [curve(label, index, trajectory.times, ys)];
  });
  const title = optimizer === "gradient-flow" ? "t" : t`step`;
  const end = Math.max(0, ...lines.map(({ xs }) => xs.at(-1) ?? 0));
  return overlaid(
    { ...course, id: `compared-${course.id}-${title}` },
    lines,
    optimizer === "gradient-flow" ? { title, end } : { title, end, whole: true },
  );
}

/** A chart for each measure, against the sweep's first values. */
function sweepCharts(runs: readonly Numbered[]): LineChart[] {
  const measures = new Set(
    runs.flatMap(({ run: { result } }) => (result.kind === "sweep" ? [result.sweep.measure] : [])),
  );
  return [...measures].flatMap((measure) => {
    const axes = new Set<string>();
    const lines = runs.flatMap(({ run: { result }, label }, index): Line[] => {
      if (result.kind !== "sweep" || result.sweep.measure !== measure) return [];
      const points = pointsOf(result.sweep);
      if (points.length < 2) return [];
      axes.add(result.sweep.axes.at(0)?.short ?? "");
      return [
        {
          ...curve(
            label,
            index,
            points.map(({ x }) => Math.log10(x)),
            points.map(({ y }) => y),
          ),
          signsAtSamples: true,
        },
      ];
    });
    const xs = lines.flatMap((line) => line.xs);
    return (
      overlaid(
        {
          id: `compared-sweep-${measure}`,
          title: t`Sweep: ${said(MEASURES[measure].words)}`,
          yTitle: said(MEASURES[measure].words),
          caption: t`The median at each value of ${listed([...axes])}.`,
        },
        lines,
        { title: listed([...axes]), from: Math.min(...xs), end: Math.max(...xs), log: true },
      ) ?? []
    );
  });
}

function pointsOf({ points }: SweepResult): { x: number; y: number }[] {
  return points
    .flatMap(({ values, median }) => {
      const x = values.at(0);
      return x !== undefined && x > 0 && median !== null && median > 0 ? [{ x, y: median }] : [];
    })
    .sort((a, b) => a.x - b.x);
}

function largestDrift({ drift, times }: TrajectorySection): readonly number[] | null {
  if (drift.length === 0) return null;
  return times.map((_, i) => Math.max(...drift.map(({ relative }) => relative[i] ?? 0)));
}

function curve(label: string, index: number, xs: readonly number[], ys: readonly number[]): Line {
  return {
    name: label,
    label: null,
    keys: [label],
    tone: index % COLORS,
    dash: DASHES[Math.floor(index / COLORS) % DASHES.length] ?? "solid",
    sign: index,
    xs,
    ys,
  };
}

/** `null`: there is no curve. */
function overlaid(
  { id, title, yTitle, caption }: Omit<Course, "ys">,
  lines: readonly Line[],
  x: LineChart["x"],
): LineChart | null {
  if (lines.length === 0) return null;
  return {
    kind: "lines",
    id,
    title,
    caption,
    description: `${caption} ${lines.map(({ name }) => name).join("; ")}.`,
    x,
    scale: scaleFor(lines.flatMap(({ ys }) => ys)),
    yTitle,
    lines,
    legend: lines.map(({ name, tone, dash, sign }) => ({ key: name, name, tone, dash, sign })),
    marks: [],
    level: null,
    table: tableOf(id, title, x, lines),
  };
}

/** Each run has times of its own: two columns for each. */
function tableOf(id: string, title: string, x: LineChart["x"], lines: readonly Line[]): Table {
  const height = Math.max(...lines.map(({ xs }) => xs.length));
  const at = (value: number | undefined): Cell => (value === undefined ? null : x.log === true ? 10 ** value : value);
  return {
    id,
    title,
    columns: lines.flatMap(({ name }) => [numbers(t`${x.title} of ${name}`), numbers(name)]),
    rows: Array.from({ length: height }, (_, i) => lines.flatMap(({ xs, ys }): Cell[] => [at(xs[i]), ys[i] ?? null])),
  };
}
