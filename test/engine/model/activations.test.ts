import assert from "node:assert/strict";
import { activationFunction, erf } from "../../../src/engine/model/activations";
import { ACTIVATION_NAMES } from "../../../src/engine/model/network";

describe("activations", () => {
  for (const name of ACTIVATION_NAMES)
    it(`${name}: the derivative is the value's`, () => {
      const { value, derivative } = activationFunction({ name, slope: 0.01 });
      for (const x of [-30, -3.1, -1.7, -0.3, 0.2, 1.1, 2.6, 5, 30]) {
        const h = 1e-5;
        const difference = (value(x + h) - value(x - h)) / (2 * h);
        assert.ok(
          Math.abs(difference - derivative(x)) < 1e-8 * Math.max(1, Math.abs(x)),
          `${name} at ${x}: ${difference} and ${derivative(x)}`,
        );
      }
    });

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
});
