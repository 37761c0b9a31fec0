/** Lines of the text report: label, value, how it is known. */
import type { Claim } from "./claim";
import { barText } from "./bar";
import { formatNumber } from "./numbers";

const LABEL_WIDTH = 24;
const VALUE_WIDTH = 16;

export function claimLine<T>(label: string, claim: Claim<T>, show: (value: T) => string): string {
  const { low, high } = claim;
  const bar = low === undefined || high === undefined ? "" : ` ${barText({ low, high })}`;
  const numbers =
    claim.residual === undefined || claim.tolerance === undefined
      ? ""
      : ` ${formatNumber(claim.residual)} against ${formatNumber(claim.tolerance)}`;
  const source = [claim.reference, claim.note].filter((part) => part !== undefined).join("; ");
  return line(
    label,
    claim.value === null ? "—" : show(claim.value),
    `${claim.basis}${bar}${numbers}${source === "" ? "" : ` · ${source}`}`,
  );
}

export function line(label: string, value: string, rest: string): string {
  return `  ${label.padEnd(LABEL_WIDTH)}${value.padEnd(VALUE_WIDTH)} ${rest}`.trimEnd();
}

export function yesNo(value: boolean): string {
  return value ? "yes" : "no";
}
