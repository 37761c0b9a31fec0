/** The report as other tools read it (docs/report.md). The same text as the command line's; a test compares the two. */
import { REPORT_FORMAT, type Report } from "../../engine/report/types";

export function reportJson(report: Report): string {
  return JSON.stringify({ format: REPORT_FORMAT, reports: [report] }, null, 2);
}
