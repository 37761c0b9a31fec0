/** An audit as tables: for the page, and for spreadsheets. */
import { numbers, words, type Table } from "../table";
import type { AuditResult } from "./facts";
import { partWord } from "../manifolds/words";
import { KINDS, VERDICTS } from "./words";
import { said, t } from "../../findings/language";

/** A row for each law family. */
export function lawsTable({ blocks }: Pick<AuditResult, "blocks">): Table {
  return {
    id: "audit-laws",
    title: t`Laws of the weights`,
    columns: [
      words(t`layer`),
      words(t`family`),
      words(t`formula`),
      numbers(t`laws`),
      numbers(t`norm`),
      numbers(t`rounding`),
      numbers(t`least`),
      numbers(t`median`),
      numbers(t`greatest`),
      words(t`change`),
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
        change === null ? (norm.value === null ? (norm.note ?? "") : "") : said(VERDICTS[change.verdict.kind]),
      ]),
    ),
  };
}

/** A row for each family that can be compared: with the earlier file, or step by step in the log. */
function verdictsTable({ blocks, log }: Pick<AuditResult, "blocks" | "log">): Table {
  const compared = [
    ...blocks.flatMap(({ families }) =>
      families.flatMap(({ id, change }) => (change === null ? [] : [{ id, where: t`files`, verdict: change.verdict }])),
    ),
    ...(log?.families ?? []).map(({ id, verdict }) => ({ id, where: t`log`, verdict })),
  ];
  return {
    id: "audit-verdicts",
    title: t`What training did to them`,
    columns: [t`family`, t`compared`, t`verdict`, t`known by`, t`what is possible`, t`what was found`].map(words),
    rows: compared.map(({ id, where, verdict: { kind, basis, possible, found } }) => [
      id,
      where,
      said(VERDICTS[kind]),
      said(basis),
      possible,
      found,
    ]),
  };
}

/** All that have a row. */
export function auditTables(result: AuditResult): Table[] {
  return [lawsTable, verdictsTable, partsTable, normsTable]
    .map((table) => table(result))
    .filter(({ rows }) => rows.length > 0);
}

/** A row for each kind of tie in a layer. */
export function partsTable({ parts }: Pick<AuditResult, "parts">): Table {
  return {
    id: "audit-parts",
    title: t`Tied and idle parts`,
    columns: [words(t`layer`), words(t`part`), words(t`kind`), numbers(t`parts`), numbers(t`of`), words(t`which`)],
    rows: parts.map(({ layer, word, kind, count, of, groups }) => [
      layer,
      partWord(word, 1),
      said(KINDS[kind]),
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
    title: t`Norms of units`,
    columns: [
      words(t`layer`),
      numbers(t`units`),
      numbers(t`written, least`),
      numbers(t`written, median`),
      numbers(t`written, greatest`),
      numbers(t`read, least`),
      numbers(t`read, median`),
      numbers(t`read, greatest`),
    ],
    rows: norms.map(({ layer, units, incoming, outgoing }) => [
      layer,
      units,
      ...(incoming ?? [null, null, null]),
      ...(outgoing ?? [null, null, null]),
    ]),
  };
}
