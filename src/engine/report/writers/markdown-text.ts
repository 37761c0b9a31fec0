/**
 * Markdown as GitHub and editors read it (GFM): whatever a spec says is text, never markup. A table's cell is one line, and
 * a bar in it is escaped; formulas write their bars as \vert and \Vert, which need no escape.
 */
import type { AuditResult } from "../audit/facts";
import { auditOutline } from "../audit/outline";
import type { FactLine } from "../../findings/lines";
import { MEASURES } from "../measures";
import { howKnown, isPart, originOf, sectionsOf, titleOf, type Section } from "../outline";
import { papersCited } from "../references/cited";
import { authorsOf } from "../references/papers";
import type { LawFamily } from "../laws/facts";
import type { Problem } from "../../findings/problem";
import type { SweepResult } from "../sweep";
import { sourceText } from "../source";
import { sweepText } from "../sweep-text";
import type { Cell, Table } from "../table";
import type { Report } from "../types";
import { verdictOf } from "../verdict";
import { isInvalid, type InvalidSpec } from "./json-text";
import { said, t } from "../../findings/language";

export function markdownReports(entries: readonly (Report | InvalidSpec)[], date?: string): string {
  return entries.map((entry) => (isInvalid(entry) ? invalidMarkdown(entry) : reportMarkdown(entry, date))).join("\n");
}

export function markdownAudit(result: AuditResult): string {
  const { title, files, tables, problems } = auditOutline(result);
  return [`# ${inline(title)}`, ...files.map(inline), markdownTables(tables).trimEnd(), ...problemsMarkdown(problems)]
    .join("\n\n")
    .concat("\n");
}

export function markdownTables(tables: readonly Table[]): string {
  return tables.map((table) => `## ${inline(table.title)}\n\n${tableMarkdown(table)}`).join("\n");
}

/** With every digit. */
export function tableMarkdown({ columns, rows }: Table): string {
  return grid(
    columns.map(({ name }) => inline(name)),
    rows.map((row) => row.map(cellText)),
    columns.map(({ numeric }) => numeric),
  );
}

export function markdownSweep(result: SweepResult): string {
  const { axes, points, measure, title } = result;
  const rows = points.map(({ values, median, notes }) => [
    ...values.map(String),
    median === null ? "—" : String(median),
    inline(notes.join(" ")),
  ]);
  const head = [...axes.map(({ name }) => inline(name)), inline(said(MEASURES[measure].words)), ""];
  return [
    `# ${inline(title ?? t`Sweep`)}\n`,
    grid(
      head,
      rows,
      head.map((_, i) => i < head.length - 1),
    ),
    fenced(sweepText(result)),
  ].join("\n");
}

/** Text in which nothing is markup, on one line. */
export function inline(text: string): string {
  return text
    .replace(/[\r\n\t ]+/g, " ")
    .trim()
    .replace(/[\\`*_{}[\]<>#|~$&]/g, (mark) => (mark === "<" ? "&lt;" : mark === "&" ? "&amp;" : `\\${mark}`))
    .replace(/^(\d+)([.)])(?= )/, "$1\\$2")
    .replace(/^([-+])(?= )/, "\\$1");
}

function reportMarkdown(report: Report, date: string | undefined): string {
  const source = sourceText(report, date);
  const { headline, reason } = verdictOf(report);
  return [
    `# ${inline(titleOf(report))}`,
    ...(report.spec.title === null || report.spec.path === null ? [] : [inline(report.spec.path)]),
    `**${inline(headline)}** ${inline(reason)}`,
    ...sectionsOf(report).map(sectionMarkdown),
    ...problemsMarkdown(report.problems),
    ...referencesMarkdown(report),
    ...(source === null ? [] : [`---\n\n${inline(source)}`]),
  ]
    .join("\n\n")
    .concat("\n");
}

function invalidMarkdown(entry: InvalidSpec): string {
  return [
    `# ${inline(titleOf(entry))}`,
    `**${t`This spec could not be analysed.`}**`,
    ...problemsMarkdown(entry.problems),
  ]
    .join("\n\n")
    .concat("\n");
}

function sectionMarkdown({ title, lines, families }: Section): string {
  return [
    `## ${title}`,
    ...(lines.length === 0 ? [] : [grid(["", t`value`, t`how it is known`, t`why`], lines.map(factRow)).trimEnd()]),
    ...(families.length === 0
      ? []
      : [
          grid([t`law`, t`between`, t`number`, t`of`, t`reference`], families.map(familyRow), [
            false,
            false,
            true,
            false,
            false,
          ]).trimEnd(),
        ]),
  ].join("\n\n");
}

function factRow(fact: FactLine): string[] {
  return [
    `${isPart(fact) ? "– " : ""}${inline(fact.label)}`,
    inline(fact.value),
    inline(howKnown(fact)),
    inline(fact.note),
  ];
}

function familyRow(family: LawFamily): string[] {
  const { formula, between, count, alike, reference } = family;
  return [
    `$${barFree(formula)}$`,
    inline(between.join(" → ")),
    alike === undefined ? String(count) : `${count} × ${alike}`,
    inline(originOf(family)),
    inline(reference),
  ];
}

/** The same formula without the character that ends a cell. */
export function barFree(tex: string): string {
  return tex.replaceAll("\\|", "\\Vert ").replaceAll("|", "\\vert ");
}

function problemsMarkdown(problems: readonly Problem[]): string[] {
  if (problems.length === 0) return [];
  const items = problems.map(
    ({ severity, code, message, help, range }) =>
      `- **${said(severity)}** \`${code}\`, ${t`line ${range.start.line + 1}`}: ${inline(message)} ${inline(help)}`,
  );
  return [`## ${t`Problems`}`, items.join("\n")];
}

function referencesMarkdown(report: Report): string[] {
  const items = papersCited(report).map((paper) => {
    const { arxiv, title, year } = paper;
    const link = `[arXiv:${arxiv}](https://arxiv.org/abs/${arxiv})`;
    return `- ${inline(authorsOf(paper))}, *${inline(title)}*, ${year}. ${link}`;
  });
  return items.length === 0 ? [] : [`## ${t`References`}`, items.join("\n")];
}

function grid(head: readonly string[], rows: readonly (readonly string[])[], numeric: readonly boolean[] = []): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
  const rule = line(head.map((_, i) => (numeric[i] === true ? "---:" : "---")));
  return `${[line(head), rule, ...rows.map(line)].join("\n")}\n`;
}

function cellText(cell: Cell): string {
  return cell === null ? "" : inline(String(cell));
}

/** A block of text as it stands; the fence is longer than any in it. */
function fenced(text: string): string {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = "`".repeat(longest + 1);
  return `${fence}text\n${text.trimEnd()}\n${fence}\n`;
}
