/**
 * Simulations that run now, each in a thread of its own, so that the analysis as the user types goes on beside them.
 *
 * Invariants: at most one simulation per document, a new one ends the old. At most MOST_AT_ONCE have a thread, later
 * ones wait in the order they were asked for. Each ends with one last state, unless a new one took its place: then
 * nothing more is said of it. One asked to stop stops within GRACE_MS, or its thread is ended; what it told last stays.
 */
import type { SimulationResult } from "../analysis/simulate";
import type { SimulationState } from "../protocol/messages";
import { formatNumber } from "../findings/numbers";
import { withMathml } from "../report/mathml";
import type { TrajectorySection } from "../report/run/facts";
import { explainEnd } from "../worker/faults";
import type { FromWorker, SimulationJob, StartWorker, WorkerHandle } from "../worker/protocol";
import type { After } from "./host";

export interface SimulationRequest extends Pick<SimulationJob, "text" | "path" | "folder"> {
  readonly uri: string;
  readonly version: number;
}

export interface Simulations {
  start(request: SimulationRequest): void;
  /** The user has seen enough: the state is "stopped" with the run as far as it is, unless it ends by itself first. */
  stop(uri: string): void;
  /** The document was closed: its simulation is stopped at once, as far as it has told. */
  closed(uri: string): void;
  /** The version that is being simulated, or waits for it; `null`: none. */
  running(uri: string): number | null;
  dispose(): void;
}

export interface SimulationsHost {
  readonly startWorker: StartWorker;
  readonly after: After;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly tell: (request: SimulationRequest, state: SimulationState) => void;
  /** How a simulation came out; `null` when another one has begun, and the last result no longer counts. */
  readonly result: (request: SimulationRequest, result: SimulationResult | null) => void;
  readonly log: (line: string) => void;
}

/** How long a simulation may take to notice that it should stop, and to tell where it is. */
export const GRACE_MS = 300;
/** Each keeps a core busy and may hold a gigabyte. */
export const MOST_AT_ONCE = 2;

interface Run {
  readonly request: SimulationRequest;
  readonly flag: Int32Array<SharedArrayBuffer>;
  /** `null` while it waits. */
  worker: WorkerHandle | null;
  trajectory: TrajectorySection | null;
  /** Takes back the end by force; `null` while it was not asked to stop. */
  giveUp: (() => void) | null;
}

type Last = Exclude<SimulationState, { readonly kind: "running" }>;

const JOB = 1;

export function createSimulations(host: SimulationsHost): Simulations {
  /** In the order they were asked for. */
  const runs = new Map<string, Run>();

  const isCurrent = (run: Run): boolean => runs.get(run.request.uri) === run;

  const leave = (run: Run): void => {
    runs.delete(run.request.uri);
    run.giveUp?.();
    run.worker?.terminate();
  };

  const conclude = (run: Run, state: Last, result: SimulationResult | null = null): void => {
    if (!isCurrent(run)) return;
    leave(run);
    if (result !== null) host.result(run.request, result);
    host.tell(run.request, state);
    next();
  };

  const receive = (run: Run, message: FromWorker): void => {
    if (!isCurrent(run)) return;
    switch (message.type) {
      case "progress":
        // Once there is a trajectory, it brings its progress along.
        if (run.trajectory === null && run.giveUp === null)
          host.tell(run.request, { kind: "running", progress: message.progress, trajectory: null });
        return;
      case "trajectory":
        run.trajectory = message.trajectory;
        if (run.giveUp === null)
          host.tell(run.request, { kind: "running", progress: message.progress, trajectory: message.trajectory });
        return;
      case "simulate":
        return conclude(run, stateAfter(message.result, message.milliseconds, host.now()), message.result);
      case "cancelled":
        return conclude(run, stopped(run));
      case "failed":
        host.log(`the simulation of ${run.request.uri} failed: ${message.log}`);
        return conclude(run, { kind: "failed", message: message.message, help: message.help });
      case "result":
      case "laws":
      case "cure":
      case "sweep": // asked for by no simulation
        return;
    }
  };

  const begin = (run: Run): void => {
    const { text, path, folder } = run.request;
    host.tell(run.request, { kind: "running", progress: { stage: "Starting", fraction: null }, trajectory: null });
    try {
      run.worker = host.startWorker({
        message: (message) => receive(run, message),
        ended: (end) =>
          conclude(run, run.giveUp === null ? { kind: "failed", ...explainEnd(end, "simulate") } : stopped(run)),
      });
      run.worker.post({ type: "simulate", job: JOB, text, path, folder, cancel: run.flag.buffer });
    } catch (error) {
      conclude(run, { kind: "failed", ...explainEnd({ kind: "crashed", detail: String(error) }, "simulate") });
    }
  };

  const next = (): void => {
    for (;;) {
      const waiting = [...runs.values()].filter(({ worker }) => worker === null);
      if (waiting.length === 0 || runs.size - waiting.length >= MOST_AT_ONCE) return;
      begin(waiting[0]);
    }
  };

  return {
    start(request) {
      const before = runs.get(request.uri);
      if (before !== undefined) leave(before);
      host.result(request, null);
      const flag = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
      const run: Run = { request, flag, worker: null, trajectory: null, giveUp: null };
      runs.set(request.uri, run);
      next();
      if (isCurrent(run) && run.worker === null)
        host.tell(request, { kind: "running", progress: { stage: WAITING, fraction: null }, trajectory: null });
    },
    stop(uri) {
      const run = runs.get(uri);
      if (run === undefined || run.giveUp !== null) return;
      if (run.worker === null) return conclude(run, stopped(run));
      Atomics.store(run.flag, 0, 1);
      run.giveUp = host.after(GRACE_MS, () => {
        host.log(`the simulation of ${uri} did not stop within ${GRACE_MS} ms: its thread is ended`);
        conclude(run, stopped(run));
      });
    },
    closed(uri) {
      const run = runs.get(uri);
      if (run !== undefined) conclude(run, stopped(run));
    },
    running: (uri) => runs.get(uri)?.request.version ?? null,
    dispose() {
      for (const run of [...runs.values()]) leave(run);
    },
  };
}

const WAITING = `Waiting: ${MOST_AT_ONCE} other simulations are running`;

function stopped({ trajectory }: Run): Last {
  return { kind: "stopped", trajectory: trajectory === null ? null : cut(trajectory) };
}

/** A run that could not tell itself where it was stopped: it ends with what it told last. */
function cut(trajectory: TrajectorySection): TrajectorySection {
  if (trajectory.status !== "running") return trajectory;
  const unit = trajectory.optimizer === "gradient-flow" ? "t" : "step";
  return {
    ...trajectory,
    status: "cancelled",
    sentence: `cancelled: stopped after ${unit} = ${formatNumber(trajectory.times.at(-1) ?? 0, 4)}`,
  };
}

function stateAfter(result: SimulationResult, milliseconds: number, now: number): Last {
  switch (result.kind) {
    case "report":
      return { kind: "done", report: withMathml(result.report), milliseconds, finishedAt: now };
    case "refused":
      return { kind: "failed", message: result.reason, help: result.help };
    case "invalid": {
      const errors = result.problems.filter(({ severity }) => severity === "error");
      if (errors.length === 1) return { kind: "failed", message: errors[0].message, help: errors[0].help };
      return {
        kind: "failed",
        message: `The spec has ${errors.length} errors, so there is nothing to simulate.`,
        help: "Correct what the Problems view lists, then simulate again.",
      };
    }
  }
}
