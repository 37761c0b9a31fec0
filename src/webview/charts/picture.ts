/** A chart as a PNG: the canvas under its title, on the theme's background. */
import type { Theme } from "../theme";
import type { BarChart } from "./bar-chart";

/** Base64 of the PNG, or `null` where the canvas cannot be read. */
export function pngOf(canvas: HTMLCanvasElement, model: BarChart, theme: Theme): string | null {
  const ratio = canvas.clientWidth > 0 ? canvas.width / canvas.clientWidth : 1;
  const margin = 16 * ratio;
  const head = 48 * ratio;
  const sheet = document.createElement("canvas");
  sheet.width = canvas.width + 2 * margin;
  sheet.height = canvas.height + head + 2 * margin;
  const context = sheet.getContext("2d");
  if (context === null) return null;
  context.fillStyle = theme.background;
  context.fillRect(0, 0, sheet.width, sheet.height);
  context.textBaseline = "top";
  context.fillStyle = theme.foreground;
  context.font = `bold ${14 * ratio}px ${theme.font}`;
  context.fillText(model.title, margin, margin, canvas.width);
  context.fillStyle = theme.muted;
  context.font = `${12 * ratio}px ${theme.font}`;
  context.fillText(model.caption, margin, margin + 22 * ratio, canvas.width);
  context.drawImage(canvas, margin, margin + head);
  return sheet.toDataURL("image/png").replace(/^data:image\/png;base64,/, "");
}
