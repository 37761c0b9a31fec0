import assert from "node:assert/strict";
import type { CheckedExpectation } from "../../../src/engine/report/check";
import { countsOf, toldOf } from "../../../src/extension/testing/outcome";

const range = { start: { line: 3, character: 2 }, end: { line: 3, character: 9 } };
const entry = (name: string, decision: CheckedExpectation["decision"]): CheckedExpectation => ({
  name,
  range,
  decision,
});
const done = (...entries: readonly CheckedExpectation[]) =>
  ({ kind: "done", result: { entries }, documentVersion: 0 }) as const;

describe("what a test run is told", () => {
  const fails = { kind: "fails", message: "Expected laws to be 6, found 7.", expected: "6", found: "7" } as const;

  it("is each decision at its place in the text that was checked", () => {
    const answer = done(
      entry("complete", { kind: "holds" }),
      entry("laws", fails),
      entry("maxDrift", { kind: "undecided", message: "No training.", help: "Add one." }),
    );
    assert.deepEqual(toldOf(answer, ["laws", "complete", "maxDrift"]), [
      ["laws", { ...fails, kind: "failed", range }],
      ["complete", { kind: "passed" }],
      ["maxDrift", { kind: "errored", message: "No training. Add one.", range }],
    ]);
  });

  it("is never a pass where there is no decision: refused, cancelled, or no longer in the text", () => {
    const kinds = (answer: Parameters<typeof toldOf>[0]) => toldOf(answer, ["laws"]).map(([, told]) => told.kind);
    assert.deepEqual(kinds({ kind: "refused", message: "No.", help: "Try." }), ["errored"]);
    assert.deepEqual(kinds({ kind: "cancelled" }), ["skipped"]);
    assert.deepEqual(kinds(done(entry("complete", { kind: "holds" }))), ["skipped"]);
  });

  it("is counted by kind", () => {
    const told = toldOf(done(entry("a", { kind: "holds" }), entry("b", { kind: "holds" })), ["a", "b", "c"]);
    assert.deepEqual(countsOf(told.map(([, one]) => one)), [
      ["passed", 2],
      ["skipped", 1],
    ]);
  });
});
