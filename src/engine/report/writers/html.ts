/** To read in a browser, or to print: one file, with charts and formulas. */
import { htmlAudit } from "./html/audit";
import { htmlReports } from "./html/page";
import { htmlSweep } from "./html/sweep";
import type { Writer } from "./writer";

export const htmlWriter: Writer = {
  name: "html",
  title: "HTML",
  extension: "html",
  formulas: true,
  numbersOnly: false,
  ways: {
    reports: { help: "one file with charts", write: ({ entries, date }) => htmlReports(entries, date) },
    run: { help: "one file with charts", write: ({ report, date }) => htmlReports([report], date) },
    sweep: { help: "one file with charts", write: ({ result }) => htmlSweep(result) },
    audit: { help: "one file with tables", write: ({ result }) => htmlAudit(result) },
  },
};
