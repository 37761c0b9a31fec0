/** What a spec expects, decided entry by entry: by its analysis, by a run where one is spoken of, or not at all. */
import assert from "node:assert/strict";
import { checkSpec } from "../../../../src/engine/tasks/check/check";
import type { Decision } from "../../../../src/engine/report/check";
import { listExpectations } from "../../../../src/engine/spec/expectations";
import { finish } from "../../networks";

const TRAINING = `"training": {
    "data": { "kind": "teacher", "samples": 16, "seed": 3 },
    "optimizer": { "type": "gradient-flow", "time": 1 }
  },`;

/** Relaxed balanced, [5, 3, 4]: 6 laws, and no others (arXiv:2307.00144). */
const spec = (expect: string, training = ""): string => `{
  "architecture": { "widths": [5, 3, 4], "activation": "identity", "bias": false },
  "initialization": { "scheme": "relaxed-balanced", "lambda": [0.7], "seed": 7 },
  ${training}
  "expect": { ${expect} }
}
`;

function decisions(text: string): Readonly<Record<string, Decision>> {
  const outcome = finish(checkSpec(text, { path: null, readDataFile: () => assert.fail("no file is named") }));
  assert.ok(outcome.kind === "checked", JSON.stringify(outcome));
  return Object.fromEntries(outcome.result.entries.map(({ name, decision }) => [name, decision]));
}

describe("a check of expectations", () => {
  it("says of each whether it holds, and of one that fails what was expected and what was found", () => {
    const found = decisions(spec('"laws": 6, "complete": true, "intrinsicMetric": "fails"'));
    assert.deepEqual(found["laws"], { kind: "holds" });
    assert.deepEqual(found["complete"], { kind: "holds" });
    assert.deepEqual(found["intrinsicMetric"], {
      kind: "fails",
      message: "Expected intrinsicMetric to be fails, found holds.",
      expected: "fails",
      found: "holds",
    });
  });

  it("simulates the training where a run is spoken of", () => {
    const found = decisions(spec('"laws": 6, "maxDrift": 1e-6, "intrinsicFlowError": 1e-30', TRAINING));
    assert.deepEqual([found["laws"], found["maxDrift"]], [{ kind: "holds" }, { kind: "holds" }]);
    const flow = found["intrinsicFlowError"];
    assert.ok(flow.kind === "fails");
    assert.equal(flow.expected, "at most 1e-30");
    assert.ok(Number(flow.found) > 0);
  });

  it("decides the others where there is nothing to simulate, and says why one is undecided", () => {
    const found = decisions(spec('"laws": 6, "maxDrift": 1e-6'));
    assert.deepEqual(found["laws"], { kind: "holds" });
    assert.ok(found["maxDrift"].kind === "undecided");
    assert.match(found["maxDrift"].message, /no training section/);
    assert.match(found["maxDrift"].help, /"training"/);
  });

  it("is none of a spec whose errors leave nothing to analyse", () => {
    for (const text of [spec('"laws": 6').replace("[5, 3, 4]", '"wide"'), spec('"lawz": 6, "laws": 6')]) {
      const outcome = finish(checkSpec(text, { path: null, readDataFile: () => assert.fail("no file is named") }));
      assert.equal(outcome.kind, "invalid");
    }
  });
});

describe("the list of expectations of a text", () => {
  const text = spec('"laws": { "min": 4 }, "lawz": 1, "laws": 5, "complete": true');

  it("has each name once, with its place and its value as written, known or not", () => {
    const { entries, section, title } = listExpectations(text);
    assert.deepEqual(
      entries.map(({ name, value, says }) => [name, value, says !== null]),
      [
        ["laws", '{ "min": 4 }', true],
        ["lawz", "1", false],
        ["complete", "true", true],
      ],
    );
    const line = text.split("\n").findIndex((one) => one.includes('"expect"'));
    assert.equal(section?.start.line, line);
    assert.equal(entries[0].range.start.character, text.split("\n")[line].indexOf('"laws"'));
    assert.equal(title, null);
  });

  it("is empty where a text expects nothing, is broken or is none", () => {
    for (const none of ["", "{", "[]", '{ "expect": 3 }', '{ "expect": {} }', "nonsense"])
      assert.deepEqual(listExpectations(none).entries, []);
  });

  it("keeps what can be read of a text that is being typed, and stands where it does behind a byte order mark", () => {
    const typed = listExpectations('{ "expect": { "laws": 6, "complete"');
    assert.deepEqual(typed.entries.map(({ name, value }) => [name, value]).at(0), ["laws", "6"]);
    assert.deepEqual(listExpectations(`\uFEFF${text}`), listExpectations(text));
  });
});
