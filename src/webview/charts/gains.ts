/** How each layer passes a small signal on: the bottlenecks of the start. */
import { formatNumber, fullNumber } from "../../engine/findings/numbers";
import type { Report } from "../../engine/report/types";
import { numbers, words } from "../../engine/report/table";
import { plural } from "../data/words";
import type { BarChart } from "./bar-chart";
import { bottlenecksCaption } from "./words";
import { t } from "../../engine/findings/language";

export function gainsChart({ plateau }: Report, digits: number): BarChart | null {
  if (plateau === null || plateau.gains.length < 2) return null;
  const { gains, gainThreshold } = plateau;
  const small = gains.filter(({ bottleneck }) => bottleneck).length;
  const caption =
    small === 0
      ? t`No layer is a bottleneck.`
      : bottlenecksCaption({ small, gains: gains.length, gainThreshold, digits });
  return {
    kind: "bars",
    id: "gains",
    title: t`Gain of each layer`,
    caption,
    description: `${plural(gains.length, t`layer`, t`layers`)}: ${gains
      .slice(0, 12)
      .map(({ layer, gain }) => `${layer} ${formatNumber(gain, digits)}`)
      .join("; ")}. ${caption}`,
    scale: "log",
    bars: gains.map(({ layer, gain, bottleneck }) => ({
      name: [layer],
      value: gain,
      marked: bottleneck,
      hover: [layer, t`gain ${fullNumber(gain)}`],
    })),
    markedAs: "exception",
    threshold: { value: gainThreshold, label: t`bottleneck below ${formatNumber(gainThreshold, 2)}` },
    xTitle: t`layer`,
    legend: { plain: t`passes a signal on`, marked: t`bottleneck` },
    table: {
      id: "gains",
      title: t`Gain of each layer`,
      columns: [words(t`layer`), numbers(t`gain`), words(t`bottleneck`)],
      rows: gains.map(({ layer, gain, bottleneck }) => [layer, gain, bottleneck ? t`yes` : t`no`]),
    },
  };
}
