/**
 * A long curve thinned to what its pixels can show: of each pixel's column the first, the lowest, the highest and the
 * last point, so that no peak is lost. What is thinned is the picture; table and exports keep everything.
 */
export interface Point {
  readonly x: number;
  readonly y: number;
}

/** `points` in order of x; `width` columns of 1 / `perUnit` each, in pixels unless said otherwise. */
export function thinned(points: readonly Point[], width: number, perUnit = 1): readonly Point[] {
  if (points.length <= 2 * width) return points;
  const kept: Point[] = [];
  for (let start = 0; start < points.length;) {
    const column = Math.floor(points[start]!.x * perUnit);
    let [low, high, end] = [start, start, start];
    for (; end < points.length && Math.floor(points[end]!.x * perUnit) === column; end++) {
      if (points[end]!.y < points[low]!.y) low = end;
      if (points[end]!.y > points[high]!.y) high = end;
    }
    const of = [...new Set([start, low, high, end - 1])].sort((a, b) => a - b);
    for (const index of of) kept.push(points[index]!);
    start = end;
  }
  return kept;
}
