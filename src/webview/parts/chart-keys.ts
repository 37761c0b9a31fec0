/**
 * What a key does on a chart: arrows read it sample by sample, + and − zoom, Page Up and Page Down move what is seen, 0
 * shows all.
 */
import type { ChartModel } from "../charts/chart";
import { seenOf, type ChartAction, type ChartView } from "../charts/chart-view";
import { wholeOf } from "../charts/layout/line-layout";
import type { Face } from "../charts/layout/geometry";
import { t } from "../../engine/findings/language";

export const KEYS_HELP = t`Arrow keys read the values.`;

export interface ChartPlace {
  readonly picture: Face;
  readonly model: ChartModel;
  readonly view: ChartView;
  readonly stop: number | null;
  readonly y: number | null;
}

export type KeyOutcome =
  | { readonly kind: "action"; readonly action: ChartAction }
  | { readonly kind: "read"; readonly stop: number | null; readonly y: number | null };

export function actionOfKey(
  { key, shiftKey }: Pick<KeyboardEvent, "key" | "shiftKey">,
  place: ChartPlace,
): KeyOutcome | null {
  const { picture, model, stop, y } = place;
  const last = picture.stops.length - 1;
  const to = (wanted: number): KeyOutcome => ({
    kind: "read",
    stop: last < 0 ? null : Math.max(0, Math.min(last, wanted)),
    y,
  });
  const stride = shiftKey ? 10 : 1;
  switch (key) {
    case "ArrowRight":
      return to(stop === null ? 0 : stop + stride);
    case "ArrowLeft":
      return to(stop === null ? last : stop - stride);
    case "Home":
      return to(0);
    case "End":
      return to(last);
    case "Escape":
      return stop === null ? null : { kind: "read", stop: null, y: null };
    case "ArrowUp":
    case "ArrowDown":
      return model.kind === "heat" ? otherRow(key === "ArrowUp" ? -1 : 1, model.rows.length, place) : null;
    default:
      return model.kind === "bars" || model.kind === "lattice" ? null : zoomKey(key, model, place);
  }
}

function zoomKey(
  key: string,
  model: Exclude<ChartModel, { kind: "bars" | "lattice" }>,
  { picture, view, stop }: ChartPlace,
): KeyOutcome | null {
  const whole = wholeOf(model);
  const seen = seenOf(view, whole);
  const at = stop === null ? undefined : picture.stops[stop];
  const around = at === undefined ? (seen.from + seen.to) / 2 : (picture.timeAt?.(at) ?? seen.from);
  const action = (of: ChartAction): KeyOutcome => ({ kind: "action", action: of });
  switch (key) {
    case "+":
    case "=":
      return action({ type: "scale", factor: 0.5, around, whole });
    case "-":
      return action({ type: "scale", factor: 2, around, whole });
    case "PageUp":
    case "PageDown":
      return view.zoom === null ? null : action({ type: "pan", part: key === "PageUp" ? -0.5 : 0.5, whole });
    case "0":
      return action({ type: "reset" });
    default:
      return null;
  }
}

/** To the middle of the next row. */
function otherRow(by: number, rows: number, { picture, stop, y }: ChartPlace): KeyOutcome {
  const { top, bottom } = picture.plot;
  const height = (bottom - top) / rows;
  const row = y === null ? -1 : Math.floor((y - top) / height);
  const next = Math.max(0, Math.min(rows - 1, row + by));
  return { kind: "read", stop: stop ?? 0, y: top + (next + 0.5) * height };
}
