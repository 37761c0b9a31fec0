/** Specs that once ended in a fault of ours, or without an end: what is said of them now. */
import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { analyzeSpec, type AnalysisResult } from "../../../src/engine/tasks/analyze/analyze";
import { jsonWriter } from "../../../src/engine/report/writers/json";
import { check } from "../../../src/engine/cli/check";
import { processTerminal } from "../../../src/engine/cli/terminal";
import type { Report } from "../../../src/engine/report/types";
import { readSpec } from "../../../src/engine/spec/read";
import { reportsJson } from "../../../src/engine/report/writers/json-text";

const CASES = path.resolve("test/fixtures/cases");

function textOf(name: string): string {
  return readFileSync(path.join(CASES, `${name}.intrinsic.json`), "utf8");
}

function analysed(text: string): AnalysisResult {
  const steps = analyzeSpec(text, { path: null });
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}

/** `severity code line` of each error. */
function errors(text: string): string[] {
  const result = analysed(text);
  const problems = result.kind === "invalid" ? result.problems : result.report.problems;
  return problems
    .filter(({ severity }) => severity === "error")
    .map(({ code, range }) => `${code} ${range.start.line + 1}`);
}

describe("numbers beyond double precision", () => {
  it("are a problem at their place", () => {
    assert.deepEqual(errors(textOf("robustness/subnormal-weight")), ["init.out-of-range 14"]);
    assert.deepEqual(errors(textOf("robustness/times-nan")), ["init.out-of-range 13"]);
    assert.deepEqual(errors(textOf("truth/linear-ode-constant-20-json-check-exits-3")), ["init.out-of-range 1"]);
  });

  it("are one for every activation and size, or a report that can be written", () => {
    for (const activation of ["identity", "relu", "tanh", "softplus"])
      for (const size of [1e-160, 1e-80, 1e-31, 1e31, 1e80, 1e155, 1e308]) {
        const result = analysed(
          `{"architecture":{"widths":[2,3,3,1],"activation":"${activation}"},"initialization":{"scheme":"gaussian","std":${size}},` +
            `"training":{"data":{"kind":"teacher","samples":4},"optimizer":{"type":"gradient-flow","time":1}}}`,
        );
        if (result.kind === "report") assert.doesNotThrow(() => reportsJson([result.report]), `${activation} ${size}`);
        else
          assert.deepEqual(
            result.problems.filter(({ severity }) => severity === "error").map(({ code }) => code),
            ["init.out-of-range"],
          );
      }
  });
});

describe("wide networks", () => {
  const report = (name: string): Report => {
    const result = analysed(textOf(`robustness/${name}`));
    assert.equal(result.kind, "report");
    return result.report;
  };

  it("are counted and decided where that needs no table of their width", () => {
    const found = [
      "scalar-wide",
      "wide-hidden-no-end",
      "wide-hidden-memory",
      "wide-output-training",
      "nineteen-seconds",
    ].map((name) => {
      const { laws, intrinsicMetric } = report(name);
      return [name, laws.independent.value, laws.complete.value, intrinsicMetric.value, intrinsicMetric.basis];
    });
    // rho (2 r + 1 - rho) / 2 laws with rho = min(r, n + m); nineteen-seconds has one law per coordinate.
    assert.deepEqual(found, [
      ["scalar-wide", 7999, true, "holds", "theorem"],
      ["wide-hidden-no-end", 3994, true, "fails", "measured"],
      ["wide-hidden-memory", 699979, true, "fails", "measured"],
      ["wide-output-training", 3, true, "fails", "theorem"],
      ["nineteen-seconds", 100, true, "holds", "measured"],
    ]);
  });

  it("read and check a spec that is wide without computing: features wait for no number", () => {
    const { network, problems } = readSpec(textOf("robustness/features-fifteen-seconds"));
    assert.ok(network !== undefined && problems.length > 0);
  });
});

describe("a fault of ours in one of several files", () => {
  it("is that file's alone: the others are reported", () => {
    const folder = mkdtempSync(path.join(tmpdir(), "intrinsic-"));
    try {
      const files = ["a", "b", "c"].map((name) => path.join(folder, `${name}.intrinsic.json`));
      for (const file of files) writeFileSync(file, '{ "architecture": { "widths": [2, 2, 1] } }');
      const out = path.join(folder, "out.json");
      const code = check(
        processTerminal(folder),
        { files, writer: jsonWriter, out, effort: "typing" },
        (text, options) => {
          if (options.path === files[1]) throw new Error("a fault made for this test");
          return analyzeSpec(text, options);
        },
      );
      const written = JSON.parse(readFileSync(out, "utf8")) as { reports: { spec: { path: string } }[] };
      assert.deepEqual([code, written.reports.map(({ spec }) => spec.path)], [3, [files[0], files[2]]]);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
