/** What a simulation of a text has measured of what a spec may expect of a run. No vscode in here. */
import type { MeasuredInRun } from "../../engine/protocol/tasks";
import { EXPECTATIONS } from "../../engine/report/expectations";
import type { TaskEntry } from "../tasks/store";

/** Nothing, unless the run has ended by itself and is of this very text. */
export function measuredInRun(run: TaskEntry<"simulate"> | undefined, version: number): MeasuredInRun {
  if (run === undefined || run.closed || run.version !== version || run.state.kind !== "done") return {};
  const { trajectory } = run.state.result;
  if (trajectory === null) return {};
  return Object.fromEntries(
    Object.entries(EXPECTATIONS).flatMap(([name, row]): [string, number][] => {
      const value = "foundInRun" in row ? row.foundInRun(trajectory).value : null;
      return typeof value === "number" && Number.isFinite(value) ? [[name, value]] : [];
    }),
  );
}
