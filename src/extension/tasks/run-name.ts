/**
 * What distinguishes a run from another one of the same spec: "relaxed-balanced, λ = 0.7, seed 7 (version 12)". No
 * vscode in here.
 */
import { formatNumber } from "../../engine/findings/numbers";
import type { Report } from "../../engine/report/types";
import { t } from "../../engine/findings/language";

/**
 * `report`: of the text that was simulated, if there is one; `text`: that text itself, if the editor still holds it.
 */
export function runName(version: number, report: Report | null, text: string | null): string {
  const facts = report === null ? [] : [report.initialization.scheme, ...lambda(report), ...seed(text)];
  const what = facts.length > 0 ? facts.join(", ") : (report?.spec.title ?? t`run`);
  return t`${what} (version ${version})`;
}

/** Only where the start has one: elsewhere the numbers are those of the nearest such point. */
function lambda({ initialization: { lambda: values, relaxedBalanced } }: Report): string[] {
  if (values.length === 0 || relaxedBalanced.value !== true) return [];
  return [`λ = ${values.map((value) => formatNumber(value)).join(", ")}`];
}

/** The report does not carry it. A name only: where comments or order hide it, it is left out. */
function seed(text: string | null): string[] {
  const found = text === null ? null : /"initialization"\s*:\s*\{[^{}]*?"seed"\s*:\s*(\d+)/.exec(text);
  return found === null ? [] : [t`seed ${found[1]}`];
}
