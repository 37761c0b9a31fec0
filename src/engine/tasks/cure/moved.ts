/** The weights of a linear chain moved to the nearest point that is (relaxed) balanced: written into the text, or into a file. */
import { formatNumber } from "../../findings/numbers";
import type { Progress } from "../../findings/progress";
import type { Matrix } from "../../math/dense/matrix";
import type { Report } from "../../report/types";
import { editInitialization } from "../../spec/edit/initialization";
import { layersOf, type Widths } from "../../theory/balance/constraint";
import { nearestRelaxedBalanced, type NearestPoint } from "../../theory/balance/nearest";
import type { FileStart } from "./file-start";
import { cureInFile } from "./in-file";
import type { CureResult } from "./result";
import { weightsMoved } from "./words";

/** A changed text, and what is said of it. `text` is `null` where it could not be changed. */
export interface Proposal {
  readonly text: string | null;
  readonly message: string;
}

/** λ of the nearest point, or all 0. */
type Which = "free" | "zero";

export function* movesInText(
  text: string,
  widths: Widths,
  theta: Float64Array,
  order: readonly Which[],
): Generator<Proposal> {
  for (const { which, point } of points(widths, theta, order)) {
    const lambda = which === "free" ? `: λ = ${lambdaText(point.lambda)}, moved` : ": moved";
    const weights: readonly Matrix[] = layersOf(widths, point.theta);
    yield {
      text: editInitialization(text, {
        scheme: "explicit",
        weights,
        comment: `nearest ${NAMES[which]} point${lambda} by ${percent(point.distance)} of ‖θ‖`,
      }),
      message: messageOf(point, which),
    };
  }
}

/** `null`: none of them holds. */
export function* movedInFile(
  start: FileStart,
  widths: Widths,
  order: readonly Which[],
  isCured: (report: Report) => boolean,
): Generator<Progress, CureResult | null> {
  for (const { which, point } of points(widths, start.theta, order)) {
    const message = messageOf(point, which);
    const result = yield* cureInFile(start, { theta: point.theta, message, isCured, residual: largestImbalance });
    if (result !== null) return result;
  }
  return null;
}

/** In comments of the text. */
const NAMES = { free: "relaxed balanced", zero: "balanced" } as const;

function* points(
  widths: Widths,
  theta: Float64Array,
  order: readonly Which[],
): Generator<{ readonly which: Which; readonly point: NearestPoint }> {
  for (const which of order) {
    const point = nearestRelaxedBalanced(widths, theta, which === "free" ? "free" : zeros(widths));
    if (point !== null) yield { which, point };
  }
}

function largestImbalance({ initialization }: Report): number | null {
  return initialization.imbalance.length === 0 ? null : Math.max(...initialization.imbalance);
}

function messageOf(point: NearestPoint, which: Which): string {
  return weightsMoved({
    percent: percent(point.distance),
    isNearest: point.proven,
    which,
    lambda: lambdaText(point.lambda),
  });
}

export function zeros(widths: Widths): number[] {
  return widths.slice(1, -1).map(() => 0);
}

export function lambdaText(lambda: readonly number[]): string {
  const shown = lambda.map((l) => formatNumber(l));
  return shown.length === 1 ? shown[0] : `(${shown.join(", ")})`;
}

export function percent(part: number): string {
  return `${formatNumber(100 * part)} %`;
}
