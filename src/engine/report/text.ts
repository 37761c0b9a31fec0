/** The report for a terminal: every claim with its basis. */
import { lineText } from "../findings/lines";
import { LINES } from "./lines";
import { problemLine } from "./problem-line";
import { sourceText } from "./source";
import type { Report } from "./types";
import { verdictOf } from "./verdict";

export function reportText(report: Report): string {
  const verdict = verdictOf(report);
  const source = sourceText(report);
  const title = report.spec.title === null ? "" : ` · ${report.spec.title}`;
  return [
    `${report.spec.path ?? "spec"}${title}`,
    `  ${verdict.headline}`,
    `  ${verdict.reason}`,
    ...(source === null ? [] : [`  ${source}`]),
    ...LINES.flatMap(({ found }) => found?.(report) ?? []).map(lineText),
    ...LINES.flatMap(({ details }) => details?.(report) ?? []).map(lineText),
    ...report.problems.map((problem) => problemLine(report.spec.path ?? "spec", problem)),
  ].join("\n");
}
