/** A report under headings, as data: what the Markdown and the HTML export write. It says what the text report says. */
import type { FactLine } from "../findings/lines";
import type { LawFamily } from "./laws/facts";
import { LINES } from "./lines";
import type { Report } from "./types";
import { said, t } from "../findings/language";

export interface Section {
  /** The name of the idea. */
  readonly id: string;
  readonly title: string;
  readonly lines: readonly FactLine[];
  readonly families: readonly LawFamily[];
}

/** Sections that have nothing to say are left out. */
export function sectionsOf(report: Report): Section[] {
  return LINES.map(({ idea, title, found, details, families }) => ({
    id: idea,
    title: said(title),
    lines: [...(found?.(report) ?? []), ...(families === undefined ? (details?.(report) ?? []) : [])],
    families: families?.(report) ?? [],
  })).filter(({ lines, families }) => lines.length + families.length > 0);
}

export function titleOf({ spec }: Pick<Report, "spec">): string {
  return spec.title ?? spec.path ?? t`Untitled spec`;
}

/** It belongs to the line above it. */
export function isPart({ label }: FactLine): boolean {
  return label.startsWith("  ");
}

/** What a fact's third column says. */
export function howKnown({ basis, compared }: FactLine): string {
  return [basis === null ? "" : said(basis), compared].filter((part) => part !== "").join(", ");
}

/** Of what a family's laws are, where they are not φ's. */
export function originOf({ from }: LawFamily): string {
  return { phi: "φ", network: t`the network, near the initialization`, loss: t`this loss only` }[from];
}
