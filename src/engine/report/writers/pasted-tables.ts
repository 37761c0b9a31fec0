/** Tables to paste: into a spreadsheet (tab-separated) and into a paper (LaTeX's tabular). Every digit of every number. */
import { texText } from "../references/bibtex";
import type { Cell, Table } from "../table";

/** A cell has no tab and no line end of its own. */
export function tableTsv({ columns, rows }: Table): string {
  return [columns.map(({ name }) => name), ...rows].map((row) => `${row.map(tsvCell).join("\t")}\n`).join("");
}

/** Numbers at the right; a dash where there is none. */
export function tableLatex({ columns, rows }: Table): string {
  const line = (cells: readonly string[]): string => `  ${cells.join(" & ")} \\\\\n`;
  return [
    `\\begin{tabular}{${columns.map(({ numeric }) => (numeric ? "r" : "l")).join("")}}\n`,
    line(columns.map(({ name }) => texText(name))),
    "  \\hline\n",
    ...rows.map((row) => line(row.map(latexCell))),
    "\\end{tabular}\n",
  ].join("");
}

function tsvCell(cell: Cell): string {
  return cell === null ? "" : String(cell).replace(/[\t\r\n]+/g, " ");
}

function latexCell(cell: Cell): string {
  if (cell === null) return "--";
  return typeof cell === "number" ? `$${String(cell).replace(/e\+?(-?\d+)$/, " \\cdot 10^{$1}")}$` : texText(cell);
}
