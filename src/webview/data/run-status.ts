/** What the section of a training run says of its state, in words. */
import type { TaskView } from "../../engine/protocol/messages";
import type { StateOf } from "../../engine/protocol/tasks";
import type { TrajectorySection } from "../../engine/report/run/facts";
import { durationText } from "./freshness";
import { progressText } from "./status";
import { capitalized, groupDigits } from "./words";
import { t } from "../../engine/findings/language";

export interface RunStatus {
  readonly tone: "quiet" | "busy" | "warning" | "error";
  readonly line: string;
  /** What to do, or more about it; `null` when there is nothing. */
  readonly help: string | null;
}

export function runStatusOf({ state, stale }: TaskView<"simulate">): RunStatus {
  const status = statusOf(state);
  if (!stale || state.kind === "failed") return status;
  const note = t`The run speaks of an older text.`;
  return { tone: "warning", line: status.line, help: status.help === null ? note : `${note} ${status.help}` };
}

function statusOf(state: StateOf<"simulate">): RunStatus {
  switch (state.kind) {
    case "running":
      return { tone: "busy", line: capitalized(progressText(state.progress)), help: null };
    case "stopped":
      return {
        tone: "warning",
        line:
          state.partial === null
            ? t`Stopped before anything was computed.`
            : t`Stopped. What was computed until then stays.`,
        help: null,
      };
    case "failed":
      return { tone: "error", line: state.message, help: state.help };
    case "done": {
      const { trajectory } = state.result;
      if (trajectory === null) return { tone: "warning", line: t`The run ended without a trajectory.`, help: null };
      const tone = trajectory.status === "done" ? "quiet" : trajectory.status === "diverged" ? "error" : "warning";
      return { tone, line: `${capitalized(trajectory.sentence)}.`, help: trajectory.advice };
    }
  }
}

/** "gradient flow to t = 10 · 312 steps, 4 rejected · 2.1 s". */
export function runFacts(trajectory: TrajectorySection, state: StateOf<"simulate">): string {
  const { optimizer, end, steps } = trajectory;
  const what =
    optimizer === "gradient-flow" ? t`gradient flow to t = ${end}` : t`gradient descent, ${groupDigits(end)} steps`;
  const counted =
    optimizer === "gradient-flow"
      ? t`${groupDigits(steps.accepted)} integration steps, ${groupDigits(steps.rejected)} rejected`
      : t`${groupDigits(steps.accepted)} taken`;
  const evaluations = t`${groupDigits(steps.evaluations)} gradients`;
  return [what, counted, evaluations, ...(state.kind === "done" ? [durationText(state.milliseconds)] : [])].join(" · ");
}
