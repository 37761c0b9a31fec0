/** An audit as what documents have: a title, what was read, tables. */
import type { Problem } from "../../findings/problem";
import type { Table } from "../table";
import type { AuditResult } from "./facts";
import { auditTables } from "./tables";
import { fileLine } from "./text";
import { logLine } from "./words";
import { t } from "../../findings/language";

export interface AuditOutline {
  readonly title: string;
  /** Lines on the files. */
  readonly files: readonly string[];
  readonly tables: readonly Table[];
  readonly problems: readonly Problem[];
}

export function auditOutline(result: AuditResult): AuditOutline {
  const { title, spec, checkpoint, before, log, problems } = result;
  return {
    title: t`Audit of ${checkpoint.path}`,
    files: [
      ...(title === null && spec === null ? [] : [[title, spec].filter((one) => one !== null).join(", ")]),
      fileLine(checkpoint),
      ...(before === null ? [] : [t`since ${before.path}: ${fileLine(before)}`]),
      ...(log === null ? [] : [logLine(log)]),
    ],
    tables: auditTables(result),
    problems,
  };
}
