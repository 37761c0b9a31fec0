/**
 * Which document is analysed now and which wait. One thread, one job at a time.
 *
 * Invariants: at most one job per document, waiting or running. The newest request goes first; a job of another
 * document that runs then gives way and comes again later. A job asked to stop stops within GRACE_MS, or its thread is
 * ended. An outcome is only told for the newest request of its document.
 */
import type { AnalysisResult } from "../analysis/analyze";
import type { Effort, Progress } from "../findings/progress";
import { explainEnd } from "../worker/faults";
import type { FromWorker, StartWorker, WorkerEnd, WorkerHandle } from "../worker/protocol";
import type { After } from "./host";

export interface AnalysisRequest {
  readonly uri: string;
  readonly version: number;
  readonly text: string;
  readonly path: string | null;
  readonly effort: Effort;
}

export type AnalysisOutcome =
  | { readonly kind: "running"; readonly progress: Progress }
  | { readonly kind: "finished"; readonly result: AnalysisResult; readonly milliseconds: number }
  | { readonly kind: "failed"; readonly message: string; readonly help: string }
  | { readonly kind: "cancelled" };

export interface AnalysisQueue {
  submit(request: AnalysisRequest): void;
  /** The text has changed or was closed: forget its analysis without a word. */
  drop(uri: string): void;
  /** The user wants it stopped: the outcome is "cancelled", unless it finishes first. */
  cancel(uri: string): void;
  dispose(): void;
}

export interface QueueHost {
  readonly startWorker: StartWorker;
  readonly after: After;
  readonly outcome: (request: AnalysisRequest, outcome: AnalysisOutcome) => void;
  readonly log: (line: string) => void;
}

/** How long a job may take to notice that it should stop. */
export const GRACE_MS = 100;

/** What becomes of a running job once it has stopped. `null`: it was not asked to stop. */
type Ending = "forget" | "come-again" | "tell" | null;

interface Running {
  readonly request: AnalysisRequest;
  readonly job: number;
  readonly flag: Int32Array;
  ending: Ending;
  giveUp: (() => void) | null;
}

export function createAnalysisQueue(host: QueueHost): AnalysisQueue {
  let worker: WorkerHandle | null = null;
  let running: Running | null = null;
  let waiting: AnalysisRequest[] = [];
  let jobs = 0;
  let disposed = false;

  const forgetWaiting = (uri: string): boolean => {
    const before = waiting.length;
    waiting = waiting.filter((request) => request.uri !== uri);
    return waiting.length < before;
  };

  const askToStop = (ending: Exclude<Ending, null>): void => {
    if (running === null) return;
    running.ending = ending;
    if (running.giveUp !== null) return;
    Atomics.store(running.flag, 0, 1);
    running.giveUp = host.after(GRACE_MS, () => {
      host.log(`job ${running?.job} did not stop within ${GRACE_MS} ms: its thread is ended`);
      worker?.terminate();
      worker = null;
      stopped();
    });
  };

  /** The running job is over without a result. */
  const stopped = (): void => {
    const over = leave();
    if (over === null) return;
    if (over.ending === "come-again" && !waiting.some((request) => request.uri === over.request.uri))
      waiting.push(over.request);
    if (over.ending === "tell") host.outcome(over.request, { kind: "cancelled" });
    next();
  };

  const leave = (): Running | null => {
    const over = running;
    over?.giveUp?.();
    running = null;
    return over;
  };

  const conclude = (outcome: AnalysisOutcome): void => {
    const over = leave();
    if (over !== null && over.ending !== "forget") host.outcome(over.request, outcome);
    next();
  };

  const receive = (message: FromWorker): void => {
    if (running === null || message.job !== running.job) return;
    switch (message.type) {
      case "progress":
        if (running.ending === null) host.outcome(running.request, { kind: "running", progress: message.progress });
        return;
      case "result":
        return conclude({ kind: "finished", result: message.result, milliseconds: message.milliseconds });
      case "laws":
      case "cure":
      case "simulate":
      case "sweep":
      case "trajectory": // asked for by no analysis
        return;
      case "cancelled":
        return stopped();
      case "failed":
        host.log(`analysis of ${running.request.uri} failed: ${message.log}`);
        return conclude({ kind: "failed", message: message.message, help: message.help });
    }
  };

  const ended = (end: WorkerEnd): void => {
    worker = null;
    host.log(
      `the analysis thread ended: ${end.kind === "crashed" ? end.detail : `out of memory (${end.megabytes} MB)`}`,
    );
    if (running === null) return;
    if (running.ending === null) conclude({ kind: "failed", ...explainEnd(end, "analyze") });
    else stopped();
  };

  const start = (): WorkerHandle => {
    // A thread that was replaced has nothing more to say.
    const mine: { handle: WorkerHandle | null } = { handle: null };
    const current = (): boolean => !disposed && worker === mine.handle;
    mine.handle = host.startWorker({
      message: (message) => current() && receive(message),
      ended: (end) => current() && ended(end),
    });
    return mine.handle;
  };

  const next = (): void => {
    if (disposed || running !== null) return;
    const request = waiting.shift();
    if (request === undefined) return;
    const cancel = new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT);
    running = { request, job: ++jobs, flag: new Int32Array(cancel), ending: null, giveUp: null };
    host.outcome(request, { kind: "running", progress: { stage: "Starting", fraction: null } });
    try {
      worker ??= start();
      worker.post({
        type: "analyze",
        job: running.job,
        text: request.text,
        path: request.path,
        effort: request.effort,
        cancel,
      });
    } catch (error) {
      worker?.terminate();
      worker = null;
      conclude({ kind: "failed", ...explainEnd({ kind: "crashed", detail: String(error) }, "analyze") });
    }
  };

  return {
    submit(request) {
      forgetWaiting(request.uri);
      waiting.unshift(request);
      if (running === null) return next();
      if (running.request.uri === request.uri) askToStop("forget");
      else if (running.ending === null) askToStop("come-again");
    },
    drop(uri) {
      forgetWaiting(uri);
      if (running?.request.uri === uri) askToStop("forget");
    },
    cancel(uri) {
      const request = waiting.find((candidate) => candidate.uri === uri);
      if (request !== undefined) {
        forgetWaiting(uri);
        host.outcome(request, { kind: "cancelled" });
      } else if (running?.request.uri === uri && running.ending !== "forget") askToStop("tell");
    },
    dispose() {
      disposed = true;
      leave();
      waiting = [];
      worker?.terminate();
      worker = null;
    },
  };
}
