/**
 * Every export, one row each: `--format` and its help, and the page's menu, are read off this table. (Charts are saved as
 * pictures: webview/charts/picture.)
 */
import { bibtexWriter } from "./bibtex";
import { csvWriter } from "./csv";
import { htmlWriter } from "./html";
import { jsonWriter } from "./json";
import { markdownWriter } from "./markdown";
import { sarifWriter } from "./sarif";
import { textWriter } from "./text";
import type { Document, DocumentKind, Writer } from "./writer";

export { isInvalid } from "./json-text";
export type { Document, DocumentKind, Writer } from "./writer";

/** The first that can write a document is what is written when nothing is asked for. */
export const WRITERS: readonly Writer[] = [
  textWriter,
  jsonWriter,
  markdownWriter,
  sarifWriter,
  htmlWriter,
  bibtexWriter,
  csvWriter,
];

export function writersOf(kind: DocumentKind): readonly Writer[] {
  return WRITERS.filter(({ ways }) => ways[kind] !== undefined);
}

/** `null`: it does not write documents of this kind. */
export function write({ ways }: Writer, document: Document): string | null {
  switch (document.kind) {
    case "reports":
      return ways.reports?.write(document) ?? null;
    case "run":
      return ways.run?.write(document) ?? null;
    case "sweep":
      return ways.sweep?.write(document) ?? null;
    case "audit":
      return ways.audit?.write(document) ?? null;
    case "tables":
      return ways.tables?.write(document) ?? null;
  }
}
