/** Reports as one file: formulas as MathML, charts as SVG with their numbers below. */
import type { FactLine } from "../../../findings/lines";
import type { Problem } from "../../../findings/problem";
import { chartsOfReport } from "../../charts/charts";
import type { LawFamily } from "../../laws/facts";
import { papersCited } from "../../references/cited";
import { authorsOf } from "../../references/papers";
import { howKnown, isPart, originOf, sectionsOf, titleOf, type Section } from "../../outline";
import { sourceText } from "../../source";
import type { Report } from "../../types";
import { verdictOf } from "../../verdict";
import { isInvalid, type InvalidSpec } from "../json-text";
import { chartFigure } from "./chart";
import { asMarkup, html, NOTHING, type Markup } from "./markup";
import { standalone } from "./standalone";
import { scrolling } from "./table";
import { said, t } from "../../../findings/language";

export function htmlReports(entries: readonly (Report | InvalidSpec)[], date?: string): string {
  const titles = entries.map(titleOf);
  const title = titles.length === 1 ? (titles[0] ?? "") : t`${titles.length} reports`;
  return standalone(
    title,
    entries.map((entry, i) => (isInvalid(entry) ? invalidMarkup(entry) : reportMarkup(entry, i, date))),
  );
}

function reportMarkup(report: Report, index: number, date: string | undefined): Markup {
  const source = sourceText(report, date);
  const { headline, reason, tone } = verdictOf(report);
  const charts = chartsOfReport(report);
  const footer = source === null ? NOTHING : html`<footer class="soft">${source}</footer>`;
  return html`<article>
    <h1>${titleOf(report)}</h1>
    ${report.spec.title === null || report.spec.path === null ? NOTHING : html`<p class="path">${report.spec.path}</p>`}
    <p class="verdict ${tone}"><strong>${headline}</strong> ${reason}</p>
    ${sectionsOf(report).map(sectionMarkup)}${
      charts.length === 0
        ? NOTHING
        : html`<section>
            <h2>${t`Charts`}</h2>
            ${charts.map((chart) => chartFigure(chart, `chart-${index}-${chart.id}`))}
          </section> `
    }${problemsMarkup(report.problems)}${referencesMarkup(report)}${footer}
  </article> `;
}

function invalidMarkup(entry: InvalidSpec): Markup {
  return html`<article>
    <h1>${titleOf(entry)}</h1>
    <p class="verdict bad"><strong>${t`This spec could not be analysed.`}</strong></p>
    ${problemsMarkup(entry.problems)}
  </article> `;
}

function sectionMarkup({ title, lines, families }: Section): Markup {
  return html`<section>
    <h2>${title}</h2>
    ${lines.length === 0 ? NOTHING : scrolling(title, factsTable(lines))}
    ${families.length === 0 ? NOTHING : scrolling(t`${title}: formulas`, familiesTable(families))}
  </section> `;
}

function factsTable(lines: readonly FactLine[]): Markup {
  return html`<table>
    <thead>
      <tr>
        <th scope="col">${t`fact`}</th>
        <th scope="col">${t`value`}</th>
        <th scope="col">${t`how it is known`}</th>
        <th scope="col">${t`why`}</th>
      </tr>
    </thead>
    <tbody>
      ${lines.map(factRow)}
    </tbody>
  </table>`;
}

function factRow(fact: FactLine): Markup {
  const { label, value, basis, note } = fact;
  const name = label.trim();
  return html`<tr>
    ${name === "" ? html`<td></td>` : html`<th scope="row" class="${isPart(fact) ? "part" : "whole"}">${name}</th>`}
    <td>${value}</td>
    <td class="${basis ?? "soft"}">${howKnown(fact)}</td>
    <td>${note}</td>
  </tr> `;
}

function familiesTable(families: readonly LawFamily[]): Markup {
  return html`<table>
    <thead>
      <tr>
        <th scope="col">${t`law`}</th>
        <th scope="col">${t`between`}</th>
        <th scope="col" class="number">${t`number`}</th>
        <th scope="col">${t`of`}</th>
        <th scope="col">${t`reference`}</th>
      </tr>
    </thead>
    <tbody>
      ${families.map(familyRow)}
    </tbody>
  </table>`;
}

function familyRow(family: LawFamily): Markup {
  const { formulaText, mathml, between, count, alike, reference } = family;
  return html`<tr>
    <td>${mathml === undefined ? html`<code>${formulaText}</code>` : asMarkup(mathml)}</td>
    <td>${between.join(" → ")}</td>
    <td class="number">${alike === undefined ? count : `${count} × ${alike}`}</td>
    <td>${originOf(family)}</td>
    <td>${reference}</td>
  </tr> `;
}

export function problemsMarkup(problems: readonly Problem[]): Markup {
  if (problems.length === 0) return NOTHING;
  return html`<section>
    <h2>${t`Problems`}</h2>
    <ul>
      ${problems.map(
        ({ severity, code, message, help, range }) =>
          html`<li>
            <strong>${said(severity)}</strong> <code>${code}</code>, ${lineOf(range.start)}: ${message} ${help}
          </li> `,
      )}
    </ul>
  </section> `;
}

function lineOf({ line }: Problem["range"]["start"]): string {
  return t`line ${line + 1}`;
}

function referencesMarkup(report: Report): Markup {
  const papers = papersCited(report);
  if (papers.length === 0) return NOTHING;
  return html`<section>
    <h2>${t`References`}</h2>
    <ul>
      ${papers.map(
        (paper) =>
          html`<li>
            ${authorsOf(paper)}, <cite>${paper.title}</cite>, ${paper.year}.
            <a href="https://arxiv.org/abs/${paper.arxiv}">arXiv:${paper.arxiv}</a>
          </li> `,
      )}
    </ul>
  </section> `;
}
