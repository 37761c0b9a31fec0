import { until } from "./waits.mjs";

/** Scrolls to the page's first chart, as charts are drawn only when in view, and waits until it is painted. */
export async function showChart(panel) {
  await panel.locator(".chart-frame").first().scrollIntoViewIfNeeded();
  await until("no chart is painted", () => paintedCharts(panel));
}

/** What a chart looks like, as a text that changes with it. */
export function lookOf(chart) {
  return chart.evaluate((drawn) => (drawn instanceof HTMLCanvasElement ? drawn.toDataURL() : drawn.outerHTML));
}

/** How many charts of the page show bars or curves in a colour that is neither grey nor see-through. */
export function paintedCharts(panel) {
  return panel.evaluate(() => {
    const isColour = (red, green, blue) => Math.max(red, green, blue) - Math.min(red, green, blue) > 60;
    const onCanvas = (canvas) => {
      if (canvas.width === 0 || canvas.height === 0) return false;
      const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
      let coloured = 0;
      for (let i = 0; i < data.length; i += 4)
        if (data[i + 3] > 200 && isColour(data[i], data[i + 1], data[i + 2])) coloured++;
      return coloured > 20;
    };
    const inShapes = (svg) =>
      svg.clientWidth > 0 &&
      [...svg.querySelectorAll("rect, path")].some((shape) => {
        const { width, height } = shape.getBoundingClientRect();
        if (width * height < 4) return false;
        const style = getComputedStyle(shape);
        return [style.fill, style.stroke].some((colour) =>
          isColour(...(colour.match(/[\d.]+/g) ?? [0, 0, 0]).map(Number)),
        );
      });
    return [...document.querySelectorAll(".chart-frame > canvas, .chart-frame > svg:not(.chart-over)")].filter(
      (drawn) => (drawn instanceof HTMLCanvasElement ? onCanvas(drawn) : inShapes(drawn)),
    ).length;
  });
}
