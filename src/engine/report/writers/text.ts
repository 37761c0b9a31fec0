/** For a terminal. */
import { auditText } from "../audit/text";
import { sweepText } from "../sweep-text";
import { reportText } from "../text";
import { isInvalid } from "./json-text";
import type { Writer } from "./writer";

export const textWriter: Writer = {
  name: "text",
  title: "text",
  extension: null,
  formulas: false,
  numbersOnly: false,
  ways: {
    reports: {
      write({ entries }) {
        const reports = entries.flatMap((entry) => (isInvalid(entry) ? [] : [reportText(entry)]));
        return reports.length === 0 ? "" : `${reports.join("\n\n")}\n`;
      },
    },
    run: { write: ({ report }) => `${reportText(report)}\n` },
    sweep: { write: ({ result }) => sweepText(result) },
    audit: { write: ({ result }) => auditText(result) },
  },
};
