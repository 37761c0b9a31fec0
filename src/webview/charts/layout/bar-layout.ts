/**
 * Where everything of a bar chart stands, for whoever draws it: the axis, the bars' boxes, values and the threshold's
 * words.
 */
import { formatNumber } from "../../../engine/findings/numbers";
import { linearAxis, logAxis, type Axis } from "../axis";
import type { BarChart } from "../bar-chart";
import { heightOf, plotOf } from "./frame";
import { textWidth, type Face, type Rect, type Size } from "./geometry";
import { clearPlace, type Word } from "./placed-words";

const WIDEST_BAR = 48;
/** Values are written only where they stay this far apart, names where they stay that far. */
const VALUE_GAP = 6;
const NAME_GAP = 8;
/** Never so low that it cannot be seen. */
export const LOWEST_BAR = 2;

export interface BarLayout extends Face {
  readonly axis: Axis;
  /** Width of a bar, in pixels. */
  readonly width: number;
  readonly boxes: readonly Rect[];
  /** Per bar the lines of its name; none where not every name fits. */
  readonly names: readonly (readonly string[])[];
  /** The values over their bars, where they fit; `x` is their left end. */
  readonly values: readonly Word[];
  readonly threshold: Threshold | null;
}

export interface Threshold {
  /** On the axis' own scale. */
  readonly at: number;
  readonly word: Word;
  /** Its words stand over the plot, behind a piece of its line: bars left no room beside it. */
  readonly above: boolean;
}

/** Room over the plot, and with the threshold's words there. */
const HEAD = 14;
const WORDED_HEAD = 32;

export function barLayout(model: BarChart, size: Size, digits: number): BarLayout {
  return laidOut(model, size, digits, HEAD) ?? laidOut(model, size, digits, WORDED_HEAD)!;
}

/** `null` where the threshold's words have no place in a plot with this head. */
function laidOut(model: BarChart, size: Size, digits: number, head: number): BarLayout | null {
  const axis = axisOf(model);
  const twoLines = model.bars.some((bar) => bar.name.length > 1);
  const plot = plotOf(
    size,
    axis.ticks.map((tick) => tick.text),
    { right: 12, head, foot: twoLines ? 50 : 38 },
  );
  const y = heightOf(axis, plot);
  const room = (plot.right - plot.left) / model.bars.length;
  const middles = model.bars.map((_, index) => plot.left + (index + 0.5) * room);
  const width = Math.max(1, Math.min(WIDEST_BAR, room * 0.8));
  const boxes = model.bars.map((bar, i) => boxOf(middles[i]!, width, y(axis.base), y(axis.position(bar.value))));
  const values = valueWords(model, boxes, y(axis.base), room, digits);
  const threshold = thresholdOf(model, axis, { words: values, boxes }, plot);
  if (threshold === undefined) return null;
  return {
    size,
    plot,
    axis,
    width,
    boxes,
    names: namesOf(model, room),
    values,
    threshold,
    stops: middles,
    read: (stop) => {
      const [title = "", ...rows] = model.bars[stop]?.hover ?? [];
      return { title, heads: null, rows: rows.map((row) => ({ color: null, name: row, values: [] })) };
    },
    timeAt: null,
  };
}

function axisOf(model: BarChart): Axis {
  const values = model.bars.map((bar) => bar.value);
  switch (model.scale) {
    case "log":
      return logAxis(model.threshold === null ? values : [...values, model.threshold.value]);
    case "linear":
      return linearAxis(values);
  }
}

function boxOf(middle: number, width: number, foot: number, head: number): Rect {
  const height = Math.max(LOWEST_BAR, Math.abs(foot - head));
  return {
    left: middle - width / 2,
    right: middle + width / 2,
    top: head > foot ? foot : foot - height,
    bottom: head > foot ? foot + height : foot,
  };
}

function valueWords(model: BarChart, boxes: readonly Rect[], foot: number, room: number, digits: number): Word[] {
  const texts = model.bars.map((bar) => formatNumber(bar.value, Math.min(digits, 3)));
  if (!texts.every((value) => textWidth(value) <= room - VALUE_GAP)) return [];
  return boxes.map(({ left, right, top, bottom }, i): Word => {
    const width = textWidth(texts[i]!);
    // Of a bar that hangs down, on the other side of its foot: below it stand the names.
    return { text: texts[i]!, x: (left + right - width) / 2, y: (bottom > foot ? foot : top) - 4, width };
  });
}

/** `undefined`: a higher head is needed. */
function thresholdOf(
  { threshold }: BarChart,
  axis: Axis,
  taken: { readonly words: readonly Word[]; readonly boxes: readonly Rect[] },
  plot: Rect,
): Threshold | null | undefined {
  if (threshold === null) return null;
  const at = axis.position(threshold.value);
  const word = clearPlace(threshold.label, heightOf(axis, plot)(at), plot, taken);
  if (word !== null) return { at, word, above: false };
  if (plot.top < WORDED_HEAD) return undefined;
  const width = textWidth(threshold.label);
  return { at, word: { text: threshold.label, x: plot.right - width, y: 11, width }, above: true };
}

/** "layer1 → layer2" takes two lines. Where not all names fit, every second, fourth … stands there. */
function namesOf(model: BarChart, room: number): (readonly string[])[] {
  const lines = model.bars.map((bar) => bar.name);
  const widest = Math.max(...lines.flat().map((line) => textWidth(line))) + NAME_GAP;
  const all = model.bars.some((bar) => bar.name.length === 0);
  const every = all ? 1 : Math.max(1, Math.ceil(widest / room));
  return lines.map((parts, index) => (index % every === 0 ? parts : []));
}
