/** What is said of modes that are never learnt. */
import { formatNumber } from "../../findings/numbers";
import { t } from "../../findings/language";

export function fallsForEver(initial: number, target: number, limit: string): string {
  return `${t`Never: it starts against its target (${formatNumber(initial)} towards ${formatNumber(target)}), balanced layers move it alone, and so it falls to 0 and stays there.`}${limit}`;
}

export function startsAtRounding(target: number): string {
  return t`Its strength at the start is 0 to rounding. If it is exactly 0 it is never learnt; rounding in double precision keeps it so until about t = ${formatNumber(-Math.log(Number.EPSILON) / target, 2)} only.`;
}
