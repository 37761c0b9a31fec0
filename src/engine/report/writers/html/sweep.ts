/** A sweep as one file: the fit, a chart, and every point with all digits. */
import { chartOfSweep } from "../../charts/sweep";
import { MEASURES } from "../../measures";
import type { SweepPoint, SweepResult } from "../../sweep";
import { fitLines } from "../../sweep-text";
import { numbers, words, type Cell, type Table } from "../../table";
import { measuredAs, runsDone } from "../../words";
import { chartFigure } from "./chart";
import { html, NOTHING } from "./markup";
import { standalone } from "./standalone";
import { tableMarkup } from "./table";
import { said, t } from "../../../findings/language";

export function htmlSweep(result: SweepResult): string {
  const { title, measure, threshold, runs, finished, without, fit, fitNote } = result;
  const chart = chartOfSweep(result);
  const found = fit === null ? [t`no fit: ${fitNote ?? ""}`] : fitLines(fit).map((line) => line.trim());
  const article = html`<article>
    <h1>${title ?? t`Sweep`}</h1>
    <p>${measuredAs(said(MEASURES[measure].words), measure === "escapeTime" ? threshold : null)}</p>
    <p class="soft">${runsDone(finished, runs, without).trim()}</p>
    <section>
      <h2>${t`Fit`}</h2>
      <ul>
        ${found.map((line) => html`<li>${line}</li> `)}
      </ul>
    </section>
    ${
      chart === null
        ? NOTHING
        : html`<section>
            <h2>${t`Chart`}</h2>
            ${chartFigure(chart, "chart-sweep")}
          </section> `
    }
    <section>
      <h2>${t`Points`}</h2>
      ${tableMarkup(tableOf(result))}
    </section>
  </article> `;
  return standalone(title ?? t`Sweep`, [article]);
}

function tableOf({ axes, points, measure, seeds }: SweepResult): Table {
  const ofAll = ({ results }: SweepPoint): Cell[] => {
    const found = results.filter((one) => one !== null);
    return found.length === 0 ? [null, null] : [Math.min(...found), Math.max(...found)];
  };
  const haveReasons = points.some(({ notes }) => notes.length > 0);
  return {
    id: "sweep",
    title: t`Points`,
    columns: [
      ...axes.map(({ name }) => numbers(name)),
      numbers(seeds === 1 ? said(MEASURES[measure].words) : t`median of ${seeds}`),
      ...(seeds === 1 ? [] : [numbers(t`smallest`), numbers(t`largest`)]),
      ...(haveReasons ? [words(t`why there is no number`)] : []),
    ],
    rows: points.map((point) => [
      ...point.values,
      point.median,
      ...(seeds === 1 ? [] : ofAll(point)),
      ...(haveReasons ? [point.notes.join(" ")] : []),
    ]),
  };
}
