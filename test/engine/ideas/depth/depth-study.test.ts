/** The analysis of linear neural ODEs: what is claimed, on which basis, and what is said about starts that are not good ones. */
import assert from "node:assert/strict";
import { analyzeSpec, type AnalysisResult } from "../../../../src/engine/tasks/analyze/analyze";
import { discoverSpecLaws } from "../../../../src/engine/tasks/list-laws/discover-laws";
import { cureSpec } from "../../../../src/engine/tasks/cure/cure";
import { objectiveOf } from "../../../../src/engine/flow/objective/objective";
import { chebyshevNodes } from "../../../../src/engine/math/spectral/chebyshev";
import { fromRows } from "../../../../src/engine/math/dense/matrix";
import { endNetwork } from "../../../../src/engine/model/network";
import { reportsJson } from "../../../../src/engine/report/writers/json-text";
import { reportText } from "../../../../src/engine/report/text";
import type { Report } from "../../../../src/engine/report/types";
import { readSpec } from "../../../../src/engine/spec/read";
import { finish } from "../../networks";

const spec = (initialization: string, width = 3, grid = 32): string =>
  `{ "architecture": { "layers": [{ "type": "linear-ode", "width": ${width}, "grid": ${grid} }] }, "initialization": { ${initialization} } }`;
const analyze = (text: string): AnalysisResult => finish(analyzeSpec(text, { path: null }));

function report(text: string): Report {
  const result = analyze(text);
  assert.ok(result.kind === "report", JSON.stringify(result));
  return result.report;
}

const codes = (found: Report): string[] => found.problems.map(({ code }) => code);

describe("a linear neural ODE from a relaxed balanced path", () => {
  const found = report(spec('"scheme": "relaxed-balanced", "lambda": "1 + cos(3*s)", "seed": 1'));

  it("is intrinsic by the theorem, with the metric of the closed form to 1e-10", () => {
    assert.deepEqual(
      [found.model.family, found.model.parametrization, found.model.parameters, found.model.liftedDimension],
      ["linear-ode", "flow-map", 288, 9],
    );
    assert.deepEqual([found.intrinsicMetric.value, found.intrinsicMetric.basis], ["holds", "theorem"]);
    assert.ok((found.intrinsicMetric.violation.value ?? 1) < 1e-10);
    assert.deepEqual(
      [found.initialization.relaxedBalanced.value, found.initialization.relaxedBalanced.basis],
      [true, "measured"],
    );
    assert.ok(Math.max(...found.initialization.imbalance) < 1e-8);
    assert.deepEqual(codes(found), []);
  });

  it("shows λ(s), the singular values along depth, and networks of growing depth", () => {
    const { depth } = found;
    assert.ok(depth !== undefined);
    depth.places.forEach((s, i) => {
      assert.ok(Math.abs(depth.lambda[i] - 1 - Math.cos(3 * s)) < 1e-9);
    });
    assert.deepEqual([depth.nodes.length, depth.places.length, found.initialization.lambda.length], [32, 63, 32]);
    assert.ok(
      depth.singularValues[0].every((x) => Math.abs(x - 1) < 1e-15),
      "Z_0 = I",
    );
    for (const order of Object.values(depth.finiteDepth.order)) assert.ok(order !== null && Math.abs(order - 1) < 0.1);
  });

  it("claims nothing about the number of laws", () => {
    assert.deepEqual(
      [found.laws.independent.basis, found.laws.complete.basis, found.laws.families.length],
      ["unknown", "unknown", 1],
    );
  });

  it("can be written as JSON and as text", () => {
    assert.doesNotThrow(() => reportsJson([found]));
    assert.match(reportText(found), /closed form/);
  });
});

describe("a linear neural ODE from another path", () => {
  it("fails with a violation above 1e-2 and a pair of paths, measured", () => {
    const found = report(spec('"scheme": "gaussian", "seed": 4'));
    assert.deepEqual([found.intrinsicMetric.value, found.intrinsicMetric.basis], ["fails", "measured"]);
    assert.ok((found.intrinsicMetric.violation.value ?? 0) > 1e-2);
    assert.ok((found.depth?.pair?.metricDifference ?? 0) > 1e-2);
    assert.deepEqual(codes(found).sort(), ["init.not-relaxed-balanced", "metric.not-intrinsic"]);
  });

  it("the second path of the pair, written as explicit matrices, is not intrinsic either", () => {
    const first = report(spec('"scheme": "gaussian", "seed": 4', 2, 32));
    const second = first.depth?.pair?.second.map((matrix) => [matrix.slice(0, 2), matrix.slice(2)]);
    assert.ok(second !== undefined);
    assert.equal(
      report(spec(`"scheme": "explicit", "weights": ${JSON.stringify(second)}`, 2, 32)).intrinsicMetric.value,
      "fails",
    );
  });

  it("holds for constant symmetric matrices, where h = 0, and for width 1", () => {
    const symmetric = report(spec('"scheme": "constant", "value": [[0.5, 0.2], [0.2, -0.3]]', 2));
    assert.deepEqual(
      [symmetric.intrinsicMetric.value, symmetric.initialization.relaxedBalanced.value],
      ["holds", true],
    );
    assert.ok(symmetric.initialization.lambda.every((x) => Math.abs(x) < 1e-11));
    const scalar = report(spec('"scheme": "gaussian"', 1));
    assert.deepEqual([scalar.intrinsicMetric.value, scalar.recoverability.value], ["holds", true]);
  });

  it("fails for constant matrices that are not normal, and for diagonal paths with two different rates", () => {
    assert.equal(
      report(spec('"scheme": "constant", "value": [[0.2, 1], [0, -0.1]]', 2)).intrinsicMetric.value,
      "fails",
    );
    const diagonal = Array.from(chebyshevNodes(16), (s) => [
      [s, 0],
      [0, -s],
    ]);
    assert.equal(
      report(spec(`"scheme": "explicit", "weights": ${JSON.stringify(diagonal)}`, 2, 16)).intrinsicMetric.value,
      "fails",
    );
  });

  it("can be written as JSON also where its laws vanish", () => {
    for (const initialization of [
      '"scheme": "zeros"',
      '"scheme": "constant", "value": [[0.5, 0.2], [0.2, -0.3]]',
      '"scheme": "constant", "value": [[0, 1], [-1, 0]]',
    ]) {
      const found = report(spec(initialization, 2));
      assert.equal(found.intrinsicMetric.value, "holds");
      assert.doesNotThrow(() => reportsJson([found]));
      assert.ok((found.depth?.finiteDepth.laws ?? [1]).every((x) => x < 1));
    }
  });

  it("is not decided where its grid does not carry it, and says so", () => {
    const found = report(spec('"scheme": "gaussian", "lengthScale": 0.1', 2, 8));
    assert.equal(found.intrinsicMetric.value, "unknown");
    assert.ok(codes(found).includes("init.path-not-resolved"));
  });

  it("is not decided off the balanced set when too wide to look for directions", () => {
    const found = report(spec('"scheme": "gaussian", "std": 0.2', 17, 24));
    assert.deepEqual([found.intrinsicMetric.value, found.initialization.relaxedBalanced.value], ["unknown", false]);
  });

  it("is near singular with a warning, and beyond double precision with an error", () => {
    assert.ok(
      codes(report(spec('"scheme": "constant", "value": [[12, 0], [0, -12]]', 2))).includes("init.near-singular"),
    );
    const beyond = analyze(spec('"scheme": "constant", "value": 1e6', 2));
    assert.ok(beyond.kind === "invalid");
    assert.deepEqual(
      beyond.problems.map(({ code, severity }) => `${severity} ${code}`),
      ["error init.out-of-range"],
    );
  });
});

describe("what is not for linear neural ODEs", () => {
  const text = spec('"scheme": "gaussian"');

  it("is refused with a reason: polynomial laws, cures", () => {
    const laws = finish(
      discoverSpecLaws(text, { path: null, degree: 2, all: false, words: { degree: "degree", all: "" } }),
    );
    assert.ok(laws.kind === "refused" && laws.reason.includes("derivatives along depth"));
    assert.equal(finish(cureSpec(text, { path: null, cure: "make-balanced" })).kind, "refused");
  });
});

describe("the loss of a linear neural ODE", () => {
  it("is that of the one dense layer with the matrix Z_1", () => {
    const { network } = readSpec(spec('"scheme": "gaussian"', 2));
    assert.ok(network !== null);
    const f = objectiveOf(
      endNetwork(network),
      {
        kind: "target",
        matrix: fromRows([
          [1, 2],
          [3, 4],
        ]),
      },
      "mse",
    );
    const into = new Float64Array(4);
    assert.equal(f.gradient(Float64Array.of(1, 1, 1, 1), into), (1 + 4 + 9) / 2);
    assert.deepEqual(Array.from(into), [0, -1, -2, -3]);
  });
});
