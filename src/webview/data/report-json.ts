/** The report as other tools read it (docs/report.md). The same text as the command line's; a test compares the two. */
import type { Report } from "../../engine/report/types";

const REPORT_FORMAT = 1;

export function reportJson(report: Report): string {
  return JSON.stringify({ format: REPORT_FORMAT, reports: [report] }, null, 2);
}
