/**
 * The picture of a bar chart, for exports: marked bars are striped, values stand over their bars where they fit, the
 * threshold is dashed.
 */
import type { Theme } from "../../theme";
import type { BarChart } from "../bar-chart";
import { barLayout, type BarLayout } from "../layout/bar-layout";
import { valueGrid, xTitle } from "./frame";
import { heightOf } from "../layout/frame";
import { rect, stroke, text, type Picture, type Shape } from "./shapes";
import { px, type Rect, type Size } from "../layout/geometry";

const STRIPE = 6;

export function barPicture(model: BarChart, size: Size, theme: Theme, digits: number): Picture {
  const layout = barLayout(model, size, digits);
  const { axis, plot, boxes } = layout;
  return {
    ...layout,
    shapes: [
      ...valueGrid(axis, plot, theme),
      ...boxes.map((box, i) => body(box, model.bars[i]!.marked ? specialColor(model, theme) : null, theme)),
      ...stripeShapes(model, layout, theme),
      ...names(layout, theme),
      xTitle(plot, model.xTitle, theme, size.height - 6),
      ...threshold(layout, theme),
      ...valueShapes(layout, theme),
    ],
  };
}

/** What marked bars are drawn in. */
export function specialColor({ markedAs }: BarChart, theme: Theme): string {
  return markedAs === "exception" ? theme.exception : theme.alternate;
}

/** Each on a plate, so that no grid line strikes it out. */
export function valueShapes({ values }: BarLayout, theme: Theme): Shape[] {
  return values.flatMap(({ text: value, x, y, width }) => [
    rect(x, y - 9, width, 11, theme.background),
    text(x + width / 2, y, value, theme.foreground, { "text-anchor": "middle" }),
  ]);
}

/** The marked bars' stripes and edges. */
export function stripeShapes(model: BarChart, { boxes }: BarLayout, theme: Theme): Shape[] {
  const special = specialColor(model, theme);
  return boxes.flatMap((box, i) =>
    model.bars[i]?.marked === true
      ? [
          stroke(stripes(box), special, 2),
          rect(box.left, box.top, box.right - box.left, box.bottom - box.top, "none", { stroke: special }),
        ]
      : [],
  );
}

/** Of a marked bar's colour behind its stripes. */
export const SPECIAL_OPACITY = 0.22;

function body(box: Rect, special: string | null, theme: Theme): Shape {
  const [width, height] = [box.right - box.left, box.bottom - box.top];
  return special === null
    ? rect(box.left, box.top, width, height, theme.plain, theme.highContrast ? { stroke: theme.foreground } : {})
    : rect(box.left, box.top, width, height, special, { "fill-opacity": SPECIAL_OPACITY });
}

/** Diagonal lines inside a box, rising to the right. */
function stripes({ left, top, right, bottom }: Rect): string {
  let d = "";
  for (let sum = left + top + STRIPE / 2; sum < right + bottom; sum += STRIPE) {
    const [x0, x1] = [Math.max(left, sum - bottom), Math.min(right, sum - top)];
    d += `M${px(x0)} ${px(sum - x0)}L${px(x1)} ${px(sum - x1)}`;
  }
  return d;
}

function names({ names: lines, stops, plot }: BarLayout, theme: Theme): Shape[] {
  return lines.flatMap((parts, index) =>
    parts.map((part, line) =>
      text(stops[index]!, plot.bottom + 13 + 11 * line - (parts.length > 1 ? 2 : 0), part, theme.muted, {
        "text-anchor": "middle",
      }),
    ),
  );
}

function threshold(layout: BarLayout, theme: Theme): Shape[] {
  const { threshold: wanted, axis, plot } = layout;
  if (wanted === null) return [];
  const y = px(heightOf(axis, plot)(wanted.at));
  return [thresholdLine(`M${px(plot.left)} ${y}H${px(plot.right)}`, theme), ...thresholdWords(layout, theme)];
}

/** On a plate of the background's colour; over the plot, behind a piece of its line. */
export function thresholdWords({ threshold: wanted }: BarLayout, theme: Theme): Shape[] {
  if (wanted === null) return [];
  const { word, above } = wanted;
  return [
    above
      ? thresholdLine(`M${px(word.x - 30)} ${px(word.y - 4)}h24`, theme)
      : rect(word.x - 4, word.y - 11, word.width + 8, 15, theme.background),
    text(word.x, word.y, word.text, theme.foreground),
  ];
}

function thresholdLine(d: string, theme: Theme): Shape {
  return stroke(d, theme.threshold, 1.5, { "stroke-dasharray": "6 4" });
}
