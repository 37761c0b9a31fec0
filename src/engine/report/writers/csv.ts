/** For spreadsheets and plots: numbers only. */
import { lawsTable } from "../audit/tables";
import type { SweepResult } from "../sweep";
import type { Cell } from "../table";
import { trajectoryTable } from "../trajectory-table";
import type { TrajectorySection } from "../run/facts";
import { csvText, tablesCsv } from "./csv-text";
import type { Writer } from "./writer";

export const csvWriter: Writer = {
  name: "csv",
  title: "CSV",
  extension: "csv",
  formulas: false,
  numbersOnly: true,
  ways: {
    run: {
      help: "every curve as a column",
      write: ({ report: { trajectory } }) => (trajectory === null ? "" : trajectoryCsv(trajectory)),
    },
    sweep: { help: "a line per run", write: ({ result }) => sweepCsv(result) },
    audit: { help: "a line per law family", write: ({ result }) => tablesCsv([lawsTable(result)]) },
    tables: { write: ({ tables }) => tablesCsv(tables) },
  },
};

export function trajectoryCsv(trajectory: TrajectorySection): string {
  const { columns, rows } = trajectoryTable(trajectory);
  return csvText([columns, ...rows]);
}

/** One line per run. A run that has no number yet, or none at all, leaves its place empty. */
export function sweepCsv({ axes, points, measure, seeds }: SweepResult): string {
  const head = [...axes.map(({ name }) => name), "repetition", measure];
  const rows = points.flatMap(({ values, results }) =>
    Array.from({ length: seeds }, (_, k): Cell[] => [...values, k, results.at(k) ?? null]),
  );
  return csvText([head, ...rows], "\n");
}
