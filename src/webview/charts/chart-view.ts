/**
 * How a reader looks at a chart: which curves are hidden, which part of the time axis is seen. A reducer, so that all
 * of it can be tested.
 */
export interface ChartView {
  /** Keys of the legend's entries that are switched off. */
  readonly hidden: readonly string[];
  /** The part of the time axis that is seen; `null` for all of it. */
  readonly zoom: Interval | null;
}

export interface Interval {
  readonly from: number;
  readonly to: number;
}

export type ChartAction =
  | { readonly type: "toggle"; readonly key: string }
  | { readonly type: "zoom"; readonly to: Interval; readonly whole: Interval }
  /** By keys: `factor` below 1 comes closer to `around`. */
  | { readonly type: "scale"; readonly factor: number; readonly around: number; readonly whole: Interval }
  /** By keys: to the side, by a part of what is seen. */
  | { readonly type: "pan"; readonly part: number; readonly whole: Interval }
  | { readonly type: "reset" };

export const WHOLE_VIEW: ChartView = { hidden: [], zoom: null };

/** Closer than this part of the whole there is nothing between two samples. */
export const CLOSEST = 1e-4;

export function changed(view: ChartView, action: ChartAction): ChartView {
  switch (action.type) {
    case "toggle":
      return {
        ...view,
        hidden: view.hidden.includes(action.key)
          ? view.hidden.filter((key) => key !== action.key)
          : [...view.hidden, action.key],
      };
    case "zoom":
      return { ...view, zoom: within(action.to, action.whole) };
    case "scale": {
      const { from, to } = view.zoom ?? action.whole;
      const around = Math.min(to, Math.max(from, action.around));
      return {
        ...view,
        zoom: within(
          { from: around - (around - from) * action.factor, to: around + (to - around) * action.factor },
          action.whole,
        ),
      };
    }
    case "pan": {
      if (view.zoom === null) return view;
      const { from, to } = view.zoom;
      const wanted = (to - from) * action.part;
      const shift = wanted < 0 ? Math.max(wanted, action.whole.from - from) : Math.min(wanted, action.whole.to - to);
      return { ...view, zoom: { from: from + shift, to: to + shift } };
    }
    case "reset":
      return { ...view, zoom: null };
  }
}

/** The part that is seen of this run: another one may have ended before the part that was chosen. */
export function seenOf({ zoom }: ChartView, whole: Interval): Interval {
  return zoom === null || zoom.from >= whole.to ? whole : { from: zoom.from, to: Math.min(zoom.to, whole.to) };
}

/** Inside the whole, in order, not closer than makes sense; `null` when nothing is left out. */
function within(wanted: Interval, whole: Interval): Interval | null {
  const least = (whole.to - whole.from) * CLOSEST;
  let from = Math.max(whole.from, Math.min(wanted.from, wanted.to));
  let to = Math.min(whole.to, Math.max(wanted.from, wanted.to));
  if (to - from < least) {
    const middle = Math.min(whole.to - least / 2, Math.max(whole.from + least / 2, (from + to) / 2));
    from = middle - least / 2;
    to = middle + least / 2;
  }
  return from <= whole.from && to >= whole.to ? null : { from, to };
}
