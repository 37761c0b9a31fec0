import assert from "node:assert/strict";
import { activationNamed, sigmaOf } from "../../../src/engine/model/activations";
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
});
