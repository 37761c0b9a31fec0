/** What the server does for one task besides running it: reads what is asked, words what is answered. */
import type { Problem } from "../../findings/problem";
import { counted } from "../../findings/words";
import { subjectOf, type Refusal } from "../../protocol/task";
import { TASKS, type AskedOf, type Nothing, type PartOf, type ResultOf, type TaskName } from "../../protocol/tasks";
import type { Explanation } from "../../worker/faults";
import type { Outcome } from "../../tasks/task";
import type { Planned } from "../scheduler/place";
import type { Request } from "../scheduler/request";
import type { Sessions } from "../sessions";
import { t } from "../../findings/language";

export interface TaskPart<N extends TaskName> {
  /** What a client asks for, read with care: any client may ask. Without it the task asks for nothing. */
  readonly read?: (asked: unknown) => { readonly kind: "asked"; readonly asked: AskedOf<N> } | Refusal;
  /** What tells its jobs of one document apart; without it there is one per document. */
  readonly apart?: (asked: AskedOf<N>) => string;
  /** Why a spec with these errors leaves nothing to do. */
  readonly invalid?: (errors: readonly Problem[]) => Explanation;
  /** A result as it is handed out. */
  readonly shown?: (result: ResultOf<N>) => ResultOf<N>;
  /** What there was when it was stopped, if it could not say so itself. */
  readonly cut?: (partial: PartOf<N>) => PartOf<N>;
  /** It has ended by itself, so; `null`: it has begun, and how it ended before no longer counts. */
  readonly ended?: (
    request: Request<N>,
    outcome: Outcome<ResultOf<N>> | null,
    sessions: Pick<Sessions, "simulated">,
  ) => void;
  /** The runs of a task that goes to a pool. */
  readonly plan?: (text: string) => Planned;
}

/** A task that asks for something must read it. */
export type TaskParts = { readonly [N in TaskName]?: TaskPart<N> } & {
  readonly [N in TaskName as Nothing extends AskedOf<N> ? never : N]: { readonly read: unknown };
};

export function whyInvalid<N extends TaskName>(
  task: N,
  problems: readonly Problem[],
  part: Pick<TaskPart<N>, "invalid">,
): Explanation {
  const errors = problems.filter(({ severity }) => severity === "error");
  if (part.invalid !== undefined) return part.invalid(errors);
  if (errors.length === 1) return { message: errors[0].message, help: errors[0].help };
  const { nothing } = TASKS[task].words;
  return {
    message: t`The spec has ${counted(errors.length, t`error`, t`errors`)}, so there is ${nothing}.`,
    help: correct(task),
  };
}

/** What to do about a spec with errors. */
export function correct(task: TaskName): string {
  return t`Correct what the Problems view lists, then ${lowerFirst(TASKS[task].words.again)}.`;
}

export function notOpen(task: TaskName): Refusal {
  return {
    kind: "refused",
    message: t`The spec is not open.`,
    help: t`Open it, then ${lowerFirst(TASKS[task].words.again)}.`,
  };
}

export function fault(task: TaskName): Refusal {
  return {
    kind: "refused",
    message: t`${subjectOf(TASKS[task].words)} stopped because of a fault in Intrinsic.`,
    help: t`Run “Intrinsic: Show Output” for the details.`,
  };
}

/** Of a task whose row says that it goes to a pool, and that has no part here to say how: a fault of ours. */
export const NO_PLAN: Planned = {
  kind: "refused",
  reason: t`This task has no runs.`,
  help: t`This is a fault in Intrinsic.`,
};

export const UNKNOWN_TASK: Refusal = {
  kind: "refused",
  message: t`This version of Intrinsic does not know this task.`,
  help: t`Restart the engine, or install both parts in one version.`,
};

function lowerFirst(sentence: string): string {
  return sentence.charAt(0).toLowerCase() + sentence.slice(1);
}
