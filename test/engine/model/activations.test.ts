import assert from "node:assert/strict";
import { activationNamed, sigmaOf, type ActivationName } from "../../../src/engine/model/activations";
import { isGate, isIdentity, slopeBelow } from "../../../src/engine/model/structure";
import { errorFunction as erf } from "../../../src/engine/model/activations/normal";

describe("activations", () => {
  it("erf agrees with published values", () => {
    // Abramowitz & Stegun, table 7.1, and beyond.
    for (const [x, value] of [
      [0, 0],
      [0.5, 0.5204998778130465],
      [1, 0.8427007929497149],
      [2, 0.9953222650189527],
      [2.6, 0.9997639655834707],
      [3, 0.9999779095030014],
      [-1, -0.8427007929497149],
      [7, 1],
    ])
      assert.ok(Math.abs(erf(x) - value) < 3e-16 * 2, `erf(${x}) = ${erf(x)}`);
  });

  it("a leaky relu of slope 0 is relu, of slope 1 the identity, whatever asks", () => {
    const facts = (name: "relu" | "leaky-relu" | "identity", slope?: number): unknown => {
      const { value, derivative, quick, polynomial, ...rest } = sigmaOf(activationNamed(name, slope));
      const numbers = [-2, 0, 3].map((x) => [value(x), derivative(x)]);
      return { ...rest, numbers, quick: quick !== undefined, polynomial: polynomial !== null };
    };
    assert.deepEqual(facts("leaky-relu", 0), facts("relu"));
    assert.deepEqual(facts("leaky-relu", 1), facts("identity"));
    const gates = [0, 0.5, 1].map((slope) => isGate(activationNamed("leaky-relu", slope)));
    assert.deepEqual(gates, [true, true, false]);
    assert.equal(slopeBelow(activationNamed("leaky-relu", 0)), 0);
    assert.ok(isIdentity(activationNamed("leaky-relu", 1)));
  });

  it("mish, the approximation of gelu, elu and selu have their values, far out as well", () => {
    // Computed with 40 digits.
    for (const [name, x, value] of [
      ["mish", 1, 0.8650983882673103],
      ["mish", -1, -0.3034014613741089],
      ["mish", -20, -4.122307240628761e-8],
      ["mish", 800, 800],
      ["mish", -800, 0],
      ["gelu-tanh", 1, 0.8411919906082767],
      ["gelu-tanh", -1, -0.1588080093917233],
      ["gelu-tanh", -3, -0.003637392081773018],
      ["gelu-tanh", 800, 800],
      ["gelu-tanh", -1e200, 0],
      ["elu", -1, -0.6321205588285577],
      ["elu", -1e-9, -9.999999995e-10],
      ["selu", -1, -1.1113307378125625],
      ["selu", 1, 1.0507009873554805],
    ] as const) {
      const found = sigmaOf(activationNamed(name)).value(x);
      assert.ok(Math.abs(found - value) <= 4e-16 * Math.abs(value), `${name}(${x}) = ${found}`);
    }
  });

  it("those of several pieces have the slopes of each piece, up to where it ends", () => {
    const beside = (name: ActivationName, at: number): number[] =>
      [at - 1e-9, at, at + 1e-9].map((x) => sigmaOf(activationNamed(name)).derivative(x));
    const near = (found: number[], wanted: number[]): void =>
      found.forEach((x, i) => assert.ok(Math.abs(x - wanted[i]) < 1e-8, `${found.join(" ")}`));
    near(beside("hard-tanh", -1), [0, 0, 1]);
    near(beside("hard-tanh", 1), [1, 0, 0]);
    near(beside("elu", 0), [1, 1, 1]);
    near(beside("selu", 0), [1.7580993408473766, 1.7580993408473766, 1.0507009873554805]);
    near(beside("relu-squared", 0), [0, 0, 0]);
    assert.equal(sigmaOf(activationNamed("relu-squared")).derivative(3), 6);
  });

  it("relu-squared is of degree 2 for positive factors alone, and none of the pieces is a gate", () => {
    const { value, parity, homogeneous, polynomial } = sigmaOf(activationNamed("relu-squared"));
    assert.deepEqual([value(-2), value(2), parity, homogeneous, polynomial], [0, 4, "none", 2, null]);
    for (const name of ["relu-squared", "elu", "selu", "hard-tanh"] as const)
      assert.deepEqual([isGate(activationNamed(name)), sigmaOf(activationNamed(name)).analytic], [false, false]);
  });
});
