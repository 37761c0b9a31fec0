/** `intrinsic laws`: all polynomial conservation laws of a spec's network up to a degree. */
import type { LawsResult } from "../analysis/discover-laws";
import { discoverSpecLaws } from "../analysis/discover-laws";
import { readFile } from "./files";
import { progressLine } from "./progress";
import { problemLine } from "./problem-line";

const WORDS = { degree: "--degree", all: "--all lists them" };

/** Lists the independent laws, or all of a basis. Returns the exit code. */
export function laws(file: string, degree: number, all: boolean): number {
  const text = readFile(file);
  if (text === null) return 2;
  const progress = progressLine(file);
  const steps = discoverSpecLaws(text, { path: file, degree, all, words: WORDS });
  for (;;) {
    const step = steps.next();
    if (step.done === true) {
      progress.clear();
      return tell(file, step.value);
    }
    progress.show(step.value);
  }
}

function tell(file: string, result: LawsResult): number {
  switch (result.kind) {
    case "listing":
      process.stdout.write(`${result.text}\n`);
      return result.rejected === 0 ? 0 : 3;
    case "invalid":
      for (const problem of result.problems) process.stderr.write(`${problemLine(file, problem)}\n`);
      return 2;
    case "refused":
      process.stderr.write(`intrinsic: ${file}: ${result.reason} ${result.help}\n`);
      return 2;
  }
}
