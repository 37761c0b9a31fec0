/** `intrinsic check`: the same analysis as the editor's, file after file. */
import { readFileSync, statSync, writeFileSync } from "node:fs";
import type { AnalysisResult } from "../analysis/analyze";
import { analyzeSpec } from "../analysis/analyze";
import type { Problem } from "../findings/problem";
import type { InvalidSpec } from "../report/json";
import { reportsJson } from "../report/json";
import { reportText } from "../report/text";
import type { Report } from "../report/types";
import { LONGEST_SPEC } from "../spec/text/parse";
import { progressLine } from "./progress";

export const FORMATS = ["text", "json"] as const;
export type Format = (typeof FORMATS)[number];

export interface CheckOptions {
  readonly files: readonly string[];
  readonly format: Format;
  readonly out: string | null;
}

type Outcome = { readonly entry: Report | InvalidSpec; readonly code: number } | { readonly entry: null; readonly code: number };

/** Returns the exit code: the worst over the files. */
export function check({ files, format, out }: CheckOptions): number {
  const outcomes = files.map(checkFile);
  const entries = outcomes.flatMap(({ entry }) => (entry === null ? [] : [entry]));
  const output = format === "json" ? `${reportsJson(entries)}\n` : textOf(entries);
  if (out === null) process.stdout.write(output);
  else {
    try {
      writeFileSync(out, output);
    } catch (error) {
      process.stderr.write(`intrinsic: cannot write ${out}: ${reasonOf(error)}\n`);
      return 2;
    }
  }
  return Math.max(0, ...outcomes.map(({ code }) => code));
}

function checkFile(file: string): Outcome {
  const text = read(file);
  if (text === null) return { entry: null, code: 2 };
  const progress = progressLine(file);
  let result: AnalysisResult;
  const steps = analyzeSpec(text, { path: file });
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
    for (const problem of result.problems) process.stderr.write(`${place(file, problem)} ${problem.code} ${problem.message} ${problem.help}\n`);
    return { entry: { spec: { path: file, title: null }, invalid: true, problems: result.problems }, code: 2 };
  }
  return { entry: result.report, code: result.report.problems.some(({ severity }) => severity === "error") ? 1 : 0 };
}

/** The file's text; `null` after saying on standard error why not. A file beyond the limit is read no further than it takes to say so. */
function read(file: string): string | null {
  try {
    const stat = statSync(file);
    if (!stat.isFile()) throw new Error("it is not a file");
    if (stat.size > LONGEST_SPEC) {
      process.stderr.write(`${file}:1:1 spec.too-large This file has ${stat.size} bytes; a spec may have at most ${LONGEST_SPEC}. Keep large weights out of the spec: name a scheme and a seed instead.\n`);
      return null;
    }
    return readFileSync(file, "utf8");
  } catch (error) {
    process.stderr.write(`intrinsic: cannot read ${file}: ${reasonOf(error)}\n`);
    return null;
  }
}

function textOf(entries: readonly (Report | InvalidSpec)[]): string {
  const reports = entries.filter((entry): entry is Report => !("invalid" in entry));
  return reports.length === 0 ? "" : `${reports.map(reportText).join("\n\n")}\n`;
}

function place(file: string, { range }: Problem): string {
  return `${file}:${range.start.line + 1}:${range.start.character + 1}`;
}

const REASONS: Record<string, string> = {
  ENOENT: "there is no such file",
  EACCES: "permission denied",
  EISDIR: "it is a folder",
};

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const code = "code" in error ? String(error.code) : "";
  return REASONS[code] ?? error.message;
}
