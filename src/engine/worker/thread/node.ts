/** Starts the analysis thread with Node's worker_threads and tells how it ended. */
import { Worker } from "node:worker_threads";
import type { FromWorker, StartWorker, WorkerEnd } from "../protocol";
import { t } from "../../findings/language";

/** Objects an analysis may hold. Above this the thread ends alone, long before the machine starts to swap. */
const MEMORY_MEGABYTES = 1024;

export function threadStarter(file: string, megabytes: number = MEMORY_MEGABYTES): StartWorker {
  return (events) => {
    const worker = new Worker(file, { resourceLimits: { maxOldGenerationSizeMb: megabytes } });
    let over = false;
    const end = (how: WorkerEnd): void => {
      if (over) return;
      over = true;
      events.ended(how);
    };
    worker.on("message", (message: FromWorker) => {
      if (!over) events.message(message);
    });
    worker.on("messageerror", (error) => end({ kind: "crashed", detail: error.message }));
    worker.on("error", (error: NodeJS.ErrnoException) => {
      if (error.code === "ERR_WORKER_OUT_OF_MEMORY") end({ kind: "out-of-memory", megabytes });
      else end({ kind: "crashed", detail: error.message });
    });
    worker.on("exit", (code) => end({ kind: "crashed", detail: t`exit code ${code}` }));
    return {
      post: (job) => worker.postMessage(job),
      terminate: () => {
        over = true;
        void worker.terminate();
      },
    };
  };
}
