/** Eigenvalues of each interface's law matrix minus its λ: all zero exactly when the interface is relaxed balanced. */
import { fullNumber } from "../../engine/findings/numbers";
import type { Report } from "../../engine/report/types";
import { largestSize } from "../data/heat-scale";
import { numbers, words } from "../../engine/report/table";
import { arrow, arrowLines, plural } from "../data/words";
import type { BarChart } from "./bar-chart";
import { farthestFromZero } from "./words";
import { t } from "../../engine/findings/language";
import { countedAt } from "./words";

/** Up to here the names of the interfaces fit under their bars. */
const MOST_NAMES = 4;

export function deviationsChart(report: Report, digits: number): BarChart | null {
  const interfaces = report.initialization.interfaces.filter((one) => one.deviations.length > 0);
  const several = interfaces.length > 1;
  const named = interfaces.length <= MOST_NAMES;
  const entries = interfaces.flatMap((one, which) => {
    const between = arrow(one.between);
    const middle = Math.floor((one.deviations.length - 1) / 2);
    const group = named ? arrowLines(one.between) : [String(which + 1)];
    return one.deviations.map((value, index) => ({
      between,
      value,
      index: index + 1,
      name: !several ? [String(index + 1)] : index === middle ? group : [],
      odd: which % 2 === 1,
    }));
  });
  if (entries.length === 0) return null;
  const worst = entries.reduce((a, b) => (Math.abs(b.value) > Math.abs(a.value) ? b : a));
  const largest = largestSize(entries.map((e) => e.value));
  const caption =
    largest === 0
      ? t`All exactly zero: the law matrices are multiples of the identity.`
      : farthestFromZero({ value: worst.value, digits, several, between: worst.between });
  return {
    kind: "bars",
    id: "deviations",
    title: t`Eigenvalues of the law matrices minus λ`,
    caption,
    description: countedAt(
      plural(entries.length, t`eigenvalue`, t`eigenvalues`),
      plural(interfaces.length, t`interface`, t`interfaces`),
      caption,
    ),
    scale: "linear",
    bars: entries.map((e) => ({
      name: e.name,
      value: e.value,
      marked: e.odd,
      hover: [t`${e.between}, eigenvalue ${e.index}`, `λ ${e.value < 0 ? "−" : "+"} ${fullNumber(Math.abs(e.value))}`],
    })),
    markedAs: "alternate",
    threshold: null,
    xTitle: several ? (named ? t`interface` : t`interface, in order`) : t`index`,
    legend: null,
    table: {
      id: "deviations",
      title: t`Eigenvalues of the law matrices minus λ`,
      columns: [words(t`interface`), numbers(t`index`), numbers(t`eigenvalue − λ`)],
      rows: entries.map((e) => [e.between, e.index, e.value]),
    },
  };
}
