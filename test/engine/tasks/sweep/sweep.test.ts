/** Sweeps run by run, and what they come to: the law of escape on the symmetric manifold (math §6.4, §6.5). */
import assert from "node:assert/strict";
import { foldSweep } from "../../../../src/engine/tasks/sweep/fold";
import { tooLongFor } from "../../../../src/engine/tasks/sweep/cost";
import { planSweep, specOfRun, type SweepPlan } from "../../../../src/engine/tasks/sweep/plan";
import { simulateSpec } from "../../../../src/engine/tasks/simulate/simulate";
import { sweepRun } from "../../../../src/engine/tasks/sweep/run";
import { sweepText } from "../../../../src/engine/report/sweep-text";
import { sweepCsv } from "../../../../src/engine/report/writers/csv";
import type { SweepResult } from "../../../../src/engine/report/sweep";
import { readSpec } from "../../../../src/engine/spec/read";
import { finish } from "../../networks";

const readDataFile = (): { kind: "none"; why: string; help: string } => ({
  kind: "none",
  why: "no files here",
  help: "",
});

function planned(text: string): SweepPlan {
  const result = planSweep(text);
  assert.ok(result.kind === "plan", JSON.stringify(result));
  return result.plan;
}

function swept(text: string): SweepResult {
  const plan = planned(text);
  return foldSweep(
    plan,
    Array.from({ length: plan.sweep.runs }, (_, run) => finish(sweepRun(text, { path: null, run, readDataFile }))),
  );
}

/** r of the L layers start at scale ε, all neurons of a layer alike; gradient descent or flow. */
function symmetric(
  depth: number,
  small: number,
  scales: readonly number[],
  optimizer: string,
  threshold = 0.7,
): string {
  const layer = (l: number): string =>
    `"layer${l}": { "value": ${l === 1 ? 1 : 0.25}, "scale": ${l <= small ? 0.1 : 1} }`;
  const layers = Array.from({ length: depth }, (_, i) => i + 1);
  return `{ "architecture": { "widths": [1, ${layers
    .slice(1)
    .map(() => 4)
    .join(", ")}, 1], "activation": "tanh" },
    "initialization": { "scheme": "constant", "value": 1, "layers": { ${layers.map(layer).join(", ")} } },
    "training": { "data": { "kind": "teacher", "samples": 64, "seed": 2, "teacher": { "widths": [1, 1], "activation": "identity" } }, "optimizer": ${optimizer} },
    "sweep": { "over": { ${layers
      .slice(0, small)
      .map((l) => `"initialization.layers.layer${l}.scale": [${scales.join(", ")}]`)
      .join(", ")} }, "zip": true, "measure": "escapeTime", "threshold": ${threshold} } }`;
}

const FLOW = '{ "type": "gradient-flow", "time": 1e6, "tolerance": 1e-8 }';
const SCALES = [0.1, 0.05, 0.025, 0.0125];

describe("a sweep", () => {
  it("is a list of specs with some numbers replaced, and seeds that count up", () => {
    const text =
      '{ "architecture": { "widths": [2, 3, 2] }, "initialization": { "seed": 5 }, "sweep": { "over": { "initialization.scale": [0.1, 0.2], "architecture.widths.1": [3, 4, 5] }, "measure": "violation", "seeds": 2 } }';
    const plan = planned(text);
    assert.equal(plan.sweep.runs, 12);
    assert.deepEqual(plan.points, [
      [0.1, 3],
      [0.1, 4],
      [0.1, 5],
      [0.2, 3],
      [0.2, 4],
      [0.2, 5],
    ]);
    const reading = readSpec(specOfRun(plan, 9) ?? "");
    assert.equal(reading.network?.layers[0].units, 4);
    assert.equal(reading.initialization?.layers[0].scale, 0.2);
    assert.equal(reading.initialization?.seed, 6);
    const ofSeeds = planned(text.replace('"architecture.widths.1": [3, 4, 5]', '"initialization.seed": [10, 20, 30]'));
    assert.equal(readSpec(specOfRun(ofSeeds, 3) ?? "").initialization?.seed, 21);
  });

  it("of a billion steps is estimated before it begins, with the largest number of steps where these are swept", () => {
    const spec = (steps: number, over: object): string =>
      JSON.stringify({
        architecture: { widths: [2, 2, 1] },
        training: {
          data: { kind: "teacher", samples: 10 },
          optimizer: { type: "gradient-descent", learningRate: 0.1, steps },
        },
        sweep: { over, measure: "finalLoss" },
      });
    const scales = { "initialization.scale": [0.1, 0.2] };
    assert.equal(tooLongFor(planned(spec(1000, scales))), null);
    // Two runs of 10⁹ steps of 2 µs.
    assert.equal(
      tooLongFor(planned(spec(1e9, scales)))?.reason,
      "2 runs of gradient descent would take an estimated 67 minutes of one core.",
    );
    assert.ok(tooLongFor(planned(spec(10, { "training.optimizer.steps": [10, 2e9] }))) !== null);
  });

  it("walks several paths together, and fits nothing to a grid", () => {
    const spec = (zip: boolean): string =>
      `{ "architecture": { "widths": [2, 3, 2] }, "sweep": { "over": { "initialization.scale": [1, 2], "initialization.std": [1, 2] }, "measure": "violation", "zip": ${zip} } }`;
    assert.deepEqual(planned(spec(true)).points, [
      [1, 1],
      [2, 2],
    ]);
    const grid = swept(spec(false));
    assert.equal(grid.points.length, 4);
    assert.equal(grid.fit, null);
    assert.match(grid.fitNote ?? "", /grid/);
    assert.ok(grid.points.every(({ median }) => median !== null && median > 0));
  });

  for (const depth of [4, 5]) {
    it(`finds the escape time flat for one bottleneck of ${depth} layers`, () => {
      const { fit, points } = swept(symmetric(depth, 1, [0.01, 0.005, 0.0025, 0.00125], FLOW));
      const times = points.map(({ median }) => median ?? NaN);
      assert.ok(Math.max(...times) / Math.min(...times) < 1.03, times.join(", "));
      assert.equal(fit?.theory?.value, 0);
    });

    it(`finds it logarithmic for two of ${depth}`, () => {
      const { fit } = swept(symmetric(depth, 2, SCALES, FLOW));
      const folds = fit?.perFold.map(({ change }) => change) ?? [];
      // Each halving adds the same, to a few percent at the smallest scales.
      assert.ok(Math.abs((folds.at(-1) ?? 0) / (folds.at(-2) ?? 1) - 1) < 0.05, folds.join(", "));
      assert.equal(fit?.theory?.value, 0);
    });

    for (const [small, slope, within] of [
      [3, -1, 0.15],
      [4, -2, 0.1],
    ] as const)
      it(`finds slope ${slope} for ${small} of ${depth}`, () => {
        const { fit } = swept(symmetric(depth, small, SCALES, FLOW));
        const last = fit?.local.at(-1)?.slope ?? NaN;
        assert.ok(Math.abs(last - slope) < within, fit?.local.map((one) => one.slope).join(", "));
        assert.equal(fit?.theory?.value, slope);
        assert.equal(fit?.theory?.basis, "predicted");
      });
  }

  for (const [small, scales, slope] of [
    [3, [0.03, 0.02, 0.01], -1],
    [5, [0.15, 0.1, 0.06], -3],
  ] as const)
    it(`finds slope ${slope} from He-normal weights of which ${small} layers are small, as in the published figure`, function () {
      const layers = Array.from({ length: small }, (_, l) => `layer${l + 1}`);
      const { fit } = swept(`{ "architecture": { "widths": [8, 32, 32, 32, 32, 32, 32, 32, 1], "activation": "tanh" },
        "initialization": { "scheme": "he-normal", "seed": 1 },
        "training": { "data": { "kind": "teacher", "samples": 64, "seed": 3, "teacher": { "widths": [8, 1], "activation": "identity" } }, "optimizer": { "type": "gradient-flow", "time": 1e5, "tolerance": 1e-6 } },
        "sweep": { "over": { ${layers.map((name) => `"initialization.layers.${name}.scale": [${scales.join(", ")}]`).join(", ")} }, "zip": true, "seeds": 3, "measure": "escapeTime" } }`);
      const last = fit?.local.at(-1)?.slope ?? NaN;
      assert.ok(Math.abs(last - slope) < 0.15, fit?.local.map((one) => one.slope).join(", "));
      assert.equal(fit?.theory?.value, slope);
    });

  it("measures the same with gradient descent of small steps", () => {
    const flow = swept(symmetric(4, 3, [0.1, 0.05], FLOW));
    const descent = swept(
      symmetric(4, 3, [0.1, 0.05], '{ "type": "gradient-descent", "learningRate": 0.01, "steps": 20000 }'),
    );
    flow.points.forEach(({ median }, i) =>
      assert.ok(
        Math.abs((descent.points[i].median ?? 0) / (median ?? 1) - 1) < 0.01,
        `${median} and ${descent.points[i].median}`,
      ),
    );
    const momentum = swept(
      symmetric(
        4,
        3,
        [0.1, 0.05],
        '{ "type": "gradient-descent", "learningRate": 0.005, "steps": 20000, "momentum": 0.5 }',
      ),
    );
    flow.points.forEach(({ median }, i) =>
      assert.ok(Math.abs((momentum.points[i].median ?? 0) / (median ?? 1) - 1) < 0.02),
    );
  });

  it("takes the final loss that a whole simulation has", () => {
    for (const optimizer of [
      '{ "type": "gradient-flow", "time": 20, "tolerance": 1e-9 }',
      '{ "type": "gradient-descent", "learningRate": 0.02, "steps": 500, "momentum": 0.3 }',
    ]) {
      const text = symmetric(4, 3, [0.1, 0.05], optimizer).replace("escapeTime", "finalLoss");
      const { points } = swept(text);
      points.forEach(({ median }, run) => {
        const whole = finish(simulateSpec(specOfRun(planned(text), run) ?? "", { path: null, readDataFile }));
        assert.ok(whole.kind === "report");
        const expected = whole.report.trajectory?.loss.at(-1) ?? NaN;
        assert.ok(Math.abs((median ?? 0) / expected - 1) < 1e-6, `${median} and ${expected}`);
      });
    }
  });

  it("says why a run has no number", () => {
    const short = swept(symmetric(4, 3, [0.1, 0.05], FLOW.replace("1e6", "1")));
    assert.equal(short.without, 2);
    assert.match(short.points[0].notes[0] ?? "", /not below the threshold by t = 1/);
    assert.equal(short.fit, null);
    const bad = swept(
      '{ "architecture": { "widths": [3, 5, 3], "activation": "identity" }, "initialization": { "scheme": "relaxed-balanced", "lambda": 0 }, "sweep": { "over": { "initialization.lambda": [0, 5] }, "measure": "violation" } }',
    );
    assert.equal(bad.points.length, 2);
  });

  it("is told as text and as a table with every digit", () => {
    const result = swept(symmetric(4, 3, SCALES, FLOW));
    const text = sweepText(result);
    assert.match(text, /exponent −1\.\d+ \(95 % interval/);
    assert.match(text, /theory −1, predicted/);
    const rows = sweepCsv(result).trim().split("\n");
    assert.equal(rows.length, 5);
    assert.equal(rows[1], `0.1,0.1,0.1,0,${result.points[0].median}`);
  });
});
