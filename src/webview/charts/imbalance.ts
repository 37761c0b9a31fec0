/** How far each interface is from relaxed balance. */
import { formatNumber, fullNumber } from "../../engine/findings/numbers";
import type { Report } from "../../engine/report/types";
import { numbers, words } from "../../engine/report/table";
import { arrow, arrowLines, plural } from "../data/words";
import type { BarChart } from "./bar-chart";
import { aboveTolerance } from "./words";
import { t } from "../../engine/findings/language";

export function imbalanceChart(report: Report, digits: number): BarChart | null {
  const { interfaces, relaxedBalanced } = report.initialization;
  if (interfaces.length === 0) return null;
  const tolerance = relaxedBalanced.tolerance ?? null;
  const exceeds = (imbalance: number): boolean => tolerance !== null && imbalance > tolerance;
  const caption = imbalanceCaption(report, tolerance);
  return {
    kind: "bars",
    id: "imbalance",
    title: t`Imbalance at each interface`,
    caption,
    description: `${plural(interfaces.length, t`interface`, t`interfaces`)}: ${interfaces
      .slice(0, 12)
      .map((i) => `${arrow(i.between)} ${formatNumber(i.imbalance, digits)}`)
      .join("; ")}. ${caption}`,
    scale: "log",
    bars: interfaces.map((one) => ({
      name: arrowLines(one.between),
      value: one.imbalance,
      marked: exceeds(one.imbalance),
      hover: [arrow(one.between), t`imbalance ${fullNumber(one.imbalance)}`, `λ = ${fullNumber(one.lambda)}`],
    })),
    markedAs: "exception",
    threshold: tolerance === null ? null : { value: tolerance, label: t`tolerance ${formatNumber(tolerance, 2)}` },
    xTitle: t`interface`,
    legend: tolerance === null ? null : { plain: t`within the tolerance`, marked: t`above the tolerance` },
    table: {
      id: "imbalance",
      title: t`Imbalance at each interface`,
      columns: [words(t`interface`), numbers("λ"), numbers(t`imbalance`), words(t`within tolerance`), words(t`note`)],
      rows: interfaces.map((one) => [
        arrow(one.between),
        one.lambda,
        one.imbalance,
        tolerance === null ? null : exceeds(one.imbalance) ? t`no` : t`yes`,
        one.imbalance === 0 ? t`exactly 0: drawn at the floor of the axis` : null,
      ]),
    },
  };
}

function imbalanceCaption(report: Report, tolerance: number | null): string {
  const { interfaces } = report.initialization;
  const worst = interfaces.reduce((a, b) => (b.imbalance > a.imbalance ? b : a));
  const at = t`${formatNumber(worst.imbalance)} at ${arrow(worst.between)}`;
  if (tolerance === null) return t`The largest is ${at}; 0 is relaxed balance.`;
  const above = interfaces.filter((one) => one.imbalance > tolerance).length;
  if (above === 0)
    return interfaces.length === 1
      ? t`Within the tolerance: relaxed balanced.`
      : t`All within the tolerance: relaxed balanced.`;
  if (interfaces.length === 1) return t`Above the tolerance: ${at}.`;
  return aboveTolerance(above, interfaces.length, at);
}
