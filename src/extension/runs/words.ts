/** What the list of runs says. No vscode in here. */
import type { RunHeading, RunTask } from "../../engine/protocol/runs";
import { t } from "../../engine/findings/language";

const TASK_TITLES: Readonly<Record<RunTask, string>> = {
  analyze: t`Analysis`,
  simulate: t`Simulation`,
  sweep: t`Sweep`,
  "list-laws": t`Polynomial laws`,
};

export const NOT_KEPT_OVER_RELOADS = t`No folder is open: these runs are kept until the window closes. Open a folder to keep them longer.`;
export const CHOOSE_RUNS = t`Select two or more runs in the view “Runs” first (with Ctrl or Shift).`;
export const CHOOSE_ONE_RUN = t`Select a run in the view “Runs” first.`;
export const NO_TEXT = t`The text of this run is not known: it was edited before the run began.`;
export const DELETE_NOTE = t`Deleted runs cannot be brought back; export what you need first.`;

export function otherFormat(stored: number, read: number): string {
  return stored > read
    ? t`It was stored by a newer version of Intrinsic (format ${stored}; this one reads ${read}).`
    : t`It was stored by an older version of Intrinsic (format ${stored}; this one reads ${read}).`;
}

/** `error`: what went wrong. */
export function notKept(error: unknown): string {
  return t`The last run could not be kept (${String(error)}).`;
}

/** "scale 1 → 0.1 · done, loss 1 → 2·10⁻³ · 08:31". `time`: when, as short as it can be told. */
export function descriptionOf({ changed, outcome }: RunHeading, time: string): string {
  return [...(changed === null ? [] : [changed]), outcome, time].join(" · ");
}

/** What is said when the pointer rests on it, and by a screen reader; a line each. */
export function detailsOf(heading: RunHeading, when: string, specGone: boolean): string[] {
  const { task, title, changed, outcome, documentVersion, storedBy } = heading;
  return [
    t`${TASK_TITLES[task]} of ${title}: ${outcome}`,
    when,
    changed === null ? t`The first run of this spec.` : t`Since the run before: ${changed}.`,
    t`Version ${documentVersion} of ${heading.spec}${specGone ? t`, which is no longer there; the text of the run is kept` : ""}`,
    `Intrinsic ${storedBy}`,
  ];
}
