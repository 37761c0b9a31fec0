/** Which layer of the report the cursor stands in. No vscode in here. */
import type { Report } from "../../engine/report/types";

interface Place {
  readonly line: number;
  readonly character: number;
}

/** The smallest layer whose range holds the cursor; `null`: none. */
export function layerAt(report: Report, cursor: Place): string | null {
  let found: { name: string; start: Place } | null = null;
  for (const { name, range } of report.model.layers) {
    if (range === null || isBefore(cursor, range.start) || isBefore(range.end, cursor)) continue;
    if (found === null || isBefore(found.start, range.start)) found = { name, start: range.start };
  }
  return found?.name ?? null;
}

function isBefore(a: Place, b: Place): boolean {
  return a.line < b.line || (a.line === b.line && a.character < b.character);
}
