/** Sections of the tasks that were begun for the spec: one row each, in the order of the page. */
import type { TemplateResult } from "lit-html";
import type { TaskView, TaskViews } from "../../engine/protocol/messages";
import type { StateOf, TaskName } from "../../engine/protocol/tasks";
import type { RunShown } from "../charts/run/run-shown";
import type { PageContext } from "../context";
import type { Entry, Place } from "./contents";
import { auditSection } from "./audit/audit";
import { sweepSection } from "./sweep";
import { trainingRun } from "./training-run";
import { watchSection } from "./watch";
import { t } from "../../engine/findings/language";

export interface TaskPage {
  /** What the page shows of the training run, made once for many drawings of the page. */
  readonly run: RunShown | null;
  readonly context: PageContext;
}

interface Row<N extends keyof TaskViews> {
  readonly place: Place;
  show(view: TaskView<N>, page: TaskPage): TemplateResult;
}

/** A task without a row here is not on the page. */
const SECTIONS: { readonly [N in keyof TaskViews]: Row<N> } = {
  simulate: {
    place: { id: "training-run", name: t`Run` },
    show: (view, { run, context }) => trainingRun(view, run, context),
  },
  sweep: { place: { id: "sweep", name: t`Sweep` }, show: (view, { context }) => sweepSection(view, context) },
  audit: { place: { id: "audit", name: t`Audit` }, show: (view, { context }) => auditSection(view, context) },
  watch: {
    place: { id: "watch", name: t`Watched run` },
    show: (view, { context }) => watchSection(view, context),
  },
};
const NAMES = Object.keys(SECTIONS) as (keyof TaskViews)[];

export function taskSections(views: TaskViews, page: TaskPage): TemplateResult[] {
  return NAMES.flatMap((name) => sectionOf(name, views, page));
}

export function taskEntries(views: TaskViews): Entry[] {
  return NAMES.flatMap((name) => {
    const view = views[name];
    const place = taskPlace(name);
    return view === undefined || place === null ? [] : [{ ...place, ...stateOf(view) }];
  });
}

/** Where the page shows what a task finds; `null`: it does not. */
export function taskPlace(name: TaskName): Place | null {
  if (name === "analyze") return { id: "verdict", name: t`Verdict` };
  return SECTIONS[name]?.place ?? null;
}

function sectionOf<N extends keyof TaskViews>(name: N, views: TaskViews, page: TaskPage): TemplateResult[] {
  const view = views[name] as TaskView<N> | undefined;
  const row = SECTIONS[name] as Row<N> | undefined;
  return view === undefined || row === undefined ? [] : [row.show(view, page)];
}

function stateOf({
  state,
  stale,
}: Pick<TaskView<"simulate">, "stale"> & { state: StateOf<keyof TaskViews> }): Pick<Entry, "state" | "mark"> {
  if (state.kind === "running") {
    const { fraction } = state.progress;
    return { state: "running", mark: fraction === null ? null : `${Math.round(100 * fraction)} %` };
  }
  return { state: state.kind === "failed" ? "failed" : stale ? "older" : "known", mark: null };
}
