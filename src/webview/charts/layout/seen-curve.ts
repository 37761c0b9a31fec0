/**
 * What is seen of a curve: its samples inside an interval, with its own values at the two edges, on the scale of an
 * axis.
 */
import type { Axis } from "../axis";
import type { Interval } from "../chart-view";
import type { Line, LineChart } from "../line-chart";
import { thinned, type Point } from "../thin";

/** The least and the largest value, and the least above 0; infinite where there is none. */
export interface Extent {
  low: number;
  high: number;
  lowPositive: number;
}

export function emptyExtent(): Extent {
  return { low: Infinity, high: -Infinity, lowPositive: Infinity };
}

/** Takes in what is seen of a curve, as far as it is no larger than `most`. */
export function extend(extent: Extent, line: Line, seen: Interval, most = Infinity): void {
  visit(line, seen, (_, y) => {
    if (Math.abs(y) > most) return;
    if (y < extent.low) extent.low = y;
    if (y > extent.high) extent.high = y;
    if (y > 0 && y < extent.lowPositive) extent.lowPositive = y;
  });
}

/** The values that an axis has to show. */
export function endsOf({ low, high, lowPositive }: Extent): number[] {
  return [low, high, lowPositive].filter(Number.isFinite);
}

/**
 * The pieces of a curve as places on the two axes (not yet pixels), thinned to `columns`. A log axis has no place for
 * what is not above 0: the curve is interrupted there.
 */
export function piecesOf(
  line: Line,
  seen: Interval,
  axis: Axis,
  scale: LineChart["scale"],
  columns: number,
): Point[][] {
  const pieces: Point[][] = [];
  let open: Point[] | null = null;
  visit(line, seen, (x, y) => {
    if (scale === "log" && !(y > 0)) {
      open = null;
      return;
    }
    if (open === null) pieces.push((open = []));
    open.push({ x, y: axis.position(y) });
  });
  const perUnit = columns / (seen.to - seen.from);
  return pieces.map((piece) => [...thinned(piece, columns, perUnit)]);
}

function visit({ xs, ys }: Line, { from, to }: Interval, see: (x: number, y: number) => void): void {
  const count = Math.min(xs.length, ys.length);
  for (let i = 0; i < count; i++) {
    const [x, y] = [xs[i]!, ys[i]!];
    if (i > 0) {
      const [x0, y0] = [xs[i - 1]!, ys[i - 1]!];
      if (x0 < from && from < x) see(from, y0 + ((y - y0) * (from - x0)) / (x - x0));
      if (x0 < to && to < x) see(to, y0 + ((y - y0) * (to - x0)) / (x - x0));
    }
    if (x >= from && x <= to) see(x, y);
  }
}
