/** What charts over depth say under their titles. */
import { formatNumber } from "../../../engine/findings/numbers";
import { t } from "../../../engine/findings/language";

export function lambdaCaption(lambda: readonly number[], digits: number): string {
  return t`The trace part of the law h_s: from ${formatNumber(Math.min(...lambda), digits)} to ${formatNumber(Math.max(...lambda), digits)}. Training conserves it at every depth.`;
}

export function imbalanceCaption(worst: number, digits: number, tolerance: number): string {
  return t`The traceless part of h_s, relative to its terms: at most ${formatNumber(worst, digits)}, ${worst <= tolerance ? t`within the tolerance` : t`above the tolerance`}. Log scale.`;
}

export function singularValuesCaption({
  condition,
  digits,
  width,
  count,
  scale,
}: {
  readonly condition: number | null;
  readonly digits: number;
  readonly width: number;
  readonly count: number;
  readonly scale: "log" | "linear";
}): string {
  return t`Of Z_s, which starts as the identity and can never become singular${condition === null ? "" : t`: at s = 1 its condition number is ${formatNumber(condition, digits)}`}.${width > count ? t` The ${count - 1} largest and the smallest of ${width}.` : ""}${scale === "log" ? t` Log scale.` : ""}`;
}
