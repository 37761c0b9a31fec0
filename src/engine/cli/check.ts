/** `intrinsic check`: the same analysis as the editor's, file after file. */
import type { AnalysisResult } from "../tasks/analyze/analyze";
import { analyzeSpec } from "../tasks/analyze/analyze";
import type { Effort } from "../findings/progress";
import type { InvalidSpec } from "../report/writers/json-text";
import { reportsJson } from "../report/writers/json-text";
import { problemLine } from "../report/problem-line";
import type { Report } from "../report/types";
import type { Writer } from "../report/writers";
import type { Hdf5 } from "../checkpoint/keras/hdf5";
import { weightsOpener } from "../worker/weights-files/node";
import { faultLine } from "./fault-line";
import { readFile } from "./files";
import { dateFor, mayWrite, writeDocument } from "./output";
import { progressLine } from "./progress";
import { placeOf, type Terminal } from "./terminal";

export interface CheckOptions {
  readonly files: readonly string[];
  readonly writer: Writer;
  readonly out: string | null;
  readonly effort: Effort;
  /** The library for weights files that need it; absent: none of the specs names one. */
  readonly hdf5?: Hdf5 | null;
}

type Outcome =
  { readonly entry: Report | InvalidSpec; readonly code: number } | { readonly entry: null; readonly code: number };

/**
 * Returns the exit code: the worst over the files. A fault of ours is that file's alone: it is named, the others are
 * reported.
 */
export function check(terminal: Terminal, options: CheckOptions, analyse = analyzeSpec): number {
  const { files, writer, out } = options;
  if (!mayWrite(terminal, out, files)) return 2;
  const outcomes = files.map((file) => guarded(terminal, file, () => checkFile(terminal, file, options, analyse)));
  const entries = outcomes.flatMap(({ entry }) => (entry === null ? [] : [entry]));
  return writeDocument(terminal, writer, { kind: "reports", entries, ...dateFor(writer) }, out)
    ? Math.max(0, ...outcomes.map(({ code }) => code))
    : 2;
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

function checkFile(
  terminal: Terminal,
  file: string,
  { effort, hdf5 = null }: CheckOptions,
  analyse: typeof analyzeSpec,
): Outcome {
  const text = readFile(terminal, file);
  if (text === null) return { entry: null, code: 2 };
  const progress = progressLine(terminal, file);
  let result: AnalysisResult;
  const openWeights = weightsOpener(placeOf(terminal, file), terminal.folder, hdf5);
  const steps = analyse(text, { path: file, effort, openWeights });
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
