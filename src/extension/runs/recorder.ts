/**
 * Which results are kept: of every simulation and sweep, and of an analysis that the user has asked for, not of those
 * that come as one types. With each goes the text it speaks of, or none where the editor has moved on. No vscode in here.
 */
import type { TaskUpdate } from "../../engine/protocol/messages";
import { isRunTask, type RunResult, type RunTask } from "../../engine/protocol/runs";
import type { TaskName } from "../../engine/protocol/tasks";

/** A text as the editor holds it. */
export interface HeldText {
  readonly version: number;
  readonly text: string;
}

/** A run that has just ended. */
export interface EndedRun {
  readonly task: RunTask;
  readonly uri: string;
  readonly documentVersion: number;
  readonly text: string | null;
  readonly result: RunResult;
}

export interface Recorder {
  /** The user has asked for this task. */
  asked(task: TaskName, uri: string): void;
  update(update: TaskUpdate): void;
  /** The text of that version, if the editor has it or had it when the task was asked for. */
  textOf(uri: string, version: number): string | null;
}

/** `held`: the text of an open spec; `ended`: is told of every run that is to be kept. */
export function createRecorder(held: (uri: string) => HeldText | null, ended: (run: EndedRun) => void): Recorder {
  /** By task and uri: the text when it was asked for, then the one it runs on. */
  const texts = new Map<string, HeldText | null>();
  const remembered = (task: TaskName, uri: string, version: number): string | null => {
    const [then, now] = [texts.get(keyOf(task, uri)) ?? null, held(uri)];
    return then?.version === version ? then.text : now?.version === version ? now.text : null;
  };

  return {
    asked: (task, uri) => void texts.set(keyOf(task, uri), held(uri)),
    textOf: (uri, version) => remembered("list-laws", uri, version),
    update(update) {
      const { task, uri, documentVersion: version, state } = update;
      const key = keyOf(task, uri);
      const then = texts.get(key) ?? null;
      // An edit has taken an analysis back: the one that follows is nobody's wish.
      if (task === "analyze" && then?.version !== version) return void texts.delete(key);
      if (state.kind === "running") {
        const now = held(uri);
        if (now?.version === version) texts.set(key, now);
        return;
      }
      const result = resultOf(update);
      // An earlier one may have been stopped for the one that is asked for.
      if (result === null || !isRunTask(task)) return;
      const text = remembered(task, uri, version);
      texts.delete(key);
      ended({ task, uri, documentVersion: version, text, result });
    },
  };
}

/** `null`: it came to nothing. */
function resultOf(update: TaskUpdate): RunResult | null {
  if (update.task === "analyze")
    return update.state.kind === "done" ? { kind: "report", report: update.state.result } : null;
  if (update.task === "simulate") {
    if (update.state.kind === "done") return { kind: "report", report: update.state.result };
    return update.state.kind === "stopped" && update.state.partial !== null
      ? { kind: "trajectory", trajectory: update.state.partial }
      : null;
  }
  if (update.task !== "sweep") return null;
  if (update.state.kind === "done")
    return { kind: "sweep", sweep: update.state.result, stopped: false, milliseconds: update.state.milliseconds };
  return update.state.kind === "stopped" && update.state.partial !== null
    ? { kind: "sweep", sweep: update.state.partial, stopped: true, milliseconds: 0 }
    : null;
}

function keyOf(task: TaskName, uri: string): string {
  return `${task} ${uri}`;
}
