/** Both sides of the imbalance identity along the run: from the gradient of the weights, and from the activations. */
import type { KeptRun } from "../../../engine/protocol/messages";
import type { TrajectorySection } from "../../../engine/report/run/facts";
import type { Line, LineChart } from "../line-chart";
import { curveTable, signOf, timeAxis } from "./common";
import { ratesCaption } from "./words";
import { t } from "../../../engine/findings/language";

/** As many layers as there are colours; the table has all. */
const MOST_DRAWN = 6;
const RIGHT = "right";

export function imbalanceRatesChart(run: TrajectorySection, _kept: KeptRun | null, digits: number): LineChart | null {
  // Where the laws are conserved, both sides are 0 and there is nothing to draw.
  const moving = (run.imbalanceRates ?? []).filter(({ right }) => right.some((value) => value !== 0));
  if (moving.length === 0) return null;
  const x = timeAxis(run, null);
  const count = Math.min(moving.length, MOST_DRAWN);
  const linesOf = ({ layer, left, right }: (typeof moving)[number], k: number): Line[] => {
    const one: Line = {
      name: t`${layer}, from the gradient`,
      label: layer,
      keys: [layer],
      tone: k,
      dash: "solid",
      sign: signOf(k, count),
      xs: run.times,
      ys: left,
    };
    return [
      one,
      { ...one, name: t`${layer}, from φ_σ`, label: null, keys: [layer, RIGHT], dash: "dashed", sign: null, ys: right },
    ];
  };
  const lines = moving.map(linesOf);
  const drawn = lines.slice(0, count).flat();
  const worst = Math.max(...moving.map(({ maxDifference }) => maxDifference));
  const caption = ratesCaption(worst, digits);
  return {
    kind: "lines",
    id: "run-imbalance-rates",
    title: t`Imbalance identity`,
    caption:
      moving.length > count ? t`${caption} The first ${count} of ${moving.length} layers; the table has all.` : caption,
    description: caption,
    x,
    scale: "linear",
    yTitle: t`d(imbalance)/dt`,
    lines: [...drawn.filter(({ dash }) => dash === "solid"), ...drawn.filter(({ dash }) => dash !== "solid")],
    solidName: t`from the gradient`,
    legend: [
      ...moving
        .slice(0, count)
        .map(({ layer }, k) => ({ key: layer, name: layer, tone: k, dash: "solid" as const, sign: signOf(k, count) })),
      { key: RIGHT, name: t`from φ_σ`, tone: null, dash: "dashed" as const, sign: null },
    ],
    marks: [],
    level: null,
    table: curveTable("run-imbalance-rates", t`Imbalance identity`, x, lines.flat()),
  };
}
