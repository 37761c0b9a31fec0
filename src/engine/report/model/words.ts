/** What is said of the network itself. */
import type { Parametrization, Family } from "./facts";

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
  return `${parametrization}, ${family}${fixed === undefined ? "" : `; ${fixed} more held fixed`}${note === undefined ? "" : ` (${note})`}`;
}
