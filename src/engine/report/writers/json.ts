/** For other tools (docs/report.md). */
import { auditJson, reportsJson, sweepJson } from "./json-text";
import type { Writer } from "./writer";

export const jsonWriter: Writer = {
  name: "json",
  title: "JSON",
  extension: "json",
  formulas: true,
  numbersOnly: false,
  ways: {
    reports: { write: ({ entries, date }) => `${reportsJson(entries, date)}\n` },
    run: { write: ({ report, date }) => `${reportsJson([report], date)}\n` },
    sweep: { write: ({ result }) => `${sweepJson(result)}\n` },
    audit: { write: ({ result }) => `${auditJson(result)}\n` },
  },
};
