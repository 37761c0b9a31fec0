/** A run that starts on an invariant manifold stays on it: its distance is rounding, for flows and for descent, while others leave. */
import assert from "node:assert/strict";
import { simulateSpec } from "../../../../src/engine/tasks/simulate/simulate";
import type { TrajectorySection } from "../../../../src/engine/report/run/facts";
import { finish } from "../../networks";

const FLOW = '{ "type": "gradient-flow", "time": 5, "tolerance": 1e-9 }';
const DESCENT = '{ "type": "gradient-descent", "learningRate": 0.05, "steps": 200, "momentum": 0.5 }';

function run(
  widths: string,
  activation: string,
  bias: boolean,
  initialization: string,
  optimizer: string,
): TrajectorySection {
  const text = `{ "architecture": { "widths": ${widths}, "activation": "${activation}", "bias": ${bias} }, "initialization": ${initialization},
    "training": { "data": { "kind": "teacher", "samples": 30, "noise": 0.2, "seed": 5, "teacher": { "widths": [2, 3, 1], "activation": "tanh" } }, "optimizer": ${optimizer} } }`;
  const result = finish(simulateSpec(text, { path: null, readDataFile: () => ({ kind: "none", why: "", help: "" }) }));
  assert.ok(result.kind === "report" && result.report.trajectory !== null, JSON.stringify(result).slice(0, 400));
  return result.report.trajectory;
}

const pair = (w: readonly number[], other: readonly number[], b = 0.7): string =>
  `{ "scheme": "explicit", "weights": [[[${w.join()}], [${other.join()}], [0.4, 0.9]], [[0.5, ${b}, -0.3]]] }`;

const STARTS: Readonly<
  Record<string, readonly [widths: string, activation: string, bias: boolean, initialization: string]>
> = {
  "identical tanh neurons": ["[2, 3, 1]", "tanh", false, pair([0.8, -0.3], [0.8, -0.3], 0.5)],
  "opposite tanh neurons": ["[2, 3, 1]", "tanh", false, pair([0.8, -0.3], [-0.8, 0.3], -0.5)],
  "mirrored quadratic neurons": ["[2, 3, 1]", "quadratic", false, pair([0.4, -0.3], [-0.4, 0.3], 0.5)],
  "proportional relu neurons": ["[2, 3, 1]", "relu", false, pair([0.8, -0.3], [2.4, -0.9], 1.5)],
  "a zero neuron of gelu": ["[2, 3, 1]", "gelu", false, pair([0.8, -0.3], [0, 0], 0)],
  "sigmoid with biases": ["[2, 3, 1]", "sigmoid", true, '{ "scheme": "constant", "value": 0.3 }'],
  "two constant silu layers": ["[2, 4, 4, 1]", "silu", false, '{ "scheme": "constant", "value": 0.2 }'],
  "three constant softplus layers": ["[2, 3, 3, 3, 1]", "softplus", true, '{ "scheme": "constant", "value": 0.2 }'],
  "equal sums across two layers": [
    "[2, 3, 3, 1]",
    "tanh",
    false,
    '{ "scheme": "explicit", "weights": [[[0.5, -1], [0.5, -1], [0.5, -1]], [[1, 0.25, -0.5], [-0.75, 1, 0.5], [0.5, -0.5, 0.75]], [[0.5, 0.5, 0.5]]] }',
  ],
};

describe("a run on an invariant manifold", () => {
  for (const [name, start] of Object.entries(STARTS))
    for (const [kind, optimizer] of [
      ["gradient flow", FLOW],
      ["gradient descent", DESCENT],
    ] as const)
      it(`stays there: ${name}, ${kind}`, () => {
        const { manifoldDistance = [], weights, loss } = run(...start, optimizer);
        assert.ok(manifoldDistance.length > 0, "manifolds are watched");
        for (const { values, maxRelative, floor } of manifoldDistance) {
          assert.equal(values.length, loss.length);
          assert.ok(maxRelative <= floor, `distance ${maxRelative}`);
        }
        const [first, last] = [weights?.values[0] ?? [], weights?.values.at(-1) ?? []];
        assert.ok(
          first.some((x, i) => Math.abs(x - last[i]) > 1e-3),
          "the weights move",
        );
      });

  it("sees a start that is off the manifold by a little leave it", () => {
    // Neurons 0 and 1 differ in one weight: there is no manifold to watch, and the difference grows or shrinks, but does not vanish.
    const { manifoldDistance } = run("[2, 3, 1]", "tanh", false, pair([0.8, -0.3], [0.80001, -0.3], 0.5), FLOW);
    assert.equal(manifoldDistance, undefined);
  });
});
