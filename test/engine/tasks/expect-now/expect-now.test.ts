/** "Expect what holds now": what it writes holds, stands beside what was there, and claims nothing that is unknown. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { TextDocument } from "vscode-languageserver-textdocument";
import { EXPECTATIONS } from "../../../../src/engine/report/expectations";
import type { Report } from "../../../../src/engine/report/types";
import { listExpectations } from "../../../../src/engine/spec/expectations";
import { readSpec } from "../../../../src/engine/spec/read";
import { analyzeSpec } from "../../../../src/engine/tasks/analyze/analyze";
import { expectNow } from "../../../../src/engine/tasks/expect-now/expect-now";
import { finish } from "../../networks";

const HOLDS = `{
  // a comment above
  "architecture": { "widths": [5, 3, 4], "activation": "identity", "bias": false },
  "initialization": { "scheme": "relaxed-balanced", "lambda": [0.7], "seed": 7 } // a comment beside
}
`;
const valuesOf = (text: string): Readonly<Record<string, string>> =>
  Object.fromEntries(listExpectations(text).entries.map(({ name, value }) => [name, value]));

function analysed(text: string): Report {
  const result = finish(analyzeSpec(text, { path: null }));
  assert.ok(result.kind === "report", JSON.stringify(result));
  return result.report;
}

function changed(text: string, run: Readonly<Record<string, number>> = {}): string {
  const outcome = expectNow(text, analysed(text), run);
  assert.ok(outcome.kind === "found", JSON.stringify(outcome));
  assert.equal(outcome.result.edits.length, 1, "one edit, to be undone at once");
  const document = TextDocument.create("file:///a", "intrinsic", 1, text);
  return TextDocument.applyEdits(document, [...outcome.result.edits]);
}

describe("what holds now", () => {
  for (const name of ["two-layer-random", "plateau", "relu", "tied-neurons"])
    it(`is expected of ${name}, and holds there; what is unknown is not expected`, () => {
      const given = readFileSync(`examples/${name}.intrinsic.json`, "utf8");
      // Without what the example expects itself.
      const text = given.replace(/,\s*(\/\/[^\n]*\n\s*)*"expect": \{[^{}]*(\{[^{}]*\}[^{}]*)*\}/, "");
      assert.equal(listExpectations(text).section, null);
      const after = changed(text);
      const report = analysed(after);
      assert.deepEqual(
        report.problems.filter(({ code }) => code.startsWith("expect.")),
        [],
      );
      for (const [property, row] of Object.entries(EXPECTATIONS)) {
        const known = "found" in row && row.found(report).value !== null && row.found(report).basis !== "unknown";
        assert.equal(property in valuesOf(after), known, property);
      }
    });

  it("takes a line for each, behind the last section, and leaves every comment", () => {
    const after = changed(HOLDS);
    assert.match(after, /\/\/ a comment beside\n {2}"expect": \{\n {4}"laws": 6,\n {4}"complete": true,\n/);
    assert.ok(after.includes("// a comment above"));
    assert.deepEqual(readSpec(after).problems, []);
  });

  it("leaves what is expected already, right or wrong, and adds the rest behind it", () => {
    const given = HOLDS.replace(
      "// a comment beside",
      ',\n  "expect": {\n    "laws": 7, // wrong\n    "intrinsicMetric": "holds" // mine\n  }',
    );
    const after = changed(given);
    assert.match(after, /"laws": 7, \/\/ wrong\n {4}"intrinsicMetric": "holds", \/\/ mine\n {4}"complete": true/);
    assert.deepEqual(readSpec(after).problems, []);
  });

  it("writes into a section on one line, an empty one, and a text on one line", () => {
    const line = HOLDS.replace("// a comment beside", ', "expect": { "laws": 6 }');
    assert.match(changed(line), /"expect": \{ "laws": 6, "complete": true, /);
    const empty = HOLDS.replace("// a comment beside", ',\n  "expect": {}');
    assert.match(changed(empty), /\n {2}"expect": \{\n {4}"laws": 6,/);
    assert.match(changed('{"architecture": {"widths": [2, 2, 2]}}'), /\}, "expect": \{ "laws": \d+, /);
  });

  it("gives a measured number room for its uncertainty, and a run's the form of an upper bound", () => {
    const values = valuesOf(changed(HOLDS, { maxDrift: 3.1e-12 }));
    const gain = analysed(HOLDS).signal?.gain;
    assert.ok(gain?.basis === "measured" && gain.value !== null);
    const { min, max } = JSON.parse(values["signalGain"]) as { min: number; max: number };
    const room = Math.max(gain.residual ?? 0, 0.01 * gain.value);
    assert.ok(
      min <= gain.value - room && max >= gain.value + room && max - min <= 2 * room + 0.02,
      values["signalGain"],
    );
    assert.equal(values["maxDrift"], "7e-12");
    assert.equal(values["intrinsicFlowError"], undefined);
  });

  it("is refused where all is expected already", () => {
    const after = changed(HOLDS);
    assert.equal(expectNow(after, analysed(after), {}).kind, "refused");
  });
});
