/** Keeps the page in step with the extension: each message, opened table or change of theme renders it anew. */
import { render, type TemplateResult } from "lit-html";
import { PROTOCOL_VERSION, type PanelView } from "../engine/protocol/messages";
import { changed, WHOLE_VIEW, type ChartView } from "./charts/chart-view";
import { chartsOf, type Charts } from "./charts/charts-of";
import { drawingOf } from "./charts/drawing-of";
import type { PageContext } from "./context";
import { runShownOf, type RunShown } from "./charts/run/run-shown";
import { keepReport, statusOf } from "./data/status";
import { baseName } from "./data/words";
import { incoming, type Host } from "./host";
import { keepInLine } from "./sections/contents";
import { taskPlace } from "./sections/tasks";
import type { RunsView } from "../engine/protocol/runs";
import type { TaskName } from "../engine/protocol/tasks";
import { otherVersion, page, type ReportShown } from "./page";
import { keptShownOf, runsPage, unshowable, type KeptShown } from "./runs-page";
import { readTheme, watchTheme } from "./theme";

export function startPage(root: HTMLElement, host: Host): void {
  const opened = new Set<string>();
  const chartViews = new Map<string, ChartView>();
  let theme = readTheme();
  let view: PanelView | null = null;
  let charts: Charts | null = null;
  let held: ReportShown | null = null;
  let run: RunShown | null = null;
  /** Kept runs stand in the spec's place. */
  let kept: { readonly runs: RunsView; readonly shown: KeptShown | null } | null = null;
  /** The user has just begun a task: when there is something of it, the page shows where. Nothing else moves what is in view. */
  let awaited: TaskName | null = null;
  let section: string | null = null;
  let highlight: string | null = null;
  let scrollToRestore = host.state()?.scroll ?? 0;

  const context = (): PageContext => ({
    digits: kept?.runs.digits ?? view?.digits ?? 3,
    kept: kept !== null,
    current:
      kept === null && view !== null && (statusOf(view).report === "current" || statusOf(view).report === "growing"),
    highlight,
    section,
    goTo,
    theme,
    drawing: drawingOf,
    fileBase: baseName(kept?.shown?.alone?.panel.spec?.name ?? view?.spec?.name ?? ""),
    post: (message) => host.post(message),
    isOpen: (key) => opened.has(key),
    setOpen: (key, open) => {
      if (open === opened.has(key)) return;
      if (open) opened.add(key);
      else opened.delete(key);
      draw();
    },
    chartView: (id) => chartViews.get(id) ?? WHOLE_VIEW,
    changeChart: (id, action) => {
      chartViews.set(id, changed(chartViews.get(id) ?? WHOLE_VIEW, action));
      draw();
    },
  });

  const draw = (): void => {
    if (kept !== null) render(keptPage(kept), root);
    else if (view !== null) render(page(view, charts, run, context(), held), root);
  };

  const keptPage = ({ runs, shown }: NonNullable<typeof kept>): TemplateResult => {
    if (shown === null) return unshowable(runs, context());
    try {
      return runsPage(shown, context());
    } catch {
      return unshowable(runs, context());
    }
  };

  /** Which section is in view is known when the page has been drawn. */
  const findSection = (): void => {
    const found = sectionInView(root);
    if (found === section) return;
    section = found;
    draw();
    const here = root.querySelector("nav.contents [aria-current]");
    if (here !== null) keepInLine(here);
  };

  const keep = (): void => {
    if (view === null && kept === null) return;
    host.keep({
      protocol: PROTOCOL_VERSION,
      uri: view?.spec?.uri ?? host.state()?.uri ?? null,
      pinned: view?.pinned ?? host.state()?.pinned ?? false,
      scroll: scrollToRestore || window.scrollY,
      runs: kept?.runs.runs.map(({ id }) => id) ?? [],
    });
  };

  const showAwaited = (): void => {
    if (awaited === null || view === null) return;
    if (awaited !== "analyze" && view.tasks[awaited] === undefined) return;
    const place = taskPlace(awaited);
    awaited = null;
    scrollToRestore = 0; // what is asked for now
    if (place !== null) goTo(place.id);
  };

  const show = (next: PanelView): void => {
    const before = view;
    view = keepReport(before, next);
    if (kept !== null) {
      kept = null;
      chartViews.clear();
      window.scrollTo(0, 0);
    }
    const report = view.last?.report ?? null;
    if (report === null) charts = null;
    else if (charts === null || report !== before?.last?.report || view.digits !== before.digits)
      charts = chartsOf(report, view.digits);
    if (view.spec?.uri !== before?.spec?.uri) {
      held = null;
      chartViews.clear();
      if (before !== null) awaited = null;
    }
    if (report !== null && charts !== null && report.pending === undefined) held = { report, charts };
    run = view.tasks.simulate === undefined ? null : runShownOf(view.tasks.simulate, view.digits);
    draw();
    showAwaited();
    if (report !== null && scrollToRestore > 0) {
      window.scrollTo(0, scrollToRestore);
      scrollToRestore = 0;
    }
    findSection();
    keep();
  };

  const showRuns = (runs: RunsView): void => {
    const same = kept?.runs.runs.map(({ id }) => id).join() === runs.runs.map(({ id }) => id).join();
    try {
      kept = { runs, shown: keptShownOf(runs) };
    } catch {
      kept = { runs, shown: null };
    }
    if (!same) chartViews.clear();
    draw();
    if (!same) window.scrollTo(0, 0);
    findSection();
    keep();
  };

  window.addEventListener("message", (event: MessageEvent<unknown>) => {
    const message = incoming(event.data);
    if (message === null) return;
    switch (message.type) {
      case "show":
        return show(message.view);
      case "showRuns":
        return showRuns(message.view);
      case "highlight":
        highlight = message.layer;
        return draw();
      case "showTask":
        awaited = message.task;
        return showAwaited();
      case "other-version":
        return void render(otherVersion(), root);
    }
  });
  window.addEventListener("scroll", afterQuiet(keep, 200), { passive: true });
  window.addEventListener("scroll", oncePerFrame(findSection), { passive: true });
  // A reader who moves on has taken the page into his own hands.
  for (const own of ["wheel", "touchmove", "keydown"])
    window.addEventListener(own, () => void (awaited = null), { passive: true });
  watchTheme(() => {
    theme = readTheme();
    draw();
  });
  host.post({ type: "ready" });
}

function goTo(id: string): void {
  const calm =
    document.body.classList.contains("vscode-reduce-motion") || matchMedia("(prefers-reduced-motion: reduce)").matches;
  document.getElementById(id)?.scrollIntoView({ behavior: calm ? "auto" : "smooth", block: "start" });
}

/** The last section of the line that begins above the upper third of what is seen; at the end of the page the last. */
function sectionInView(root: HTMLElement): string | null {
  const ids = [...root.querySelectorAll("nav.contents [data-place]")].map(
    (place) => place.getAttribute("data-place") ?? "",
  );
  const { scrollHeight, clientHeight, scrollTop } = document.documentElement;
  if (scrollTop > 0 && scrollTop + clientHeight >= scrollHeight - 2) return ids.at(-1) ?? null;
  const above = (id: string): boolean => {
    const top = document.getElementById(id)?.getBoundingClientRect().top;
    return top !== undefined && top <= clientHeight / 3;
  };
  return ids.findLast(above) ?? ids.at(0) ?? null;
}

function oncePerFrame(action: () => void): () => void {
  let asked = false;
  return () => {
    if (asked) return;
    asked = true;
    requestAnimationFrame(() => {
      asked = false;
      action();
    });
  };
}

function afterQuiet(action: () => void, milliseconds: number): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  return () => {
    clearTimeout(timer);
    timer = setTimeout(action, milliseconds);
  };
}
