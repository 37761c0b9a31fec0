/** A watched run: how far its laws are from their start, measured and by the recursion; and its loss. */
import type { WatchedFamily, WatchedRun } from "../../../engine/report/watch";
import { numbers, words, type Table } from "../../../engine/report/table";
import type { AcrossAxis, Line, LineChart } from "../line-chart";
import { curveTable, scaleFor, signOf } from "../run/common";
import { lawsCaption, lossCaption } from "./words";
import { t } from "../../../engine/findings/language";

const RECURSION = "recursion";

export function watchCharts(run: WatchedRun): LineChart[] {
  return [lawsChart(run), lossChart(run)].filter((chart) => chart !== null);
}

function lawsChart(run: WatchedRun): LineChart | null {
  const drawn = run.families.filter(({ curves }) => curves !== null && curves.measured.steps.length > 0);
  if (drawn.length === 0) return null;
  const lines = drawn.flatMap((family, index) => curvesOf(family, index, drawn.length));
  const x = axisOf(run);
  const caption = lawsCaption(run.recursion, drawn.length, run.families.length);
  const title = t`Change of the laws`;
  return {
    kind: "lines",
    id: "watch-laws",
    title,
    caption,
    description: caption,
    x,
    scale: scaleFor(lines.flatMap(({ ys }) => ys)),
    yTitle: t`‖h − h(0)‖`,
    lines,
    solidName: t`measured`,
    legend: [
      ...drawn.map(({ id }, index) => ({
        key: id,
        name: id,
        tone: index,
        dash: "solid" as const,
        sign: signOf(index, drawn.length),
      })),
      ...(run.recursion === "none"
        ? []
        : [{ key: RECURSION, name: t`recursion`, tone: null, dash: "dashed" as const, sign: null }]),
    ],
    marks: [],
    level: null,
    table: curveTable("watch-laws", title, x, lines),
  };
}

function curvesOf({ id, curves }: WatchedFamily, index: number, of: number): Line[] {
  if (curves === null) return [];
  const measured: Line = {
    name: id,
    label: of > 1 ? id : null,
    keys: [id],
    tone: index,
    dash: "solid",
    sign: signOf(index, of),
    xs: curves.measured.steps,
    ys: curves.measured.values,
  };
  if (curves.predicted === null) return [measured];
  const { steps, values } = curves.predicted;
  const own = { name: t`${id}, recursion`, label: null, keys: [id, RECURSION], dash: "dashed" as const, sign: null };
  return [measured, { ...measured, ...own, xs: steps, ys: values }];
}

function lossChart(run: WatchedRun): LineChart | null {
  const { steps, values } = run.loss;
  if (steps.length === 0) return null;
  const x = axisOf(run);
  const line: Line = {
    name: t`loss`,
    label: null,
    keys: ["loss"],
    tone: 0,
    dash: "solid",
    sign: null,
    xs: steps,
    ys: values,
  };
  const scale = scaleFor(values);
  return {
    kind: "lines",
    id: "watch-loss",
    title: t`Loss`,
    caption: lossCaption(),
    description: lossCaption(),
    x,
    scale,
    yTitle: t`loss`,
    lines: [line],
    legend: [],
    marks: [],
    level: null,
    table: curveTable("watch-loss", t`Loss`, x, [line]),
  };
}

function axisOf({ step }: WatchedRun): AcrossAxis {
  return { title: t`step`, whole: true, end: step ?? 0 };
}

/** Every family that is followed, at the last line. */
export function familiesTable(run: WatchedRun): Table {
  return {
    id: "watch-families",
    title: t`Laws at the last line`,
    columns: [
      words(t`family`),
      words(t`law`),
      words(t`between`),
      numbers(t`laws`),
      numbers(t`change`),
      numbers(t`by the recursion`),
      numbers(t`off in one step`),
    ],
    rows: run.families.map(({ id, formula, between, laws, change, predicted, mismatch }) => [
      id,
      formula,
      between.join(", "),
      laws,
      change,
      predicted,
      mismatch,
    ]),
  };
}
