/**
 * A thread like the real one, but for the analysis and the simulation: the text is a script of what it shall do. It lets tests
 * meet a stuck, a failing and a dying thread.
 */
import { parentPort } from "node:worker_threads";
import type { FromWorker, Job, SimulationJob, SweepJob } from "../../../src/engine/worker/protocol";
import {
  runJob,
  type Analyze,
  type ComputeCure,
  type ListLaws,
  type RunOfSweep,
  type Simulate,
} from "../../../src/engine/worker/run-job";
import { trajectoryUpTo } from "./trajectory";

let current = 0;

const analyze: Analyze = function* (text) {
  const script = /"title": "([^"]*)"/.exec(text)?.[1] ?? text; // a spec's script is its title
  const [command, argument] = script.split(" ");
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

/** The same script; "run" tells a trajectory that grows by a sample at each step, until it is cancelled. "run-then-stick": it sticks after the first. */
const simulate: Simulate = function* (text, { path, readDataFile }) {
  const script = /"title": "([^"]*)"/.exec(text)?.[1] ?? text; // a spec's script is its title
  const [command, argument] = script.split(" ");
  if (command === "read") return { kind: "refused", reason: JSON.stringify(readDataFile(argument)), help: "" };
  if (command === "run" || command === "run-then-stick")
    for (let t = 0; ; t++) {
      yield {
        stage: `t = ${t}`,
        fraction: null,
        trajectory: (cancelled) => trajectoryUpTo(t, cancelled ? "cancelled" : "running"),
      };
      if (command === "run-then-stick") for (;;);
      const until = performance.now() + 1;
      while (performance.now() < until);
    }
  for (const step of analyze(text, { path })) yield { ...step, trajectory: null };
  return { kind: "refused", reason: `simulated ${text}`, help: "" };
};

/** The script's word for each run, in order; a number is its value. */
const sweep: RunOfSweep = function* (text, { path, run }) {
  const word = text.split(",")[run] ?? "";
  yield* analyze(word, { path });
  return { run, value: Number.isNaN(Number(word)) ? null : Number(word), note: null, exponent: null };
};

parentPort!.on("message", (job: Job) => {
  current = job.job;
  const dataFiles =
    ({ folder }: SimulationJob | SweepJob) =>
    (name: string) =>
      ({ kind: "text", text: `${name} in ${String(folder)}` }) as const;
  runJob(
    job,
    { analyze, laws, cure, simulate, sweep },
    { post: (message) => parentPort!.postMessage(message), now: () => performance.now(), dataFiles },
  );
});
