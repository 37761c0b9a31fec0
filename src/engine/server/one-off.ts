/**
 * One-off requests, each in a thread of its own, which ends with it: the analysis that runs as the user types has its
 * thread for itself.
 *
 * Invariants: at most one request per key, the newest wins. A cancelled request answers at once and its thread is
 * ended, whatever it is doing. Every request is answered once.
 */
import type { Progress } from "../findings/progress";
import { explainEnd } from "../worker/faults";
import type { CureJob, FromWorker, Job, JobBasis, LawsJob, StartWorker, WorkerHandle } from "../worker/protocol";

/** A job as its asker knows it. */
export type Order = Omit<LawsJob, keyof JobBasis> | Omit<CureJob, keyof JobBasis>;

/** What the thread answers to an order of this type. */
type Answer<T extends Order["type"]> = Extract<FromWorker, { type: T }>["result"];

export type Outcome<T extends Order["type"]> =
  | { readonly kind: "answer"; readonly result: Answer<T> }
  /** A fault of ours or of the machine: why, and what to do. */
  | { readonly kind: "refused"; readonly message: string; readonly help: string }
  | { readonly kind: "cancelled" };

export interface Hooks {
  readonly progress: (progress: Progress) => void;
  /** Is given what to call when the user no longer wants it. */
  readonly onCancel: (cancel: () => void) => void;
}

export interface OneOffs {
  run<T extends Order["type"]>(
    key: string,
    order: Extract<Order, { type: T }>,
    spec: { readonly text: string; readonly path: string | null },
    hooks: Hooks,
  ): Promise<Outcome<T>>;
  dispose(): void;
}

export interface OneOffHost {
  readonly startWorker: StartWorker;
  readonly log: (line: string) => void;
}

const JOB = 1;

export function createOneOffs(host: OneOffHost): OneOffs {
  /** For each key, what cancels its request. */
  const running = new Map<string, () => void>();

  return {
    run<T extends Order["type"]>(
      key: string,
      order: Extract<Order, { type: T }>,
      spec: { readonly text: string; readonly path: string | null },
      { progress, onCancel }: Hooks,
    ): Promise<Outcome<T>> {
      running.get(key)?.();
      return new Promise((resolve) => {
        let worker: WorkerHandle | null = null;
        let over = false as boolean;
        const cancel = (): void => answer({ kind: "cancelled" });
        const answer = (one: Outcome<T>): void => {
          if (over) return;
          over = true;
          worker?.terminate();
          if (running.get(key) === cancel) running.delete(key);
          resolve(one);
        };
        const receive = (message: FromWorker): void => {
          switch (message.type) {
            case "progress":
              return void (over || progress(message.progress));
            case "cancelled":
              return cancel();
            case "failed":
              host.log(`${key} failed: ${message.log}`);
              return answer({ kind: "refused", message: message.message, help: message.help });
            case "result":
            case "laws":
            case "cure":
              // A thread answers what it was asked, so the type is the order's.
              return answer({ kind: "answer", result: message.result as Answer<T> });
            case "simulate":
            case "sweep":
            case "trajectory": // asked for by none of these
              return;
          }
        };
        running.set(key, cancel);
        onCancel(cancel);
        if (over) return;
        try {
          worker = host.startWorker({
            message: receive,
            ended: (end) => answer({ kind: "refused", ...explainEnd(end, order.type) }),
          });
          const basis: JobBasis = { job: JOB, ...spec, cancel: new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT) };
          worker.post({ ...order, ...basis } as Job);
        } catch (error) {
          answer({ kind: "refused", ...explainEnd({ kind: "crashed", detail: String(error) }, order.type) });
        }
      });
    },
    dispose() {
      for (const cancel of [...running.values()]) cancel();
    },
  };
}
