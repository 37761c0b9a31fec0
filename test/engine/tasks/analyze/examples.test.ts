/** The examples are specs that users open first: every one must analyse cleanly, explain itself and keep its promises. */
import assert from "node:assert/strict";
import { existsSync, readFileSync, readdirSync } from "node:fs";
import path from "node:path";
import type { AnalysisResult } from "../../../../src/engine/tasks/analyze/analyze";
import { analyzeSpec } from "../../../../src/engine/tasks/analyze/analyze";
import { simulateSpec } from "../../../../src/engine/tasks/simulate/simulate";
import type { OpenedWeights } from "../../../../src/engine/subject/parameters";
import { weightsOpener } from "../../../../src/engine/worker/weights-files/node";
import { dataFileReader } from "../../../../src/engine/worker/data-files/node";
import { PROBLEM_CODES } from "../../../../src/engine/findings/problem";
import type { Report } from "../../../../src/engine/report/types";
import { finish } from "../../networks";

const FOLDER = path.resolve("examples");
const SUFFIX = ".intrinsic.json";
const names = readdirSync(FOLDER)
  .filter((file) => file.endsWith(SUFFIX))
  .map((file) => file.slice(0, -SUFFIX.length))
  .sort();

/** Examples of what is said of networks that are too large for their weights to be drawn. */
const NOT_DRAWN = ["large-language-model"];

describe("examples", () => {
  it("are at least eight, and hold nothing but specs and the data they name", () => {
    assert.ok(names.length >= 8, `${names.length} examples`);
    const texts = names.map((name) => readFileSync(path.join(FOLDER, name + SUFFIX), "utf8"));
    const others = readdirSync(FOLDER).filter((file) => !file.endsWith(SUFFIX));
    assert.deepEqual(
      others.filter((file) => !texts.some((text) => text.includes(`"${file}"`))),
      [],
    );
  });

  for (const name of names)
    describe(name, () => {
      const text = readFileSync(path.join(FOLDER, name + SUFFIX), "utf8");

      it("has a title, a comment and an expectation", () => {
        assert.match(text, /"title": "[^"]+"/);
        assert.match(text, /^\s*\/\/ \S/m);
        assert.match(text, /"expect": \{ *\S|"expect": \{\n/);
      });

      it("analyses without an error: all its expectations hold", () => {
        const errors = problemsOf(analyze(name)).filter(({ severity }) => severity === "error");
        assert.deepEqual(
          errors.map(({ code, message }) => `${code}: ${message}`),
          [],
        );
      });

      if (/"training":/.test(text))
        it("keeps its expectations of a run", () => {
          const result = simulate(text);
          assert.ok(result.kind === "report", JSON.stringify(result));
          const errors = result.report.problems.filter(({ severity }) => severity === "error");
          assert.deepEqual(
            errors.map(({ code, message }) => `${code}: ${message}`),
            [],
          );
          assert.equal(result.report.trajectory?.status, "done");
          assert.deepEqual(
            result.report.problems.filter(({ code }) => code === "expect.needs-run"),
            [],
          );
        });

      it("has no problem in its text", () => {
        const about = problemsOf(analyze(name)).filter(({ code }) => code.startsWith("spec."));
        const [told, problems] = [true, false].map((is) =>
          about.filter(({ code }) => (code === "spec.not-drawn") === is),
        );
        assert.deepEqual(
          problems.map(({ code, message }) => `${code}: ${message}`),
          [],
        );
        assert.equal(told.length, NOT_DRAWN.includes(name) ? 1 : 0);
      });
    });

  it("count the six laws of the linear network [5, 3, 4], certified and complete", () => {
    const { model, laws } = report("two-layer-relaxed-balanced");
    assert.equal(model.parameters, 27);
    assert.equal(model.liftedDimension, 20);
    assert.deepEqual([laws.independent.value, laws.independent.basis], [6, "certified"]);
    assert.deepEqual([laws.known.value, laws.known.basis], [6, "certified"]);
    assert.deepEqual([laws.lieDimension.value, laws.lieDimension.basis], [21, "certified"]);
    assert.deepEqual([laws.complete.value, laws.complete.basis], [true, "certified"]);
  });

  it("show the property where relaxed balance holds …", () => {
    const { initialization, intrinsicMetric } = report("two-layer-relaxed-balanced");
    assert.equal(initialization.relaxedBalanced.value, true);
    assert.ok(Math.abs(initialization.lambda[0] - 0.7) < 1e-12, `λ = ${initialization.lambda[0]}`);
    assert.deepEqual([intrinsicMetric.value, intrinsicMetric.basis], ["holds", "theorem"]);
    assert.ok(violationOf("two-layer-relaxed-balanced") < 1e-10);
  });

  it("… and its failure at random weights", () => {
    const { initialization, intrinsicMetric } = report("two-layer-random");
    assert.equal(initialization.relaxedBalanced.value, false);
    assert.deepEqual([intrinsicMetric.value, intrinsicMetric.basis], ["fails", "theorem"]);
    assert.ok(violationOf("two-layer-random") > 1e-2);
  });

  it("count one law more than the known six on a chain with scalar input and output", () => {
    const { laws } = report("scalar-chain");
    assert.deepEqual([laws.independent.value, laws.known.value, laws.complete.value], [7, 6, false]);
  });

  it("refute relaxed balance without the rank condition", () => {
    const { initialization, intrinsicMetric } = report("counterexample-explicit");
    assert.equal(initialization.relaxedBalanced.value, true);
    assert.equal(intrinsicMetric.value, "fails");
    assert.ok(violationOf("counterexample-explicit") > 1e-2);
  });

  it("say why a neuron without outgoing weights cannot be recovered", () => {
    const { recoverability, laws } = report("relu-dead-neuron");
    assert.equal(recoverability.value, false);
    assert.match(recoverability.note ?? "", /layer1\[2\]/);
    assert.equal(laws.independent.value, 3);
  });
});

describe("the specs in the documentation", () => {
  // Those of audits need a file of weights: test/engine/tasks/audit/codes.test.ts.
  for (const code of PROBLEM_CODES.filter((one) => !one.startsWith("audit.")))
    it(`docs/codes/${code}.md shows a spec with that problem`, () => {
      const [spec] = specsIn(`docs/codes/${code}.md`);
      assert.ok(spec !== undefined, "no spec");
      assert.ok(codesOf(spec).includes(code), `found ${codesOf(spec).join(", ")}`);
    });

  specsIn("docs/spec.md").forEach((spec, index) => {
    it(`docs/spec.md, number ${index + 1}, analyses without an error`, () => {
      const errors = problemsOf(analyzeText(spec)).filter(({ severity }) => severity === "error");
      assert.deepEqual(
        errors.map(({ code, message }) => `${code}: ${message}`),
        [],
      );
    });
  });
});

function simulate(text: string) {
  const file = path.join(FOLDER, names[0] + SUFFIX);
  return finish(simulateSpec(text, { path: file, readDataFile: dataFileReader(file, null), openWeights }));
}

/** Weights files of the examples; of the documentation also those that no example should have. */
function openWeights(name: string): OpenedWeights {
  const folder = existsSync(path.join(FOLDER, name)) ? FOLDER : path.resolve("test/fixtures/weights");
  return weightsOpener(path.join(folder, readdirSync(folder)[0]), folder, null)(name);
}

/** The fenced blocks marked jsonc. */
function specsIn(file: string): string[] {
  return Array.from(readFileSync(file, "utf8").matchAll(/^```jsonc\n([\s\S]*?)^```/gm), ([, spec]) => spec);
}

/** Of the analysis, and of the run where there is a training section. */
function codesOf(spec: string): string[] {
  const run = simulate(spec);
  const ofRun = run.kind === "report" ? run.report.problems : run.kind === "invalid" ? run.problems : [];
  return [...problemsOf(analyzeText(spec)), ...ofRun].map(({ code }) => code);
}

/** Each example is analysed once, for all that is asked of its report. */
const analysed = new Map<string, AnalysisResult>();

function analyze(name: string): AnalysisResult {
  const result = analysed.get(name) ?? analyzeText(readFileSync(path.join(FOLDER, name + SUFFIX), "utf8"));
  analysed.set(name, result);
  return result;
}

function analyzeText(text: string): AnalysisResult {
  return finish(analyzeSpec(text, { path: null, openWeights }));
}

function problemsOf(result: AnalysisResult): Report["problems"] {
  return result.kind === "report" ? result.report.problems : result.problems;
}

function report(name: string): Report {
  const result = analyze(name);
  assert.equal(result.kind, "report");
  return (result as Extract<AnalysisResult, { kind: "report" }>).report;
}

function violationOf(name: string): number {
  const { value } = report(name).intrinsicMetric.violation;
  assert.notEqual(value, null);
  return value ?? NaN;
}
