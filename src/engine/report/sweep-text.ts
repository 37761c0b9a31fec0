/** A sweep for a terminal. */
import { formatNumber } from "../findings/numbers";
import { MEASURES } from "./measures";
import type { SweepFit, SweepResult } from "./sweep";
import { localSlopes, measuredAs, runsDone, theorySlope } from "./words";
import { said, t } from "../findings/language";

export function sweepText(result: SweepResult): string {
  const { title, measure, axes, points, runs, finished, without, seeds, threshold } = result;
  const width = 14;
  const what = measuredAs(said(MEASURES[measure].words), measure === "escapeTime" ? threshold : null);
  const head = [
    ...axes.map(({ name }) => name),
    seeds === 1 ? said(MEASURES[measure].words) : t`median of ${seeds}`,
    ...(seeds === 1 ? [] : [t`smallest`, t`largest`]),
  ];
  const lines = points.map(({ values, median, results, notes }) => {
    const found = results.filter((value) => value !== null);
    const spread =
      seeds === 1
        ? []
        : found.length === 0
          ? ["—", "—"]
          : [formatNumber(Math.min(...found), 4), formatNumber(Math.max(...found), 4)];
    return [
      ...values.map((x) => formatNumber(x, 6)),
      median === null ? "—" : formatNumber(median, 4),
      ...spread,
      notes.join(" "),
    ];
  });
  const columns = axes.map(({ name }) => Math.max(width, name.length + 2));
  const row = (cells: readonly string[]): string =>
    `  ${cells.map((cell, i) => cell.padEnd(columns[i] ?? width)).join("")}`.trimEnd();
  return [
    `${title ?? t`Sweep`} · ${what}`,
    runsDone(finished, runs, without),
    row(head),
    ...lines.map(row),
    ...(result.fit === null ? [`  ${t`no fit: ${result.fitNote ?? ""}`}`] : fitLines(result.fit)),
    "",
  ].join("\n");
}

/** Indented by two. */
export function fitLines({ exponent, low, high, local, perFold, theory }: SweepFit): string[] {
  const interval =
    low === null || high === null ? "" : ` ${t`(95 % interval ${formatNumber(low)} to ${formatNumber(high)})`}`;
  const last = local.at(-1);
  const folds = perFold.map(({ change }) => formatNumber(change)).join(", ");
  return [
    `  ${t`exponent ${formatNumber(exponent.value ?? 0)}${interval}, ${said(exponent.basis)} over all runs`}`,
    ...(last === undefined ? [] : [localSlopes(last.slope, local)]),
    ...(perFold.length === 0 ? [] : [`  ${t`change for each factor e: ${folds}`}`]),
    ...(theory === null
      ? []
      : [theorySlope({ value: theory.value, basis: theory.basis, reference: theory.reference, note: theory.note })]),
  ];
}
