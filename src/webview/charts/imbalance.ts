/** How far each interface is from relaxed balance. */
import { formatNumber, fullNumber } from "../../engine/findings/numbers";
import type { Report } from "../../engine/report/types";
import { numbers, words } from "../../engine/report/table";
import { arrow, arrowLines, plural } from "../data/words";
import type { BarChart } from "./bar-chart";
import { aboveTolerance } from "./words";

export function imbalanceChart(report: Report, digits: number): BarChart | null {
  const { interfaces, relaxedBalanced } = report.initialization;
  if (interfaces.length === 0) return null;
  const tolerance = relaxedBalanced.tolerance ?? null;
  const exceeds = (imbalance: number): boolean => tolerance !== null && imbalance > tolerance;
  const caption = imbalanceCaption(report, tolerance);
  return {
    kind: "bars",
    id: "imbalance",
    title: "Imbalance at each interface",
    caption,
    description: `${plural(interfaces.length, "interface")}: ${interfaces
      .slice(0, 12)
      .map((i) => `${arrow(i.between)} ${formatNumber(i.imbalance, digits)}`)
      .join("; ")}. ${caption}`,
    scale: "log",
    bars: interfaces.map((one) => ({
      name: arrowLines(one.between),
      value: one.imbalance,
      marked: exceeds(one.imbalance),
      hover: [arrow(one.between), `imbalance ${fullNumber(one.imbalance)}`, `λ = ${fullNumber(one.lambda)}`],
    })),
    markedAs: "exception",
    threshold: tolerance === null ? null : { value: tolerance, label: `tolerance ${formatNumber(tolerance, 2)}` },
    xTitle: "interface",
    legend: tolerance === null ? null : { plain: "within the tolerance", marked: "above the tolerance" },
    table: {
      id: "imbalance",
      title: "Imbalance at each interface",
      columns: [words("interface"), numbers("λ"), numbers("imbalance"), words("within tolerance"), words("note")],
      rows: interfaces.map((one) => [
        arrow(one.between),
        one.lambda,
        one.imbalance,
        tolerance === null ? null : exceeds(one.imbalance) ? "no" : "yes",
        one.imbalance === 0 ? "exactly 0: drawn at the floor of the axis" : null,
      ]),
    },
  };
}

function imbalanceCaption(report: Report, tolerance: number | null): string {
  const { interfaces } = report.initialization;
  const worst = interfaces.reduce((a, b) => (b.imbalance > a.imbalance ? b : a));
  const at = `${formatNumber(worst.imbalance)} at ${arrow(worst.between)}`;
  if (tolerance === null) return `The largest is ${at}; 0 is relaxed balance.`;
  const above = interfaces.filter((one) => one.imbalance > tolerance).length;
  if (above === 0)
    return interfaces.length === 1
      ? "Within the tolerance: relaxed balanced."
      : "All within the tolerance: relaxed balanced.";
  if (interfaces.length === 1) return `Above the tolerance: ${at}.`;
  return aboveTolerance(above, interfaces.length, at);
}
