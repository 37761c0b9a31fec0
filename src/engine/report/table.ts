/** A table as data: the page shows it, the CSV export writes it. */
export type Cell = string | number | null;

export interface Column {
  readonly name: string;
  /** Numbers stand at the right and are shown with the chosen digits; the export keeps every digit. */
  readonly numeric: boolean;
}

export interface Table {
  /** Words with hyphens; part of the export's file name. */
  readonly id: string;
  readonly title: string;
  readonly columns: readonly Column[];
  readonly rows: readonly (readonly Cell[])[];
}

export const words = (name: string): Column => ({ name, numeric: false });
export const numbers = (name: string): Column => ({ name, numeric: true });
