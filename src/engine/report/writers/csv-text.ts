/** Tables as CSV (RFC 4180): every digit of every number, fields quoted where they must be. */
import type { Cell, Table } from "../table";

export type LineEnd = "\r\n" | "\n";

export function csvText(rows: readonly (readonly Cell[])[], lineEnd: LineEnd = "\r\n"): string {
  return rows.map((row) => `${row.map(field).join(",")}${lineEnd}`).join("");
}

/** Under the names of the columns. */
export function tableCsv({ columns, rows }: Table): string {
  return csvText([columns.map(({ name }) => name), ...rows]);
}

/** Several tables in one file: each under a line with its title, an empty line between. */
export function tablesCsv(tables: readonly Table[]): string {
  return tables.map((table) => csvText([[`# ${table.title}`]]) + tableCsv(table)).join(csvText([[]]));
}

function field(cell: Cell): string {
  if (cell === null) return "";
  if (typeof cell === "number") return String(cell);
  return /[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}
