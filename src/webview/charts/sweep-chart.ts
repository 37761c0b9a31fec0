/**
 * A sweep's measure against its first value, on logarithms of both: medians, the range of the seeds, the fit, and the
 * slope of theory.
 */
import { formatNumber } from "../../engine/findings/numbers";
import { MEASURES, type MeasureName } from "../../engine/report/measures";
import type { SweepResult } from "../../engine/report/sweep";
import { numbers, words, type Table } from "../../engine/report/table";
import type { Line, LineChart } from "./line-chart";
import { exponentCaption } from "./words";
import { said, t } from "../../engine/findings/language";

interface Point {
  readonly x: number;
  readonly median: number;
  readonly least: number;
  readonly most: number;
}

/** `null` while there are not two values above 0 with results above 0. */
export function sweepChart(result: SweepResult, digits: number): LineChart | null {
  const { measure, axes, fit, seeds } = result;
  const points = drawn(result);
  const [first, last] = [points.at(0), points.at(-1)];
  if (first === undefined || last === undefined || first.x === last.x) return null;
  const xs = points.map(({ x }) => Math.log10(x));
  const lines: Line[] = [
    {
      name: seeds === 1 ? said(MEASURES[measure].words) : t`median of ${seeds}`,
      label: null,
      keys: ["median"],
      tone: 0,
      dash: "solid",
      sign: 0,
      xs,
      ys: points.map(({ median }) => median),
      signsAtSamples: true,
    },
    ...(seeds === 1
      ? []
      : [
          {
            name: t`smallest`,
            label: null,
            keys: ["range"],
            tone: 0,
            dash: "dotted" as const,
            sign: null,
            xs,
            ys: points.map(({ least }) => least),
          },
          {
            name: t`largest`,
            label: null,
            keys: ["range"],
            tone: 0,
            dash: "dotted" as const,
            sign: null,
            xs,
            ys: points.map(({ most }) => most),
          },
        ]),
    ...(fit === null
      ? []
      : [
          {
            name: t`fitted line`,
            label: null,
            keys: ["fit"],
            tone: 1,
            dash: "dashed" as const,
            sign: null,
            xs,
            ys: points.map(({ x }) => Math.exp(fit.intercept) * x ** (fit.exponent.value ?? 0)),
          },
        ]),
    ...theoryLine(result, first, xs, points),
  ];
  const caption = captionOf(result, digits);
  return {
    kind: "lines",
    id: "sweep",
    title: capitalizedMeasure(measure),
    caption,
    description: caption,
    x: { title: axes[0]?.short ?? "", from: Math.log10(first.x), end: Math.log10(last.x), log: true },
    scale: "log",
    yTitle: said(MEASURES[measure].words),
    lines,
    legend: [
      { key: "median", name: seeds === 1 ? t`measured` : t`median of ${seeds} seeds`, tone: 0, dash: "solid", sign: 0 },
      ...(seeds === 1
        ? []
        : [{ key: "range", name: t`smallest and largest`, tone: 0, dash: "dotted" as const, sign: null }]),
      ...(fit === null
        ? []
        : [
            {
              key: "fit",
              name: t`fit: ${formatNumber(fit.exponent.value ?? 0, digits)}`,
              tone: 1,
              dash: "dashed" as const,
              sign: null,
            },
          ]),
      ...(lines.some(({ keys }) => keys.includes("theory"))
        ? [
            {
              key: "theory",
              name: t`theory: ${formatNumber(fit?.theory?.value ?? 0)}`,
              tone: 2,
              dash: "long" as const,
              sign: null,
            },
          ]
        : []),
    ],
    marks: [],
    level: null,
    table: sweepTable(result),
  };
}

/** Through the smallest value, where the law is nearest to its limit. */
function theoryLine({ fit }: SweepResult, first: Point, xs: readonly number[], points: readonly Point[]): Line[] {
  const exponent = fit?.theory?.value ?? null;
  if (exponent === null || exponent === 0) return [];
  return [
    {
      name: t`theory`,
      label: null,
      keys: ["theory"],
      tone: 2,
      dash: "long",
      sign: null,
      xs,
      ys: points.map(({ x }) => first.median * (x / first.x) ** exponent),
    },
  ];
}

function drawn({ points }: SweepResult): Point[] {
  return points
    .flatMap(({ values, median, results }): Point[] => {
      const x = values.at(0);
      const found = results.filter((value) => value !== null && value > 0) as number[];
      return x === undefined || !(x > 0) || median === null || !(median > 0)
        ? []
        : [{ x, median, least: Math.min(...found), most: Math.max(...found) }];
    })
    .sort((a, b) => a.x - b.x);
}

function captionOf({ fit, fitNote, zip, axes, measure, threshold }: SweepResult, digits: number): string {
  const what =
    measure === "escapeTime" ? t`First time the loss is below ${formatNumber(100 * threshold)} % of its start. ` : "";
  const together = zip && axes.length > 1 ? t`${axes.length} paths walked together. ` : "";
  if (fit === null) return `${what}${together}${fitNote ?? ""}`;
  const interval =
    fit.low === null || fit.high === null
      ? ""
      : t`, 95 % interval ${formatNumber(fit.low, digits)} to ${formatNumber(fit.high, digits)}`;
  const last = fit.local.at(-1);
  return exponentCaption(`${what}${together}`, fit.exponent.value ?? 0, interval, last?.slope ?? null, digits);
}

function capitalizedMeasure(measure: MeasureName): string {
  const word = said(MEASURES[measure].words);
  return `${word.charAt(0).toUpperCase()}${word.slice(1)}`;
}

/** A row for each set of values: the first value, what was measured, then the other values. */
export function sweepTable({ axes, points, seeds, measure }: SweepResult): Table {
  const columns = axes.map(({ short }) => numbers(short));
  return {
    id: "sweep",
    title: t`Sweep: ${said(MEASURES[measure].words)}`,
    columns: [
      ...columns.slice(0, 1),
      numbers(seeds === 1 ? said(MEASURES[measure].words) : t`median`),
      ...(seeds === 1 ? [] : Array.from({ length: seeds }, (_, k) => numbers(t`seed + ${k}`))),
      ...columns.slice(1),
      words(t`note`),
    ],
    rows: points.map(({ values, median, results, notes }) => [
      ...values.slice(0, 1),
      median,
      ...(seeds === 1 ? [] : results),
      ...values.slice(1),
      notes.join(" "),
    ]),
  };
}
