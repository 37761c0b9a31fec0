/** Inputs that once went wrong: kept so that they do not again. */
import assert from "node:assert/strict";
import { analyzeSpec } from "../../../../src/engine/tasks/analyze/analyze";
import type { AnalysisResult } from "../../../../src/engine/tasks/analyze/analyze";
import type { Report } from "../../../../src/engine/report/types";
import { finish } from "../../networks";

function analyse(spec: object): AnalysisResult {
  return finish(analyzeSpec(JSON.stringify(spec), { path: null }));
}

function report(spec: object): Report {
  const result = analyse(spec);
  if (result.kind !== "report") throw new Error(JSON.stringify(result.problems));
  return result.report;
}

const ones = (n: number): number[] => Array<number>(n).fill(1);

describe("inputs that once went wrong", () => {
  it("products of many weights that overflow end with unknown or a problem of the spec, not never", () => {
    for (const activation of ["identity", "relu"])
      for (const [depth, value] of [
        [21, 1e20],
        [61, 1e6],
        [501, 5],
      ]) {
        const result = analyse({
          architecture: { widths: ones(depth), activation },
          initialization: { scheme: "constant", value },
        });
        if (result.kind === "invalid") {
          assert.deepEqual(
            result.problems.map(({ code }) => code),
            ["init.out-of-range"],
          );
          continue;
        }
        assert.equal(result.kind, "report");
        const { intrinsicMetric } = result.report;
        assert.ok(
          intrinsicMetric.value === "unknown" || intrinsicMetric.basis === "theorem",
          `${activation} ${depth} ${value}`,
        );
      }
  });

  it("a lambda beside the scheme balanced is not used, as the warning says", () => {
    for (const lambda of [1, [1, 2, 3]]) {
      const { initialization, problems } = report({
        architecture: { widths: [5, 3, 4], activation: "identity" },
        initialization: { scheme: "balanced", lambda },
      });
      assert.ok(Math.abs(initialization.lambda[0]) < 1e-12);
      assert.deepEqual(
        problems.map(({ code, severity }) => [code, severity]),
        [["spec.conflict", "warning"]],
      );
    }
  });

  it("a title cannot write escapes to the terminal", () => {
    const result = analyse({
      title: "a\u001b[31mred\nnext\u0007",
      architecture: { widths: [2, 2], activation: "identity" },
    });
    assert.equal(result.kind, "invalid");
    if (result.kind === "invalid")
      assert.deepEqual(
        result.problems.map(({ code }) => code),
        ["spec.wrong-value"],
      );
  });

  it("a single layer is recoverable whatever its size", () => {
    for (const widths of [
      [4, 3],
      [970, 970],
    ]) {
      const { recoverability, intrinsicMetric } = report({ architecture: { widths, activation: "identity" } });
      assert.deepEqual(
        [recoverability.value, intrinsicMetric.value, intrinsicMetric.basis],
        [true, "holds", "theorem"],
      );
    }
  });

  it("very wide hidden layers between narrow ends are counted", () => {
    const { laws } = report({ architecture: { widths: [1, 300, 1], activation: "identity" } });
    assert.deepEqual([laws.independent.value, laws.complete.basis], [599, "certified"]);
  });

  it("weights of layers without a way to the output are named as frozen, not as neurons on a path", () => {
    const layers = [
      { name: "u", type: "dense", units: 3, activation: "relu" },
      { name: "v", type: "dense", units: 2, activation: "relu", from: ["input"] },
      { name: "o", type: "dense", units: 2, from: ["v"] },
    ];
    const { recoverability, laws } = report({ architecture: { input: 3, layers } });
    assert.match(recoverability.note ?? "", /9 weights of layers that reach no output never move/);
    assert.equal(laws.lieDimension.value, 19 - 9 - 2);
  });

  it("a draw that would take minutes is refused with its estimate", () => {
    const result = analyse({
      architecture: { widths: [2200, 2200, 2200], activation: "identity" },
      initialization: { scheme: "balanced" },
    });
    assert.equal(result.kind, "invalid");
    if (result.kind === "invalid") assert.match(result.problems[0].message, /estimated .* s/);
  });

  it("the zero initialization says that every singular value is zero", () => {
    const { intrinsicMetric } = report({
      architecture: { widths: [5, 3, 4], activation: "identity" },
      initialization: { scheme: "zeros" },
    });
    assert.match(intrinsicMetric.kernelDimension.note ?? "", /Every singular value is zero/);
  });

  it("the interface without a relaxed balanced point is named by its own matrices", () => {
    const result = analyse({
      architecture: { widths: [4, 3, 5, 2], activation: "identity" },
      initialization: { scheme: "relaxed-balanced", lambda: 0.7 },
    });
    assert.equal(result.kind, "invalid");
    if (result.kind === "invalid")
      assert.match(result.problems[0].message, /U₃ᵀU₃ = λ I \+ U₂U₂ᵀ between layer2 and layer3/);
  });
});
