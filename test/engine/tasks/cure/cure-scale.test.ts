/** The problem of a long plateau and its cure: the prediction holds for the changed spec, and nothing but scales has changed. */
import assert from "node:assert/strict";
import { TextDocument } from "vscode-languageserver-textdocument";
import { analyzeSpec } from "../../../../src/engine/tasks/analyze/analyze";
import { cureSpec } from "../../../../src/engine/tasks/cure/cure";
import { simulateSpec } from "../../../../src/engine/tasks/simulate/simulate";
import type { Report } from "../../../../src/engine/report/types";
import { readSpec } from "../../../../src/engine/spec/read";
import { finish } from "../../networks";

const training = (optimizer = '{ "type": "gradient-flow", "time": 10, "tolerance": 1e-8 }'): string =>
  `"training": { "data": { "kind": "teacher", "samples": 32, "seed": 3, "teacher": { "widths": [2, 1], "activation": "identity" } }, "optimizer": ${optimizer} }`;
const spec = (initialization: string, optimizer?: string, activation = "tanh"): string =>
  `{\n  "architecture": { "widths": [2, 4, 4, 4, 1], "activation": "${activation}" },\n  "initialization": ${initialization}, // mine\n  ${training(optimizer)}\n}\n`;

function analysed(text: string): Report {
  const result = finish(analyzeSpec(text, { path: null }));
  assert.ok(result.kind === "report", JSON.stringify(result));
  return result.report;
}

const long = (report: Report) => report.problems.find(({ code }) => code === "plateau.long");

describe("a long plateau", () => {
  const CASES: Readonly<Record<string, string>> = {
    "all layers small": spec('{ "scheme": "xavier-normal", "scale": 0.05, "seed": 1 }'),
    "three small layers of their own": spec(
      '{ "scheme": "xavier-normal", "seed": 2, "layers": { "layer1": { "scale": 0.02 }, "layer2": { "scale": 0.02 }, "layer3": { "scale": 0.02 } } }',
    ),
    "gradient descent": spec(
      '{ "scheme": "xavier-normal", "scale": 0.05, "seed": 1 }',
      '{ "type": "gradient-descent", "learningRate": 0.05, "steps": 200 }',
    ),
    "a linear network, balanced": spec('{ "scheme": "balanced", "scale": 0.05, "seed": 1 }', undefined, "identity"),
    relu: spec('{ "scheme": "he-normal", "scale": 0.05, "seed": 5 }', undefined, "relu"),
  };
  for (const [name, text] of Object.entries(CASES))
    it(`is told and cured: ${name}`, () => {
      const before = analysed(text);
      const problem = long(before);
      assert.ok(problem !== undefined, "the problem");
      assert.equal(problem.severity, "information");
      assert.match(problem.cures?.[0]?.title ?? "", /^Scale to escape within t = 2.5$/);
      const result = finish(cureSpec(text, { path: null, cure: "escape-sooner" }));
      assert.ok(result.kind === "edit", JSON.stringify(result));
      const changed = TextDocument.applyEdits(TextDocument.create("a", "intrinsic", 1, text), [
        ...result.edits,
      ] as never);
      const after = analysed(changed);
      assert.equal(long(after), undefined);
      assert.ok((after.plateau?.escapeTime.value ?? Infinity) <= 2.5);
      assert.ok(changed.includes("// mine"), changed);
      assert.equal(readSpec(changed).initialization?.seed, readSpec(text).initialization?.seed);
    });

  it("is predicted within a factor of the run itself", () => {
    const text = CASES["all layers small"].replace('"time": 10', '"time": 1000');
    const result = finish(
      simulateSpec(text, { path: null, readDataFile: () => ({ kind: "none", why: "", help: "" }) }),
    );
    assert.ok(result.kind === "report");
    const { escapeTime, measuredEscapeTime } = result.report.plateau ?? {};
    assert.equal(escapeTime?.basis, "predicted");
    assert.equal(measuredEscapeTime?.basis, "measured");
    assert.ok(
      Math.abs((escapeTime?.value ?? 0) / (measuredEscapeTime?.value ?? 1) - 1) < 0.05,
      `${escapeTime?.value} and ${measuredEscapeTime?.value}`,
    );
  });

  it("is said of the scale that makes it, with the steps where steps are counted", () => {
    const own = CASES["three small layers of their own"];
    const { range } = long(analysed(own)) ?? { range: null };
    assert.deepEqual(range?.start, { line: 2, character: own.split("\n")[2].indexOf("0.02") });
    assert.match(long(analysed(CASES["gradient descent"]))?.message ?? "", /about \d+ steps at this learning rate/);
  });

  it("is not said of ordinary starts, of specs without a run, nor where nothing is small", () => {
    for (const text of [
      spec('{ "scheme": "xavier-normal", "seed": 1 }'),
      '{ "architecture": { "widths": [2, 4, 4, 1], "activation": "tanh" }, "initialization": { "scale": 0.01 } }',
    ])
      assert.equal(long(analysed(text)), undefined);
    const refused = finish(
      cureSpec(spec('{ "scheme": "xavier-normal", "seed": 1 }'), { path: null, cure: "escape-sooner" }),
    );
    assert.equal(refused.kind, "refused");
  });

  it("leaves the law unsaid where it does not apply", () => {
    for (const [activation, words] of [
      ["sigmoid", /class D/],
      ["quadratic", /flat at 0/],
    ] as const) {
      const { plateau } = analysed(spec('{ "scheme": "xavier-normal", "scale": 0.1 }', undefined, activation));
      assert.equal(plateau?.exponent.value, null);
      assert.match(plateau?.exponent.note ?? "", words);
    }
    assert.equal(
      analysed(
        '{ "architecture": { "widths": [2, 4, 1], "activation": "tanh" }, "expect": { "plateauExponent": -1 } }',
      ).problems.find(({ code }) => code === "expect.failed")?.message,
      "Expected plateauExponent to be -1, found 0.",
    );
  });
});
