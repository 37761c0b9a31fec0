/** Eigenvalues of each interface's law matrix minus its λ: all zero exactly when the interface is relaxed balanced. */
import { formatNumber, fullNumber } from "../../engine/report/numbers";
import type { Report } from "../../engine/report/types";
import { largestSize } from "../data/heat-scale";
import { numbers, words } from "../data/table";
import { arrow, plural } from "../data/words";
import type { BarChart } from "./bar-chart";

export function deviationsChart(report: Report, digits: number): BarChart | null {
  const interfaces = report.initialization.interfaces.filter((one) => one.deviations.length > 0);
  const entries = interfaces.flatMap((one, which) =>
    one.deviations.map((value, index) => ({ between: arrow(one.between), value, index: index + 1, odd: which % 2 === 1 })),
  );
  if (entries.length === 0) return null;
  const worst = entries.reduce((a, b) => (Math.abs(b.value) > Math.abs(a.value) ? b : a));
  const several = interfaces.length > 1;
  const largest = largestSize(entries.map((e) => e.value));
  const caption =
    largest === 0
      ? "All exactly zero: the law matrices are multiples of the identity."
      : `Zero is relaxed balance; the farthest is ${formatNumber(worst.value, digits)}${several ? ` at ${worst.between}` : ""}.`;
  return {
    id: "deviations",
    title: "Eigenvalues of the law matrices minus λ",
    caption,
    description: `${plural(entries.length, "eigenvalue")} at ${plural(interfaces.length, "interface")}. ${caption}`,
    scale: "linear",
    bars: entries.map((e) => ({
      label: several ? `${e.between} · ${e.index}` : String(e.index),
      value: e.value,
      marked: e.odd,
      hover: [`${e.between}, eigenvalue ${e.index}`, `λ ${e.value < 0 ? "−" : "+"} ${fullNumber(Math.abs(e.value))}`],
    })),
    markedAs: "alternate",
    threshold: null,
    xTitle: several ? "interface · index" : "index",
    legend: null,
    table: {
      id: "deviations",
      title: "Eigenvalues of the law matrices minus λ",
      columns: [words("interface"), numbers("index"), numbers("eigenvalue − λ")],
      rows: entries.map((e) => [e.between, e.index, e.value]),
    },
  };
}
