/** What is written on top of the bars: the dashed line at the tolerance and, where they fit, the values themselves. */
import type { Chart, Plugin } from "chart.js";
import type { Theme } from "../theme";

const LABEL_SIZE = 11;
/** Values are written only where they stay this far apart. */
const LABEL_GAP = 6;

export function thresholdLine(at: number, label: string, theme: Theme): Plugin<"bar"> {
  return {
    id: "threshold-line",
    afterDatasetsDraw(chart) {
      const { ctx, chartArea } = chart;
      const y = chart.scales["y"]?.getPixelForValue(at);
      if (y === undefined) return;
      ctx.save();
      ctx.strokeStyle = theme.threshold;
      ctx.lineWidth = 1.5;
      ctx.setLineDash([6, 4]);
      ctx.beginPath();
      ctx.moveTo(chartArea.left, y);
      ctx.lineTo(chartArea.right, y);
      ctx.stroke();
      ctx.restore();
      writeOnPlate(chart, label, chartArea.right - 4, y - 4, theme);
    },
  };
}

export function valueLabels(texts: readonly string[], theme: Theme): Plugin<"bar"> {
  return {
    id: "value-labels",
    afterDatasetsDraw(chart) {
      const { ctx, chartArea } = chart;
      ctx.save();
      ctx.font = `${LABEL_SIZE}px ${theme.font}`;
      const room = chartArea.width / texts.length - LABEL_GAP;
      if (texts.some((text) => ctx.measureText(text).width > room)) return ctx.restore();
      ctx.fillStyle = theme.foreground;
      ctx.textAlign = "center";
      chart.getDatasetMeta(0).data.forEach((bar, index) => {
        const { y, base } = bar.getProps(["y", "base"], true) as { y: number; base: number };
        const below = y > base;
        ctx.textBaseline = below ? "top" : "bottom";
        ctx.fillText(texts[index] ?? "", bar.x, below ? y + 4 : y - 4);
      });
      ctx.restore();
    },
  };
}

/** Right-aligned text on a plate of the background's colour, readable over bars. */
function writeOnPlate(chart: Chart, text: string, right: number, bottom: number, theme: Theme): void {
  const { ctx } = chart;
  ctx.save();
  ctx.font = `${LABEL_SIZE}px ${theme.font}`;
  const width = ctx.measureText(text).width;
  ctx.fillStyle = theme.background;
  ctx.fillRect(right - width - 4, bottom - LABEL_SIZE - 4, width + 8, LABEL_SIZE + 5);
  ctx.fillStyle = theme.foreground;
  ctx.textAlign = "right";
  ctx.textBaseline = "bottom";
  ctx.fillText(text, right, bottom - 1);
  ctx.restore();
}
