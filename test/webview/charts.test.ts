import { deepStrictEqual, match, ok, strictEqual } from "node:assert";
import fc from "fast-check";
import { linearAxis, logAxis } from "../../src/webview/charts/axis";
import { chartsOf } from "../../src/webview/charts/charts-of";
import { twoLayers } from "../sample-report";

describe("webview: axes", () => {
  it("marks few powers of ten", () => {
    const axis = logAxis([3, 1e-14, 1e-11]);
    deepStrictEqual(
      axis.ticks.map((t) => t.text),
      ["10⁻¹⁵", "10⁻¹²", "10⁻⁹", "10⁻⁶", "10⁻³", "10⁰"],
    );
  });

  it("draws an exact zero as a stub at the floor, below every positive value's bar or level with it", () => {
    const axis = logAxis([1, 1e-3, 0]);
    ok(axis.position(0) > axis.base);
    ok(axis.position(0) <= axis.position(1e-3));
  });

  it("stands on its feet when all values are zero", () => {
    ok(logAxis([0, 0]).max > logAxis([0, 0]).min);
    ok(linearAxis([0]).max > linearAxis([0]).min);
  });

  it("keeps every value inside, in order, with at most eight ticks", () => {
    const sizes = fc.array(fc.double({ min: 1e-300, max: 1e300, noNaN: true }), { minLength: 1 });
    fc.assert(
      fc.property(sizes, (values) => {
        const log = logAxis(values);
        for (const v of values) ok(log.position(v) >= log.min && log.position(v) <= log.max);
        ok(log.ticks.length >= 2 && log.ticks.length <= 8);
      }),
    );
    const signed = fc.array(fc.double({ min: -1e6, max: 1e6, noNaN: true }), { minLength: 1 });
    fc.assert(
      fc.property(signed, (values) => {
        const axis = linearAxis(values);
        const slack = 1e-9 * (axis.max - axis.min);
        for (const v of values) ok(v >= axis.min - slack && v <= axis.max + slack);
        ok(axis.ticks.length >= 2 && axis.ticks.length <= 8);
      }),
    );
  });

  it("writes round ticks without noise", () => {
    deepStrictEqual(
      linearAxis([-1.43, 1.52]).ticks.map((t) => t.text),
      ["−2", "−1", "0", "1", "2"],
    );
    ok(linearAxis([3e-16]).ticks.some((t) => t.text === "1·10⁻¹⁶"));
  });
});

describe("webview: charts of a report", () => {
  const { spectrum, imbalance, deviations } = chartsOf(twoLayers(), 3);

  it("counts the directions below the gap in words", () => {
    strictEqual(spectrum?.caption, "Two below the gap: directions that change neither φ nor any law.");
    deepStrictEqual(
      spectrum.bars.map((bar) => bar.marked),
      [false, false, true, true],
    );
  });

  it("says in the table which values are exactly 0", () => {
    match(String(spectrum?.table.rows[3]?.[3]), /exactly 0/);
    strictEqual(spectrum?.table.rows[2]?.[3], null);
  });

  it("says so when the kernel is larger than the bars show", () => {
    const report = twoLayers();
    const wide = twoLayers({
      intrinsicMetric: { ...report.intrinsicMetric, kernelDimension: { value: 9, basis: "measured" } },
    });
    match(chartsOf(wide, 3).spectrum?.caption ?? "", /Nine directions .* only two of them have bars here/);
  });

  it("says so when every direction changes something", () => {
    const { intrinsicMetric } = twoLayers();
    const full = twoLayers({
      intrinsicMetric: {
        ...intrinsicMetric,
        kernelDimension: { value: 0, basis: "measured" },
        spectrum: { values: [2, 1], rank: 27, gap: null, tolerance: 1e-11, thinned: false },
      },
    });
    match(chartsOf(full, 3).spectrum?.caption ?? "", /^None below the tolerance/);
  });

  it("marks interfaces above the tolerance", () => {
    strictEqual(imbalance?.bars[0]?.marked, true);
    strictEqual(imbalance?.caption, "Above the tolerance: 0.84 at layer1 → layer2.");
  });

  it("shows each deviation", () => {
    deepStrictEqual(
      deviations?.bars.map((bar) => bar.value),
      [-1.5, 0, 1.5],
    );
  });

  it("has no chart where there is nothing to draw", () => {
    const { initialization, intrinsicMetric } = twoLayers();
    const none = twoLayers({
      initialization: { ...initialization, interfaces: [] },
      intrinsicMetric: { ...intrinsicMetric, spectrum: null },
    });
    deepStrictEqual(chartsOf(none, 3), {
      imbalance: null,
      deviations: null,
      spectrum: null,
      gains: null,
      signal: null,
    });
  });
});
