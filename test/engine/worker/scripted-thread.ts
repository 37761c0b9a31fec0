/**
 * A thread like the real one, but for the analysis: the text is a script of what it shall do. It lets tests meet a stuck,
 * a failing and a dying thread.
 */
import { parentPort } from "node:worker_threads";
import type { FromWorker, Job } from "../../../src/engine/worker/protocol";
import { runJob, type Analyze, type ComputeCure, type ListLaws } from "../../../src/engine/worker/run-job";

let current = 0;

const analyze: Analyze = function* (text) {
  const [command, argument] = text.split(" ");
  yield { stage: `began ${text}`, fraction: 0 };
  switch (command) {
    case "finish":
      break;
    case "steps-until-cancelled":
      for (;;) yield { stage: "stepping", fraction: null };
    case "stuck":
      // Says so itself: a job that yields no more cannot.
      parentPort!.postMessage({
        type: "progress",
        job: current,
        progress: { stage: "stepping", fraction: null },
      } satisfies FromWorker);
      for (;;);
    case "throw":
      throw new Error(argument);
    case "allocate-array":
      new Float64Array(2 ** 50);
      break;
    case "eat-memory": {
      const kept: object[] = [];
      for (;;) kept.push(Array.from({ length: 1000 }, (_, i) => ({ i })));
    }
    case "exit":
      process.exit(Number(argument));
  }
  return { kind: "invalid", problems: [] };
};

/** The same script, answered with a listing. */
const laws: ListLaws = function* (text, { path }) {
  yield* analyze(text, { path });
  return { kind: "listing", text: `listed ${text}`, rejected: 0 };
};

/** The same script, answered with a change. */
const cure: ComputeCure = function* (text, { path, cure: id }) {
  yield* analyze(text, { path });
  return { kind: "edit", edits: [], message: `${id} of ${text}` };
};

parentPort!.on("message", (job: Job) => {
  current = job.job;
  runJob(job, { analyze, laws, cure }, { post: (message) => parentPort!.postMessage(message), now: () => performance.now() });
});
