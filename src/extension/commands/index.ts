/** Every command, one row each: its id (also in package.json) and what it does. */
import * as vscode from "vscode";
import type { Engine } from "../engine/supervisor";
import { listLaws } from "../laws/list-laws";
import type { Listings } from "../laws/listings";
import type { PanelHost } from "../panel/host";
import { activeSpec } from "../specs";
import type { Speaker } from "../speak";
import { newSpec, pickExample } from "../examples";

export interface CommandContext {
  readonly extensionUri: vscode.Uri;
  readonly engine: Engine;
  readonly panel: PanelHost;
  readonly speaker: Speaker;
  readonly listings: Listings;
  /** Analyses this spec at once, opening it in the background when it is closed. */
  readonly analyze: (uri: string) => Promise<void>;
  /** Simulates its training, in the same way. */
  readonly simulate: (uri: string) => Promise<void>;
  /** Runs its sweep. */
  readonly sweep: (uri: string) => Promise<void>;
}

type Command = (context: CommandContext, argument: unknown) => Promise<void> | void;

const COMMANDS: Readonly<Record<string, Command>> = {
  "intrinsic.analyze": async (context, argument) => {
    const uri = target(context, argument);
    if (uri === null) return context.speaker.cannot(NO_SPEC);
    context.panel.show(uri);
    await context.analyze(uri);
  },
  "intrinsic.showPanel": (context, argument) => context.panel.show(target(context, argument)),
  "intrinsic.togglePin": ({ panel }) => panel.setPinned(!panel.pinned()),
  "intrinsic.cancel": async (context, argument) => {
    const uri = target(context, argument);
    if (uri !== null) await context.engine.cancel(uri);
  },
  "intrinsic.simulate": async (context, argument) => {
    const uri = target(context, argument);
    if (uri === null) return context.speaker.cannot(NO_SPEC);
    context.panel.show(uri);
    await context.simulate(uri);
  },
  "intrinsic.stopSimulation": async (context, argument) => {
    const uri = target(context, argument);
    if (uri !== null) await context.engine.stopSimulation(uri);
  },
  "intrinsic.sweep": async (context, argument) => {
    const uri = target(context, argument);
    if (uri === null) return context.speaker.cannot(NO_SPEC);
    context.panel.show(uri);
    await context.sweep(uri);
  },
  "intrinsic.stopSweep": async (context, argument) => {
    const uri = target(context, argument);
    if (uri !== null) await context.engine.stopSweep(uri);
  },
  "intrinsic.listLaws": async (context, argument) => {
    const uri = target(context, argument);
    if (uri === null) return context.speaker.cannot(NO_SPEC);
    await listLaws(context, vscode.Uri.parse(uri));
  },
  "intrinsic.restartEngine": ({ engine }) => engine.restart(),
  "intrinsic.newSpec": () => newSpec(),
  "intrinsic.openExample": ({ extensionUri, speaker }) => pickExample(extensionUri, speaker),
  "intrinsic.showOutput": ({ speaker }) => speaker.showLog(),
};

const NO_SPEC = "Open a spec (*.intrinsic.json) first, or run “Intrinsic: Open Example”.";

export function registerCommands(context: CommandContext): vscode.Disposable {
  const registered = Object.entries(COMMANDS).map(([id, run]) =>
    vscode.commands.registerCommand(id, (argument: unknown) => run(context, argument)),
  );
  return vscode.Disposable.from(...registered);
}

/** The spec a command speaks of: the one it was given, the active one, the one in the panel. */
function target({ panel }: CommandContext, argument: unknown): string | null {
  if (argument instanceof vscode.Uri) return argument.toString();
  if (typeof argument === "string") return vscode.Uri.parse(argument).toString();
  return activeSpec()?.uri.toString() ?? panel.spec();
}
