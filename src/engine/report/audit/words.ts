/** Words of audits that every way of showing them has in common. */
import { counted } from "../../findings/words";
import { t, word } from "../../findings/language";
import type { LogAudit, PartsKind, VerdictKind } from "./facts";

export const VERDICTS: Readonly<Record<VerdictKind, string>> = {
  kept: word`kept`,
  fits: word`as claimed`,
  refuted: word`not as claimed`,
  "within-bound": word`within the bound`,
  open: word`open`,
  "no-law": word`no such law under this optimizer`,
};

export const KINDS: Readonly<Record<PartsKind, string>> = {
  identical: word`identical to another`,
  opposite: word`the opposite of another`,
  proportional: word`proportional to another`,
  silent: word`written by zeros only`,
  unread: word`read by zeros only`,
  zero: word`zero on both sides`,
};

export function logLine({ path, records, skipped, steps }: LogAudit): string {
  const from = steps === null ? "" : t`, steps ${steps[0]} to ${steps[1]}`;
  const rest = skipped === 0 ? "" : t`, ${counted(skipped, t`line`, t`lines`)} not read`;
  return `${t`log ${path}: ${counted(records, t`record`, t`records`)}`}${from}${rest}`;
}
