/** What the user is told when a job fails through no fault of the spec. */
import { subjectOf } from "../protocol/task";
import { TASKS, type TaskName } from "../protocol/tasks";
import type { Fault } from "./fault";
import type { WorkerEnd } from "./protocol";
import { stoppedByFault } from "./words";
import { t } from "../findings/language";

export interface Explanation {
  readonly message: string;
  readonly help: string;
}

/** An error that a job threw. */
export function explainFault(fault: Fault, task: TaskName): Explanation {
  const { words } = TASKS[task];
  const job = words.piece ?? subjectOf(words);
  switch (fault.kind) {
    case "memory":
      return { message: t`${job} needed more memory than this machine could give.`, help: words.smaller };
    case "error":
      return {
        message: stoppedByFault(job, fault.message),
        help: t`Run “Intrinsic: Show Output” for the details; the other checks of this spec still work.`,
      };
  }
}

/** The end of a job's thread. */
export function explainEnd(end: WorkerEnd, task: TaskName): Explanation {
  const { words } = TASKS[task];
  const job = words.piece ?? subjectOf(words);
  switch (end.kind) {
    case "out-of-memory":
      return {
        message: t`${job} needed more than the ${end.megabytes} MB of memory it may use, so it was stopped.`,
        help: words.smaller,
      };
    case "crashed":
      return {
        message: t`${job} ended unexpectedly (${end.detail}).`,
        help: t`${words.again}; if it happens every time, “Intrinsic: Show Output” tells more.`,
      };
  }
}
