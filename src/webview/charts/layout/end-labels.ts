/** Names at the ends of their curves, pushed apart; those that leave the chart are left to the legend. */
import type { Line } from "../line-chart";
import { textWidth, type Rect, type Size } from "./geometry";
import type { Point } from "../thin";

export const LABEL_HEIGHT = 13;

export interface EndLabel {
  readonly text: string;
  readonly tone: number | null;
  /** Left end of its base line, in pixels. */
  readonly x: number;
  readonly y: number;
  readonly width: number;
  /** While the run grows, the name travels with the curve's end, over the grid. */
  readonly overGrid: boolean;
}

export function endLabels(
  curves: readonly { readonly line: Line; readonly pieces: readonly (readonly Point[])[] }[],
  x: (at: number) => number,
  y: (at: number) => number,
  plot: Rect,
  size: Size,
): EndLabel[] {
  const wanted = curves.flatMap(({ line, pieces }) => {
    const end = pieces.at(-1)?.at(-1);
    if (line.label === null || end === undefined) return [];
    const at = { x: x(end.x), y: y(end.y) };
    if (at.y < plot.top - 1 || at.y > plot.bottom + 1) return [];
    // A kept run that ended earlier would be named in the midst of the others.
    if (line.dash === "long" && at.x < plot.right - 2) return [];
    return [{ tone: line.tone, text: line.label, x: at.x + 5, y: at.y }];
  });
  wanted.sort((a, b) => a.y - b.y);
  const spaced = apart(
    wanted.map((one) => one.y),
    plot,
  );
  if (spaced === null) return [];
  return wanted.flatMap((label, i): EndLabel[] => {
    const width = textWidth(label.text);
    if (label.x + width > size.width) return [];
    return [{ ...label, y: spaced[i]! + 4, width, overGrid: label.x + width < plot.right }];
  });
}

/** Moves heights (ascending) apart, as little as needed; `null` when there are too many. */
function apart(heights: readonly number[], plot: Rect): number[] | null {
  if (heights.length * LABEL_HEIGHT > plot.bottom - plot.top + LABEL_HEIGHT) return null;
  const placed = [...heights];
  for (let i = 1; i < placed.length; i++) placed[i] = Math.max(placed[i]!, placed[i - 1]! + LABEL_HEIGHT);
  let limit = plot.bottom;
  for (let i = placed.length - 1; i >= 0 && placed[i]! > limit; i--, limit -= LABEL_HEIGHT) placed[i] = limit;
  return placed;
}
