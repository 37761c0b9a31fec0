/**
 * What draws a chart inside its frame. There are two: chart.js on a canvas for bars and curves, shapes of SVG for all
 * else.
 */
import type { Theme } from "../theme";
import type { ChartModel } from "./chart";
import type { ChartAction, ChartView } from "./chart-view";
import type { Face, Size } from "./layout/geometry";

export interface ChartWanted {
  readonly model: ChartModel;
  readonly view: ChartView;
  readonly theme: Theme;
  readonly digits: number;
  readonly act: (action: ChartAction) => void;
  readonly drawing: MakeDrawing;
}

/** A renderer for charts of a kind, in an element of the page. */
export type MakeDrawing = (kind: ChartModel["kind"], frame: HTMLElement) => Drawing;

export interface Drawing {
  /** True where pointer and wheel zoom by themselves. */
  readonly zooms: boolean;
  /** Draws, changing what is there as far as it goes; `null`: not a chart of its kind. */
  show(wanted: ChartWanted, size: Size): Face | null;
  dispose(): void;
}
