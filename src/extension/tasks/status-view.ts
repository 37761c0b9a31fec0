/** What the status item of a running task says; `null`: it does not run, and there is no item. No vscode in here. */
import { TASKS, type AnyState, type TaskName } from "../../engine/protocol/tasks";
import { said } from "../../engine/findings/language";

export interface BusyView {
  /** "t = 3.2 of 10, loss 1.20·10⁻³". */
  readonly text: string;
  readonly detail: string;
}

export function busyView(task: TaskName, state: AnyState | null): BusyView | null {
  if (state === null || state.kind !== "running") return null;
  const { stage, fraction } = state.progress;
  const { doing } = TASKS[task].words;
  return { text: said(stage), detail: fraction === null ? doing : `${doing} (${Math.floor(100 * fraction)} %)` };
}
