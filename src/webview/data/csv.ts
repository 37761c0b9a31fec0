/** Tables as CSV (RFC 4180): every digit of every number, fields quoted where they must be. */
import type { Cell, Table } from "./table";

const LINE_END = "\r\n";

export function csvOf(table: Table): string {
  const header = table.columns.map((column) => column.name);
  return [header, ...table.rows].map((row) => row.map(field).join(",")).join(LINE_END) + LINE_END;
}

/** Several tables in one file: each under a line with its title, an empty line between. */
export function csvOfAll(tables: readonly Table[]): string {
  return tables.map((table) => field(`# ${table.title}`) + LINE_END + csvOf(table)).join(LINE_END);
}

function field(cell: Cell): string {
  if (cell === null) return "";
  if (typeof cell === "number") return String(cell);
  return /[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}
