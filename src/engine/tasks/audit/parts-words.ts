/** What is said of parts that are tied, or that do nothing. */
import { t } from "../../findings/language";
import type { PartsKind } from "../../report/audit/facts";

/** `parts`: how many, of how many in the layer; `one`: there is a single one. */
type Said = (parts: string, of: number, layer: string, one: boolean) => string;

export const TIED: Readonly<Record<PartsKind, Said>> = {
  identical: (parts, of, layer, one) =>
    one
      ? t`${parts} of ${of} in ${layer} is identical to another.`
      : t`${parts} of ${of} in ${layer} are identical to another.`,
  opposite: (parts, of, layer, one) =>
    one
      ? t`${parts} of ${of} in ${layer} is the opposite of another.`
      : t`${parts} of ${of} in ${layer} are the opposite of another.`,
  proportional: (parts, of, layer, one) =>
    one
      ? t`${parts} of ${of} in ${layer} is proportional to another.`
      : t`${parts} of ${of} in ${layer} are proportional to another.`,
  silent: (parts, of, layer, one) =>
    one
      ? t`${parts} of ${of} in ${layer} is written by zeros only.`
      : t`${parts} of ${of} in ${layer} are written by zeros only.`,
  unread: (parts, of, layer, one) =>
    one
      ? t`${parts} of ${of} in ${layer} is read by zeros only.`
      : t`${parts} of ${of} in ${layer} are read by zeros only.`,
  zero: (parts, of, layer, one) =>
    one
      ? t`${parts} of ${of} in ${layer} is zero on both sides.`
      : t`${parts} of ${of} in ${layer} are zero on both sides.`,
};
