/** The one list of problems of a text that was analysed and simulated. */
import { NO_CHOSEN_FILES } from "../worker/no-chosen-files";
import { NO_NEW_FILES } from "../worker/no-new-files";
import assert from "node:assert/strict";
import { analyzeSpec } from "../../../src/engine/tasks/analyze/analyze";
import type { Report } from "../../../src/engine/report/types";
import { simulate } from "../../../src/engine/tasks/simulate/task";
import type { Outcome } from "../../../src/engine/tasks/task";
import type { Problem } from "../../../src/engine/findings/problem";
import { followedFile } from "../../../src/engine/worker/run-files/node";
import { withRun } from "../../../src/engine/server/run-problems";

const spec = (optimizer: object, expect: object, data: object = { kind: "teacher", samples: 8 }): string =>
  JSON.stringify(
    {
      architecture: { widths: [3, 2, 2], activation: "identity" },
      initialization: { scheme: "gaussian", seed: 7 },
      training: { data, optimizer },
      expect,
    },
    null,
    1,
  );
const FLOW = { type: "gradient-flow", time: 0.1, tolerance: 1e-8 };
const UNSTABLE = { type: "gradient-descent", learningRate: 100, steps: 500 };
const IMPOSSIBLE = { laws: 99, maxDrift: 1e-300 };

function last<T>(steps: Generator<unknown, T>): T {
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}
function analysed(text: string, effort: "typing" | "patient" = "typing"): readonly Problem[] {
  const result = last(analyzeSpec(text, { path: null, effort }));
  return result.kind === "report" ? result.report.problems : result.problems;
}
const simulated = (text: string): Outcome<Report> =>
  last(
    simulate(
      {},
      { text, path: null, run: 0 },
      {
        readDataFile: () => ({ kind: "none", why: "There is no such file.", help: "Put it there." }),
        followFile: followedFile,
        ...NO_CHOSEN_FILES,
        openWeights: () => ({ kind: "none", why: "There is no such file.", help: "Put it there." }),
        writeNewFiles: NO_NEW_FILES,
      },
    ),
  );
const problemsOf = (result: Outcome<Report>): readonly Problem[] =>
  result.kind === "found" ? result.result.problems : result.kind === "invalid" ? result.problems : [];
const key = ({ code, range, message }: Problem): string => JSON.stringify([code, range, message]);
const sorted = (problems: readonly Problem[] | null): string[] => (problems ?? []).map(key).sort();

describe("the problems of a text that was simulated", () => {
  for (const [name, text, codes] of [
    ["a run that misses its expectation", spec(FLOW, IMPOSSIBLE), ["expect.failed", "expect.failed"]],
    ["a run that meets it", spec(FLOW, { maxDrift: 1 }), []],
    ["a run that diverges", spec(UNSTABLE, { maxDrift: 1 }), ["expect.failed", "flow.step-size-unstable"]],
  ] as const)
    it(`of ${name} are the run's, whichever of run and analysis comes last`, () => {
      const run = simulated(text);
      assert.equal(run.kind, "found", JSON.stringify(run));
      const analysis = analysed(text);
      assert.ok(
        analysis.some(({ code }) => code === "expect.needs-run"),
        "nothing waits for the run, so this test says nothing",
      );
      assert.deepEqual(sorted(withRun(null, run)), sorted(problemsOf(run)));
      assert.deepEqual(sorted(withRun(analysis, run)), sorted(problemsOf(run)));
      const found = problemsOf(run)
        .map(({ code }) => code)
        .filter((code) => /^(flow|expect)\./.test(code));
      assert.deepEqual(found.sort(), codes);
    });

  it("of a run whose data cannot be read are the analysis' and that one; what waits for a run goes on waiting", () => {
    const text = spec(FLOW, { maxDrift: 1 }, { kind: "csv", path: "data.csv", inputs: 3, targets: 2 });
    const run = simulated(text);
    assert.equal(run.kind, "invalid", JSON.stringify(run));
    const analysis = analysed(text);
    const added = sorted(withRun(analysis, run)).filter((one) => !sorted(analysis).includes(one));
    assert.deepEqual(
      added.map((one) => (JSON.parse(one) as string[])[0]),
      ["data.unreadable"],
    );
    assert.ok((withRun(analysis, run) ?? []).length === analysis.length + 1);
    assert.ok(withRun(null, run)?.some(({ code }) => code === "data.unreadable"));
  });

  it("of a more patient analysis stay its own", () => {
    const run = simulated(spec(FLOW, IMPOSSIBLE));
    assert.ok(run.kind === "found");
    const patient = analysed(spec(FLOW, { maxDrift: 1e-300, laws: 3 }), "patient").filter(
      ({ code }) => code !== "expect.failed",
    );
    const list = withRun(patient, run) ?? [];
    assert.ok(
      !list.some(({ message }) => /Expected laws/.test(message)),
      "a comparison of the analysis was taken from the run",
    );
  });

  it("are the analysis' when nothing was simulated", () => {
    const analysis = analysed(spec(FLOW, IMPOSSIBLE));
    assert.equal(withRun(analysis, null), analysis);
    assert.equal(withRun(analysis, { kind: "refused", reason: "", help: "" }), analysis);
    assert.equal(withRun(null, null), null);
  });
});
