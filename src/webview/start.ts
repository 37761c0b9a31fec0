/** Keeps the page in step with the extension: each message, opened table or change of theme renders it anew. */
import { render } from "lit-html";
import { PROTOCOL_VERSION, type PanelView } from "../engine/protocol/messages";
import { changed, WHOLE_VIEW, type ChartView } from "./charts/chart-view";
import { chartsOf, type Charts } from "./charts/charts-of";
import { drawingOf } from "./charts/drawing-of";
import type { PageContext } from "./context";
import { runShownOf, type RunShown } from "./charts/run/run-shown";
import { keepReport, statusOf } from "./data/status";
import { baseName } from "./data/words";
import { incoming, type Host } from "./host";
import { otherVersion, page, type ReportShown } from "./page";
import { readTheme, watchTheme } from "./theme";

export function startPage(root: HTMLElement, host: Host): void {
  const opened = new Set<string>();
  const chartViews = new Map<string, ChartView>();
  let theme = readTheme();
  let view: PanelView | null = null;
  let charts: Charts | null = null;
  let held: ReportShown | null = null;
  let run: RunShown | null = null;
  /** The user has asked for a run: when it begins, the page shows where. Nothing else moves what is in view. */
  let runAwaited = false;
  let highlight: string | null = null;
  let scrollToRestore = host.state()?.scroll ?? 0;

  const context = (): PageContext => ({
    digits: view?.digits ?? 3,
    current: view !== null && (statusOf(view).report === "current" || statusOf(view).report === "growing"),
    highlight,
    theme,
    drawing: drawingOf,
    fileBase: baseName(view?.spec?.name ?? ""),
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
    if (view !== null) render(page(view, charts, run, context(), held), root);
  };

  const keep = (): void => {
    if (view === null) return;
    host.keep({
      protocol: PROTOCOL_VERSION,
      uri: view.spec?.uri ?? null,
      pinned: view.pinned,
      scroll: scrollToRestore || window.scrollY,
    });
  };

  const showAwaitedRun = (): void => {
    if (!runAwaited || view === null || view.tasks.simulate === undefined) return;
    runAwaited = false;
    scrollToRestore = 0; // the run is what is asked for now
    showRun();
  };

  const show = (next: PanelView): void => {
    const before = view;
    view = keepReport(before, next);
    const report = view.last?.report ?? null;
    if (report === null) charts = null;
    else if (charts === null || report !== before?.last?.report || view.digits !== before.digits)
      charts = chartsOf(report, view.digits);
    if (view.spec?.uri !== before?.spec?.uri) {
      held = null;
      chartViews.clear();
      if (before !== null) runAwaited = false;
    }
    if (report !== null && charts !== null && report.pending === undefined) held = { report, charts };
    run = view.tasks.simulate === undefined ? null : runShownOf(view.tasks.simulate, view.digits);
    draw();
    showAwaitedRun();
    if (report !== null && scrollToRestore > 0) {
      window.scrollTo(0, scrollToRestore);
      scrollToRestore = 0;
    }
    keep();
  };

  window.addEventListener("message", (event: MessageEvent<unknown>) => {
    const message = incoming(event.data);
    if (message === null) return;
    switch (message.type) {
      case "show":
        return show(message.view);
      case "highlight":
        highlight = message.layer;
        return draw();
      case "showRun":
        runAwaited = true;
        return showAwaitedRun();
      case "other-version":
        return void render(otherVersion(), root);
    }
  });
  window.addEventListener("scroll", afterQuiet(keep, 200), { passive: true });
  watchTheme(() => {
    theme = readTheme();
    draw();
  });
  host.post({ type: "ready" });
}

function showRun(): void {
  const calm =
    document.body.classList.contains("vscode-reduce-motion") || matchMedia("(prefers-reduced-motion: reduce)").matches;
  document.getElementById("training-run")?.scrollIntoView({ behavior: calm ? "auto" : "smooth", block: "start" });
}

function afterQuiet(action: () => void, milliseconds: number): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  return () => {
    clearTimeout(timer);
    timer = setTimeout(action, milliseconds);
  };
}
