/** What the language status item says of a spec. No vscode in here. */
import type { AnalysisState } from "../engine/protocol/messages";
import { verdictOf } from "../engine/report/verdict";
import type { EngineState } from "./engine/state";

export interface StatusView {
  readonly text: string;
  readonly detail: string;
  readonly severity: "information" | "warning" | "error";
  readonly busy: boolean;
  readonly action: "analyze" | "showPanel" | "showOutput" | "restartEngine" | "cancel";
}

export function statusView(engine: EngineState, state: AnalysisState | null): StatusView {
  if (engine.kind === "down")
    return view("engine stopped", `The engine stopped: ${engine.reason}.`, "restartEngine", "error");
  if (engine.kind === "restarting")
    return view(
      "restarting",
      `The engine stopped: ${engine.reason}. It is starting again.`,
      "showOutput",
      "warning",
      true,
    );
  if (state === null)
    return engine.kind === "starting"
      ? view("starting", "The engine is starting.", "showOutput", "information", true)
      : view("Intrinsic", "Not analysed yet.", "analyze", "information");
  switch (state.kind) {
    case "stale":
      return view("…", "The text has changed.", "analyze", "information", true);
    case "running":
      return view("analysing", progressText(state.progress), "cancel", "information", true);
    case "done": {
      const verdict = verdictOf(state.report);
      return view(verdict.short, verdict.headline, "showPanel", verdict.tone === "bad" ? "warning" : "information");
    }
    case "invalid":
      return view(
        `${state.errors} ${state.errors === 1 ? "error" : "errors"}`,
        state.firstMessage,
        "showPanel",
        "error",
      );
    case "failed":
      return view("analysis failed", `${state.message} ${state.help}`, "showOutput", "error");
    case "cancelled":
      return view("cancelled", "The analysis was cancelled.", "analyze", "information");
  }
}

function progressText({ stage, fraction }: { stage: string; fraction: number | null }): string {
  return fraction === null ? stage : `${stage} (${Math.round(fraction * 100)} %)`;
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
