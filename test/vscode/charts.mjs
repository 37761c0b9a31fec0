import { until } from "./harness.mjs";

/** Scrolls to the page's first chart, as charts are drawn only when in view, and waits until it is painted. */
export async function showChart(panel) {
  await panel.locator(".chart-frame").first().scrollIntoViewIfNeeded();
  await until("no chart is painted", () => paintedCharts(panel));
}

/** How many charts of the page show bars or curves in a colour that is neither grey nor see-through. */
export function paintedCharts(panel) {
  return panel.evaluate(
    () =>
      [...document.querySelectorAll(".chart-frame > svg")].filter(
        (svg) =>
          svg.clientWidth > 0 &&
          [...svg.querySelectorAll("rect, path")].some((shape) => {
            const { width, height } = shape.getBoundingClientRect();
            if (width * height < 4) return false;
            const style = getComputedStyle(shape);
            return [style.fill, style.stroke].some((colour) => {
              const [red, green, blue] = (colour.match(/[\d.]+/g) ?? []).map(Number);
              return Math.max(red, green, blue) - Math.min(red, green, blue) > 60;
            });
          }),
      ).length,
  );
}
