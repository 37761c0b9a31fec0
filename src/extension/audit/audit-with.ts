/** Audits beside files that the user chooses: an earlier checkpoint, the log of a run. The engine opens them. */
import * as vscode from "vscode";
import type { FileWish } from "../../engine/protocol/messages";
import type { AuditAsked, ChosenFile } from "../../engine/protocol/chosen";
import type { TaskName } from "../../engine/protocol/tasks";
import { NOTHING_CLAIMED, type ClaimedRun } from "../../engine/report/audit/run";
import { notOnThisMachine } from "../import/words";
import type { Speaker } from "../speak";
import type { TaskStore } from "../tasks/store";

export interface AuditContext {
  readonly speaker: Speaker;
  readonly store: TaskStore;
  readonly start: (task: TaskName, uri: string, asked?: unknown) => Promise<void>;
}

export interface AuditWish {
  readonly before: FileWish;
  readonly log: FileWish;
  /** `null`: as it was said last. */
  readonly run: ClaimedRun | null;
}

/** As it was asked for last: the same files, the same numbers. */
export const AS_BEFORE: AuditWish = { before: "keep", log: "keep", run: null };

export async function auditWith(context: AuditContext, spec: vscode.Uri, wish: AuditWish): Promise<void> {
  const { store, start } = context;
  const uri = spec.toString();
  const last = store.askedLast("audit", uri);
  const before = await chosen(context, spec, BEFORE, wish.before, last?.before ?? null);
  if (before === "nothing") return;
  const log = await chosen(context, spec, LOG, wish.log, last?.log ?? null);
  if (log === "nothing") return;
  const asked: AuditAsked = { before, log, run: wish.run ?? last?.run ?? NOTHING_CLAIMED };
  store.asked("audit", uri, asked);
  await start("audit", uri, asked);
}

interface Wanted {
  readonly title: string;
  readonly openLabel: string;
  readonly filters: Readonly<Record<string, string[]>>;
}

const BEFORE: Wanted = {
  title: vscode.l10n.t("Audit against which earlier checkpoint of the same run?"),
  openLabel: vscode.l10n.t("Compare"),
  filters: {
    [vscode.l10n.t("Weights")]: [
      "safetensors",
      "json",
      "pt",
      "pth",
      "bin",
      "ckpt",
      "npz",
      "h5",
      "hdf5",
      "keras",
      "onnx",
    ],
  },
};
const LOG: Wanted = {
  title: vscode.l10n.t("Audit against the log of which run?"),
  openLabel: vscode.l10n.t("Compare"),
  filters: { [vscode.l10n.t("Recorded runs")]: ["jsonl"] },
};

/** "nothing": the user was asked, and has changed their mind. */
async function chosen(
  { speaker }: AuditContext,
  spec: vscode.Uri,
  { title, openLabel, filters }: Wanted,
  wish: FileWish,
  last: ChosenFile | null,
): Promise<ChosenFile | null | "nothing"> {
  if (wish !== "choose") return wish === "keep" ? last : null;
  const picked = await vscode.window.showOpenDialog({
    title,
    openLabel,
    ...(spec.scheme === "file" ? { defaultUri: vscode.Uri.joinPath(spec, "..") } : {}),
    filters: { ...filters, [vscode.l10n.t("All files")]: ["*"] },
  });
  const file = picked?.at(0);
  if (file === undefined) return "nothing";
  const name = vscode.workspace.asRelativePath(file);
  if (file.scheme === "file") return { path: file.fsPath, name };
  speaker.cannot(notOnThisMachine(name));
  return "nothing";
}
