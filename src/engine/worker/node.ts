/** The thread a job runs in (worker_threads): it can be cancelled, it can be ended, it can die alone. */
import { parentPort } from "node:worker_threads";
import { analyzeSpec } from "../analysis/analyze";
import { cureSpec } from "../analysis/cure";
import { discoverSpecLaws } from "../analysis/discover-laws";
import { simulateSpec } from "../analysis/simulate";
import { sweepRun } from "../analysis/sweep/run";
import { dataFileReader } from "./data-files/node";
import type { Job } from "./protocol";
import { runJob } from "./run-job";

const port = parentPort;
if (port === null) throw new Error("This file runs inside a worker thread.");
const work = { analyze: analyzeSpec, laws: discoverSpecLaws, cure: cureSpec, simulate: simulateSpec, sweep: sweepRun };
port.on("message", (job: Job) => {
  runJob(job, work, {
    post: (message) => port.postMessage(message),
    now: () => performance.now(),
    dataFiles: ({ path, folder }) => dataFileReader(path, folder),
  });
});
