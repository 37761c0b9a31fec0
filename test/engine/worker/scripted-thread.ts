/**
 * A thread like the real one, but for the analysis and the simulation: the text is a script of what it shall do. It lets tests
 * meet a stuck, a failing and a dying thread.
 */
import { NO_CHOSEN_FILES } from "./no-chosen-files";
import { NO_NEW_FILES } from "./no-new-files";
import { parentPort } from "node:worker_threads";
import type { Progress } from "../../../src/engine/findings/progress";
import type { Report } from "../../../src/engine/report/types";
import { RUNS } from "../../../src/engine/tasks";
import type { Run } from "../../../src/engine/tasks/task";
import type { FromWorker, Job } from "../../../src/engine/worker/protocol";
import { followedFile } from "../../../src/engine/worker/run-files/node";
import { runJob } from "../../../src/engine/worker/run-job";
import { twoLayers } from "../../sample-report";
import { trajectoryUpTo } from "./trajectory";

let current = 0;

const analyze: Run<"analyze"> = function* (_asked, { text }) {
  const script = /"title": "([^"]*)"/.exec(text)?.[1] ?? text; // a spec's script is its title
  const [command, argument] = script.split(" ");
  yield { stage: `began ${text}`, fraction: 0 };
  switch (command) {
    case "finish":
      break;
    case "report-in-stages":
      for (const pending of [["plateau", "manifolds"], ["manifolds"]]) {
        let told = false as boolean;
        const partial = (): Report => ((told = true), inStages(pending));
        while (!told) yield { stage: "on its way", fraction: null, partial };
      }
      return { kind: "found", result: inStages([]) };
    case "report-that-stays": {
      const report = inStages(["plateau"]);
      yield { stage: "verdict", fraction: null, partial: () => report };
      for (;;) yield { stage: "stepping", fraction: null };
    }
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

/** A report that lacks these, with one problem for each thing it knows. */
function inStages(pending: readonly string[]): Report {
  const problems = ["metric", "plateau", "manifolds"]
    .filter((name) => !pending.includes(name))
    .map((name) => ({
      code: "metric.not-intrinsic" as const,
      severity: "information" as const,
      message: name,
      help: "",
      range: { start: { line: 0, character: 0 }, end: { line: 0, character: 1 } },
    }));
  return twoLayers({ problems, ...(pending.length === 0 ? {} : { pending }) });
}

/** The same script, answered with a listing. */
const laws: Run<"list-laws"> = function* (_asked, spec, host) {
  yield* plainly(analyze({ effort: "typing" }, spec, host));
  return { kind: "found", result: { text: `listed ${spec.text}` } };
};

/** The same script, answered with a change. */
const cure: Run<"cure"> = function* ({ cure: id }, spec, host) {
  yield* plainly(analyze({ effort: "typing" }, spec, host));
  return { kind: "found", result: { edits: [], message: `${id} of ${spec.text}` } };
};

/** The same script; "run" tells a trajectory that grows by a sample at each step, until it is cancelled. "run-then-stick": it sticks after the first. */
const simulate: Run<"simulate"> = function* (_asked, spec, host) {
  const { text } = spec;
  const script = /"title": "([^"]*)"/.exec(text)?.[1] ?? text; // a spec's script is its title
  const [command, argument] = script.split(" ");
  if (command === "read") return { kind: "refused", reason: JSON.stringify(host.readDataFile(argument)), help: "" };
  if (command === "run" || command === "run-then-stick")
    for (let t = 0; ; t++) {
      yield {
        stage: `t = ${t}`,
        fraction: null,
        partial: (cancelled) => trajectoryUpTo(t, cancelled ? "cancelled" : "running"),
      };
      if (command === "run-then-stick") for (;;);
      const until = performance.now() + 1;
      while (performance.now() < until);
    }
  yield* plainly(analyze({ effort: "typing" }, spec, host));
  return { kind: "refused", reason: `simulated ${text}`, help: "" };
};

/** The script's word for each run, in order; a number is its value. */
const sweep: Run<"sweep"> = function* (_asked, spec, host) {
  const { run } = spec;
  const word = spec.text.split(",")[run] ?? "";
  yield* plainly(analyze({ effort: "typing" }, { ...spec, text: word }, host));
  const value = Number.isNaN(Number(word)) ? null : Number(word);
  return { kind: "found", result: { run, value, note: null, exponent: null } };
};

function* plainly(steps: ReturnType<Run<"analyze">>): Generator<Progress, void> {
  for (const { stage, fraction } of steps) yield { stage, fraction };
}

parentPort!.on("message", (job: Job) => {
  current = job.job;
  const dataFiles =
    ({ folder }: Pick<Job, "folder">) =>
    (name: string) =>
      ({ kind: "text", text: `${name} in ${String(folder)}` }) as const;
  runJob(
    job,
    { ...RUNS, analyze, "list-laws": laws, cure, simulate, sweep },
    {
      post: (message) => parentPort!.postMessage(message),
      now: () => performance.now(),
      dataFiles,
      followFile: followedFile,
      ...NO_CHOSEN_FILES,
      weightsFiles: () => () => ({ kind: "none", why: "There is no such file.", help: "Put it there." }),
      newFiles: () => NO_NEW_FILES,
    },
  );
});
