/** Words of audits that every way of showing them has in common. */
import { counted } from "../../findings/words";
import type { LogAudit, PartsKind, VerdictKind } from "./facts";

export const VERDICTS: Readonly<Record<VerdictKind, string>> = {
  kept: "kept",
  fits: "as claimed",
  refuted: "not as claimed",
  "within-bound": "within the bound",
  open: "open",
  "no-law": "no such law under this optimizer",
};

export const KINDS: Readonly<Record<PartsKind, string>> = {
  identical: "identical to another",
  opposite: "the opposite of another",
  proportional: "proportional to another",
  silent: "written by zeros only",
  unread: "read by zeros only",
  zero: "zero on both sides",
};

export function logLine({ path, records, skipped }: LogAudit): string {
  return `log ${path}: ${counted(records, "record")}${skipped === 0 ? "" : `, ${counted(skipped, "line")} not read`}`;
}
