/** Moments, levels and thresholds as annotations: a dashed line each, and its words on a plate, where the layout has put them. */
import type { AnnotationOptions } from "chartjs-plugin-annotation";
import type { Theme } from "../../theme";
import type { Axis } from "../axis";
import type { LineLayout } from "../layout/line-layout";
import type { BarLayout } from "../layout/bar-layout";
import type { Word } from "../layout/words";
import type { Face } from "../picture/shapes";
import { fontOf } from "./plan";

type Marks = Record<string, AnnotationOptions>;
type Place = (x: number, y: number) => { readonly xValue: number; readonly yValue: number };

export function lineMarks(layout: LineLayout, theme: Theme): Marks {
  const { moments, level, across, values, plot } = layout;
  const place: Place = (x, y) => ({
    xValue: across.min + ((x - plot.left) / (plot.right - plot.left)) * (across.max - across.min),
    yValue: valueAt(y, values, layout),
  });
  const marks: Marks = {};
  moments.lines.forEach((at, i) => {
    marks[`moment${i}`] = { ...line(theme.muted, 1, [2, 3]), scaleID: "x", value: at };
  });
  if (level !== null) marks["level"] = { ...line(theme.threshold, 1.2, [2, 3]), scaleID: "y", value: level.at };
  const words = level === null ? moments.words : [...moments.words, level.word];
  words.forEach((word, i) => {
    marks[`word${i}`] = { ...plate(word, place, theme, theme.muted), drawTime: "beforeDatasetsDraw" };
  });
  return marks;
}

export function barMarks(layout: BarLayout, theme: Theme): Marks {
  const { threshold, axis, plot, boxes } = layout;
  if (threshold === null) return {};
  // A bar's middle stands at its index.
  const room = (plot.right - plot.left) / boxes.length;
  const place: Place = (x, y) => ({ xValue: (x - plot.left) / room - 0.5, yValue: valueAt(y, axis, layout) });
  return {
    threshold: {
      ...line(theme.threshold, 1.5, [6, 4]),
      scaleID: "y",
      value: threshold.at,
      drawTime: "afterDatasetsDraw",
    },
    word: { ...plate(threshold.word, place, theme, theme.foreground), drawTime: "afterDatasetsDraw" },
  };
}

function valueAt(y: number, axis: Axis, { plot }: Face): number {
  return axis.min + ((plot.bottom - y) / (plot.bottom - plot.top)) * (axis.max - axis.min);
}

function line(color: string, width: number, dash: number[]): { type: "line" } & AnnotationOptions<"line"> {
  return { type: "line", borderColor: color, borderWidth: width, borderDash: dash, drawTime: "beforeDatasetsDraw" };
}

/** From a word's left end; its base line lies about a third of the letters' height under their middle. */
function plate(
  { text, x, y }: Word,
  place: Place,
  theme: Theme,
  color: string,
): { type: "label" } & AnnotationOptions<"label"> {
  return {
    type: "label",
    ...place(x - 2, y - 4),
    position: { x: "start", y: "center" },
    content: text,
    color,
    font: fontOf(theme),
    padding: { x: 2, y: 0 },
    backgroundColor: theme.background,
    borderWidth: 0,
  };
}
