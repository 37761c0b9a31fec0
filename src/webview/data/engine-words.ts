/** The words of results (which stay English in a report, as other programs read them) as the page says them. */
import type { Basis } from "../../engine/findings/claim";
import { t } from "../../engine/findings/language";
import type { Severity } from "../../engine/findings/problem";
import type { ManifoldEntry } from "../../engine/report/manifolds/facts";

export const BASIS_WORDS: Readonly<Record<Basis, string>> = {
  theorem: t`theorem`,
  certified: t`certified`,
  measured: t`measured`,
  predicted: t`predicted`,
  unknown: t`unknown`,
};

export const SEVERITY_WORDS: Readonly<Record<Severity, string>> = {
  error: t`error`,
  warning: t`warning`,
  information: t`information`,
};

/** Whether the metric is intrinsic, or a theorem's conclusion. */
export function verdictWord(value: "holds" | "fails" | "unknown" | null): string {
  return value === "holds" ? t`holds` : value === "fails" ? t`fails` : t`undecided`;
}

/** What the neurons of a group have in common. */
export const TIE_WORDS: Readonly<Record<ManifoldEntry["kind"], string>> = {
  identical: t`identical`,
  opposite: t`opposite`,
  mirrored: t`mirrored`,
  proportional: t`proportional`,
  zero: t`zero`,
  still: t`still`,
  frozen: t`frozen`,
  silent: t`silent`,
  equitable: t`equitable`,
  "low-rank": t`low rank`,
  several: t`several`,
};
