/** `intrinsic export`: the start of a spec as code of a framework and a file of weights, two new files. */
import path from "node:path";
import type { Hdf5 } from "../checkpoint/keras/hdf5";
import { FRAMEWORKS } from "../frameworks";
import { FRAMEWORK_NAMES, FRAMEWORK_TITLES, readFrameworkName, type FrameworkName } from "../protocol/frameworks";
import { nearest } from "../findings/words";
import { problemLine } from "../report/problem-line";
import { exportSpec, type ExportResult } from "../tasks/export/export";
import type { WrittenFiles } from "../tasks/new-files";
import { newFilesIn } from "../worker/new-files/node";
import { weightsOpener } from "../worker/weights-files/node";
import { readFile } from "./files";
import { progressLine } from "./progress";
import { placeOf, say, type Terminal } from "./terminal";
import { noSuchFramework, startWritten, weightsNamedSo } from "./words";

export interface ExportCommand {
  readonly file: string;
  readonly to: FrameworkName;
  /** The file of weights; the code lies beside it. `null`: both lie beside the spec, named after it. */
  readonly weights: string | null;
  readonly hdf5: Hdf5 | null;
}

/** The framework that was asked for, or what is wrong with it. */
export function readFramework(asked: unknown): FrameworkName | { readonly wrong: string } {
  if (asked === undefined) return { wrong: `export needs --to ${FRAMEWORK_NAMES.join("|")}` };
  const name = readFrameworkName(asked);
  if (name !== null) return name;
  return { wrong: noSuchFramework(asked, nearest(String(asked), FRAMEWORK_NAMES), FRAMEWORK_NAMES) };
}

/** Returns the exit code, or what is wrong with the arguments. */
export function exportFile(terminal: Terminal, { file, to, weights, hdf5 }: ExportCommand): number | string {
  const { extension } = FRAMEWORKS[to];
  if (weights !== null && !weights.toLowerCase().endsWith(extension))
    return weightsNamedSo(FRAMEWORK_TITLES[to], extension);
  const text = readFile(terminal, file);
  if (text === null) return 2;
  const progress = progressLine(terminal, file);
  const follow = <T>(steps: Generator<Parameters<typeof progress.show>[0], T>): T => {
    for (;;) {
      const step = steps.next();
      if (step.done === true) {
        progress.clear();
        return step.value;
      }
      progress.show(step.value);
    }
  };
  const openWeights = weightsOpener(placeOf(terminal, file), terminal.folder, hdf5);
  const named = weights === null ? {} : { weights: path.basename(weights) };
  const result = follow(exportSpec(text, { path: file, to, openWeights, ...named }));
  if (result.kind === "invalid") {
    for (const problem of result.problems) terminal.error(`${problemLine(file, problem)}\n`);
    return 2;
  }
  if (result.kind === "refused") {
    say(terminal, `${file}: ${result.reason} ${result.help}`);
    return 2;
  }
  const folder = path.dirname(placeOf(terminal, weights ?? file));
  return tell(terminal, to, result, follow(newFilesIn(folder)(result.files)));
}

function tell(
  terminal: Terminal,
  to: FrameworkName,
  { files, missing }: Extract<ExportResult, { kind: "start" }>,
  written: WrittenFiles,
): number {
  if (written.kind === "none") {
    say(terminal, `${written.why} ${written.help}`);
    return 2;
  }
  const shown = (name: string): string => path.relative(terminal.folder, path.join(written.folder, name));
  terminal.out(`${startWritten(FRAMEWORK_TITLES[to], shown(files.weights.name), shown(files.text?.name ?? ""))}\n`);
  for (const sentence of missing) terminal.out(`${sentence}\n`);
  return missing.length === 0 ? 0 : 1;
}
