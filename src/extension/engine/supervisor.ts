/**
 * Keeps the engine alive: starts it without making anyone wait, starts it again when it dies, and tells why. Nothing is
 * lost on a crash: the client opens every spec again with the new process, which analyses them.
 */
import * as vscode from "vscode";
import type { Effort, Progress } from "../../engine/findings/progress";
import {
  ANALYZE_NOW,
  APPLY_CURE,
  CANCEL_ANALYSIS,
  LIST_LAWS,
  SIMULATE,
  STOP_SIMULATION,
  STOP_SWEEP,
  SWEEP,
  type AnalysisUpdate,
  type AnalyzeParams,
  type CureAnswer,
  type CureParams,
  type LawsAnswer,
  type LawsParams,
  type SimulateParams,
  type SimulationUpdate,
  type SweepUpdate,
} from "../../engine/protocol/messages";
import type { Tellings } from "./tell";
import type { Speaker } from "../speak";
import type { EngineLife } from "./client";
import { createRestartPolicy, WINDOW_MS } from "./restarts";
import type { EngineState } from "./state";
import { stoppedTooOften } from "./words";

export interface Engine extends vscode.Disposable {
  state(): EngineState;
  readonly onState: vscode.Event<EngineState>;
  readonly onUpdate: vscode.Event<AnalysisUpdate>;
  readonly onSimulation: vscode.Event<SimulationUpdate>;
  readonly onSweep: vscode.Event<SweepUpdate>;
  analyze(uri: string): Promise<void>;
  /** The same without the limits that keep typing quick. */
  countAnyway(uri: string): Promise<void>;
  cancel(uri: string): Promise<void>;
  /** Simulates an open spec as it stands now, once the engine runs; `false` when it does not. Updates follow. */
  simulate(uri: string): Promise<boolean>;
  stopSimulation(uri: string): Promise<void>;
  /** Runs its sweep, in the same way. */
  sweep(uri: string): Promise<boolean>;
  stopSweep(uri: string): Promise<void>;
  /** Lists the polynomial laws of an open spec; the token ends the search at once. */
  listLaws(
    params: LawsParams,
    token: vscode.CancellationToken,
    progress: (progress: Progress) => void,
  ): Promise<LawsAnswer>;
  /** The change of an open spec that cures a problem; the token ends the computation at once. */
  cure(
    params: CureParams,
    token: vscode.CancellationToken,
    progress: (progress: Progress) => void,
  ): Promise<CureAnswer>;
  restart(): Promise<void>;
}

export function createEngine(extensionUri: vscode.Uri, speaker: Speaker, tellings: Tellings): Engine {
  const states = new vscode.EventEmitter<EngineState>();
  const updates = new vscode.EventEmitter<AnalysisUpdate>();
  const simulations = new vscode.EventEmitter<SimulationUpdate>();
  const sweeps = new vscode.EventEmitter<SweepUpdate>();
  const policy = createRestartPolicy();
  let state: EngineState = { kind: "starting" };
  let life: EngineLife | null = null;
  let turns = 0;

  const enter = (next: EngineState): void => {
    state = next;
    states.fire(next);
  };

  /** The client's library is large: it is a bundle of its own, loaded here and not when the extension activates. */
  const begin = async (): Promise<void> => {
    const turn = ++turns;
    await new Promise((resolve) => setTimeout(resolve, 0));
    const { startLife } = await import("./client");
    if (turn !== turns) return;
    const mine = startLife(extensionUri, speaker, tellings, {
      analysis: (update) => life === mine && updates.fire(update),
      simulation: (update) => life === mine && simulations.fire(update),
      sweep: (update) => life === mine && sweeps.fire(update),
    });
    life = mine;
    mine.ready.then(
      () => life === mine && (speaker.log.info("The engine is running."), enter({ kind: "running" })),
      () => undefined, // its end tells why
    );
    void mine.ended.then((reason) => life === mine && crashed(mine, reason));
  };

  const start = (): void => {
    begin().catch((error: unknown) => {
      speaker.log.error(`The engine could not be loaded: ${String(error)}`);
      enter({ kind: "down", reason: String(error) });
    });
  };

  const crashed = (mine: EngineLife, reason: string): void => {
    life = null;
    void mine.stop();
    if (policy.shouldRestart(Date.now())) {
      speaker.log.warn(`The engine stopped: ${reason}. Starting it again.`);
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

  const ask = async (
    method: string,
    params: AnalyzeParams | SimulateParams,
    whom: EngineLife | null = life,
  ): Promise<void> => {
    try {
      await whom?.request(method, params);
    } catch (error) {
      // The engine died over it: the state says so, and it comes back by itself.
      speaker.log.debug(`${method}: ${String(error)}`);
    }
  };

  const analyze = (uri: string, effort: Effort): Promise<void> =>
    // Whoever asks for an analysis asks for an engine; a new one analyses every open spec.
    state.kind === "down" ? restart() : ask(ANALYZE_NOW, { uri, effort });

  /** Asks for something long that is answered by updates. */
  const begun = async (request: typeof SIMULATE | typeof SWEEP, uri: string): Promise<boolean> => {
    const patience = new vscode.CancellationTokenSource();
    const mine = await running(patience.token);
    patience.dispose();
    await ask(request, { uri }, mine);
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
    speaker.log.info("Restarting the engine.");
    start();
  };

  start();
  return {
    state: () => state,
    onState: states.event,
    onUpdate: updates.event,
    onSimulation: simulations.event,
    onSweep: sweeps.event,
    analyze: (uri) => analyze(uri, "typing"),
    countAnyway: (uri) => analyze(uri, "patient"),
    cancel: (uri) => ask(CANCEL_ANALYSIS, { uri }),
    simulate: (uri) => begun(SIMULATE, uri),
    stopSimulation: (uri) => ask(STOP_SIMULATION, { uri }),
    sweep: (uri) => begun(SWEEP, uri),
    stopSweep: (uri) => ask(STOP_SWEEP, { uri }),
    listLaws: (params, token, progress) => askLong<LawsAnswer>(LIST_LAWS, params, token, progress),
    cure: (params, token, progress) => askLong<CureAnswer>(APPLY_CURE, params, token, progress),
    restart,
    dispose() {
      void end();
      states.dispose();
      updates.dispose();
      simulations.dispose();
      sweeps.dispose();
    },
  };
}

/** What every long request may end with. */
type Unanswered = Exclude<LawsAnswer, { readonly kind: "listing" }>;

const NOT_RUNNING: Unanswered = {
  kind: "refused",
  message: "The engine is not running.",
  help: "“Intrinsic: Restart Engine” starts it; “Intrinsic: Show Output” tells why it stopped.",
};
const DIED: Unanswered = {
  kind: "refused",
  message: "The engine ended before it could answer.",
  help: "It comes back by itself: try again, with a smaller task if it happens every time.",
};
