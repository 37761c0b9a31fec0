/**
 * Sweeps that run now, each on a pool of threads of its own.
 *
 * Invariants: at most one sweep per document, a new one ends the old; one sweep at a time has threads, later ones wait
 * in the order they were asked for. Each ends with one last state, unless a new one took its place.
 */
import { foldSweep } from "../analysis/sweep/fold";
import { tooLongFor } from "../analysis/sweep/cost";
import { planSweep, type PlanResult, type SweepPlan } from "../analysis/sweep/plan";
import type { SweepState } from "../protocol/messages";
import type { SweepOutcome, SweepResult } from "../report/sweep";
import { startPool, type Pool } from "../worker/pool";
import type { StartWorker } from "../worker/protocol";
import type { SimulationRequest } from "./simulations";

export interface Sweeps {
  start(request: SimulationRequest): void;
  /** The state is "stopped", with the runs that have finished. */
  stop(uri: string): void;
  /** The document was closed: its sweep ends, and nothing more is said of it. */
  closed(uri: string): void;
  /** The version that is swept, or waits for it; `null`: none. */
  running(uri: string): number | null;
  dispose(): void;
}

export interface SweepsHost {
  readonly startWorker: StartWorker;
  readonly parallelism: number;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly tell: (request: SimulationRequest, state: SweepState) => void;
  readonly log: (line: string) => void;
}

/** Told at most this often, and so seldom that folding the outcomes takes no more than a share of the time. */
const TELL_EVERY_MS = 250;
const TELLING_SHARE = 0.05;

interface Sweep {
  readonly request: SimulationRequest;
  readonly plan: SweepPlan;
  readonly outcomes: SweepOutcome[];
  readonly started: number;
  /** `null` while it waits. */
  pool: Pool | null;
  nextTelling: number;
}

export function createSweeps({ startWorker, parallelism, now, tell, log }: SweepsHost): Sweeps {
  const sweeps = new Map<string, Sweep>();

  const isCurrent = (sweep: Sweep): boolean => sweeps.get(sweep.request.uri) === sweep;
  const resultOf = ({ plan, outcomes }: Sweep): SweepResult | null =>
    outcomes.length === 0 ? null : foldSweep(plan, outcomes);

  const leave = (sweep: Sweep): void => {
    sweeps.delete(sweep.request.uri);
    sweep.pool?.stop();
  };

  const conclude = (sweep: Sweep, state: SweepState): void => {
    if (!isCurrent(sweep)) return;
    leave(sweep);
    tell(sweep.request, state);
    next();
  };

  const tellRunning = (sweep: Sweep): void => {
    const begun = now();
    const { runs } = sweep.plan.sweep;
    const done = sweep.outcomes.length;
    tell(sweep.request, {
      kind: "running",
      progress: { stage: `run ${done} of ${runs}`, fraction: done / runs },
      result: resultOf(sweep),
    });
    sweep.nextTelling = now() + Math.max(TELL_EVERY_MS, (now() - begun) / TELLING_SHARE);
  };

  const begin = (sweep: Sweep): void => {
    const { text, path, folder } = sweep.request;
    tellRunning(sweep);
    sweep.pool = startPool({
      startWorker,
      threads: parallelism,
      text,
      path,
      folder,
      log,
      runs: Array.from({ length: sweep.plan.sweep.runs }, (_, run) => run),
      outcome: (outcome) => {
        if (!isCurrent(sweep)) return;
        sweep.outcomes.push(outcome);
        if (now() >= sweep.nextTelling) tellRunning(sweep);
      },
      finished: () =>
        conclude(sweep, {
          kind: "done",
          result: foldSweep(sweep.plan, sweep.outcomes),
          milliseconds: now() - sweep.started,
          finishedAt: now(),
        }),
    });
  };

  const next = (): void => {
    const all = [...sweeps.values()];
    const waiting = all.find(({ pool }) => pool === null);
    if (waiting !== undefined && all.every(({ pool }) => pool === null)) begin(waiting);
  };

  return {
    start(request) {
      const before = sweeps.get(request.uri);
      if (before !== undefined) leave(before);
      const planned = plannedSweep(request.text);
      if (planned.kind !== "plan") {
        const error =
          planned.kind === "invalid" ? planned.problems.find(({ severity }) => severity === "error") : undefined;
        tell(
          request,
          planned.kind === "refused"
            ? { kind: "failed", message: planned.reason, help: planned.help }
            : {
                kind: "failed",
                message: error?.message ?? "The spec has errors.",
                help: error?.help ?? "Correct what the Problems view lists, then sweep again.",
              },
        );
        next();
        return;
      }
      const sweep: Sweep = { request, plan: planned.plan, outcomes: [], started: now(), pool: null, nextTelling: 0 };
      sweeps.set(request.uri, sweep);
      next();
      if (isCurrent(sweep) && sweep.pool === null)
        tell(request, {
          kind: "running",
          progress: { stage: "Waiting: another sweep is running", fraction: null },
          result: null,
        });
    },
    stop(uri) {
      const sweep = sweeps.get(uri);
      if (sweep !== undefined) conclude(sweep, { kind: "stopped", result: resultOf(sweep) });
    },
    closed(uri) {
      const sweep = sweeps.get(uri);
      if (sweep === undefined) return;
      leave(sweep);
      next();
    },
    running: (uri) => sweeps.get(uri)?.request.version ?? null,
    dispose() {
      for (const sweep of [...sweeps.values()]) leave(sweep);
    },
  };
}

/** The plan, unless it would keep the machine busy for hours. */
function plannedSweep(text: string): PlanResult {
  const planned = planSweep(text);
  const tooLong = planned.kind === "plan" ? tooLongFor(planned.plan) : null;
  return tooLong === null ? planned : { kind: "refused", ...tooLong };
}
