/** The pair of networks that shows a failure, held against φ, laws and metric computed a second time (plain.ts). */
import assert from "node:assert/strict";
import { analyzeSpec } from "../../../../src/engine/tasks/analyze/analyze";
import { randomStream } from "../../../../src/engine/math/random/streams";
import { parameterCount } from "../../../../src/engine/model/compile";
import type { Report } from "../../../../src/engine/report/types";
import { countLaws } from "../../../../src/engine/theory/laws/count";
import type { MetricResult } from "../../../../src/engine/theory/metric/result";
import { decideMetric } from "../../../../src/engine/theory/metric/verdict";
import type { WitnessPair } from "../../../../src/engine/theory/metric/witness";
import { chain, finish } from "../../networks";
import { laws, layersOf, metric, minus, product, size, times } from "./plain";

function decide(widths: readonly number[], theta: Float64Array): MetricResult {
  const network = chain(widths);
  return finish(decideMetric(network, finish(countLaws(network)), theta));
}

function gaussian(widths: readonly number[], seed: number, scale = 1): Float64Array {
  const random = randomStream(seed, "witness");
  return Float64Array.from({ length: parameterCount(chain(widths)) }, () => scale * random.normal());
}

function pairOf(result: MetricResult): WitnessPair {
  assert.equal(result.verdict.value, "fails");
  assert.ok(
    result.witness !== null && "pair" in result.witness,
    result.witness === null ? "no witness" : "note" in result.witness ? result.witness.note : "",
  );
  return result.witness.pair;
}

/** φ and h equal to 1e-10 of their size, M different by more than 1e-2; returns the difference of the metrics. */
function verify(widths: readonly number[], { first, second }: Pick<WitnessPair, "first" | "second">): number {
  const [a, b] = [layersOf(widths, first), layersOf(widths, second)];
  const weights = Math.sqrt(first.reduce((sum, x) => sum + x * x, 0));
  const depth = widths.length - 1;
  assert.ok(size(minus(product(b), product(a))) <= 1e-10 * weights ** depth, "φ");
  laws(a).forEach((law, i) => assert.ok(size(minus(laws(b)[i], law)) <= 1e-10 * weights ** 2, `h_${i + 1}`));
  const [before, after] = [metric(widths, first), metric(widths, second)];
  const change = size(minus(after, before)) / size(before);
  assert.ok(change > 1e-2, `the metrics differ by ${change}`);
  return change;
}

describe("the pair of networks that shows a failure", () => {
  const cases: number[][] = [
    [1, 2, 2],
    [2, 2, 2],
    [2, 2, 3],
    [2, 3, 3],
    [5, 3, 4],
    [2, 3, 2],
    [2, 4, 2],
    [3, 3, 3],
    [3, 6, 4],
    [2, 6, 1],
    [5, 3, 3, 4],
    [2, 2, 2, 2],
    [3, 4, 2, 3],
    [2, 3, 3, 3, 2],
  ];
  for (const widths of cases)
    it(`[${widths.join(", ")}]: same φ, same laws, another metric`, () => {
      for (let seed = 1; seed <= 4; seed++) {
        const theta = gaussian(widths, seed);
        const result = decide(widths, theta);
        const pair = pairOf(result);
        assert.deepEqual(pair.first, theta);
        const change = verify(widths, pair);
        assert.ok(Math.abs(change - pair.metricDifference) < 1e-9, "what is said about the metrics is what they do");
      }
    });

  it("is found whatever the size of the weights", () => {
    for (const scale of [1e-6, 1e-3, 1e3, 1e6])
      verify([4, 3, 4], pairOf(decide([4, 3, 4], gaussian([4, 3, 4], 2, scale))));
  });

  it("turns the output weights of the neuron without inputs (U_1 = 0)", () => {
    const pair = pairOf(decide([2, 1, 2], Float64Array.of(0, 0, 1, 0)));
    verify([2, 1, 2], pair);
    assert.ok(Math.hypot(pair.second[0], pair.second[1]) < 1e-12, "U_1 stays 0");
    assert.ok(Math.abs(Math.hypot(pair.second[2], pair.second[3]) - 1) < 1e-12, "U_2 turns");
  });

  it("starts from another point with the same laws where the initialization is degenerate, and says so", () => {
    const theta = Float64Array.of(0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 2);
    const result = decide([2, 2, 2, 2], theta);
    verify([2, 2, 2, 2], pairOf(result));
    assert.ok(result.witness !== null && "pair" in result.witness && !result.witness.fromInitialization);
    const [wanted, found] = [laws(layersOf([2, 2, 2, 2], theta)), laws(layersOf([2, 2, 2, 2], pairOf(result).first))];
    wanted.forEach((law, i) => assert.ok(size(minus(found[i], law)) < 1e-10));
  });

  it("comes with a loss that falls at two different rates", () => {
    const widths = [5, 3, 4];
    const pair = pairOf(decide(widths, gaussian(widths, 3)));
    const g = Array.from(pair.gradient, (x) => [x]);
    assert.ok(Math.abs(size(g) - 1) < 1e-12);
    [pair.first, pair.second].forEach((theta, i) => {
      const moved = times(metric(widths, theta), g);
      const rate = moved.reduce((sum, [x], k) => sum + x * pair.gradient[k], 0);
      assert.ok(Math.abs(rate - pair.rates[i]) < 1e-9 * Math.abs(rate), `${rate} and ${pair.rates[i]}`);
    });
    assert.ok(Math.abs(pair.rates[1] - pair.rates[0]) > 0.1 * pair.rates[0]);
  });

  it("has two futures: gradient flow takes one z to different places", () => {
    const widths = [3, 3, 3];
    const { first, second } = pairOf(decide(widths, gaussian(widths, 5)));
    const ends = [first, second].map((theta) => {
      let at = Array.from(theta);
      // dU_2 = -G U_1ᵀ, dU_1 = -U_2ᵀ G for the loss ½‖Z - I‖², small Euler steps.
      for (let step = 0; step < 200; step++) {
        const [u1, u2] = layersOf(widths, at);
        const g = minus(product([u1, u2]), [
          [1, 0, 0],
          [0, 1, 0],
          [0, 0, 1],
        ]);
        const [d1, d2] = [times(transposed(u2), g), times(g, transposed(u1))];
        at = at.map((x, i) => x - 1e-3 * [...d1.flat(), ...d2.flat()][i]);
      }
      return product(layersOf(widths, at));
    });
    assert.ok(size(minus(ends[1], ends[0])) > 1e-2 * size(ends[0]));
  });

  it("stands in the report, for ReLU networks with a dead neuron as well", () => {
    const report = analyzed({
      architecture: { widths: [2, 3, 2], activation: "relu" },
      initialization: {
        scheme: "explicit",
        weights: [
          [
            [1, 0.5],
            [-0.7, 1],
            [0.4, 0.9],
          ],
          [
            [1, 2, 0],
            [0.5, -1, 0],
          ],
        ],
      },
    });
    const { witness } = report.intrinsicMetric;
    assert.ok(witness !== null && witness.fromInitialization);
    const [a, b] = [witness.first.layers, witness.second.layers];
    assert.ok(a !== null && b !== null);
    // The living neurons are fixed by φ and their laws; the dead one's weights turn, and its norm is its law.
    for (const i of [0, 1, 2, 3]) assert.ok(Math.abs(a[0].weights[i] - b[0].weights[i]) < 1e-9);
    assert.ok(Math.hypot(a[0].weights[4] - b[0].weights[4], a[0].weights[5] - b[0].weights[5]) > 0.05);
    assert.ok(Math.abs(Math.hypot(b[0].weights[4], b[0].weights[5]) - Math.hypot(0.4, 0.9)) < 1e-9);
    assert.ok(witness.metricDifference > 1e-2 && witness.liftedDifference <= 1e-10 && witness.lawDifference <= 1e-10);
  });

  it("is absent where the property holds or is not known", () => {
    const holds = analyzed({
      architecture: { widths: [5, 3, 4] },
      initialization: { scheme: "relaxed-balanced", lambda: 0.7 },
    });
    assert.deepEqual([holds.intrinsicMetric.value, holds.intrinsicMetric.witness], ["holds", null]);
    const unknown = analyzed({ architecture: { widths: [2, 3, 1], activation: "tanh" } });
    assert.equal(unknown.intrinsicMetric.witness, null);
  });
});

function transposed(a: readonly (readonly number[])[]): number[][] {
  return a[0].map((_, j) => a.map((row) => row[j]));
}

function analyzed(spec: object): Report {
  const result = finish(analyzeSpec(JSON.stringify(spec), { path: null }));
  assert.equal(result.kind, "report");
  return (result as Extract<typeof result, { kind: "report" }>).report;
}
