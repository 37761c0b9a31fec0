/** What can be written, and what a writer is: one file for each, and its row in ./index.ts. */
import type { AuditResult } from "../audit/facts";
import type { SweepResult } from "../sweep";
import type { Table } from "../table";
import type { Report } from "../types";
import type { InvalidSpec } from "./json-text";

/** `date`: when it is written (ISO 8601), of a host that has a clock. */
export type Document =
  /** In the order of their specs. */
  | { readonly kind: "reports"; readonly entries: readonly (Report | InvalidSpec)[]; readonly date?: string }
  /** The report of a simulation that has ended. */
  | { readonly kind: "run"; readonly report: Report; readonly date?: string }
  | { readonly kind: "sweep"; readonly result: SweepResult }
  | { readonly kind: "audit"; readonly result: AuditResult }
  | { readonly kind: "tables"; readonly tables: readonly Table[] };

export type DocumentKind = Document["kind"];

export interface Writer {
  /** The word of `--format`. */
  readonly name: string;
  /** In a menu: "All tables as CSV". */
  readonly title: string;
  /** Of a file, without its dot; `null`: it is laid out for a terminal, and no menu offers it. */
  readonly extension: string | null;
  /** It shows formulas as MathML, which hosts add to reports (../mathml.ts). */
  readonly formulas: boolean;
  /** It has no place for problems: the host tells them apart from it. */
  readonly numbersOnly: boolean;
  readonly ways: Ways;
}

/** The documents it can write. */
export type Ways = { readonly [Kind in DocumentKind]?: Way<Kind> };

export interface Way<Kind extends DocumentKind> {
  /** What `--help` adds to the name. */
  readonly help?: string;
  readonly write: (document: Extract<Document, { kind: Kind }>) => string;
}
