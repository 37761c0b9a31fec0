/** See-through colours for a canvas, which has no attribute for it. */
import { color } from "chart.js/helpers";

export function faded(base: string, opacity: number): string {
  const parsed = color(base);
  return parsed.valid ? parsed.alpha(opacity).rgbString() : base;
}
