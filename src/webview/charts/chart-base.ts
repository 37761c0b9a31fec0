/** What every chart is, whatever is drawn: its words, and its numbers as a table. */
import type { Table } from "../../engine/report/table";

export interface ChartBase {
  /** Words with hyphens: names the chart's element, its state on the page and the files saved from it. */
  readonly id: string;
  readonly title: string;
  /** One line that says what to see. */
  readonly caption: string;
  /** What the picture shows, for those who do not see it. */
  readonly description: string;
  /** All its numbers, also those that the picture leaves out. */
  readonly table: Table;
}
