/** Places, sizes and words in pixels, and what pointer and keys need of a drawn chart, whoever draws it. */
export interface Rect {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** What pointer and keys need to know of a drawn chart, whoever draws it. */
export interface Face {
  readonly size: Size;
  /** The area inside the axes. */
  readonly plot: Rect;
  /** Where the hover stops, from left to right: for bars each bar, for curves each sample that is seen. */
  readonly stops: readonly number[];
  /** What there is at a stop; `y` (in pixels) matters where there are rows. */
  readonly read: (stop: number, y: number | null) => Reading;
  /** The time at a pixel, where the axis can be zoomed. */
  readonly timeAt: ((x: number) => number) | null;
}

/** What the hover tells: every curve's value, and beside it that of the dashed curve it is compared with. */
export interface Reading {
  readonly title: string;
  /** What the columns are, where there are two. */
  readonly heads: readonly [string, string] | null;
  readonly rows: readonly ReadingRow[];
}

export interface ReadingRow {
  readonly color: string | null;
  readonly name: string;
  readonly values: readonly string[];
}

export const FONT_SIZE = 11;

/** About as wide as a proportional font draws it; rather too wide, so that what is said to fit does. */
export function textWidth(content: string, size = FONT_SIZE): number {
  let ems = 0;
  for (const letter of content)
    ems += /[.,:;'|il·\u2009\u202f ]/.test(letter)
      ? 0.32
      : /[⁻⁰¹²³⁴⁵⁶⁷⁸⁹]/.test(letter)
        ? 0.46
        : /[A-ZmwMW→φθ−]/.test(letter)
          ? 0.8
          : 0.6;
  return ems * size;
}

/** The index of the value nearest to `wanted`; `values` ascend. */
export function nearest(values: readonly number[], wanted: number): number {
  let [low, high] = [0, values.length - 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (values[middle]! < wanted) low = middle + 1;
    else high = middle;
  }
  const before = low === 0 ? undefined : values[low - 1];
  return before !== undefined && wanted - before < (values[low] ?? Infinity) - wanted ? low - 1 : Math.max(0, low);
}

/** Tenths of a pixel are enough. */
export function px(x: number): number {
  return Math.round(x * 10) / 10;
}
