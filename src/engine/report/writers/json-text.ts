/** The report for other tools (docs/report.md): `{ "format": 1, "reports": [ … ] }`. */
import type { Problem } from "../../findings/problem";
import type { Report } from "../types";
import { REPORT_FORMAT } from "../types";
import type { AuditResult } from "../audit/facts";
import type { SweepResult } from "../sweep";

/** A spec that could not be analysed: why, in place of a report. */
export interface InvalidSpec {
  readonly spec: { readonly path: string | null; readonly title: null };
  readonly invalid: true;
  readonly problems: readonly Problem[];
}

/**
 * Invariant: no NaN and no infinity is ever printed as a number; JSON.stringify would make a silent null of it, so it
 * throws.
 */
export function reportsJson(reports: readonly (Report | InvalidSpec)[], date?: string): string {
  return JSON.stringify({ format: REPORT_FORMAT, date, reports }, refuseNonFinite, 2);
}

export function sweepJson(result: SweepResult): string {
  return JSON.stringify({ format: SWEEP_FORMAT, sweep: result }, null, 2);
}

export function auditJson(result: AuditResult): string {
  return JSON.stringify({ format: AUDIT_FORMAT, audit: result }, refuseNonFinite, 2);
}

export function isInvalid(entry: Report | InvalidSpec): entry is InvalidSpec {
  return "invalid" in entry;
}

/** Of sweeps that are printed; raised as REPORT_FORMAT is. */
const SWEEP_FORMAT = 1;

/** Of audits, likewise. */
const AUDIT_FORMAT = 1;

function refuseNonFinite(key: string, value: unknown): unknown {
  if (typeof value === "number" && !Number.isFinite(value))
    throw new Error(`the report's "${key}" is not a finite number`);
  return value;
}
