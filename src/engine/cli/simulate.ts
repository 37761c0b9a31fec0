/** `intrinsic run`: simulates a spec's training and prints the report with its trajectory. */
import { simulateSpec, type SimulationResult } from "../analysis/simulate";
import { reportsJson } from "../report/json";
import { withMathml } from "../report/mathml";
import { problemLine } from "../report/problem-line";
import { reportText } from "../report/text";
import { trajectoryCsv } from "../report/trajectory-table";
import type { Report } from "../report/types";
import { dataFileReader } from "../worker/data-files/node";
import { readFile } from "./files";
import { mayWrite, write } from "./output";
import { progressLine } from "./progress";
import { placeOf, say, type Terminal } from "./terminal";

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
export function simulateFile(terminal: Terminal, { file, format, out }: RunOptions): number {
  if (!mayWrite(terminal, out, [file])) return 2;
  const text = readFile(terminal, file);
  if (text === null) return 2;
  const result = runToEnd(terminal, file, text);
  switch (result.kind) {
    case "report": {
      const { problems } = result.report;
      // The table holds numbers only: what was found goes where it is seen.
      if (format === "csv")
        for (const problem of problems)
          if (problem.severity !== "information") terminal.error(`${problemLine(file, problem)}\n`);
      if (!write(terminal, WRITERS[format](result.report), out)) return 2;
      return problems.some(({ severity }) => severity === "error") ? 1 : 0;
    }
    case "invalid":
      for (const problem of result.problems) terminal.error(`${problemLine(file, problem)}\n`);
      return 2;
    case "refused":
      say(terminal, `${file}: ${result.reason} ${result.help}`);
      return 2;
  }
}

function runToEnd(terminal: Terminal, file: string, text: string): SimulationResult {
  const progress = progressLine(terminal, file);
  const steps = simulateSpec(text, {
    path: file,
    readDataFile: dataFileReader(placeOf(terminal, file), terminal.folder),
  });
  for (;;) {
    const step = steps.next();
    if (step.done === true) {
      progress.clear();
      return step.value;
    }
    progress.show(step.value);
  }
}
