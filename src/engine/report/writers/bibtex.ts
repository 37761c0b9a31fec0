/** For a paper's bibliography: what the claims of the reports cite. */
import { bibtex } from "../references/bibtex";
import { papersCited } from "../references/cited";
import { PAPERS } from "../references/papers";
import type { Report } from "../types";
import { isInvalid } from "./json-text";
import type { Writer } from "./writer";

export const bibtexWriter: Writer = {
  name: "bibtex",
  title: "BibTeX",
  extension: "bib",
  formulas: false,
  numbersOnly: true,
  ways: {
    reports: {
      help: "what the claims cite",
      write: ({ entries }) => citedBy(entries.flatMap((entry) => (isInvalid(entry) ? [] : [entry]))),
    },
    run: { help: "what the claims cite", write: ({ report }) => citedBy([report]) },
  },
};

function citedBy(reports: readonly Report[]): string {
  const cited = reports.flatMap(papersCited);
  return bibtex(PAPERS.filter((paper) => cited.includes(paper)));
}
