import assert from "node:assert/strict";
import { TextDocument } from "vscode-languageserver-textdocument";
import { evaluate } from "../../../../src/engine/flow/objective/objective";
import { randomStream } from "../../../../src/engine/math/random/streams";
import { initialize } from "../../../../src/engine/model/initializers";
import { readSpec } from "../../../../src/engine/spec/read";
import { analyzeSpec, type AnalysisResult } from "../../../../src/engine/tasks/analyze/analyze";
import { cureSpec } from "../../../../src/engine/tasks/cure/cure";
import { finish } from "../../networks";

const spec = (layers: string): string => `{
  "architecture": { "input": { "tokens": 3, "width": 4 }, "layers": [${layers}] },
  // Drawn anew whenever the seed changes.
  "initialization": { "scheme": "xavier-normal", "seed": 3 }
}
`;

/** What the network computes from a few random inputs. */
function outputs(text: string): Float64Array {
  const { network, initialization } = readSpec(text);
  assert.ok(network !== null && initialization !== null);
  const drawn = initialize(network, initialization);
  assert.ok(drawn.kind !== "none");
  const random = randomStream(1, "probes");
  const data = Float64Array.from({ length: 4 * network.inputs }, () => random.normal());
  return evaluate(network, drawn.theta, { rows: 4, columns: network.inputs, data }).data;
}

describe("the cure of circuits", () => {
  for (const [name, layers] of [
    ["attention", '{ "type": "attention", "heads": 2, "kvHeads": 1, "headSize": 2, "bias": true }'],
    ["behind the gains of a norm", '{ "type": "norm", "norm": "rms" }, { "type": "attention", "heads": 2 }'],
  ] as const)
    it(`balances what fails and leaves the function as it is: ${name}`, () => {
      const text = spec(layers);
      const before = finish(analyzeSpec(text, { path: null }));
      assert.ok(before.kind === "report");
      const problem = before.report.problems.find(({ code }) => code === "metric.not-intrinsic");
      assert.deepEqual(
        problem?.cures?.map(({ id }) => id),
        ["balance-circuits"],
      );
      const result = finish(cureSpec(text, { path: null, cure: "balance-circuits" }));
      assert.ok(result.kind === "edit", JSON.stringify(result));
      const cured = TextDocument.applyEdits(TextDocument.create("a", "intrinsic", 1, text), [...result.edits] as never);
      assert.match(cured, /Drawn anew whenever the seed changes\./);
      const after = finish(analyzeSpec(cured, { path: null }));
      assert.ok(after.kind === "report");
      const wanted = outputs(text);
      outputs(cured).forEach((y, i) => assert.ok(Math.abs(y - wanted[i]) < 1e-12));
      const circuits = after.report.intrinsicMetric.circuits ?? [];
      for (const { verdict, balance } of circuits)
        if (balance !== null) {
          assert.deepEqual([verdict.value, verdict.basis], ["holds", "theorem"]);
          assert.ok(Math.abs(balance.lambda) < 1e-12);
        }
    });

  for (const [name, input, layers, initialization] of [
    [
      "an adapter past B = 0",
      "3",
      '{ "type": "adapter", "units": 4, "rank": 2 }',
      '{ "scheme": "explicit", "weights": [[1, 0, 0, 0, 1, 0, 0, 0, 1, 1, 1, 1, 0.5, -0.2, 0.3, 0.1, 0.7, -0.4, 0.9, 0.2, -0.6, 0.3, 0.8, -0.1, 0.4, 0.6]] }',
    ],
    [
      "a linear recurrence",
      '{ "tokens": 5, "width": 2 }',
      '{ "type": "rnn", "hidden": 3, "nonlinearity": "identity" }, { "type": "dense", "units": 2 }',
      '{ "scheme": "gaussian", "std": 0.7, "seed": 3 }',
    ],
    [
      "a recurrence of low rank",
      '{ "tokens": 5, "width": 2 }',
      '{ "type": "rnn", "hidden": 4, "rank": 2, "nonlinearity": "identity" }, { "type": "dense", "units": 2 }',
      '{ "scheme": "gaussian", "std": 0.7, "seed": 3 }',
    ],
    [
      "convolutions",
      '{ "channels": 2, "length": 4 }',
      '{ "type": "conv1d", "channels": 2, "kernel": 2 }, { "type": "conv1d", "channels": 2, "kernel": 2 }, { "type": "flatten" }',
      '{ "scheme": "gaussian", "std": 0.7, "seed": 3 }',
    ],
  ] as const)
    it(`has the property hold with the function as it is: ${name}`, () => {
      const text = `{ "architecture": { "input": ${input}, "layers": [${layers}] }, "initialization": ${initialization} }`;
      const before = finish(analyzeSpec(text, { path: null }));
      assert.ok(before.kind === "report");
      assert.equal(before.report.intrinsicMetric.value, "fails");
      const problem = before.report.problems.find(({ code }) => code === "metric.not-intrinsic");
      assert.deepEqual(
        problem?.cures?.map(({ id }) => id),
        ["balance-circuits"],
      );
      const result = finish(cureSpec(text, { path: null, cure: "balance-circuits" }));
      assert.ok(result.kind === "edit", JSON.stringify(result));
      const cured = TextDocument.applyEdits(TextDocument.create("a", "intrinsic", 1, text), [...result.edits] as never);
      const after = finish(analyzeSpec(cured, { path: null }));
      assert.ok(after.kind === "report");
      assert.equal(after.report.intrinsicMetric.value, "holds");
      const wanted = outputs(text);
      outputs(cured).forEach((y, i) => assert.ok(Math.abs(y - wanted[i]) < 1e-11));
    });

  it("is not offered for an adapter at B = 0, and refused: there the only balanced weights are A = B = 0", () => {
    const text = `{ "architecture": { "input": 3, "layers": [{ "type": "adapter", "units": 4, "rank": 2 }] }, "initialization": { "seed": 1 } }`;
    const { report } = finish(analyzeSpec(text, { path: null })) as Extract<AnalysisResult, { kind: "report" }>;
    assert.deepEqual(
      report.problems.filter(({ code }) => code === "metric.not-intrinsic").map(({ cures }) => cures),
      [undefined],
    );
    assert.equal(finish(cureSpec(text, { path: null, cure: "balance-circuits" })).kind, "refused");
  });

  it("is refused where there is none", () => {
    const result = finish(
      cureSpec(spec('{ "type": "attention", "headSize": 5 }'), { path: null, cure: "balance-circuits" }),
    );
    assert.equal(result.kind, "refused");
  });
});
