/** `intrinsic run`: simulates a spec's training and prints the report with its trajectory. */
import type { Hdf5 } from "../checkpoint/keras/hdf5";
import { simulateSpec, type SimulationResult } from "../tasks/simulate/simulate";
import { problemLine } from "../report/problem-line";
import type { Writer } from "../report/writers";
import { dataFileReader } from "../worker/data-files/node";
import { weightsOpener } from "../worker/weights-files/node";
import { readFile } from "./files";
import { dateFor, mayWrite, writeDocument } from "./output";
import { progressLine } from "./progress";
import { placeOf, say, type Terminal } from "./terminal";

export interface RunOptions {
  readonly file: string;
  readonly writer: Writer;
  readonly out: string | null;
  /** The library for weights files that need it; `null`: the spec names none. */
  readonly hdf5: Hdf5 | null;
}

/** Returns the exit code. */
export function simulateFile(terminal: Terminal, { file, writer, out, hdf5 }: RunOptions): number {
  if (!mayWrite(terminal, out, [file])) return 2;
  const text = readFile(terminal, file);
  if (text === null) return 2;
  const result = runToEnd(terminal, file, text, hdf5);
  switch (result.kind) {
    case "report": {
      const { report } = result;
      const { problems } = report;
      // Where the file holds numbers only, what was found goes where it is seen.
      if (writer.numbersOnly)
        for (const problem of problems)
          if (problem.severity !== "information") terminal.error(`${problemLine(file, problem)}\n`);
      if (!writeDocument(terminal, writer, { kind: "run", report, ...dateFor(writer) }, out)) return 2;
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

function runToEnd(terminal: Terminal, file: string, text: string, hdf5: Hdf5 | null): SimulationResult {
  const progress = progressLine(terminal, file);
  const steps = simulateSpec(text, {
    path: file,
    readDataFile: dataFileReader(placeOf(terminal, file), terminal.folder, hdf5),
    openWeights: weightsOpener(placeOf(terminal, file), terminal.folder, hdf5),
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
