/** What the page shows of a report, in reading order: a row for each idea, with its section and the tables behind it. */
import type { nothing, TemplateResult } from "lit-html";
import type { ResidualTraining } from "../../engine/report/run/facts";
import type { Report } from "../../engine/report/types";
import type { Table } from "../../engine/report/table";
import { chartsOf, type Charts } from "../charts/charts-of";
import { depthCharts } from "../charts/depth/depth-charts";
import { latticeChart } from "../charts/manifold-lattice";
import type { PageContext } from "../context";
import { manifoldTables } from "../data/manifold-tables";
import { plateauTables } from "../data/plateau-tables";
import { factsTable, lawsTable, lawValuesTable } from "../data/report-tables";
import { witnessTable } from "../data/witness";
import { groupDigits } from "../data/words";
import { certificateSection } from "./certificate";
import type { Place } from "./contents";
import { depthSection } from "./depth";
import { factCards } from "./facts";
import { initializationSection } from "./initialization";
import { lawsSection } from "./laws";
import { manifoldsSection } from "./manifolds";
import { metricSection } from "./metric";
import { pendingLine } from "./pending";
import { plateauSection } from "./plateau";
import { signalSection } from "./signal";
import { verdictSection } from "./verdict";
import { witnessSection } from "./witness";
import { t } from "../../engine/findings/language";
import { html } from "../html";
import { BASIS_WORDS, verdictWord } from "../data/engine-words";

interface View {
  /** The idea's name, or what is said of several. */
  readonly of: string;
  /** Where the line of sections leads to it; what comes without one belongs to the section before it. */
  readonly place?: Place;
  /** The word beside its name there. */
  mark?(report: Report): string | null;
  /** The dear ideas (engine/ideas/idea.ts) without which there is nothing to show yet. */
  readonly awaits?: readonly string[];
  show(shown: Shown, context: PageContext): TemplateResult | typeof nothing;
  /** For "all tables": those of its charts too. */
  tables?(shown: Shown): readonly (Table | undefined)[];
}

export interface Shown {
  readonly report: Report;
  readonly charts: Charts;
  /** The report of a finished run of this very text; `null`: there is none. */
  readonly run: Report | null;
  readonly digits: number;
  /** More of the report is on its way. */
  readonly growing: boolean;
}

export const VIEWS: readonly View[] = [
  {
    of: "verdict",
    place: { id: "verdict", name: t`Verdict` },
    show: ({ report, growing }, context) => html`${verdictSection(report, context)}${pendingLine(report, growing)}`,
  },
  {
    of: "facts",
    show: ({ report }, context) => factCards(report, context),
    tables: ({ report }) => [factsTable(report)],
  },
  {
    of: "laws",
    place: { id: "laws", name: t`Laws` },
    mark: ({ laws }) => (laws.known.value === null ? null : groupDigits(laws.known.value)),
    show: ({ report }, context) => lawsSection(report, context),
    tables: ({ report }) => [lawsTable(report)],
  },
  { of: "laws", show: ({ report }, context) => certificateSection(report, context) },
  {
    of: "initialization",
    place: { id: "initialization", name: t`Initialization` },
    show: ({ report, charts }, context) => initializationSection(report, charts, context),
    tables: ({ report, charts }) => [lawValuesTable(report), charts.imbalance?.table, charts.deviations?.table],
  },
  {
    of: "signal",
    place: { id: "signal", name: t`Signals` },
    awaits: ["signal"],
    show: ({ report, charts }, context) => signalSection(report, charts, context),
    tables: ({ charts }) => [charts.signal?.table],
  },
  {
    of: "depth",
    place: { id: "depth", name: t`Depth` },
    show: ({ report, run }, context) => depthSection(report, residualTraining(run), context),
    tables: ({ report, run, digits }) => depthCharts(report, residualTraining(run), digits).map((chart) => chart.table),
  },
  {
    of: "plateau",
    place: { id: "plateau", name: t`Plateau` },
    awaits: ["plateau"],
    show: ({ report, run, charts }, context) =>
      plateauSection(report, run?.plateau?.measuredEscapeTime ?? null, charts, context),
    tables: ({ report, charts }) => [...plateauTables(report), charts.gains?.table],
  },
  {
    of: "manifolds",
    place: { id: "manifolds", name: t`Manifolds` },
    mark: ({ manifolds }) => (manifolds.length === 0 ? null : groupDigits(manifolds.length)),
    awaits: ["manifolds"],
    show: ({ report, run }, context) => manifoldsSection(report, run?.trajectory ?? null, context),
    tables: ({ report }) => [...manifoldTables(report), latticeChart(report)?.table],
  },
  {
    of: "metric",
    place: { id: "metric", name: t`Metric` },
    mark: ({ intrinsicMetric }) => {
      const { value } = intrinsicMetric;
      return value === "holds" || value === "fails" ? verdictWord(value) : value === null ? null : BASIS_WORDS.unknown;
    },
    show: ({ report, charts }, context) => metricSection(report, charts, context),
    tables: ({ charts }) => [charts.spectrum?.table],
  },
  {
    of: "metric",
    show: ({ report }, context) => witnessSection(report, context),
    tables: ({ report }) => [witnessTable(report)],
  },
];

/** Of a report whose run, if it has one, is of the same text. */
export function shownOf(report: Report, run: Report | null, digits: number): Shown {
  return { report, charts: chartsOf(report, digits), run, digits, growing: false };
}

function residualTraining(run: Report | null): ResidualTraining | null {
  return run?.trajectory?.residualTraining ?? null;
}
