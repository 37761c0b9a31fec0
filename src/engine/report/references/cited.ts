/** The papers that a report cites: those whose arXiv number stands in a reference or a note of it. */
import type { Report } from "../types";
import { PAPERS, type Paper } from "./papers";

/** In the order of the table, each once. The spec's own words cite nothing. */
export function papersCited(report: Report): Paper[] {
  const texts: string[] = [];
  collect({ ...report, spec: null }, texts);
  return PAPERS.filter(({ arxiv }) => texts.some((text) => text.includes(`arXiv:${arxiv}`)));
}

/** Every text that is said somewhere in it. */
function collect(value: unknown, texts: string[]): void {
  if (typeof value === "string") texts.push(value);
  else if (typeof value === "object" && value !== null) for (const part of Object.values(value)) collect(part, texts);
}
