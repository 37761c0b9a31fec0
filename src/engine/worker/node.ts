/** The thread an analysis runs in (worker_threads): it can be cancelled, it can be ended, it can die alone. */
import { parentPort } from "node:worker_threads";
import { analyzeSpec } from "../analysis/analyze";
import type { AnalysisJob } from "./protocol";
import { runJob } from "./run-job";

const port = parentPort;
if (port === null) throw new Error("This file runs inside a worker thread.");
port.on("message", (job: AnalysisJob) => {
  runJob(job, analyzeSpec, { post: (message) => port.postMessage(message), now: () => performance.now() });
});
