/** What is said of a run's drift. */
import { formatNumber } from "../../findings/numbers";
import { t } from "../../findings/language";
import type { TrajectoryStatus } from "./facts";

export function statusWord(status: TrajectoryStatus): string {
  switch (status) {
    case "running":
      return t`running`;
    case "done":
      return t`done`;
    case "stiff":
      return t`stiff`;
    case "diverged":
      return t`diverged`;
    case "max-steps":
      return t`max-steps`;
    case "cancelled":
      return t`cancelled`;
  }
}

export function driftNote(maxRelative: number, floor: number): string {
  return maxRelative <= floor
    ? t`at most, relative, measured; rounding`
    : t`at most, relative, measured; rounding errors (${formatNumber(floor)}) have grown`;
}
