/** A pair of networks as data: which weights differ, what the rates say in words, and the table behind the picture. */
import { formatNumber } from "../../engine/findings/numbers";
import type { LayerSummary } from "../../engine/report/model/facts";
import type { Report } from "../../engine/report/types";
import type { Witness, WitnessLayer } from "../../engine/report/metric/facts";
import { largestSize } from "./heat-scale";
import { numbers, words, type Table } from "../../engine/report/table";
import { groupDigits } from "./words";
import { t } from "../../engine/findings/language";

/** Weights that differ by less than this share of the largest weight of the pair are the same. */
const DIFFERS = 1e-6;
/** A rate below this share of the other is rounding. */
const NO_RATE = 1e-12;

/** One weight of both networks. */
export interface PairEntry {
  readonly row: number;
  /** "bias" for the bias of the row. */
  readonly column: number | "bias";
  readonly first: number;
  readonly second: number;
  readonly differs: boolean;
}

export interface PairLayer {
  readonly name: string;
  readonly type: string;
  readonly rows: number;
  readonly columns: number;
  /** One weight for each row, in one column. */
  readonly list: boolean;
  readonly bias: boolean;
  /** Whose columns stand side by side: names and widths. */
  readonly sources: readonly { readonly name: string; readonly width: number }[];
  /** Row by row, the bias at the end of its row. */
  readonly entries: readonly PairEntry[];
}

/** `null` when there are too many weights to show. */
export function pairLayers(report: Report, witness: Witness): PairLayer[] | null {
  const [first, second] = [witness.first.layers, witness.second.layers];
  if (first === null || second === null) return null;
  const least = DIFFERS * largestWeight(witness);
  const widths = new Map(
    [{ name: "input", units: report.model.inputs }, ...report.model.layers].map(({ name, units }) => [name, units]),
  );
  return first.flatMap((layer, index) => {
    const [summary, other] = [report.model.layers.at(index), second.at(index)];
    return summary === undefined || other === undefined ? [] : [pairLayer(summary, layer, other, widths, least)];
  });
}

/** Of both networks, so that one scale of colours serves both. */
export function largestWeight({ first, second }: Witness): number {
  return largestSize(
    [...(first.layers ?? []), ...(second.layers ?? [])].flatMap(({ weights, bias }) => [
      largestSize(weights),
      largestSize(bias ?? []),
    ]),
  );
}

/** "2 of 6 weights differ, by up to 0.25". */
export function differenceText({ entries }: PairLayer, digits: number): string {
  const differing = entries.filter(({ differs }) => differs);
  if (differing.length === 0)
    return entries.length === 1
      ? t`its weight is the same`
      : entries.length === 2
        ? t`both weights are the same`
        : t`all ${groupDigits(entries.length)} weights are the same`;
  const most = formatNumber(largestSize(differing.map(({ first, second }) => second - first)), digits);
  if (entries.length === 1) return t`its weight differs, by ${most}`;
  const which =
    differing.length === entries.length
      ? entries.length === 2
        ? t`both weights`
        : t`all ${groupDigits(entries.length)} weights`
      : t`${groupDigits(differing.length)} of ${groupDigits(entries.length)} weights`;
  return differing.length === 1 ? t`${which} differs, by up to ${most}` : t`${which} differ, by up to ${most}`;
}

/** How the two rates compare, in a sentence. */
export function ratesText([first, second]: readonly [number, number], digits: number): string {
  const [slow, fast] = [Math.min(first, second), Math.max(first, second)];
  const [slower, faster] = first < second ? [t`first`, t`second`] : [t`second`, t`first`];
  if (fast <= 0) return t`From neither does the loss fall, to first order.`;
  if (slow <= NO_RATE * fast)
    return t`From the ${faster} the loss falls, from the ${slower} not at all, to first order.`;
  if (fast < 1.1 * slow)
    return t`From the ${faster} the loss falls faster by ${formatNumber(100 * (fast / slow - 1), digits)} %.`;
  return t`From the ${faster} the loss falls ${formatNumber(fast / slow, digits)} times as fast.`;
}

/** Every weight of both networks; rows and columns count from 1. */
export function witnessTable(report: Report): Table {
  const { witness } = report.intrinsicMetric;
  const layers = witness === null ? null : pairLayers(report, witness);
  return {
    id: "counterexample",
    title: t`Two networks with the same φ and laws`,
    columns: [
      words(t`layer`),
      numbers(t`row`),
      words(t`column`),
      numbers(t`first`),
      numbers(t`second`),
      numbers(t`difference`),
      words(t`differs`),
    ],
    rows: (layers ?? []).flatMap(({ name, entries }) =>
      entries.map(({ row, column, first, second, differs }) => [
        name,
        row + 1,
        column === "bias" ? t`bias` : String(column + 1),
        first,
        second,
        second - first,
        differs ? t`yes` : t`no`,
      ]),
    ),
  };
}

function pairLayer(
  summary: LayerSummary,
  first: WitnessLayer,
  second: WitnessLayer,
  widths: ReadonlyMap<string, number>,
  least: number,
): PairLayer {
  const { name, rows, columns } = first;
  const entry = (row: number, column: number | "bias", a: number, b: number): PairEntry => ({
    row,
    column,
    first: a,
    second: b,
    differs: Math.abs(b - a) > least,
  });
  return {
    name,
    type: summary.type,
    rows,
    columns,
    list: summary.written.weights === "list",
    bias: first.bias !== null,
    sources: summary.sources.map((source) => ({ name: source, width: widths.get(source) ?? columns })),
    entries: Array.from({ length: rows }, (_, row) => [
      ...Array.from({ length: columns }, (_, column) =>
        entry(row, column, first.weights[row * columns + column] ?? 0, second.weights[row * columns + column] ?? 0),
      ),
      ...(first.bias === null || second.bias === null
        ? []
        : [entry(row, "bias", first.bias[row] ?? 0, second.bias[row] ?? 0)]),
    ]).flat(),
  };
}
