/** What a report says, line by line: label, value, how it is known. As data, for whoever lays it out; and for a terminal. */
import type { Basis, Claim } from "./claim";
import { barText } from "./bar";
import { formatNumber } from "./numbers";
import { said, t } from "./language";

export interface FactLine {
  /** Two spaces in front: it belongs to the line above. Empty: it goes on with the line above. */
  readonly label: string;
  readonly value: string;
  /** `null`: the line is no claim of its own. */
  readonly basis: Basis | null;
  /** Of a claim: the error bar, and what was compared with what. */
  readonly compared: string;
  /** Reference and note, or what else there is to say. */
  readonly note: string;
}

export function claimLine<T>(label: string, claim: Claim<T>, show: (value: T) => string): FactLine {
  const { low, high } = claim;
  const bar = low === undefined || high === undefined ? [] : [barText({ low, high })];
  const numbers =
    claim.residual === undefined || claim.tolerance === undefined
      ? []
      : [t`${formatNumber(claim.residual)} against ${formatNumber(claim.tolerance)}`];
  return {
    label,
    value: claim.value === null ? "—" : show(claim.value),
    basis: claim.basis,
    compared: [...bar, ...numbers].join(" "),
    note: [claim.reference, claim.note].filter((part) => part !== undefined).join("; "),
  };
}

export function line(label: string, value: string, note: string): FactLine {
  return { label, value, basis: null, compared: "", note };
}

/** Laid out in columns, without a line end. */
export function lineText({ label, value, basis, compared, note }: FactLine): string {
  const known = [basis === null ? "" : said(basis), compared].filter((part) => part !== "").join(" ");
  const rest = [known, note].filter((part) => part !== "").join(" · ");
  return `  ${label.padEnd(LABEL_WIDTH)}${value.padEnd(VALUE_WIDTH)} ${rest}`.trimEnd();
}

export function yesNo(value: boolean): string {
  return value ? t`yes` : t`no`;
}

const LABEL_WIDTH = 24;
const VALUE_WIDTH = 16;
