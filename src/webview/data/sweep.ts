/** What there is of a sweep, whatever state it is in. */
import type { SweepState } from "../../engine/protocol/messages";
import type { SweepResult } from "../../engine/report/sweep";

export function resultOf(state: SweepState): SweepResult | null {
  return state.kind === "failed" ? null : state.result;
}
