/** What the language status item says of a spec. No vscode in here. */
import type { AnalysisState } from "../engine/protocol/tasks";
import type { Report } from "../engine/report/types";
import { verdictOf, type Verdict } from "../engine/report/verdict";
import type { EngineState } from "./engine/state";
import { said, t } from "../engine/findings/language";

export interface StatusView {
  readonly text: string;
  readonly detail: string;
  readonly severity: "information" | "warning" | "error";
  readonly busy: boolean;
  readonly action: "analyze" | "showPanel" | "showOutput" | "restartEngine" | "cancel";
}

/** `partial`: the report on its way about this text; `null`: nothing is known yet. */
export function statusView(
  engine: EngineState,
  state: AnalysisState | null,
  partial: Report | null = null,
): StatusView {
  if (engine.kind === "down")
    return view(t`engine stopped`, t`The engine stopped: ${engine.reason}.`, "restartEngine", "error");
  if (engine.kind === "restarting")
    return view(
      t`restarting`,
      t`The engine stopped: ${engine.reason}. It is starting again.`,
      "showOutput",
      "warning",
      true,
    );
  if (state === null)
    return engine.kind === "starting"
      ? view(t`starting`, t`The engine is starting.`, "showOutput", "information", true)
      : view("Intrinsic", t`Not analysed yet.`, "analyze", "information");
  switch (state.kind) {
    case "stale":
      return view("…", t`The text has changed.`, "analyze", "information", true);
    case "running": {
      const progress = progressText(state.progress);
      if (partial === null) return view(t`analysing`, progress, "cancel", "information", true);
      const verdict = verdictOf(partial);
      return view(
        verdict.short,
        [verdict.headline, t`Still computing: ${progress}`].join(" "),
        "cancel",
        severityOf(verdict),
        true,
      );
    }
    case "done": {
      const verdict = verdictOf(state.result);
      return view(verdict.short, verdict.headline, "showPanel", severityOf(verdict));
    }
    case "invalid":
      return view(
        state.errors === 1 ? t`1 error` : t`${state.errors} errors`,
        state.problems.find(({ severity }) => severity === "error")?.message ?? "",
        "showPanel",
        "error",
      );
    case "failed":
      return view(t`analysis failed`, `${state.message} ${state.help}`, "showOutput", "error");
    case "stopped":
      return view(t`cancelled`, t`The analysis was cancelled.`, "analyze", "information");
  }
}

function severityOf({ tone }: Verdict): StatusView["severity"] {
  return tone === "bad" ? "warning" : "information";
}

function progressText({ stage, fraction }: { stage: string; fraction: number | null }): string {
  return fraction === null ? said(stage) : `${said(stage)} (${Math.round(fraction * 100)} %)`;
}

function view(
  text: string,
  detail: string,
  action: StatusView["action"],
  severity: StatusView["severity"],
  busy = false,
): StatusView {
  return { text, detail, severity, busy, action };
}
