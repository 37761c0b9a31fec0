/** Words and signs of a line chart as shapes. */
import type { Theme } from "../../theme";
import { LABEL_HEIGHT } from "../layout/end-labels";
import type { LineLayout } from "../layout/line-layout";
import type { Word } from "../layout/placed-words";
import type { Line, LineChart } from "../line-chart";
import type { Point } from "../thin";
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

/**
 * A few signs along each curve that has one, so that curves are told apart without colour; or one at each sample, where
 * samples are what was measured.
 */
export function signShapes({ curves, plot, across, values }: LineLayout, theme: Theme): Shape[] {
  const [x, y] = [placeOf(across, plot), heightOf(values, plot)];
  return curves.flatMap(({ line, pieces }) => {
    const { sign, tone } = line;
    const points = pieces.flat().filter((p) => p.y >= values.min && p.y <= values.max);
    if (sign === null || points.length === 0) return [];
    const d = (line.signsAtSamples === true ? samplesAmong(points, line) : spreadOver(points, sign))
      .map((at) => signPath(sign, x(at.x), y(at.y)))
      .join("");
    return d === "" ? [] : [stroke(d, colorOf(tone, theme), 1.4, { fill: theme.background })];
  });
}

/** Without the places where the edges of what is seen cut the curve. */
function samplesAmong(points: readonly Point[], { xs }: Line): Point[] {
  const samples = new Set(xs);
  return points.filter((p) => samples.has(p.x));
}

/** At shares of the curve's length that differ from sign to sign, so that signs of curves that agree are apart. */
function spreadOver(points: readonly Point[], sign: number): Point[] {
  const times = points.map((p) => p.x);
  const [first, last] = [times[0]!, times.at(-1)!];
  return Array.from({ length: SIGNS }, (_, k) => {
    const share = (k + 0.3 + 0.11 * (sign % 6)) / SIGNS;
    return points[nearest(times, first + share * (last - first))]!;
  });
}
