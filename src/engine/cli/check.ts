/** `intrinsic check`: the same analysis as the editor's, file after file. */
import type { AnalysisResult } from "../analysis/analyze";
import { analyzeSpec } from "../analysis/analyze";
import type { Effort } from "../findings/progress";
import type { InvalidSpec } from "../report/json";
import { reportsJson } from "../report/json";
import { withMathml } from "../report/mathml";
import { problemLine } from "../report/problem-line";
import { reportText } from "../report/text";
import type { Report } from "../report/types";
import { faultLine } from "./fault-line";
import { readFile } from "./files";
import { mayWrite, write } from "./output";
import { progressLine } from "./progress";
import type { Terminal } from "./terminal";

export const FORMATS = ["text", "json"] as const;
export type Format = (typeof FORMATS)[number];

export interface CheckOptions {
  readonly files: readonly string[];
  readonly format: Format;
  readonly out: string | null;
  readonly effort: Effort;
}

type Outcome =
  { readonly entry: Report | InvalidSpec; readonly code: number } | { readonly entry: null; readonly code: number };

/**
 * Returns the exit code: the worst over the files. A fault of ours is that file's alone: it is named, the others are
 * reported.
 */
export function check(terminal: Terminal, { files, format, out, effort }: CheckOptions, analyse = analyzeSpec): number {
  if (!mayWrite(terminal, out, files)) return 2;
  const outcomes = files.map((file) => guarded(terminal, file, () => checkFile(terminal, file, effort, analyse)));
  const entries = outcomes.flatMap(({ entry }) => (entry === null ? [] : [entry]));
  const output = format === "json" ? `${reportsJson(entries.map(typeset))}\n` : textOf(entries);
  return write(terminal, output, out) ? Math.max(0, ...outcomes.map(({ code }) => code)) : 2;
}

function guarded(terminal: Terminal, file: string, act: () => Outcome): Outcome {
  try {
    const outcome = act();
    // What cannot be written is found out here, while it is still known whose it is.
    if (outcome.entry !== null) reportsJson([outcome.entry]);
    return outcome;
  } catch (error) {
    terminal.error(faultLine(error, file));
    return { entry: null, code: 3 };
  }
}

function checkFile(terminal: Terminal, file: string, effort: Effort, analyse: typeof analyzeSpec): Outcome {
  const text = readFile(terminal, file);
  if (text === null) return { entry: null, code: 2 };
  const progress = progressLine(terminal, file);
  let result: AnalysisResult;
  const steps = analyse(text, { path: file, effort });
  for (;;) {
    const step = steps.next();
    if (step.done === true) {
      result = step.value;
      break;
    }
    progress.show(step.value);
  }
  progress.clear();
  if (result.kind === "invalid") {
    for (const problem of result.problems) terminal.error(`${problemLine(file, problem)}\n`);
    return { entry: { spec: { path: file, title: null }, invalid: true, problems: result.problems }, code: 2 };
  }
  return { entry: result.report, code: result.report.problems.some(({ severity }) => severity === "error") ? 1 : 0 };
}

function typeset(entry: Report | InvalidSpec): Report | InvalidSpec {
  return "invalid" in entry ? entry : withMathml(entry);
}

function textOf(entries: readonly (Report | InvalidSpec)[]): string {
  const reports = entries.filter((entry): entry is Report => !("invalid" in entry));
  return reports.length === 0 ? "" : `${reports.map(reportText).join("\n\n")}\n`;
}
