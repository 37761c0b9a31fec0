/** One life of the language client: made, started, ended once. The supervisor makes the next one. */
import "../language";
import * as vscode from "vscode";
import {
  CloseAction,
  ErrorAction,
  LanguageClient,
  RevealOutputChannelOn,
  WorkDoneProgress,
} from "vscode-languageclient/node";
import type { Progress } from "../../engine/findings/progress";
import { TASK_UPDATE, type TaskUpdate } from "../../engine/protocol/messages";
import type { Tellings } from "./tell";
import type { Speaker } from "../speak";
import { LANGUAGE, SCHEMES } from "../specs";
import { startProcess, type EngineProcess } from "./process";

export interface EngineLife {
  readonly ready: Promise<void>;
  request(method: string, params: unknown): Promise<unknown>;
  /** A request that can be cancelled and tells how far it is. */
  longRequest(
    method: string,
    params: object,
    token: vscode.CancellationToken,
    progress: (progress: Progress) => void,
  ): Promise<unknown>;
  /** Resolves when the process is gone, asked to or not, with the reason. */
  readonly ended: Promise<string>;
  /** Asks it to end, and ends it by force when it does not answer. */
  stop(): Promise<void>;
}

const STOP_TIMEOUT_MS = 2000;
/** How long a client may take to notice that its server is gone. */
const NOTICE_MS = 1000;

export function startLife(
  extensionUri: vscode.Uri,
  speaker: Speaker,
  tellings: Tellings,
  onUpdate: (update: TaskUpdate) => void,
): EngineLife {
  const file = vscode.Uri.joinPath(extensionUri, "dist", "server.js").fsPath;
  let engine: EngineProcess | null = null;
  let tellEnd: (reason: string) => void;
  const ended = new Promise<string>((resolve) => (tellEnd = resolve));
  let noticed: () => void;
  const closed = new Promise<void>((resolve) => (noticed = resolve));

  const client = new LanguageClient(
    LANGUAGE,
    "Intrinsic",
    () => {
      engine = startProcess(file, vscode.l10n.uri?.fsPath ?? null, (line) => speaker.log.info(line));
      // The client notices a moment later; ending it before that would make it speak to a closed channel.
      void engine.ended.then(async (reason) => {
        await Promise.race([closed, later(NOTICE_MS)]);
        tellEnd(reason);
      });
      return Promise.resolve(engine.transports);
    },
    {
      documentSelector: SCHEMES.map((scheme) => ({ language: LANGUAGE, scheme })),
      synchronize: { configurationSection: LANGUAGE },
      initializationOptions: {
        docs: `${vscode.Uri.joinPath(extensionUri, "docs", "codes").toString()}/`,
        commands: true,
      },
      outputChannel: speaker.log,
      revealOutputChannelOn: RevealOutputChannelOn.Never,
      // The supervisor speaks and restarts; the client by itself does neither.
      errorHandler: {
        error: () => ({ action: ErrorAction.Continue, handled: true }),
        closed: () => {
          noticed();
          return {
            action: CloseAction.DoNotRestart,
            handled: true,
            message: vscode.l10n.t("The connection to the engine was closed."),
          };
        },
      },
      initializationFailedHandler: () => false,
      middleware: {
        resolveCodeAction: async (item, token, next) => {
          const action = await next(item, token);
          return action && tellings.keep(action);
        },
      },
    },
  );
  // Nothing pops up uninvited: what the client would show goes to the log.
  client.error = (message, data) => speaker.log.error(message, ...(data === undefined ? [] : [data]));
  client.onNotification(TASK_UPDATE, onUpdate);

  let tokens = 0;
  const longRequest: EngineLife["longRequest"] = async (method, params, token, progress) => {
    await ready;
    const workDoneToken = `intrinsic-${++tokens}`;
    const listener = client.onProgress(WorkDoneProgress.type, workDoneToken, (step) => {
      if (step.kind === "report")
        progress({ stage: step.message ?? "", fraction: step.percentage === undefined ? null : step.percentage / 100 });
    });
    try {
      return await client.sendRequest(method, { ...params, workDoneToken }, token);
    } finally {
      listener.dispose();
    }
  };

  const ready = client.start();
  ready.catch((error: unknown) => {
    if (engine === null) tellEnd(String(error));
    else engine.kill();
  });
  return {
    ready,
    ended,
    request: (method, params) => ready.then(() => client.sendRequest(method, params)),
    longRequest,
    async stop() {
      try {
        await client.dispose(STOP_TIMEOUT_MS);
      } catch (error) {
        speaker.log.debug(`stopping: ${String(error)}`);
      }
      engine?.kill();
    },
  };
}

function later(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
