import assert from "node:assert/strict";
import { chartOfSweep } from "../../../src/engine/report/charts/sweep";
import { htmlSweep } from "../../../src/engine/report/writers/html/sweep";
import type { SweepPoint, SweepResult } from "../../../src/engine/report/sweep";
import { assertBalanced } from "./html-page";

const point = (
  values: readonly number[],
  results: readonly (number | null)[],
  notes: readonly string[] = [],
): SweepPoint => ({
  values,
  results,
  median: results.find((one) => one !== null) ?? null,
  notes,
});
const sweep = (over: Partial<SweepResult> = {}): SweepResult => ({
  title: "a <b>",
  measure: "escapeTime",
  threshold: 0.5,
  axes: [{ name: "initialization.scale", short: "scale", values: [0.1, 0.01, 0.001] }],
  zip: false,
  seeds: 2,
  points: [point([0.1], [3, 4]), point([0.01], [30, 50]), point([0.001], [null, null], ["It took <too> long."])],
  runs: 6,
  finished: 6,
  without: 2,
  fit: null,
  fitNote: "fewer than three values",
  ...over,
});

describe("the HTML of a sweep", () => {
  const page = htmlSweep(sweep());

  it("has every number, and says why one is missing; what a spec says is text", () => {
    assert.ok(page.includes("<h1>a &lt;b&gt;</h1>"));
    for (const number of ["0.1", "3", "4", "0.01", "30", "50", "0.001"])
      assert.ok(page.includes(`<td class="number">${number}</td>`), number);
    assert.ok(page.includes('<td class="words">It took &lt;too&gt; long.</td>'));
    assert.match(page, /6 runs, 2 without a number/);
    assert.match(page, /no fit: fewer than three values/);
    assert.match(page, /loss below 50 % of its start/);
    assert.doesNotMatch(page, /NaN|Infinity|undefined|<script/);
  });

  it("stands alone, each element opened and closed in turn, headings in order", () => {
    assert.match(page, /default-src &#39;none&#39;|default-src 'none'/);
    assertBalanced(page);
    const levels = [...page.matchAll(/<h(\d)/g)].map(([, level]) => Number(level));
    assert.ok(levels.every((level, i) => (i === 0 ? level === 1 : level <= levels[i - 1]! + 1)));
  });

  it("draws medians and the range of the seeds over logarithms, the smallest value first", () => {
    const chart = chartOfSweep(sweep());
    assert.deepEqual(chart?.places, [-2, -1]);
    assert.deepEqual(
      chart.curves.map(({ values }) => values),
      [
        [30, 3],
        [30, 3],
        [50, 4],
      ],
    );
    assert.equal(chart.logarithmic, true);
  });

  it("draws no chart of a grid, of one point, and none over logarithms of values that have none", () => {
    const axes = ["x", "y"].map((short) => ({ name: `initialization.${short}`, short, values: [1, 2] }));
    const points = [point([1, 1], [1, 1]), point([2, 2], [-2, 2])];
    assert.equal(chartOfSweep(sweep({ axes, points })), null);
    assert.equal(chartOfSweep(sweep({ axes, points, zip: true }))?.logarithmic, false);
    assert.equal(chartOfSweep(sweep({ points: points.slice(0, 1) })), null);
    assert.deepEqual(chartOfSweep(sweep({ points: [point([0], [1]), point([-1], [2])], seeds: 1 }))?.places, [-1, 0]);
  });
});
