/**
 * What every part of the page may use: how numbers are shown, what is highlighted and open, and how to speak to the
 * host.
 */
import type { FromPage } from "../engine/protocol/messages";
import type { ChartAction, ChartView } from "./charts/chart-view";
import type { MakeDrawing } from "./charts/drawing";
import type { Theme } from "./theme";

export interface PageContext {
  readonly digits: number;
  /** True when the report speaks of the text in the editor, and no new one is on its way. */
  readonly current: boolean;
  /** True of a kept run: nothing can be begun for its text, and none of its places be shown. */
  readonly kept: boolean;
  /** The layer in which the cursor stands in the spec. */
  readonly highlight: string | null;
  /** The section in view. */
  readonly section: string | null;
  /** Brings a section into view. */
  readonly goTo: (id: string) => void;
  readonly theme: Theme;
  /** What draws the charts. */
  readonly drawing: MakeDrawing;
  /** What exported files are called after. */
  readonly fileBase: string;
  readonly post: (message: FromPage) => void;
  /** Opened tables, menus and "show all", by a key of the part's own. */
  readonly isOpen: (key: string) => boolean;
  readonly setOpen: (key: string, open: boolean) => void;
  /** What is hidden and seen of a chart, by its id: it outlives the chart's data, so that a growing run keeps it. */
  readonly chartView: (id: string) => ChartView;
  readonly changeChart: (id: string, action: ChartAction) => void;
}
