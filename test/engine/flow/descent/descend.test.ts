/** Gradient descent against its closed forms on quadratic losses, and mini-batches. */
import assert from "node:assert/strict";
import { drawBatches } from "../../../../src/engine/flow/descent/batches";
import type { DescentOptions, DescentResult } from "../../../../src/engine/flow/descent/descend";
import { descend } from "../../../../src/engine/flow/descent/descend";
import { stableLearningRate } from "../../../../src/engine/flow/descent/hessian";
import type { Objective, StochasticObjective } from "../../../../src/engine/flow/descent/objective";

/** ½ Σ λ_i θ_i². */
function quadratic(...eigenvalues: number[]): Objective {
  return {
    parameters: eigenvalues.length,
    gradient(theta, into) {
      let loss = 0;
      for (let i = 0; i < theta.length; i++) {
        into[i] = eigenvalues[i] * theta[i];
        loss += 0.5 * into[i] * theta[i];
      }
      return loss;
    },
  };
}

/** The mean of ½ (θ - x_i)². */
function meanOf(points: readonly number[], seen: number[][] = []): StochasticObjective {
  const gradientOn: StochasticObjective["gradientOn"] = (batch, theta, into) => {
    seen.push(Array.from(batch));
    const chosen = Array.from(batch, (i) => points[i]);
    into[0] = chosen.reduce((sum, x) => sum + theta[0] - x, 0) / chosen.length;
    return chosen.reduce((sum, x) => sum + 0.5 * (theta[0] - x) ** 2, 0) / chosen.length;
  };
  return {
    parameters: 1,
    samples: points.length,
    gradientOn,
    gradient: (theta, into) => gradientOn(Int32Array.from(points.keys()), theta, into),
  };
}

function finish(
  objective: Objective | StochasticObjective,
  start: number[],
  options: DescentOptions,
): DescentResult & { readonly yields: number } {
  const running = descend(objective, Float64Array.from(start), options);
  for (let yields = 0; ; yields++) {
    const { done, value } = running.next();
    if (done) return { ...value, yields };
  }
}

/** Component of the k-th power of the heavy ball's 2x2 matrix: θ' = θ - η v', v' = μ v + (λ + ω) θ, from v = 0. */
function heavyBall(curvature: number, rate: number, momentum: number, steps: number): number {
  // θ_{k+1} = (1 + μ - η c) θ_k - μ θ_{k-1}: with roots r of r² - (1 + μ - ηc) r + μ, θ_k = a r₁^k + b r₂^k.
  const trace = 1 + momentum - rate * curvature;
  const discriminant = trace * trace - 4 * momentum;
  const second = 1 - rate * curvature;
  if (discriminant >= 0) {
    const [r1, r2] = [(trace + Math.sqrt(discriminant)) / 2, (trace - Math.sqrt(discriminant)) / 2];
    const a = (second - r2) / (r1 - r2);
    return a * r1 ** steps + (1 - a) * r2 ** steps;
  }
  const [size, angle] = [Math.sqrt(momentum), Math.atan2(Math.sqrt(-discriminant), trace)];
  const b = (second / size - Math.cos(angle)) / Math.sin(angle);
  return size ** steps * (Math.cos(steps * angle) + b * Math.sin(steps * angle));
}

describe("flow/descent", () => {
  it("follows (1 - ηλ)^k on a quadratic", () => {
    const { theta, status, step, loss } = finish(quadratic(3, 0.5), [1, -2], { learningRate: 0.1, steps: 50 });
    assert.deepEqual([status, step], ["done", 50]);
    assert.ok(Math.abs(theta[0] - 0.7 ** 50) < 1e-15 && Math.abs(theta[1] + 2 * 0.95 ** 50) < 1e-14);
    assert.ok(Math.abs(loss - (1.5 * 0.7 ** 98 + 0.25 * 4 * 0.95 ** 98)) < 1e-14);
  });

  it("follows the closed form with momentum and weight decay, damped and oscillating", () => {
    for (const [rate, momentum, weightDecay] of [
      [0.1, 0.9, 0],
      [0.1, 0.05, 0.3],
      [0.5, 0.6, 0.01],
      [0.01, 0.5, 2],
    ]) {
      const { theta } = finish(quadratic(2, 0.3), [1, 1], { learningRate: rate, steps: 37, momentum, weightDecay });
      [2, 0.3].forEach((curvature, i) => {
        const expected = heavyBall(curvature + weightDecay, rate, momentum, 37);
        assert.ok(Math.abs(theta[i] - expected) < 1e-13, `${theta[i]} ${expected}`);
      });
    }
  });

  it("is stable below 2 (1 + μ) / (λ + ω), and not above", () => {
    for (const [momentum, weightDecay] of [
      [0, 0],
      [0.9, 0],
      [0.5, 3],
    ]) {
      const bound = stableLearningRate(4, momentum, weightDecay);
      const at = (learningRate: number) =>
        finish(quadratic(4, 1), [1, 1], { learningRate, momentum, weightDecay, steps: 20000, divergedAbove: 1e6 });
      assert.equal(at(0.99 * bound).status, "done");
      assert.ok(Math.hypot(...at(0.99 * bound).theta) < 1e-6);
      assert.equal(at(1.01 * bound).status, "diverged");
    }
  });

  it("tells the step at which it diverged, and the last θ before it", () => {
    // θ_k = (-2)^k exceeds 1000 first at k = 10; the loss ½ 3 θ² exceeds it already at θ_5 = -32, seen at the start of step 6.
    const wide = finish({ parameters: 1, gradient: (theta, into) => ((into[0] = 3 * theta[0]), 0) }, [1], {
      learningRate: 1,
      steps: 100,
      divergedAbove: 1000,
    });
    assert.deepEqual([wide.status, wide.step, wide.theta[0]], ["diverged", 10, -512]);
    assert.match(wide.sentence, /^diverged: the parameters have a norm above 1000 after step 10$/);
    const steep = finish(quadratic(3), [1], { learningRate: 1, steps: 100, divergedAbove: 1000 });
    assert.deepEqual([steep.status, steep.step, steep.theta[0]], ["diverged", 6, -32]);
    const broken = finish({ parameters: 1, gradient: (_theta, into) => ((into[0] = NaN), 1) }, [1], {
      learningRate: 1,
      steps: 100,
    });
    assert.deepEqual([broken.status, broken.step, broken.theta[0]], ["diverged", 1, 1]);
    assert.match(broken.sentence, /not finite after step 1$/);
  });

  it("records θ at the steps asked for", () => {
    const { samples } = finish(quadratic(1), [1], { learningRate: 0.5, steps: 10, samples: [0, 1, 3, 10] });
    assert.deepEqual(
      samples.map((theta) => theta[0]),
      [1, 0.5, 0.125, 2 ** -10],
    );
  });

  it("yields after every so many steps, not after the last", () => {
    assert.equal(finish(quadratic(1), [1], { learningRate: 0.5, steps: 100, stepsPerYield: 10 }).yields, 9);
    assert.equal(finish(quadratic(1), [1], { learningRate: 0.5, steps: 0 }).yields, 0);
    const running = descend(quadratic(1), Float64Array.of(1), {
      learningRate: 0.5,
      steps: 100,
      stepsPerYield: 2,
      samples: [0, 1, 2, 3],
    });
    const first = running.next();
    assert.ok(first.done === false);
    assert.deepEqual(
      [first.value.step, first.value.loss, first.value.theta[0], first.value.samplesRecorded],
      [2, 0.125, 0.25, 3],
    );
  });

  describe("mini-batches", () => {
    it("visit every sample once per epoch, in another order each time", () => {
      const seen: number[][] = [];
      finish(meanOf([1, 2, 3, 4, 5, 6, 7, 8, 9, 10], seen), [0], { learningRate: 0.1, steps: 12, batchSize: 4 });
      assert.deepEqual(
        seen.map((batch) => batch.length),
        [4, 4, 2, 4, 4, 2, 4, 4, 2, 4, 4, 2],
      );
      const epochs = [0, 3, 6, 9].map((from) => seen.slice(from, from + 3).flat());
      for (const epoch of epochs)
        assert.deepEqual(
          [...epoch].sort((a, b) => a - b),
          [0, 1, 2, 3, 4, 5, 6, 7, 8, 9],
        );
      assert.equal(new Set(epochs.map(String)).size, 4);
    });

    it("are decided by the seed", () => {
      const run = (seed: number) =>
        finish(meanOf([1, 2, 3, 4, 5]), [0], { learningRate: 0.3, steps: 20, batchSize: 2, seed }).theta[0];
      assert.equal(run(1), run(1));
      assert.notEqual(run(1), run(2));
    });

    it("put every sample at every place equally often", () => {
      const [samples, epochs] = [4, 24000];
      const batches = drawBatches(samples, 1, 5);
      const counts = Array.from({ length: samples }, () => new Array<number>(samples).fill(0));
      for (let e = 0; e < epochs; e++) for (let place = 0; place < samples; place++) counts[place][batches.next()[0]]++;
      // Five standard deviations of a binomial count.
      const allowed = 5 * Math.sqrt(epochs * (1 / samples) * (1 - 1 / samples));
      for (const row of counts) for (const n of row) assert.ok(Math.abs(n - epochs / samples) < allowed, String(n));
    });

    it("of all samples are the full gradient", () => {
      const full = finish(meanOf([1, 2, 6]), [0], { learningRate: 0.1, steps: 5 });
      assert.deepEqual(finish(meanOf([1, 2, 6]), [0], { learningRate: 0.1, steps: 5, batchSize: 3 }).theta, full.theta);
      assert.ok(Math.abs(full.theta[0] - 3 * (1 - 0.9 ** 5)) < 1e-15);
    });
  });

  it("refuses at once what contradicts itself", () => {
    const good = { learningRate: 0.1, steps: 10 };
    const refused = [
      { learningRate: 0 },
      { learningRate: NaN },
      { steps: -1 },
      { steps: 1.5 },
      { momentum: 1 },
      { momentum: -0.1 },
      { weightDecay: -1 },
      { samples: [3, 3] },
      { samples: [11] },
      { samples: [-1] },
      { stepsPerYield: 0 },
      { batchSize: 0 },
    ];
    for (const wrong of refused)
      assert.throws(
        () => descend(meanOf([1, 2]), Float64Array.of(1), { ...good, ...wrong }),
        RangeError,
        JSON.stringify(wrong),
      );
    assert.throws(() => descend(quadratic(1), Float64Array.of(1), { ...good, batchSize: 2 }), /batches need/);
    assert.throws(() => descend(quadratic(1), Float64Array.of(1, 2), good), /theta0 has 2 entries/);
    assert.throws(() => descend(quadratic(1), Float64Array.of(Infinity), good), /not finite/);
  });
});
