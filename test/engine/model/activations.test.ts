import assert from "node:assert/strict";
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
});
