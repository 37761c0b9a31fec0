/** `intrinsic laws`: all polynomial conservation laws of a spec's network up to a degree. */
import type { LawsResult } from "../tasks/list-laws/discover-laws";
import { discoverSpecLaws } from "../tasks/list-laws/discover-laws";
import { readFile } from "./files";
import { problemLine } from "../report/problem-line";
import { progressLine } from "./progress";
import { say, type Terminal } from "./terminal";

const WORDS = { degree: "--degree", all: "--all lists them" };

/** Lists the independent laws, or all of a basis. Returns the exit code. */
export function laws(terminal: Terminal, file: string, degree: number, all: boolean): number {
  const text = readFile(terminal, file);
  if (text === null) return 2;
  const progress = progressLine(terminal, file);
  const steps = discoverSpecLaws(text, { path: file, degree, all, words: WORDS });
  for (;;) {
    const step = steps.next();
    if (step.done === true) {
      progress.clear();
      return tell(terminal, file, step.value);
    }
    progress.show(step.value);
  }
}

function tell(terminal: Terminal, file: string, result: LawsResult): number {
  switch (result.kind) {
    case "listing":
      terminal.out(`${result.text}\n`);
      return result.rejected === 0 ? 0 : 3;
    case "invalid":
      for (const problem of result.problems) terminal.error(`${problemLine(file, problem)}\n`);
      return 2;
    case "refused":
      say(terminal, `${file}: ${result.reason} ${result.help}`);
      return 2;
  }
}
