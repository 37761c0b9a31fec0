/** Exact solutions, held against small steps of the parameters' own gradient flow. */
import assert from "node:assert/strict";
import { orthonormalColumns } from "../../../src/engine/math/dense/orthonormal-columns";
import { multiply, norm, transpose, zeros, type Matrix } from "../../../src/engine/math/dense/matrix";
import { randomStream } from "../../../src/engine/math/random/streams";
import { drawRelaxedBalanced } from "../../../src/engine/model/relaxed-balanced";
import { modeCurve } from "../../../src/engine/theory/exact-solutions/modes";
import { riccatiSolution } from "../../../src/engine/theory/exact-solutions/riccati";

function gaussian(rows: number, columns: number, seed: string): Matrix {
  const random = randomStream(1, seed);
  const a = zeros(rows, columns);
  for (let i = 0; i < a.data.length; i++) a.data[i] = random.normal();
  return a;
}

/** Gradient flow of ½‖U_L … U_1 − T‖² by the classical Runge-Kutta method; the products at the given times. */
function flowed(weights: readonly Matrix[], target: Matrix, times: readonly number[], step: number): Matrix[] {
  let at: Matrix[] = weights.map((u) => ({ ...u, data: Float64Array.from(u.data) }));
  const velocity = (us: readonly Matrix[]): Matrix[] => {
    const z = us.reduce((product, u) => multiply(u, product));
    const g = { ...z, data: z.data.map((x, i) => target.data[i] - x) };
    return us.map((_, l) => {
      const after = us
        .slice(l + 1)
        .reduce<Matrix | null>((product, u) => (product === null ? u : multiply(u, product)), null);
      const before = us
        .slice(0, l)
        .reduce<Matrix | null>((product, u) => (product === null ? u : multiply(u, product)), null);
      const left = after === null ? g : multiply(transpose(after), g);
      return before === null ? left : multiply(left, transpose(before));
    });
  };
  const moved = (us: readonly Matrix[], v: readonly Matrix[], h: number): Matrix[] =>
    us.map((u, l) => ({ ...u, data: u.data.map((x, i) => x + h * v[l].data[i]) }));
  let now = 0;
  return times.map((time) => {
    const steps = Math.ceil((time - now) / step);
    const h = (time - now) / Math.max(1, steps);
    for (let i = 0; i < steps; i++) {
      const k1 = velocity(at);
      const k2 = velocity(moved(at, k1, h / 2));
      const k3 = velocity(moved(at, k2, h / 2));
      const k4 = velocity(moved(at, k3, h));
      at = moved(moved(moved(moved(at, k1, h / 6), k2, h / 3), k3, h / 3), k4, h / 6);
    }
    now = time;
    return at.reduce((product, u) => multiply(u, product));
  });
}

describe("the exact solution of two λ-balanced layers", () => {
  for (const [widths, lambda] of [
    [[3, 2, 4], 0],
    [[3, 2, 4], 0.7],
    [[3, 3, 3], -0.5],
    [[2, 4, 3], 0],
    [[4, 3, 2], 0],
    [[2, 3, 3], 1.1],
  ] as [number[], number][])
    it(`[${widths.join(", ")}], λ = ${lambda}`, () => {
      const draw = drawRelaxedBalanced(widths, [lambda], 0.5, randomStream(3, "riccati"));
      assert.ok(draw.kind === "weights");
      const [u1, u2] = draw.weights;
      const target = gaussian(widths[2], widths[0], "target");
      const times = [0, 0.3, 1, 2.5];
      const simulated = flowed([u1, u2], target, times, 2e-3);
      riccatiSolution(u1, u2, lambda, target, times).forEach((z, i) => {
        const error = norm(z.data.map((x, k) => x - simulated[i].data[k])) / (1 + norm(z.data));
        assert.ok(error < 1e-10, `t = ${times[i]}: ${error}`);
      });
    });

  it("stays finite for a long time, and ends at the target", () => {
    const draw = drawRelaxedBalanced([3, 3, 3], [0.2], 0.1, randomStream(1, "long"));
    assert.ok(draw.kind === "weights");
    const target = gaussian(3, 3, "long target");
    const [z] = riccatiSolution(draw.weights[0], draw.weights[1], 0.2, target, [1e4]);
    assert.ok(norm(z.data.map((x, k) => x - target.data[k])) < 1e-10);
  });

  it("a target of lower rank than the network, λ = 0: F is singular and the formula is not", () => {
    const draw = drawRelaxedBalanced([3, 3, 3], [0], 0.5, randomStream(2, "singular"));
    assert.ok(draw.kind === "weights");
    const target = multiply(gaussian(3, 1, "a"), gaussian(1, 3, "b"));
    const simulated = flowed(draw.weights, target, [1.5], 2e-3);
    const [z] = riccatiSolution(draw.weights[0], draw.weights[1], 0, target, [1.5]);
    assert.ok(norm(z.data.map((x, k) => x - simulated[0].data[k])) < 1e-10);
  });
});

describe("curves of singular modes", () => {
  /** Layers that share singular vectors with the target: mode k of layer j has the square x_k + mu_j. */
  function decoupled(
    x: readonly number[],
    mu: readonly number[],
    strengths: readonly number[],
    seed: string,
  ): { weights: Matrix[]; target: Matrix; frames: [Matrix, Matrix] } {
    const n = x.length;
    const frames = Array.from({ length: mu.length + 1 }, (_, j) => orthonormalColumns(gaussian(n, n, `${seed} ${j}`)));
    const between = (j: number, values: readonly number[]): Matrix => {
      const d = zeros(n, n);
      values.forEach((v, k) => (d.data[k * n + k] = v));
      return multiply(multiply(frames[j + 1], d), transpose(frames[j]));
    };
    const target = ((d: Matrix): Matrix => {
      strengths.forEach((s, k) => (d.data[k * n + k] = s));
      return multiply(multiply(frames[mu.length], d), transpose(frames[0]));
    })(zeros(n, n));
    return {
      weights: mu.map((m, j) =>
        between(
          j,
          x.map((value) => Math.sqrt(value + m)),
        ),
      ),
      target,
      frames: [frames[mu.length], frames[0]],
    };
  }

  for (const mu of [
    [0, 0],
    [0, 0, 0],
    [0, 0, 0, 0],
    [0, 0.5],
    [0, 0.4, -0.02],
    [0, 0.3, 0.3, 0.1],
  ])
    it(`L = ${mu.length}, μ = (${mu.join(", ")}): each mode as in the simulation, up and down`, () => {
      const x = [0.1, 0.3, 0.9];
      const strengths = [2, 0.7, 0.05];
      const { weights, target, frames } = decoupled(x, mu, strengths, `modes ${mu.join()}`);
      const times = [0, 0.2, 0.7, 2, 4];
      const simulated = flowed(weights, target, times, 2e-3);
      strengths.forEach((s, k) => {
        const u0 = Math.sqrt(mu.reduce((product, m) => product * (x[k] + m), 1));
        const curve = modeCurve(u0, s, mu);
        times.forEach((time, i) => {
          const inModes = multiply(multiply(transpose(frames[0]), simulated[i]), frames[1]).data[k * 3 + k];
          assert.ok(
            Math.abs(curve.at(time) - inModes) < 1e-9,
            `mode ${k}, t = ${time}: ${curve.at(time)} and ${inModes}`,
          );
        });
        if (curve.learningTime !== null)
          assert.ok(Math.abs(curve.at(curve.learningTime) - s / 2) < 1e-9, "half at the learning time");
      });
    });

  it("the time of the sigmoid is (1 / 2s) ln(s / u_0 − 1)", () => {
    const curve = modeCurve(1e-4, 3, [0, 0]);
    assert.ok(Math.abs((curve.learningTime ?? 0) - Math.log(3e4 - 1) / 6) < 1e-12);
  });

  it("a deep network from small weights waits about 1 / (S u_0^{1 − 2/L}): published value for L = 400 layers within a percent", () => {
    // math: N_l → ∞, t = (1/L)[ (1/s²) ln(u_f (u_0 − s) / (u_0 (u_f − s))) + 1/(s u_0) − 1/(s u_f) ].
    const [u0, uf, s, depth] = [0.01, 1, 2, 400];
    const limit = (Math.log((uf * (u0 - s)) / (u0 * (uf - s))) / s ** 2 + 1 / (s * u0) - 1 / (s * uf)) / depth;
    const time = modeCurve(u0, s, Array<number>(depth).fill(0)).learningTime ?? 0;
    assert.ok(Math.abs(time / limit - 1) < 0.02, `${time} and ${limit}`);
  });

  it("stands still where it must: at the target, and at 0 without relaxed terms", () => {
    assert.equal(modeCurve(2, 2, [0, 0, 0]).at(5), 2);
    assert.equal(modeCurve(0, 2, [0, 0]).at(5), 0);
    assert.equal(modeCurve(0, 2, [0, 0]).learningTime, null);
    assert.ok(modeCurve(0, 2, [0, 0.5]).at(1) > 0.5, "λ ≠ 0 pushes a mode away from 0");
  });
});
