/** What there is of a sweep, whatever state it is in. */
import type { StateOf } from "../../engine/protocol/tasks";
import type { SweepResult } from "../../engine/report/sweep";

export function resultOf(state: StateOf<"sweep">): SweepResult | null {
  switch (state.kind) {
    case "done":
      return state.result;
    case "running":
    case "stopped":
      return state.partial;
    case "failed":
      return null;
  }
}
