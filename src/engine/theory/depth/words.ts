/** What is said of the metric of a linear neural ODE. */
import { WIDEST_VIOLATION } from "./violation";
import { formatNumber } from "../../findings/numbers";
import { t } from "../../findings/language";

export const TOO_WIDE_TO_SEARCH = t`Off the relaxed balanced set no theorem decides, and directions are looked for up to width ${WIDEST_VIOLATION}, on grids that are not too fine for it.`;

export const NO_CLEAR_CHANGE = t`The path is not relaxed balanced, and along the directions that were tried the metric does not clearly change.`;

export const METRIC_CHANGES_ALONG = t`Along a direction of paths that changes neither Z_1 nor any h_s (both to rounding) the metric changes; the largest change over four random ones, a lower bound.`;

export function secondPath(metricDifference: number): string {
  return t`A second path with the same Z_1 and the same laws has a metric that differs by ${formatNumber(metricDifference)} relative; see the section on depth.`;
}

export const CLASH = t`The path counts as relaxed balanced, but its metric differs from the closed form that must then hold: theorem and measurement disagree, so nothing is claimed.`;

export const INFINITE_KERNEL = t`Infinite: the paths with the same laws are as many as the skew paths, and Z_1 has finitely many coordinates.`;

export const NOT_RECOVERABLE = t`Infinitely many independent directions of paths keep every h_s, and Z_1 has finitely many coordinates.`;
