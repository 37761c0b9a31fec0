/** Sections of the tasks that were begun for the spec: one row each, in the order of the page. */
import type { TemplateResult } from "lit-html";
import type { TaskView, TaskViews } from "../../engine/protocol/messages";
import type { RunShown } from "../charts/run/run-shown";
import type { PageContext } from "../context";
import { sweepSection } from "./sweep";
import { trainingRun } from "./training-run";

export interface TaskPage {
  /** What the page shows of the training run, made once for many drawings of the page. */
  readonly run: RunShown | null;
  readonly context: PageContext;
}

/** A task without a row here is not on the page. */
const SECTIONS: { readonly [N in keyof TaskViews]: (view: TaskView<N>, page: TaskPage) => TemplateResult } = {
  simulate: (view, { run, context }) => trainingRun(view, run, context),
  sweep: (view, { context }) => sweepSection(view, context),
};

export function taskSections(views: TaskViews, page: TaskPage): TemplateResult[] {
  const names = Object.keys(SECTIONS) as (keyof TaskViews)[];
  return names.flatMap((name) => sectionOf(name, views, page));
}

function sectionOf<N extends keyof TaskViews>(name: N, views: TaskViews, page: TaskPage): TemplateResult[] {
  const view = views[name] as TaskView<N> | undefined;
  const section = SECTIONS[name] as ((view: TaskView<N>, page: TaskPage) => TemplateResult) | undefined;
  return view === undefined || section === undefined ? [] : [section(view, page)];
}
