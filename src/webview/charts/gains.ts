/** How each layer passes a small signal on: the bottlenecks of the start. */
import { formatNumber, fullNumber } from "../../engine/findings/numbers";
import type { Report } from "../../engine/report/types";
import { numbers, words } from "../../engine/report/table";
import { plural } from "../data/words";
import type { BarChart } from "./bar-chart";
import { bottlenecksCaption } from "./words";

export function gainsChart({ plateau }: Report, digits: number): BarChart | null {
  if (plateau === null || plateau.gains.length < 2) return null;
  const { gains, gainThreshold } = plateau;
  const small = gains.filter(({ bottleneck }) => bottleneck).length;
  const caption =
    small === 0
      ? "No layer is a bottleneck."
      : bottlenecksCaption({ small, gains: gains.length, gainThreshold, digits });
  return {
    kind: "bars",
    id: "gains",
    title: "Gain of each layer",
    caption,
    description: `${plural(gains.length, "layer")}: ${gains
      .slice(0, 12)
      .map(({ layer, gain }) => `${layer} ${formatNumber(gain, digits)}`)
      .join("; ")}. ${caption}`,
    scale: "log",
    bars: gains.map(({ layer, gain, bottleneck }) => ({
      name: [layer],
      value: gain,
      marked: bottleneck,
      hover: [layer, `gain ${fullNumber(gain)}`],
    })),
    markedAs: "exception",
    threshold: { value: gainThreshold, label: `bottleneck below ${formatNumber(gainThreshold, 2)}` },
    xTitle: "layer",
    legend: { plain: "passes a signal on", marked: "bottleneck" },
    table: {
      id: "gains",
      title: "Gain of each layer",
      columns: [words("layer"), numbers("gain"), words("bottleneck")],
      rows: gains.map(({ layer, gain, bottleneck }) => [layer, gain, bottleneck ? "yes" : "no"]),
    },
  };
}
