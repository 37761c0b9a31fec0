/**
 * Keeps the engine alive: starts it without making anyone wait, starts it again when it dies, and tells why. Nothing is
 * lost on a crash: the client opens every spec again with the new process, which analyses them.
 */
import * as vscode from "vscode";
import type { Progress } from "../../engine/findings/progress";
import {
  ASK_TASK,
  LIST_EXPECTATIONS,
  START_TASK,
  STOP_TASK,
  type AskParams,
  type ListExpectationsParams,
  type StartParams,
  type StopParams,
  type TaskUpdate,
} from "../../engine/protocol/messages";
import type { ImportAsked, ImportedSpec } from "../../engine/protocol/chosen";
import type { Refusal, TaskAnswer } from "../../engine/protocol/task";
import { TASKS, type AskedOf, type ResultOf, type TaskName } from "../../engine/protocol/tasks";
import type { CheckResult, ExpectationList } from "../../engine/report/check";
import type { Tellings } from "./tell";
import type { Speaker } from "../speak";
import type { EngineLife } from "./client";
import { createRestartPolicy, WINDOW_MS } from "./restarts";
import type { EngineState } from "./state";
import { stoppedTooOften } from "./words";

export interface Engine extends vscode.Disposable {
  state(): EngineState;
  readonly onState: vscode.Event<EngineState>;
  /** How far the tasks are. */
  readonly onUpdate: vscode.Event<TaskUpdate>;
  /**
   * Begins a task for an open spec as it stands now, once the engine runs; `false` when it does not. Updates follow.
   * `asked`: what the page asks for, which the engine reads.
   */
  start(task: TaskName, uri: string, asked?: unknown): Promise<boolean>;
  stop(task: TaskName, uri: string): Promise<void>;
  /** The result of a task for an open spec; the token ends it at once. */
  ask<N extends TaskName>(
    task: N,
    uri: string,
    asked: AskedOf<N>,
    token: vscode.CancellationToken,
    progress: (progress: Progress) => void,
  ): Promise<TaskAnswer<ResultOf<N>>>;
  /** Writes a spec beside the model at this place of the machine; the token ends it at once. */
  importModel(
    uri: string,
    asked: ImportAsked,
    token: vscode.CancellationToken,
    progress: (progress: Progress) => void,
  ): Promise<TaskAnswer<ImportedSpec>>;
  /** The expectations of this text, decided; the spec need not be open. The token ends it at once. */
  check(uri: string, text: string, token: vscode.CancellationToken): Promise<TaskAnswer<CheckResult>>;
  /** What this text expects, once the engine runs; `null` when it does not. Nothing is analysed. */
  expectations(text: string, token: vscode.CancellationToken): Promise<ExpectationList | null>;
  restart(): Promise<void>;
}

export function createEngine(extensionUri: vscode.Uri, speaker: Speaker, tellings: Tellings): Engine {
  const states = new vscode.EventEmitter<EngineState>();
  const updates = new vscode.EventEmitter<TaskUpdate>();
  const policy = createRestartPolicy();
  let state: EngineState = { kind: "starting" };
  let life: EngineLife | null = null;
  let turns = 0;

  const enter = (next: EngineState): void => {
    state = next;
    states.fire(next);
  };

  /** The client's library is large: it is a bundle of its own, loaded here and not when the extension activates. */
  const load = async (): Promise<void> => {
    const turn = ++turns;
    await new Promise((resolve) => setTimeout(resolve, 0));
    const { startLife } = await import("./client");
    if (turn !== turns) return;
    const mine = startLife(extensionUri, speaker, tellings, (update) => life === mine && updates.fire(update));
    life = mine;
    mine.ready.then(
      () => life === mine && (speaker.log.info(vscode.l10n.t("The engine is running.")), enter({ kind: "running" })),
      () => undefined, // its end tells why
    );
    void mine.ended.then((reason) => life === mine && crashed(mine, reason));
  };

  const start = (): void => {
    load().catch((error: unknown) => {
      speaker.log.error(vscode.l10n.t("The engine could not be loaded: {0}", String(error)));
      enter({ kind: "down", reason: String(error) });
    });
  };

  const crashed = (mine: EngineLife, reason: string): void => {
    life = null;
    void mine.stop();
    if (policy.shouldRestart(Date.now())) {
      speaker.log.warn(vscode.l10n.t("The engine stopped: {0}. Starting it again.", reason));
      enter({ kind: "restarting", reason });
      start();
    } else {
      const minutes = WINDOW_MS / 60_000;
      speaker.log.error(stoppedTooOften(reason, minutes));
      enter({ kind: "down", reason });
    }
  };

  const end = async (): Promise<void> => {
    turns++;
    const mine = life;
    life = null;
    await mine?.stop();
  };

  const request = async (
    method: string,
    params: StartParams | StopParams,
    whom: EngineLife | null = life,
  ): Promise<void> => {
    try {
      await whom?.request(method, params);
    } catch (error) {
      // The engine died over it: the state says so, and it comes back by itself.
      speaker.log.debug(`${method}: ${String(error)}`);
    }
  };

  const begin = async (task: TaskName, uri: string, asked: unknown): Promise<boolean> => {
    const params = { task, uri, asked } as StartParams;
    if (TASKS[task].byItself) {
      // A new engine does it for every open spec.
      await (state.kind === "down" ? restart() : request(START_TASK, params));
      return true;
    }
    const patience = new vscode.CancellationTokenSource();
    const mine = await running(patience.token);
    patience.dispose();
    await request(START_TASK, params, mine);
    return mine !== null;
  };

  /** The engine once it runs; `null` when it is down or the user waits no longer. */
  const running = async (token: vscode.CancellationToken): Promise<EngineLife | null> => {
    if (state.kind === "down") await restart();
    while (state.kind !== "running" && state.kind !== "down" && !token.isCancellationRequested) {
      const heard: vscode.Disposable[] = [];
      await new Promise<void>((resolve) => {
        heard.push(
          states.event(() => resolve()),
          token.onCancellationRequested(() => resolve()),
        );
      });
      vscode.Disposable.from(...heard).dispose();
    }
    return state.kind === "running" && !token.isCancellationRequested ? life : null;
  };

  /** `DIED` and `NOT_RUNNING` are answers of every long request. */
  const askLong = async <T>(
    method: string,
    params: object,
    token: vscode.CancellationToken,
    progress: (progress: Progress) => void,
  ): Promise<T | Unanswered> => {
    const mine = await running(token);
    if (token.isCancellationRequested) return { kind: "cancelled" };
    if (mine === null) return NOT_RUNNING;
    const died = mine.ended.then((): Unanswered => DIED);
    const asked = mine.longRequest(method, params, token, progress).then((answer) => answer as T);
    return Promise.race([asked, died]).catch((error: unknown): Unanswered => {
      speaker.log.debug(`${method}: ${String(error)}`);
      return token.isCancellationRequested ? { kind: "cancelled" } : DIED;
    });
  };

  const restart = async (): Promise<void> => {
    policy.reset();
    enter({ kind: "starting" });
    await end();
    speaker.log.info(vscode.l10n.t("Restarting the engine."));
    start();
  };

  start();
  return {
    state: () => state,
    onState: states.event,
    onUpdate: updates.event,
    start: begin,
    stop: (task, uri) => request(STOP_TASK, { task, uri }),
    ask: <N extends TaskName>(
      task: N,
      uri: string,
      asked: AskedOf<N>,
      token: vscode.CancellationToken,
      progress: (progress: Progress) => void,
    ) => askLong<TaskAnswer<ResultOf<N>>>(ASK_TASK, { task, uri, asked }, token, progress),
    importModel: (uri, asked, token, progress) =>
      askLong<TaskAnswer<ImportedSpec>>(
        ASK_TASK,
        { task: "import", uri, asked, text: "" } satisfies AskParams<"import">,
        token,
        progress,
      ),
    check: (uri, text, token) =>
      askLong<TaskAnswer<CheckResult>>(
        ASK_TASK,
        { task: "check", uri, asked: {}, text } satisfies AskParams<"check">,
        token,
        () => undefined,
      ),
    async expectations(text, token) {
      const list = await askLong<ExpectationList>(
        LIST_EXPECTATIONS,
        { text } satisfies ListExpectationsParams,
        token,
        () => undefined,
      );
      return "kind" in list ? null : list;
    },
    restart,
    dispose() {
      void end();
      states.dispose();
      updates.dispose();
    },
  };
}

/** What every long request may end with. */
type Unanswered = Refusal | { readonly kind: "cancelled" };

const NOT_RUNNING: Unanswered = {
  kind: "refused",
  message: vscode.l10n.t("The engine is not running."),
  help: vscode.l10n.t("“Intrinsic: Restart Engine” starts it; “Intrinsic: Show Output” tells why it stopped."),
};
const DIED: Unanswered = {
  kind: "refused",
  message: vscode.l10n.t("The engine ended before it could answer."),
  help: vscode.l10n.t("It comes back by itself: try again, with a smaller task if it happens every time."),
};
