/** What the header says of the analysis, as a function of the view. */
import type { PanelView } from "../../engine/protocol/messages";
import type { Progress } from "../../engine/findings/progress";
import type { Report } from "../../engine/report/types";
import { verdictOf } from "../../engine/report/verdict";
import { plural } from "./words";
import { said, t } from "../../engine/findings/language";

export interface Status {
  /** One line beside the spec's name; `null` when the report is current: then its age is shown instead. */
  readonly line: string | null;
  /** The same for a screen reader: changes only when there is something new to say. */
  readonly spoken: string;
  readonly tone: "quiet" | "busy" | "warning" | "error";
  readonly progress: Progress | null;
  /**
   * How the report below is shown: as it is, whole or with more to come; held back while a new one comes; or as one that
   * no longer speaks of the text.
   */
  readonly report: "current" | "growing" | "running" | "stale";
}

export function statusOf(view: PanelView): Status {
  const { state } = view;
  if (state === null)
    return view.stale && view.last !== null
      ? stale()
      : { line: null, spoken: "", tone: "quiet", progress: null, report: "current" };
  switch (state.kind) {
    case "stale":
      return stale();
    case "running": {
      const growing = view.stale || view.last?.report.pending === undefined ? null : view.last.report;
      const { stage } = state.progress;
      return {
        line: progressText(state.progress),
        spoken:
          growing === null ? t`Analysing: ${said(stage)}` : t`So far: ${verdictOf(growing).short}. Computing the rest`,
        tone: "busy",
        progress: state.progress,
        report: view.stale ? "stale" : growing === null ? "running" : "growing",
      };
    }
    case "done":
      if (view.stale) return stale();
      return {
        line: null,
        spoken: t`Analysed: ${verdictOf(state.result).short}`,
        tone: "quiet",
        progress: null,
        report: "current",
      };
    case "invalid": {
      const line = t`${plural(state.errors, t`error`, t`errors`)} in the spec`;
      return { line, spoken: line, tone: "error", progress: null, report: "stale" };
    }
    case "failed":
      return {
        line: t`the analysis failed`,
        spoken: t`The analysis failed: ${state.message}`,
        tone: "error",
        progress: null,
        report: "stale",
      };
    case "stopped":
      return {
        line: t`stopped`,
        spoken: t`The analysis was stopped`,
        tone: "warning",
        progress: null,
        report: view.stale ? "stale" : "current",
      };
  }
}

/** A view arrives as a copy each time; the same report keeps its identity, so that its charts are not drawn anew. */
export function keepReport(before: PanelView | null, next: PanelView): PanelView {
  const old = before?.last;
  if (!old || !next.last || before.spec?.uri !== next.spec?.uri) return next;
  const same = old.finishedAt === next.last.finishedAt && old.documentVersion === next.last.documentVersion;
  return same ? { ...next, last: old } : next;
}

export function progressText(progress: Progress): string {
  return progress.fraction === null
    ? `${said(progress.stage)}…`
    : `${said(progress.stage)}… ${Math.round(progress.fraction * 100)} %`;
}

/** Where relaxed balance fails most, in words; `null` where it holds or is not defined. */
export function worstInterface(report: Report): Report["initialization"]["interfaces"][number] | null {
  if (report.initialization.relaxedBalanced.value !== false) return null;
  return report.initialization.interfaces.reduce<Report["initialization"]["interfaces"][number] | null>(
    (worst, one) => (worst === null || one.imbalance > worst.imbalance ? one : worst),
    null,
  );
}

function stale(): Status {
  return {
    line: t`the text has changed`,
    spoken: t`The text has changed`,
    tone: "warning",
    progress: null,
    report: "stale",
  };
}
