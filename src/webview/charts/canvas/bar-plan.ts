/** A bar chart for chart.js: the bars' bodies and the axes; stripes, edges and words as shapes. */
import type { Theme } from "../../theme";
import type { BarChart } from "../bar-chart";
import { barLayout, LOWEST_BAR, type BarLayout } from "../layout/bar-layout";
import { SPECIAL_OPACITY, specialColor, stripeShapes, thresholdWords, valueShapes } from "../picture/bars";
import type { Size } from "../layout/geometry";
import { faded } from "./colors";
import { barMarks } from "./marks";
import { fontOf, stillOptions, titleOf, valueScale, type CanvasPlan, type Options } from "./plan";

export function barPlan(model: BarChart, size: Size, theme: Theme, digits: number): CanvasPlan {
  const layout = barLayout(model, size, digits);
  const special = faded(specialColor(model, theme), SPECIAL_OPACITY);
  return {
    face: layout,
    under: [],
    over: [...stripeShapes(model, layout, theme), ...thresholdWords(layout, theme), ...valueShapes(layout, theme)],
    config: {
      type: "bar",
      data: {
        labels: layout.names.map((lines) => [...lines]),
        datasets: [
          {
            data: model.bars.map(({ value }, x) => ({ x, y: layout.axis.position(value) })),
            base: layout.axis.base,
            barThickness: layout.width,
            minBarLength: LOWEST_BAR,
            backgroundColor: model.bars.map(({ marked }) => (marked ? special : theme.plain)),
            borderColor: theme.foreground,
            borderWidth: model.bars.map(({ marked }) => (theme.highContrast && !marked ? 1 : 0)),
            borderSkipped: false,
          },
        ],
      },
      options: {
        ...stillOptions(layout, theme),
        scales: { x: nameScale(model, layout, theme), y: valueScale(layout.axis, layout, theme) },
        plugins: { annotation: { annotations: barMarks(layout, theme) } },
      },
    },
  };
}

function nameScale(
  { xTitle }: BarChart,
  { size, plot, names }: BarLayout,
  theme: Theme,
): NonNullable<Options["scales"]>[string] {
  return {
    type: "category",
    afterFit: (scale) => {
      scale.height = size.height - plot.bottom;
    },
    grid: { display: false },
    border: { display: false },
    ticks: {
      color: theme.muted,
      font: { ...fontOf(theme), lineHeight: 1 },
      padding: 3,
      autoSkip: false,
      maxRotation: 0,
      callback: (_, index) => [...(names[index] ?? [])],
    },
    title: titleOf(xTitle, theme),
  };
}
