/**
 * Where the words of moments and of the level stand: in rows from above or below, each only where it overlaps no other
 * and, where there is such a place, where no curve strikes it out.
 */
import type { Axis } from "../axis";
import type { Interval } from "../chart-view";
import type { LineChart } from "../line-chart";
import { heightOf } from "./frame";
import { textWidth, type Rect } from "./geometry";
import { clearPlace, covers, overlap, type Word } from "./placed-words";

export interface PlacedMoments {
  /** Times. */
  readonly lines: readonly number[];
  readonly words: readonly Word[];
}

export interface PlacedLevel {
  /** On the value axis' own scale. */
  readonly at: number;
  readonly word: Word;
}

/** The base lines of the rows, from the top of the plot and then from its bottom. */
const FROM_TOP = [12, 26, 40] as const;
const FROM_BOTTOM = [6, 20] as const;

/** `curves`: boxes that hold the curves, piece by piece. */
export function momentsOf(
  { marks }: LineChart,
  seen: Interval,
  plot: Rect,
  curves: readonly Rect[] = [],
): PlacedMoments {
  const rows = [...FROM_TOP.map((by) => plot.top + by), ...FROM_BOTTOM.map((by) => plot.bottom - by)];
  const x = (at: number): number => plot.left + ((at - seen.from) / (seen.to - seen.from)) * (plot.right - plot.left);
  const shown = marks.filter((mark) => mark.x >= seen.from && mark.x <= seen.to).sort((a, b) => a.x - b.x);
  // Each row of words begins where the one before it in that row has ended.
  const taken: number[] = [];
  const words = shown.flatMap(({ label, x: time }): Word[] => {
    const at = x(time);
    const width = textWidth(label);
    const left = at + 4 + width <= plot.right ? at + 4 : at - 4 - width;
    if (left < plot.left) return [];
    const free = rows
      .map((y, row) => ({ row, word: { text: label, x: left, y, width } }))
      .filter(({ row }) => (taken[row] ?? -Infinity) < left);
    const place =
      free.find(({ word }) => !curves.some((box) => covers(word, box))) ??
      free.find(({ row }) => row < FROM_TOP.length);
    if (place === undefined) return [];
    taken[place.row] = left + width + 8;
    return [place.word];
  });
  return { lines: shown.map((mark) => mark.x), words };
}

/** Under the level's line; over it where there is no room below; where a curve would strike it out, at another place of the line. */
export function levelOf(
  { level }: LineChart,
  axis: Axis,
  plot: Rect,
  words: readonly Word[] = [],
  curves: readonly Rect[] = [],
): PlacedLevel | null {
  if (level === null) return null;
  const at = axis.position(level.value);
  const y = heightOf(axis, plot)(at);
  if (y < plot.top || y > plot.bottom) return null;
  const width = textWidth(level.label);
  const usual = { text: level.label, x: plot.left + 5, y: y > plot.bottom - 14 ? y - 4 : y + 12, width };
  const struck = curves.some((box) => covers(usual, box)) || words.some((other) => overlap(usual, other));
  const clear = struck ? clearPlace(level.label, y, plot, { words, boxes: curves }) : null;
  return { at, word: clear ?? usual };
}
