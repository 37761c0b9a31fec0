/** An audit as tables: for the page, and for spreadsheets. */
import { numbers, words, type Table } from "../table";
import type { AuditResult } from "./facts";
import { KINDS, VERDICTS } from "./words";

/** A row for each law family. */
export function lawsTable({ blocks }: Pick<AuditResult, "blocks">): Table {
  return {
    id: "audit-laws",
    title: "Laws of the weights",
    columns: [
      words("layer"),
      words("family"),
      words("formula"),
      numbers("laws"),
      numbers("norm"),
      numbers("rounding"),
      numbers("least"),
      numbers("median"),
      numbers("greatest"),
      words("change"),
    ],
    rows: blocks.flatMap(({ name, families }) =>
      families.map(({ id, formulaText, count, norm, least, median, greatest, change }) => [
        name,
        id,
        formulaText,
        count,
        norm.value,
        norm.tolerance ?? null,
        least,
        median,
        greatest,
        change === null ? (norm.value === null ? (norm.note ?? "") : "") : VERDICTS[change.verdict.kind],
      ]),
    ),
  };
}

/** A row for each kind of tie in a layer. */
export function partsTable({ parts }: Pick<AuditResult, "parts">): Table {
  return {
    id: "audit-parts",
    title: "Tied and idle parts",
    columns: [words("layer"), words("part"), words("kind"), numbers("parts"), numbers("of"), words("which")],
    rows: parts.map(({ layer, word, kind, count, of, groups }) => [
      layer,
      word,
      KINDS[kind],
      count,
      of,
      groups.map((group) => group.join(" = ")).join("; "),
    ]),
  };
}

/** A row for each layer. */
export function normsTable({ norms }: Pick<AuditResult, "norms">): Table {
  return {
    id: "audit-norms",
    title: "Norms of units",
    columns: [
      words("layer"),
      numbers("units"),
      ...["written", "read"].flatMap((side) => ["least", "median", "greatest"].map((of) => numbers(`${side}, ${of}`))),
    ],
    rows: norms.map(({ layer, units, incoming, outgoing }) => [
      layer,
      units,
      ...(incoming ?? [null, null, null]),
      ...(outgoing ?? [null, null, null]),
    ]),
  };
}
