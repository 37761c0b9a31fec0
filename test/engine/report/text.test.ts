import assert from "node:assert/strict";
import fc from "fast-check";
import { formatNumber, fullNumber, powerOfTen } from "../../../src/engine/findings/numbers";
import { reportsJson } from "../../../src/engine/report/writers/json-text";
import type { Report } from "../../../src/engine/report/types";
import { reportText } from "../../../src/engine/report/text";
import { twoLayers } from "../../sample-report";

describe("numbers with honest digits", () => {
  const written: [number, string][] = [
    [0, "0"],
    [1e-14, "1.00·10⁻¹⁴"],
    [-1e-14, "−1.00·10⁻¹⁴"],
    [0.245, "0.245"],
    [27, "27"],
    [123456, "1.23·10⁵"],
    [1.5, "1.5"],
    [0.00715, "0.00715"],
    [99999, "99999"],
    [0.999999, "1"],
    [1e300, "1.00·10³⁰⁰"],
  ];
  for (const [value, text] of written) it(`${value} is ${text}`, () => assert.equal(formatNumber(value), text));

  it("never shows a nonzero number as 0, and keeps the asked digits", () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), fc.integer({ min: 1, max: 12 }), (x, digits) => {
        const shown = formatNumber(x, digits)
          .replace("−", "-")
          .replace(
            /·10(⁻?)([⁰¹²³⁴-⁹]+)/u,
            (_, sign: string, power: string) =>
              `e${sign === "" ? "" : "-"}${[...power].map((c) => "⁰¹²³⁴⁵⁶⁷⁸⁹".indexOf(c)).join("")}`,
          );
        if (x === 0) return assert.equal(shown, "0");
        assert.notEqual(Number(shown), 0, shown);
        assert.ok(
          Math.abs(Number(shown) - x) <= 0.51 * 10 ** (Math.floor(Math.log10(Math.abs(x))) - digits + 1) * 1.0001 ||
            Math.abs(x) < 1e-300 ||
            Math.abs(x) > 1e300,
          `${x} as ${shown}`,
        );
      }),
      { numRuns: 2000 },
    );
  });

  it("writes powers for axes and every digit for hovers", () => {
    assert.deepEqual(
      [powerOfTen(-3), powerOfTen(12), fullNumber(0.1 + 0.2), fullNumber(Infinity)],
      ["10⁻³", "10¹²", "0.30000000000000004", "not a finite number"],
    );
  });
});

describe("the text report", () => {
  it("says of a pair how far its metrics differ and to what φ and the laws agree, or why there is none", () => {
    const { intrinsicMetric } = twoLayers();
    const weights = { layers: null };
    const witness = {
      fromInitialization: true,
      first: weights,
      second: weights,
      distance: 0.43,
      liftedDifference: 1.1e-15,
      lawDifference: 0,
      tolerance: 1e-10,
      metricDifference: 0.434,
      loss: { rows: 4, columns: 5, gradient: null, rates: [5.57, 11.02] as const },
    };
    const lines = (change: object): string[] =>
      reportText(twoLayers({ intrinsicMetric: { ...intrinsicMetric, ...change } }))
        .split("\n")
        .filter((one) => /counterexample|loss/.test(one));
    assert.deepEqual(lines({ witness }), [
      "    counterexample        0.434            between the metrics of two networks at distance 0.43 with the same φ to 1.1·10⁻¹⁵, the laws to 0, against 1·10⁻¹⁰",
      "    a loss falls at       5.57 and 11      from the first and from the second",
    ]);
    assert.deepEqual(lines({ witnessNote: "None was found." }), [
      "    counterexample        —                None was found.",
    ]);
    assert.deepEqual(lines({}), []);
  });
});

describe("the JSON report", () => {
  it("refuses to print what is not a number", () => {
    assert.throws(() => reportsJson([{ model: { parameters: NaN } } as unknown as Report]), /parameters/);
  });
});
