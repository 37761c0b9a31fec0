/** The Hessian's largest eigenvalue where it is known. */
import assert from "node:assert/strict";
import { stableLearningRate, topHessianEigenvalue } from "../../../../src/engine/flow/descent/hessian";
import type { Objective } from "../../../../src/engine/flow/descent/objective";
import { randomStream } from "../../../../src/engine/math/random/streams";

/** ½ θᵀ (I - 2 w wᵀ) diag(λ) (I - 2 w wᵀ) θ: eigenvalues λ in a rotated basis. */
function rotated(eigenvalues: readonly number[]): Objective {
  const n = eigenvalues.length;
  const random = randomStream(3, "rotated");
  const w = Array.from({ length: n }, () => random.normal());
  const length = Math.hypot(...w);
  const reflect = (x: Float64Array): Float64Array => {
    const along = (2 * w.reduce((sum, wi, i) => sum + wi * x[i], 0)) / (length * length);
    return x.map((xi, i) => xi - along * w[i]);
  };
  return {
    parameters: n,
    gradient(theta, into) {
      into.set(reflect(reflect(theta).map((x, i) => eigenvalues[i] * x)));
      return 0.5 * into.reduce((sum, g, i) => sum + g * theta[i], 0);
    },
  };
}

const point = (n: number): Float64Array =>
  ((random) => Float64Array.from({ length: n }, () => random.normal()))(randomStream(4, "point"));

describe("flow/descent: the Hessian's largest eigenvalue", () => {
  it("of a quadratic is found, with a residual that bounds the error", () => {
    for (const eigenvalues of [
      [5],
      [1, 2],
      [3, 3, 3],
      Array.from({ length: 200 }, (_, i) => i / 10),
      [1e4, ...new Array<number>(30).fill(1e-3)],
      [7, 6.99, 1, -50],
    ]) {
      const top = topHessianEigenvalue(rotated(eigenvalues), point(eigenvalues.length));
      const expected = Math.max(...eigenvalues);
      const size = Math.max(...eigenvalues.map(Math.abs));
      assert.ok(
        Math.abs(top.value - expected) <= top.residual + 1e-8 * size,
        `${top.value} for ${expected}, residual ${top.residual}`,
      );
      assert.ok(Math.abs(top.value - expected) < 1e-4 * size, `${top.value} for ${expected}`);
      assert.ok(top.steps <= Math.min(40, eigenvalues.length));
    }
  });

  it("is negative at a maximum, and zero where the loss is flat", () => {
    assert.ok(Math.abs(topHessianEigenvalue(rotated([-3, -2, -1]), point(3)).value + 1) < 1e-8);
    assert.equal(
      topHessianEigenvalue({ parameters: 2, gradient: (_theta, into) => (into.fill(0), 1) }, point(2)).value,
      0,
    );
  });

  it("of a loss that is not quadratic belongs to the point", () => {
    // L = ½ (ab - 1)²: at (a, b) the Hessian is [[b², 2ab - 1], [2ab - 1, a²]].
    const product: Objective = {
      parameters: 2,
      gradient(theta, into) {
        const error = theta[0] * theta[1] - 1;
        into[0] = error * theta[1];
        into[1] = error * theta[0];
        return 0.5 * error * error;
      },
    };
    const [a, b] = [2, -0.7];
    const [half, off] = [(b * b - a * a) / 2, 2 * a * b - 1];
    const expected = (a * a + b * b) / 2 + Math.hypot(half, off);
    assert.ok(Math.abs(topHessianEigenvalue(product, Float64Array.of(a, b)).value - expected) < 1e-8);
  });

  it("is not a number where the gradient is not, without hanging", () => {
    assert.ok(
      Number.isNaN(
        topHessianEigenvalue({ parameters: 3, gradient: (_theta, into) => (into.fill(NaN), NaN) }, point(3)).value,
      ),
    );
  });

  it("bounds the learning rate", () => {
    assert.equal(stableLearningRate(4), 0.5);
    assert.equal(stableLearningRate(4, 0.5, 2), 0.5);
    assert.equal(stableLearningRate(-1), Infinity);
  });
});
