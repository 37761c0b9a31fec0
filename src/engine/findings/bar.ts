/** Error bars in words. */
import { formatNumber } from "./numbers";
import { t } from "./language";

const MOST_DIGITS = 9;

/** "16.87 to 16.93": with as many digits as tell the ends apart, and no fewer than `digits`. */
export function barText({ low, high }: { readonly low: number; readonly high: number }, digits = 3): string {
  for (let shown = digits; ; shown++) {
    const [from, to] = [formatNumber(low, shown), formatNumber(high, shown)];
    if (from !== to || shown >= MOST_DIGITS) return t`${from} to ${to}`;
  }
}
