/** What the problems of a spec offer now. No vscode in here. */
import type { Fix, Problem } from "../../engine/findings/problem";
import type { TaskEntry } from "../tasks/store";

/** `version`: of the text in the editor. What was found of another text offers nothing. */
export function isOffered(
  { range, newText }: Pick<Fix, "range" | "newText">,
  entry: TaskEntry<"analyze"> | undefined,
  version: number,
): boolean {
  return problemsOf(entry, version).some(({ fixes = [] }) =>
    fixes.some((fix) => fix.newText === newText && isSame(fix.range, range)),
  );
}

function problemsOf(entry: TaskEntry<"analyze"> | undefined, version: number): readonly Problem[] {
  if (entry === undefined || entry.closed) return [];
  if (entry.state.kind === "invalid") return entry.version === version ? entry.state.problems : [];
  return entry.last?.documentVersion === version ? entry.last.report.problems : [];
}

function isSame(a: Fix["range"], b: Fix["range"]): boolean {
  return (["start", "end"] as const).every(
    (end) => a[end].line === b[end].line && a[end].character === b[end].character,
  );
}
