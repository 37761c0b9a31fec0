/**
 * Every command, one row each: its id (also in package.json) and what it does; those that start and stop a task are in its
 * own row.
 */
import * as vscode from "vscode";
import { TASK_NAMES, TASKS, type TaskName } from "../../engine/protocol/tasks";
import { AS_BEFORE, auditWith, type AuditWish } from "../audit/audit-with";
import type { Engine } from "../engine/supervisor";
import { takeStart } from "../export/take-start";
import { importModel } from "../import/import-model";
import { listLaws } from "../laws/list-laws";
import type { Listings } from "../laws/listings";
import type { PanelHost } from "../panel/host";
import { activeSpec } from "../specs";
import type { Runs } from "../runs/runs";
import { pickRun } from "../watch/pick-run";
import type { Speaker } from "../speak";
import type { TaskStore } from "../tasks/store";
import { expectNow } from "../testing/expect-now";
import { newSpec, pickExample } from "../examples";

export interface CommandContext {
  readonly extensionUri: vscode.Uri;
  readonly engine: Engine;
  readonly panel: PanelHost;
  readonly speaker: Speaker;
  readonly listings: Listings;
  readonly store: TaskStore;
  readonly runs: Runs;
  /** Begins a task for this spec at once, opening it in the background when it is closed. */
  readonly start: (task: TaskName, uri: string, asked?: unknown) => Promise<void>;
}

/** `more`: of a view, all rows that are selected. */
type Command = (context: CommandContext, argument: unknown, more: unknown) => Promise<void> | void;

const COMMANDS: Readonly<Record<string, Command>> = {
  "intrinsic.showPanel": (context, argument) => context.panel.show(target(context, argument)),
  "intrinsic.togglePin": ({ panel }) => panel.setPinned(!panel.pinned()),
  "intrinsic.listLaws": async (context, argument) => {
    const uri = target(context, argument);
    if (uri === null) return context.speaker.cannot(NO_SPEC);
    await listLaws(context, vscode.Uri.parse(uri));
  },
  "intrinsic.expectNow": async (context, argument) => {
    const uri = target(context, argument);
    if (uri === null) return context.speaker.cannot(NO_SPEC);
    await expectNow(context, vscode.Uri.parse(uri));
  },
  "intrinsic.importModel": async (context, argument) => {
    const audit = async (uri: string): Promise<void> => {
      context.panel.show(uri);
      await auditWith(context, vscode.Uri.parse(uri), AS_BEFORE);
    };
    await importModel({ ...context, audit }, argument instanceof vscode.Uri ? argument : null);
  },
  "intrinsic.auditBefore": auditCommand({ ...AS_BEFORE, before: "choose" }),
  "intrinsic.auditLog": auditCommand({ ...AS_BEFORE, log: "choose" }),
  "intrinsic.watchRun": async (context, argument) => {
    const uri = target(context, argument);
    if (uri === null) return context.speaker.cannot(NO_SPEC);
    const path = await pickRun(vscode.Uri.parse(uri));
    if (path === null) return;
    context.panel.show(uri);
    await context.start("watch", uri, { path });
  },
  "intrinsic.takeStart": async (context, argument) => {
    const uri = target(context, argument);
    if (uri === null) return context.speaker.cannot(NO_SPEC);
    await takeStart(context, vscode.Uri.parse(uri), null);
  },
  "intrinsic.restartEngine": ({ engine }) => engine.restart(),
  "intrinsic.newSpec": () => newSpec(),
  "intrinsic.openExample": ({ extensionUri, speaker }) => pickExample(extensionUri, speaker),
  "intrinsic.openRun": ({ runs }, row) => runs.open(row),
  "intrinsic.openRunSpec": ({ runs }, row) => runs.openSpec(row),
  "intrinsic.renameRun": ({ runs }, row) => runs.rename(row),
  "intrinsic.compareRuns": ({ runs }, row, rows) => runs.compare(row, rows),
  "intrinsic.compareRunSpecs": ({ runs }, row, rows) => runs.compareSpecs(row, rows),
  "intrinsic.exportRun": ({ runs }, row) => runs.exportRun(row),
  "intrinsic.deleteRuns": ({ runs }, row, rows) => runs.remove(row, rows),
  "intrinsic.refreshRuns": ({ runs }) => runs.refresh(),
  "intrinsic.showOutput": ({ speaker }) => speaker.showLog(),
};

function auditCommand(wish: AuditWish): Command {
  return async (context, argument) => {
    const uri = target(context, argument);
    if (uri === null) return context.speaker.cannot(NO_SPEC);
    context.panel.show(uri);
    await auditWith(context, vscode.Uri.parse(uri), wish);
  };
}

function start(task: TaskName): Command {
  return async (context, argument) => {
    const uri = target(context, argument);
    if (uri === null) return context.speaker.cannot(NO_SPEC);
    context.panel.show(uri);
    await context.start(task, uri);
  };
}

function stop(task: TaskName): Command {
  return async (context, argument) => {
    const uri = target(context, argument);
    if (uri !== null) await context.engine.stop(task, uri);
  };
}

const TASK_COMMANDS: readonly (readonly [id: string, run: Command])[] = TASK_NAMES.flatMap((task) => {
  const { commands } = TASKS[task];
  if (commands === null) return [];
  const begin = task === "audit" ? auditCommand(AS_BEFORE) : start(task);
  return [[commands.start, begin] as const, [commands.stop, stop(task)] as const];
});

const NO_SPEC = vscode.l10n.t("Open a spec (*.intrinsic.json) first, or run “Intrinsic: Open Example”.");

export function registerCommands(context: CommandContext): vscode.Disposable {
  const registered = [...TASK_COMMANDS, ...Object.entries(COMMANDS)].map(([id, run]) =>
    vscode.commands.registerCommand(id, (argument: unknown, more: unknown) => run(context, argument, more)),
  );
  return vscode.Disposable.from(...registered);
}

/** The spec a command speaks of: the one it was given, the active one, the one in the panel. */
function target({ panel }: CommandContext, argument: unknown): string | null {
  if (argument instanceof vscode.Uri) return argument.toString();
  if (typeof argument === "string") return vscode.Uri.parse(argument).toString();
  return activeSpec()?.uri.toString() ?? panel.spec();
}
