/** Gradient flow along kinks against gradient descent with small steps, on random small relu problems. */
import assert from "node:assert/strict";
import { dop853 } from "../../../../src/engine/flow/integrate/dop853";
import type { Result } from "../../../../src/engine/flow/integrate/outcome";
import { objectiveOf } from "../../../../src/engine/flow/objective/objective";
import { kinksOf } from "../../../../src/engine/flow/sliding/kinks";
import { slide } from "../../../../src/engine/flow/sliding/slide";
import { randomStream } from "../../../../src/engine/math/random/streams";
import { parameterCount } from "../../../../src/engine/model/compile";
import { type Network } from "../../../../src/engine/model/network";
import { lawFamilies, lawValues } from "../../../../src/engine/theory/laws/families";
import { descentSystem } from "../../../../src/engine/theory/trajectory/gradient-flow";
import { chain, finish } from "../../networks";

const PROBLEMS = Array.from({ length: 20 }, (_, seed) => seed);

function problem(seed: number) {
  const random = randomStream(seed, "kinks");
  const normal = (count: number) => Float64Array.from({ length: count }, () => random.normal());
  const network: Network = chain(
    seed % 3 === 0 ? [2, 3, 3, 1] : [2, 4, 1],
    seed % 4 === 1 ? "leaky-relu" : "relu",
    seed % 2 === 0 ? "all" : "none",
  );
  const x = { rows: 6, columns: 2, data: normal(12) };
  const y = { rows: 6, columns: 1, data: normal(6) };
  const theta = normal(parameterCount(network)).map((value) => 0.6 * value);
  const objective = objectiveOf(network, { kind: "samples", x, y }, "mse");
  const kinks = kinksOf(network, x, objective);
  assert.ok(kinks !== null);
  return { network, objective, theta, kinks, x };
}

function followed(seed: number, end: number, tolerance = 1e-10): Result {
  const { objective, theta, kinks } = problem(seed);
  return finish(slide(kinks, descentSystem(objective), theta, { end, tolerance, method: dop853, maxSteps: 20_000 }));
}

describe("gradient flow along kinks", () => {
  const END = 5;
  const results = PROBLEMS.map((seed) => ({ seed, result: followed(seed, END) }));

  it("comes to its end, and slides on the way more often than not", () => {
    for (const { seed, result } of results) assert.equal(result.status, "done", `${seed}: ${result.sentence}`);
    const slid = results.filter(({ result }) => result.sentence.includes("slid")).length;
    assert.ok(slid >= 3, `${slid}`);
  });

  it("agrees with gradient descent in small steps", function () {
    for (const { seed, result } of results) {
      const { objective, theta } = problem(seed);
      const gradient = new Float64Array(theta.length);
      const step = 1e-3;
      for (let k = 0; k < END / step; k++) {
        objective.gradient(theta, gradient);
        for (let i = 0; i < theta.length; i++) theta[i] -= step * gradient[i];
      }
      const [found, expected] = [objective.loss(result.y), objective.loss(theta)];
      assert.ok(
        Math.abs(found - expected) < 1e-3 * expected + 1e-6,
        `${seed}: ${found}, descent ${expected}, ${result.sentence}`,
      );
    }
  });

  it("keeps the laws", () => {
    for (const { seed, result } of results) {
      const { network, theta } = problem(seed);
      for (const family of lawFamilies(network)) {
        const [before, after] = [lawValues(family, theta).values, lawValues(family, result.y).values];
        before.forEach((value, i) => assert.ok(Math.abs(value - after[i]) < 1e-8, `${seed}: ${value - after[i]}`));
      }
    }
  });

  it("has derivatives of pre-activations that differences confirm", () => {
    for (const seed of [0, 1, 2]) {
      const { kinks, theta } = problem(seed);
      const [z, pull, gradient, normal] = [kinks.count, kinks.count, theta.length, theta.length].map(
        (n) => new Float64Array(n),
      );
      const zAt = (at: Float64Array, pair: number): number => {
        kinks.look(at, gradient, z, pull);
        return z[pair];
      };
      for (let pair = 0; pair < kinks.count; pair += 5) {
        kinks.normal(theta, pair, [], normal);
        for (let i = 0; i < theta.length; i++) {
          const moved = (by: number) => theta.map((value, j) => (j === i ? value + by : value));
          const difference = (zAt(moved(1e-6), pair) - zAt(moved(-1e-6), pair)) / 2e-6;
          assert.ok(Math.abs(difference - normal[i]) < 1e-6, `${seed} ${pair} ${i}`);
        }
      }
    }
  });

  it("records the samples and events that are asked for, once each and in order", () => {
    const { objective, theta, kinks } = problem(
      results.find(({ result }) => result.sentence.includes("slid"))?.seed ?? 0,
    );
    const samples = Array.from({ length: 51 }, (_, i) => (i * END) / 50);
    const run = finish(
      slide(kinks, descentSystem(objective), theta, {
        end: END,
        tolerance: 1e-10,
        method: dop853,
        samples,
        events: [{ name: "half", direction: "rising", terminal: false, value: (t) => t - END / 2 }],
      }),
    );
    assert.equal(run.samples.length, samples.length);
    assert.equal(run.events.filter(({ name }) => name === "half").length, 1);
    const losses = run.samples.map((at) => objective.loss(at));
    losses.forEach((loss, i) => assert.ok(i === 0 || loss <= losses[i - 1] + 1e-12));
    run.events.forEach(({ time }, i) => assert.ok(i === 0 || time >= run.events[i - 1].time));
  });
});
