/** What the page asks for, done. */
import * as vscode from "vscode";
import type { FromPage } from "../../engine/protocol/messages";
import type { TaskName } from "../../engine/protocol/tasks";
import { auditWith } from "../audit/audit-with";
import { applyCure } from "../cures/apply-cure";
import { applyFix } from "../cures/apply-fix";
import type { TaskStore } from "../tasks/store";
import type { Engine } from "../engine/supervisor";
import { takeStart } from "../export/take-start";
import { openExample } from "../examples";
import type { Speaker } from "../speak";
import { openCodePage, revealInSpec } from "./reveal";
import { saveFromPage } from "./save";

/** Everything but "ready", which the panel itself answers. */
export type Action = Exclude<FromPage, { type: "ready" }>;

export interface ActionsContext {
  readonly extensionUri: vscode.Uri;
  readonly engine: Engine;
  readonly speaker: Speaker;
  readonly store: TaskStore;
  readonly start: (task: TaskName, uri: string, asked?: unknown) => Promise<void>;
  readonly keepRun: (uri: string) => void;
  readonly dropRun: (uri: string) => void;
  readonly setPinned: (pinned: boolean) => void;
  readonly introRead: () => void;
  readonly leaveRuns: () => void;
  readonly compareSpecs: (runs: readonly string[]) => Promise<void>;
}

export async function act(context: ActionsContext, action: Action, spec: string | null): Promise<void> {
  const { engine, extensionUri, speaker } = context;
  switch (action.type) {
    case "start":
      if (spec !== null) await context.start(action.task, spec, action.asked);
      return;
    case "stop":
      if (spec !== null) await engine.stop(action.task, spec);
      return;
    case "audit":
      if (spec !== null) await auditWith(context, vscode.Uri.parse(spec), action);
      return;
    case "keepRun":
      if (spec !== null) context.keepRun(spec);
      return;
    case "dropRun":
      if (spec !== null) context.dropRun(spec);
      return;
    case "cure":
      if (spec !== null) await applyCure(context, vscode.Uri.parse(spec), action.cure);
      return;
    case "fix":
      if (spec !== null) await applyFix(context, vscode.Uri.parse(spec), action);
      return;
    case "introRead":
      return context.introRead();
    case "takeStart":
      if (spec !== null) await takeStart(context, vscode.Uri.parse(spec), action.to);
      return;
    case "restartEngine":
      return engine.restart();
    case "pin":
      return context.setPinned(action.pinned);
    case "leaveRuns":
      return context.leaveRuns();
    case "compareSpecs":
      return context.compareSpecs(action.runs);
    case "reveal":
      if (spec !== null) await revealInSpec(vscode.Uri.parse(spec), action.range);
      return;
    case "openCode":
      if (!(await openCodePage(extensionUri, action.code)))
        speaker.cannot(vscode.l10n.t("There is no page about {0}.", action.code));
      return;
    case "openExample":
      return openExample(extensionUri, `${action.name}.intrinsic.json`, speaker);
    case "copy":
      await vscode.env.clipboard.writeText(action.text);
      return speaker.done(vscode.l10n.t("Copied"));
    case "save":
      return saveFromPage(action, spec === null ? null : vscode.Uri.parse(spec), speaker);
  }
}
