/** Words and signs of a line chart as shapes. */
import type { Theme } from "../../theme";
import { LABEL_HEIGHT } from "../layout/end-labels";
import type { LineLayout } from "../layout/line-layout";
import type { Word } from "../layout/placed-words";
import type { LineChart } from "../line-chart";
import { heightOf, placeOf } from "../layout/frame";
import { signPath } from "./line-style";
import { colorOf } from "../../theme";
import { rect, stroke, text, type Shape } from "./shapes";
import { nearest } from "../layout/geometry";

/** Signs on one curve, about. */
const SIGNS = 5;

export function yTitle(model: LineChart, theme: Theme): Shape {
  return text(2, 11, model.yTitle, theme.muted);
}

export function endLabelShapes({ labels }: LineLayout, theme: Theme): Shape[] {
  return labels.flatMap(({ text: name, tone, x, y, width, overGrid }) => [
    ...(overGrid ? [rect(x - 2, y - 10, width + 4, LABEL_HEIGHT, theme.background)] : []),
    text(x, y, name, colorOf(tone, theme)),
  ]);
}

/** The words of moments and of the level, each on a plate of the background's colour. */
export function markWords({ moments, level }: LineLayout, theme: Theme): Shape[] {
  const words: readonly Word[] = level === null ? moments.words : [...moments.words, level.word];
  return words.flatMap(({ text: content, x, y, width }) => [
    rect(x - 1, y - 10, width + 2, LABEL_HEIGHT, theme.background),
    text(x, y, content, theme.muted),
  ]);
}

/** A few signs along each curve that has one, so that curves are told apart without colour. */
export function signShapes({ curves, plot, across, values }: LineLayout, theme: Theme): Shape[] {
  const [x, y] = [placeOf(across, plot), heightOf(values, plot)];
  return curves.flatMap(({ line: { sign, tone }, pieces }) => {
    const points = pieces.flat().filter((p) => p.y >= values.min && p.y <= values.max);
    const [first, last] = [points.at(0), points.at(-1)];
    if (sign === null || first === undefined || last === undefined) return [];
    const times = points.map((p) => p.x);
    let d = "";
    for (let k = 0; k < SIGNS; k++) {
      const share = (k + 0.3 + 0.11 * (sign % 6)) / SIGNS;
      const at = points[nearest(times, first.x + share * (last.x - first.x))]!;
      d += signPath(sign, x(at.x), y(at.y));
    }
    return [stroke(d, colorOf(tone, theme), 1.4, { fill: theme.background })];
  });
}
