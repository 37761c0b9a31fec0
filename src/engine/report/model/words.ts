/** What is said of the network itself. */
import type { Parametrization, Family } from "./facts";
import { t } from "../../findings/language";

export function modelNote({
  parametrization,
  family,
  fixed,
  note,
}: {
  readonly parametrization: Parametrization;
  readonly family: Family;
  readonly fixed: number | undefined;
  readonly note: string | undefined;
}): string {
  return `${parametrization}, ${family}${fixed === undefined ? "" : t`; ${fixed} more held fixed`}${note === undefined ? "" : ` (${note})`}`;
}
