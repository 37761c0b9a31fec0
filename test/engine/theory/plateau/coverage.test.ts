/** Error bars of predicted times hold what they promise: at least nine of ten hold the flow's own time, and they are narrow. */
import assert from "node:assert/strict";
import { FAMILIES, summary, tryOne } from "./coverage";

describe("error bars of the time of escape", () => {
  it("hold the flow's own time in nine of ten of 60 specs of six families, and are narrow", () => {
    const tried = Array.from({ length: 60 }, (_, k) => tryOne(k));
    const { predicted, inside, medianWidth } = summary(tried);
    assert.ok(inside >= 0.9 * predicted, `${inside} of ${predicted}`);
    assert.ok(medianWidth < 0.01, `median width ${medianWidth}`);
    for (const family of FAMILIES) {
      const own = tried.filter((one) => one.family === family);
      assert.ok(own.filter(({ width }) => width !== null).length >= 5, `predictions for ${family}`);
    }
    // What is said never to escape does not.
    for (const { time, basis, truth } of tried)
      if (time === null && basis !== "unknown") assert.equal(truth, null, "said to stay");
  });
});
