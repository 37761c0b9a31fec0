/** For notes, issues and pull requests: GitHub's Markdown, formulas between dollars. */
import { markdownAudit, markdownReports, markdownSweep, markdownTables } from "./markdown-text";
import type { Writer } from "./writer";

export const markdownWriter: Writer = {
  name: "markdown",
  title: "Markdown",
  extension: "md",
  formulas: false,
  numbersOnly: false,
  ways: {
    reports: { write: ({ entries, date }) => markdownReports(entries, date) },
    run: { write: ({ report, date }) => markdownReports([report], date) },
    sweep: { write: ({ result }) => markdownSweep(result) },
    audit: { write: ({ result }) => markdownAudit(result) },
    tables: { write: ({ tables }) => markdownTables(tables) },
  },
};
