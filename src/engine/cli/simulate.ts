/** `intrinsic run`: simulates a spec's training and prints the report with its trajectory. */
import { simulateSpec, type SimulationResult } from "../analysis/simulate";
import { reportsJson } from "../report/json";
import { withMathml } from "../report/mathml";
import { reportText } from "../report/text";
import { trajectoryCsv } from "../report/trajectory-table";
import type { Report } from "../report/types";
import { dataFileReader } from "../worker/data-files/node";
import { readFile } from "./files";
import { mayWrite, write } from "./output";
import { problemLine } from "./problem-line";
import { progressLine } from "./progress";

export const RUN_FORMATS = ["text", "json", "csv"] as const;
export type RunFormat = (typeof RUN_FORMATS)[number];

export interface RunOptions {
  readonly file: string;
  readonly format: RunFormat;
  readonly out: string | null;
}

const WRITERS: Readonly<Record<RunFormat, (report: Report) => string>> = {
  text: (report) => `${reportText(report)}\n`,
  json: (report) => `${reportsJson([withMathml(report)])}\n`,
  csv: ({ trajectory }) => (trajectory === null ? "" : trajectoryCsv(trajectory)),
};

/** Returns the exit code. */
export function simulateFile({ file, format, out }: RunOptions): number {
  if (!mayWrite(out, [file])) return 2;
  const text = readFile(file);
  if (text === null) return 2;
  const result = runToEnd(file, text);
  switch (result.kind) {
    case "report": {
      const { problems } = result.report;
      // The table holds numbers only: what was found goes where it is seen.
      if (format === "csv")
        for (const problem of problems)
          if (problem.severity !== "information") process.stderr.write(`${problemLine(file, problem)}\n`);
      if (!write(WRITERS[format](result.report), out)) return 2;
      return problems.some(({ severity }) => severity === "error") ? 1 : 0;
    }
    case "invalid":
      for (const problem of result.problems) process.stderr.write(`${problemLine(file, problem)}\n`);
      return 2;
    case "refused":
      process.stderr.write(`intrinsic: ${file}: ${result.reason} ${result.help}\n`);
      return 2;
  }
}

function runToEnd(file: string, text: string): SimulationResult {
  const progress = progressLine(file);
  const steps = simulateSpec(text, { path: file, readDataFile: dataFileReader(file, process.cwd()) });
  for (;;) {
    const step = steps.next();
    if (step.done === true) {
      progress.clear();
      return step.value;
    }
    progress.show(step.value);
  }
}
