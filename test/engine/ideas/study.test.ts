/** A report on its way: what it says already is what it says in the end, and it says what it does not know yet. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { analyzeSpec } from "../../../src/engine/tasks/analyze/analyze";
import { readSpec } from "../../../src/engine/spec/read";
import { subjectOf } from "../../../src/engine/subject/subject";
import { IDEAS } from "../../../src/engine/ideas";
import { studyIdeas } from "../../../src/engine/ideas/study";
import type { Report } from "../../../src/engine/report/types";
import { finish } from "../networks";

/** One for each way to a verdict: a theorem beside a measurement, the graph, a measurement alone, a path, a function. */
const EXAMPLES = [
  "two-layer-relaxed-balanced",
  "relu-bias-skip",
  "two-layer-random",
  "linear-neural-ode",
  "tanh",
  "tied-neurons",
];

/** The fields of each idea that may be pending when a report is first told. */
const FIELDS: Readonly<Record<string, readonly (keyof Report)[]>> = {
  metric: ["intrinsicMetric", "recoverability"],
  plateau: ["plateau"],
  manifolds: ["manifolds", "symmetry"],
  signal: ["signal"],
};

describe("a report on its way", () => {
  for (const name of EXAMPLES)
    it(`says of ${name} what it says in the end, part by part`, () => {
      const { partials, last } = stages(readFileSync(`examples/${name}.intrinsic.json`, "utf8"));
      // A path has its verdict last.
      assert.ok(partials.length > 0 || last.depth !== undefined, "told before the end");
      assert.equal(last.pending, undefined);
      let before = IDEAS.length + 1;
      for (const partial of partials) {
        const pending = partial.pending ?? [];
        assert.ok(pending.length > 0 && pending.length <= before, `${pending.join()} after ${before}`);
        before = pending.length;
        const open = new Set(pending.flatMap((idea) => FIELDS[idea] ?? assert.fail(`${idea} was waited for`)));
        for (const field of Object.keys(last) as (keyof Report)[]) {
          if (field === "problems" || open.has(field)) continue;
          assert.deepEqual(partial[field], last[field], `${field} while ${pending.join()} is pending`);
        }
        // Nothing is said of what is not known.
        for (const problem of partial.problems) assert.ok(has(last, problem.message) || open.has("intrinsicMetric"));
        if (open.has("symmetry")) assert.equal(partial.symmetry.searched, false);
      }
    });

  it("has a theorem's verdict before the measurement that is held against it", () => {
    const { partials, last } = stages(readFileSync("examples/two-layer-relaxed-balanced.intrinsic.json", "utf8"));
    const [first] = partials;
    assert.ok(first.pending?.includes("metric"));
    assert.equal(first.intrinsicMetric.basis, "theorem");
    assert.equal(first.intrinsicMetric.value, last.intrinsicMetric.value);
    assert.equal(first.intrinsicMetric.measurement.basis, "unknown");
    assert.equal(last.intrinsicMetric.measurement.basis, "measured");
  });

  it("is made of every idea, each studied once", () => {
    const made = finish(subjectOf(readSpec(readFileSync("examples/relu-bias-skip.intrinsic.json", "utf8")), {}));
    assert.ok(made.kind === "subject");
    const result = finish(studyIdeas(made.subject));
    assert.ok(result.kind === "studied");
    assert.deepEqual(result.studied.pending, []);
    for (const idea of IDEAS) assert.doesNotThrow(() => result.found<unknown, object>(idea));
  });
});

function stages(text: string): { partials: readonly Report[]; last: Report } {
  const steps = analyzeSpec(text, { path: null });
  const partials: Report[] = [];
  for (;;) {
    const step = steps.next();
    if (step.done === true) {
      assert.ok(step.value.kind === "report");
      return { partials, last: step.value.report };
    }
    const partial = step.value.partial?.();
    if (partial != null) partials.push(partial);
  }
}

function has({ problems }: Report, message: string): boolean {
  return problems.some((problem) => problem.message === message);
}
