/** Classes and leading coefficients of the saddle-escape paper (math §6.2), and that the expansions are those of the functions used. */
import assert from "node:assert/strict";
import { toNumber } from "../../../../src/engine/math/series/rational";
import {
  ACTIVATION_NAMES,
  activationNamed,
  sigmaOf,
  type ActivationName,
} from "../../../../src/engine/model/activations";
import { classOf } from "../../../../src/engine/theory/plateau/activation-class";

describe("activation classes", () => {
  const table: readonly (readonly [ActivationName, string | null, number | null, number | null, string])[] = [
    ["identity", "A", null, null, "0"],
    ["relu", "A", null, null, "0"],
    ["leaky-relu", "A", null, null, "0"],
    ["tanh", "B", 3, -2 / 3, "−2/3 z³"],
    ["erf", "B", 3, -4 / (3 * Math.sqrt(Math.PI)), "−2/3 · 2/√π z³"],
    ["sin", "B", 3, -1 / 3, "−1/3 z³"],
    ["gelu-tanh", "C", 2, 1 / Math.sqrt(2 * Math.PI), "1/√(2π) z²"],
    ["gelu", "C", 2, 1 / Math.sqrt(2 * Math.PI), "1/√(2π) z²"],
    ["silu", "C", 2, 1 / 4, "1/4 z²"],
    ["quadratic", "C", 2, 1, "z²"],
    ["sigmoid", "D", 0, -1 / 2, "−1/2"],
    ["softplus", "D", 0, -Math.LN2, "−ln 2"],
    // tanh(softplus z) = 3/5 + 8/25 z + …
    ["mish", "C", 2, 8 / 25, "8/25 z²"],
    ["exp", "D", 0, -1, "−1"],
    ["elu", null, null, null, ""],
    ["selu", null, null, null, ""],
    ["hard-tanh", null, null, null, ""],
    ["relu-squared", null, null, null, ""],
  ];
  for (const [name, expected, order, coefficient, text] of table)
    it(`${name} is of class ${expected ?? "not known"}: ${text}`, () => {
      const found = classOf({ name, slope: 0.01 });
      assert.equal(found.class, expected);
      assert.equal(found.order, order);
      assert.equal(found.leadingTerm, text);
      if (coefficient === null) assert.equal(found.coefficient, null);
      else assert.ok(Math.abs((found.coefficient ?? NaN) - coefficient) < 1e-15, `${found.coefficient}`);
    });

  it("are tested for every activation of the table", () => {
    assert.deepEqual(table.map(([name]) => name).toSorted(), ACTIVATION_NAMES.toSorted());
  });

  it("rest on expansions that agree with the functions near 0, up to the first term left out", () => {
    for (const name of ACTIVATION_NAMES) {
      const { begins, value, derivative } = sigmaOf(activationNamed(name));
      if (typeof begins !== "function") continue;
      const { rational, irrational, constant } = begins();
      const coefficients = rational.map((p, k) => toNumber(p) + toNumber(irrational[k]) * (constant?.value ?? 0));
      assert.ok(Math.abs(classOf(activationNamed(name)).slope - derivative(0)) < 1e-15, name);
      for (const z of [0.1, -0.1, 0.05]) {
        const near = coefficients.reduceRight((sum, c) => sum * z + c, 0);
        const slope = coefficients.reduceRight((sum, c, k) => (k === 0 ? sum : sum * z + k * c), 0);
        assert.ok(
          Math.abs(near - value(z)) < 10 * Math.abs(z) ** rational.length + 1e-16,
          `${name} at ${z}: ${near - value(z)}`,
        );
        assert.ok(
          Math.abs(slope - derivative(z)) < 10 * Math.abs(z) ** (rational.length - 1) + 1e-15,
          `${name}' at ${z}`,
        );
      }
    }
  });
});
