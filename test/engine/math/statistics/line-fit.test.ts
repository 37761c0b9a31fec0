import assert from "node:assert/strict";
import { fitLine, median, studentQuantile } from "../../../../src/engine/math/statistics/line-fit";
import { randomStream } from "../../../../src/engine/math/random/streams";

describe("a straight line", () => {
  it("has the published quantiles of Student's distribution", () => {
    // NIST/SEMATECH e-Handbook of Statistical Methods, section 1.3.6.7.2.
    for (const [degrees, expected] of [
      [1, 12.706],
      [2, 4.303],
      [3, 3.182],
      [10, 2.228],
      [30, 2.042],
      [100, 1.984],
    ])
      assert.ok(
        Math.abs(studentQuantile(0.975, degrees) - expected) < 5e-4,
        `${degrees}: ${studentQuantile(0.975, degrees)}`,
      );
  });

  it("goes through points on a line, with no uncertainty to speak of", () => {
    const xs = [0, 1, 2, 5];
    const fit = fitLine(
      xs,
      xs.map((x) => 3 - 2 * x),
    );
    assert.ok(
      fit !== null &&
        Math.abs(fit.slope + 2) < 1e-15 &&
        Math.abs(fit.intercept - 3) < 1e-15 &&
        (fit.standardError ?? 1) < 1e-15,
    );
  });

  it("covers the true slope in 95 % of random draws", () => {
    const random = randomStream(3, "coverage");
    let covered = 0;
    for (let trial = 0; trial < 2000; trial++) {
      const xs = [1, 2, 3, 4, 5, 6];
      const fit = fitLine(
        xs,
        xs.map((x) => 0.7 * x + random.normal()),
      );
      if (fit !== null && (fit.low ?? 1) <= 0.7 && (fit.high ?? 0) >= 0.7) covered++;
    }
    assert.ok(covered > 1860 && covered < 1940, `${covered} of 2000`);
  });

  it("knows when there is no line, and when there is nothing to judge it by", () => {
    assert.equal(fitLine([1], [1]), null);
    assert.equal(fitLine([1, 1], [1, 2]), null);
    assert.equal(fitLine([1, 2], [1, 3])?.standardError, null);
    assert.deepEqual([median([3, 1, 2]), median([4, 1, 2, 3]), median([])], [2, 2.5, null]);
  });
});
