/** A button of the page writes only what a problem of this very text offers. */
import assert from "node:assert/strict";
import type { Problem } from "../../../src/engine/findings/problem";
import { isOffered } from "../../../src/extension/cures/offered";
import type { TaskEntry } from "../../../src/extension/tasks/store";

const range = { start: { line: 1, character: 2 }, end: { line: 1, character: 9 } };
const problem: Problem = {
  code: "spec.unknown-property",
  severity: "error",
  message: "m",
  help: "h",
  range,
  fixes: [{ title: "Write it", range, newText: '"units"', same: true }],
};
const entry: TaskEntry<"analyze"> = {
  state: { kind: "invalid", errors: 1, problems: [problem] },
  version: 3,
  closed: false,
  last: null,
  kept: null,
};

describe("what the page asks to be written", () => {
  it("is written where a problem offers it", () => {
    assert.ok(isOffered({ range, newText: '"units"' }, entry, 3));
  });

  it("is not written when it is another text, another place, another version, or a document that was closed", () => {
    assert.ok(!isOffered({ range, newText: '"evil"' }, entry, 3));
    assert.ok(!isOffered({ range: { ...range, end: { line: 2, character: 0 } }, newText: '"units"' }, entry, 3));
    assert.ok(!isOffered({ range, newText: '"units"' }, entry, 4));
    assert.ok(!isOffered({ range, newText: '"units"' }, { ...entry, closed: true }, 3));
    assert.ok(!isOffered({ range, newText: '"units"' }, undefined, 3));
    assert.ok(!isOffered({ range, newText: '"units"' }, { ...entry, state: { kind: "stale" } }, 3));
  });
});
