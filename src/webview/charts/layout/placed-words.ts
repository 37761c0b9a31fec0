/** Words of a chart, and how they keep off each other. */
import { textWidth, type Rect } from "./geometry";

export interface Word {
  readonly text: string;
  /** Left end of its base line, in pixels. */
  readonly x: number;
  readonly y: number;
  readonly width: number;
}

/** Of a word over and under its base line. */
const ASCENT = 10;
const DESCENT = 3;
/** Between two words. */
const GAP = 4;

export function overlap(a: Word, b: Word): boolean {
  return (
    a.x < b.x + b.width + GAP &&
    b.x < a.x + a.width + GAP &&
    a.y - ASCENT < b.y + DESCENT + 1 &&
    b.y - ASCENT < a.y + DESCENT + 1
  );
}

/**
 * The rightmost place of a line's words, over or under it, that keeps off other words and off boxes; `null` without
 * one.
 */
export function clearPlace(
  text: string,
  line: number,
  plot: Rect,
  { words, boxes }: { readonly words: readonly Word[]; readonly boxes: readonly Rect[] },
): Word | null {
  const width = textWidth(text);
  const places = [line - 7, line + 15]
    .filter((y) => y - ASCENT >= plot.top && y + DESCENT <= plot.bottom)
    .flatMap((y) => starts(plot.left + 6, plot.right - width - 6).map((x): Word => ({ text, x, y, width })));
  const clear = (place: Word): boolean =>
    words.every((other) => !overlap(place, other)) && boxes.every((box) => !covers(place, box));
  return places.find(clear) ?? null;
}

/** Whether a box lies behind a word, or too close to it. */
export function covers({ x, y, width }: Word, { left, top, right, bottom }: Rect): boolean {
  return x < right + GAP && left - GAP < x + width && y - ASCENT < bottom && top < y + DESCENT;
}

/** From right to left, as far as there is room. */
function starts(left: number, right: number): number[] {
  const steps = Math.floor((right - left) / 8);
  return Array.from({ length: Math.max(0, steps + 1) }, (_, i) => right - 8 * i);
}
