/** Where the words of moments and of the level stand: in rows from above, each only where it overlaps no other. */
import type { Axis } from "../axis";
import type { Interval } from "../chart-view";
import type { LineChart } from "../line-chart";
import { heightOf } from "./frame";
import { textWidth, type Rect } from "./geometry";
import type { Word } from "./placed-words";

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

const ROWS = [0, 1, 2] as const;
const ROW = 14;

export function momentsOf({ marks }: LineChart, seen: Interval, plot: Rect): PlacedMoments {
  const x = (at: number): number => plot.left + ((at - seen.from) / (seen.to - seen.from)) * (plot.right - plot.left);
  const shown = marks.filter((mark) => mark.x >= seen.from && mark.x <= seen.to).sort((a, b) => a.x - b.x);
  // Each row of words begins where the one before it in that row has ended.
  const taken: number[] = [];
  const words = shown.flatMap(({ label, x: time }): Word[] => {
    const at = x(time);
    const width = textWidth(label);
    const left = at + 4 + width <= plot.right ? at + 4 : at - 4 - width;
    const row = ROWS.find((one) => (taken[one] ?? -Infinity) < left);
    if (row === undefined || left < plot.left) return [];
    taken[row] = left + width + 8;
    return [{ text: label, x: left, y: plot.top + 12 + ROW * row, width }];
  });
  return { lines: shown.map((mark) => mark.x), words };
}

/** Under the level's line; over it where there is no room below. */
export function levelOf({ level }: LineChart, axis: Axis, plot: Rect): PlacedLevel | null {
  if (level === null) return null;
  const at = axis.position(level.value);
  const y = heightOf(axis, plot)(at);
  if (y < plot.top || y > plot.bottom) return null;
  const word = { text: level.label, x: plot.left + 5, width: textWidth(level.label) };
  return { at, word: { ...word, y: y > plot.bottom - 14 ? y - 4 : y + 12 } };
}
