/**
 * Lists polynomial laws on request, each request in a thread of its own, which ends with it: the analysis that runs as the
 * user types has its thread for itself.
 *
 * Invariants: at most one listing per document, the newest request wins. A cancelled listing answers at once and its
 * thread is ended, whatever it is doing. Every request is answered once.
 */
import type { LawsResult } from "../analysis/discover-laws";
import { LARGEST_DEGREE } from "../analysis/discover-laws";
import type { Progress } from "../findings/progress";
import type { LawsAnswer } from "../protocol/messages";
import { explainEnd } from "../worker/faults";
import type { FromWorker, StartWorker, WorkerHandle } from "../worker/protocol";

export interface ListingRequest {
  readonly uri: string;
  readonly documentVersion: number;
  readonly text: string;
  readonly path: string | null;
  readonly degree: number;
}

export interface LawListings {
  /** `onCancel` is given what to call when the user no longer wants it. */
  list(
    request: ListingRequest,
    progress: (progress: Progress) => void,
    onCancel: (cancel: () => void) => void,
  ): Promise<LawsAnswer>;
  dispose(): void;
}

export interface ListingsHost {
  readonly startWorker: StartWorker;
  readonly log: (line: string) => void;
}

const JOB = 1;

export function createLawListings(host: ListingsHost): LawListings {
  /** For each document, what cancels its listing. */
  const running = new Map<string, () => void>();

  const start = (request: ListingRequest, progress: (progress: Progress) => void, answer: (answer: LawsAnswer) => void): WorkerHandle => {
    const receive = (message: FromWorker): void => {
      switch (message.type) {
        case "progress":
          return progress(message.progress);
        case "laws":
          return answer(answerTo(message.result, request.documentVersion));
        case "cancelled":
          return answer({ kind: "cancelled" });
        case "failed":
          host.log(`listing the laws of ${request.uri} failed: ${message.log}`);
          return answer({ kind: "refused", message: message.message, help: message.help });
        case "result": // asked for by no listing
          return;
      }
    };
    const worker = host.startWorker({
      message: receive,
      ended: (end) => answer({ kind: "refused", ...explainEnd(end, "laws") }),
    });
    const { text, path, degree } = request;
    worker.post({ type: "laws", job: JOB, text, path, degree, cancel: new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT) });
    return worker;
  };

  return {
    list(request, progress, onCancel) {
      if (!Number.isInteger(request.degree) || request.degree < 1 || request.degree > LARGEST_DEGREE)
        return Promise.resolve({
          kind: "refused",
          message: `Laws of degree ${String(request.degree)} cannot be listed.`,
          help: `Ask for a whole number from 1 to ${LARGEST_DEGREE}.`,
        });
      running.get(request.uri)?.();
      return new Promise((resolve) => {
        let worker: WorkerHandle | null = null;
        let over = false;
        const cancel = (): void => answer({ kind: "cancelled" });
        const answer = (one: LawsAnswer): void => {
          if (over) return;
          over = true;
          worker?.terminate();
          if (running.get(request.uri) === cancel) running.delete(request.uri);
          resolve(one);
        };
        running.set(request.uri, cancel);
        onCancel(cancel);
        if (over) return;
        try {
          worker = start(request, (step) => void (over || progress(step)), answer);
        } catch (error) {
          answer({ kind: "refused", ...explainEnd({ kind: "crashed", detail: String(error) }, "laws") });
        }
      });
    },
    dispose() {
      for (const cancel of [...running.values()]) cancel();
    },
  };
}

function answerTo(result: LawsResult, documentVersion: number): LawsAnswer {
  switch (result.kind) {
    case "listing":
      return { kind: "listing", text: result.text, documentVersion };
    case "refused":
      return { kind: "refused", message: result.reason, help: result.help };
    case "invalid": {
      const [first] = result.problems.filter(({ severity }) => severity === "error");
      const why = first === undefined ? "" : ` ${first.message}`;
      return {
        kind: "refused",
        message: `The spec has errors, so there is no network to search.${why}`,
        help: "Correct what the Problems view lists, then run the command again.",
      };
    }
  }
}
