import { until } from "./harness.mjs";

/** Scrolls to the page's first chart, as charts are drawn only when in view, and waits until it is painted. */
export async function showChart(panel) {
  await panel.locator("canvas").first().scrollIntoViewIfNeeded();
  await until("no chart is painted", () => paintedCharts(panel));
}

/** How many canvases of the page show more than 100 pixels of a colour that is neither grey nor see-through. */
export function paintedCharts(panel) {
  return panel.evaluate(() => [...document.querySelectorAll("canvas")].filter((canvas) => {
    if (canvas.width === 0 || canvas.height === 0) return false;
    const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
    let coloured = 0;
    for (let i = 0; i < data.length; i += 4)
      if (data[i + 3] > 200 && Math.max(data[i], data[i + 1], data[i + 2]) - Math.min(data[i], data[i + 1], data[i + 2]) > 60) coloured++;
    return coloured > 100;
  }).length);
}
