/** Singular values of [∂φ; ∂h]: those below the tolerance are the directions that change neither φ nor any law. */
import { formatNumber, fullNumber } from "../../engine/findings/numbers";
import type { Report } from "../../engine/report/types";
import { numbers, words } from "../../engine/report/table";
import { capitalized, countWord } from "../data/words";
import type { BarChart } from "./bar-chart";
import { kernelCaption, spectrumDescription } from "./words";
import { t } from "../../engine/findings/language";

export function spectrumChart(report: Report, digits: number): BarChart | null {
  const { spectrum } = report.intrinsicMetric;
  if (spectrum === null || spectrum.values.length === 0) return null;
  const { values, tolerance } = spectrum;
  const counted = (value: number): string => (value < tolerance ? t`zero` : t`nonzero`);
  const caption = spectrumCaption(report);
  return {
    kind: "bars",
    id: "spectrum",
    title: t`Singular values of [∂φ; ∂h]`,
    caption,
    description: spectrumDescription(values, digits, caption),
    scale: "log",
    bars: values.map((value, index) => ({
      name: [String(index + 1)],
      value,
      marked: value < tolerance,
      hover: [`σ${index + 1} = ${fullNumber(value)}`, t`counted as ${counted(value)}`],
    })),
    markedAs: "exception",
    threshold: { value: tolerance, label: t`tolerance ${formatNumber(tolerance, 2)}` },
    xTitle: spectrum.thinned ? t`index (thinned)` : t`index`,
    legend: { plain: t`counted as nonzero`, marked: t`counted as zero` },
    table: {
      id: "spectrum",
      title: t`Singular values of [∂φ; ∂h]`,
      columns: [numbers(t`index`), numbers(t`singular value`), words(t`counted as`), words(t`note`)],
      rows: values.map((value, i) => [
        i + 1,
        value,
        counted(value),
        value === 0 ? t`exactly 0: drawn at the floor of the axis` : null,
      ]),
    },
  };
}

/** The kernel, counted: the chart's bars may be fewer, since a wide matrix has no singular value for each direction. */
function spectrumCaption(report: Report): string {
  const { spectrum, kernelDimension } = report.intrinsicMetric;
  if (spectrum === null) return "";
  const kernel = kernelDimension.value ?? Math.max(0, report.model.parameters - spectrum.rank);
  if (kernel === 0) return t`None below the tolerance: every direction changes φ or a law.`;
  const below = spectrum.values.filter((v) => v < spectrum.tolerance).length;
  if (below === kernel || spectrum.thinned)
    return kernel === 1
      ? t`One below the gap: direction that changes neither φ nor any law.`
      : t`${capitalized(countWord(kernel))} below the gap: directions that change neither φ nor any law.`;
  const rest =
    below === 0
      ? t`none has a bar here`
      : below === 1
        ? t`only one of them has a bar here`
        : t`only ${countWord(below)} of them have bars here`;
  return kernelCaption(kernel, rest);
}
