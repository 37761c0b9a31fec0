/** A bar chart drawn with Chart.js; only the parts used are registered. */
import { BarController, BarElement, CategoryScale, Chart, LinearScale, Tooltip, type ChartConfiguration, type Plugin } from "chart.js";
import { formatNumber } from "../../engine/findings/numbers";
import type { Theme } from "../theme";
import { linearAxis, logAxis, type Axis } from "./axis";
import type { Bar, BarChart } from "./bar-chart";
import { thresholdLine, valueLabels } from "./marks";
import { stripes } from "./stripes";

Chart.register(BarController, BarElement, CategoryScale, LinearScale, Tooltip);

export function drawBars(canvas: HTMLCanvasElement, model: BarChart, theme: Theme, digits: number): Chart {
  return new Chart(canvas, configuration(model, theme, digits) as ChartConfiguration);
}

function configuration(model: BarChart, theme: Theme, digits: number): ChartConfiguration<"bar", number[], string[]> {
  const axis = axisOf(model);
  const fills = fillsOf(model, theme);
  return {
    type: "bar",
    data: {
      labels: model.bars.map((bar) => linesOf(bar.label)),
      datasets: [
        {
          data: model.bars.map((bar) => axis.position(bar.value)),
          base: axis.base,
          backgroundColor: model.bars.map(fills.inside),
          borderColor: model.bars.map(fills.edge),
          borderWidth: model.bars.map((bar) => (bar.marked || theme.highContrast ? 1 : 0)),
          borderRadius: 1,
          maxBarThickness: 48,
          minBarLength: 2,
        },
      ],
    },
    options: {
      animation: false,
      responsive: true,
      maintainAspectRatio: false,
      layout: { padding: { top: 8 } },
      interaction: { mode: "index", intersect: false },
      font: { family: theme.font, size: 11 },
      color: theme.foreground,
      scales: { x: categoryScale(model, theme), y: valueScale(axis, theme) },
      plugins: {
        tooltip: {
          backgroundColor: theme.hoverBackground,
          borderColor: theme.hoverBorder,
          borderWidth: 1,
          titleColor: theme.foreground,
          bodyColor: theme.foreground,
          displayColors: false,
          cornerRadius: 3,
          callbacks: {
            title: (items) => model.bars[items[0]?.dataIndex ?? -1]?.hover[0] ?? "",
            label: (item) => model.bars[item.dataIndex]?.hover.slice(1) ?? [],
          },
        },
      },
    },
    plugins: marksOf(model, axis, theme, digits),
  };
}

/** "layer1 → layer2" takes two lines under its bar. */
function linesOf(label: string): string[] {
  return label.split(/(?<=→) /);
}

function axisOf(model: BarChart): Axis {
  const values = model.bars.map((bar) => bar.value);
  switch (model.scale) {
    case "log":
      return logAxis(model.threshold === null ? values : [...values, model.threshold.value]);
    case "linear":
      return linearAxis(values);
  }
}

function fillsOf(model: BarChart, theme: Theme): { inside: (bar: Bar) => CanvasPattern | string; edge: (bar: Bar) => string } {
  const color = model.markedAs === "exception" ? theme.exception : theme.alternate;
  const pattern = stripes(color, window.devicePixelRatio || 1);
  return {
    inside: (bar) => (bar.marked ? pattern : theme.plain),
    edge: (bar) => (bar.marked ? color : theme.highContrast ? theme.foreground : theme.plain),
  };
}

function marksOf(model: BarChart, axis: Axis, theme: Theme, digits: number): Plugin<"bar">[] {
  const values = valueLabels(model.bars.map((bar) => formatNumber(bar.value, Math.min(digits, 3))), theme);
  if (model.threshold === null) return [values];
  return [thresholdLine(axis.position(model.threshold.value), model.threshold.label, theme), values];
}

function categoryScale(model: BarChart, theme: Theme) {
  return {
    type: "category" as const,
    grid: { display: false },
    border: { color: theme.grid },
    title: { display: true, text: model.xTitle, color: theme.muted },
    ticks: { color: theme.muted, maxRotation: 0, autoSkip: model.bars.every((bar) => bar.label !== ""), autoSkipPadding: 12 },
  };
}

function valueScale(axis: Axis, theme: Theme) {
  return {
    type: "linear" as const,
    min: axis.min,
    max: axis.max,
    grid: { color: theme.grid, drawTicks: false },
    border: { display: false },
    afterBuildTicks: (scale: { ticks: { value: number }[] }) => {
      scale.ticks = axis.ticks.map((tick) => ({ value: tick.at }));
    },
    ticks: {
      color: theme.muted,
      padding: 8,
      autoSkip: false,
      callback: (at: string | number) => axis.ticks.find((tick) => tick.at === Number(at))?.text ?? "",
    },
  };
}
