/** For code scanning: the problems of specs, as GitHub and editors read them. */
import { sarifAudit, sarifLog } from "./sarif-text";
import type { Writer } from "./writer";

export const sarifWriter: Writer = {
  name: "sarif",
  title: "SARIF",
  extension: "sarif",
  formulas: false,
  numbersOnly: false,
  ways: {
    reports: { help: "problems, for code scanning", write: ({ entries, date }) => sarifLog(entries, date) },
    run: { help: "problems, for code scanning", write: ({ report, date }) => sarifLog([report], date) },
    audit: { help: "problems, for code scanning", write: ({ result }) => sarifAudit(result) },
  },
};
