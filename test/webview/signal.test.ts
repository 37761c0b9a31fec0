/** Signals at the start on the page: the chart's two curves, its table, and the sentence above them. */
import { deepStrictEqual, match, ok, strictEqual } from "node:assert/strict";
import { measured, predicted, theorem, unknown } from "../../src/engine/findings/claim";
import { lineText } from "../../src/engine/findings/lines";
import type { SignalSection } from "../../src/engine/report/signal/facts";
import { signalLines } from "../../src/engine/report/signal/lines";
import { signalChart } from "../../src/webview/charts/signal";
import { twoLayers } from "../sample-report";

const none = { rank: unknown<number>("There are no samples to look at."), constant: null };
const SIGNAL: SignalSection = {
  sent: "normal",
  samples: 256,
  gain: measured(0.6, 0.01, 0.03),
  backwardGain: measured(1.02, 0.01, 0.05),
  layers: [
    { layer: "input", forward: 1, backward: 1.04, gain: null, backwardGain: null, ...none, units: 3 },
    { layer: "a", forward: 0.6, backward: 1, gain: 0.6, backwardGain: 1.04, ...none, units: 4 },
    { layer: "b", forward: 0.36, backward: 1, gain: 0.6, backwardGain: 1, ...none, units: 2 },
  ],
  jacobian: measured(
    [
      { largest: 3, median: 2, smallest: 0.5 },
      { largest: 2, median: 1, smallest: 0.25 },
    ],
    1e-9,
    1e-5,
  ),
  meanField: { chi: predicted(0.5, { low: 0.4, high: 0.6 }), fixedPoint: 0.1, depthScale: 1 / Math.log(2) },
  fluctuation: theorem(1.5, { text: "arXiv:1812.05994" }),
};

describe("webview: signals at the start", () => {
  it("are drawn layer by layer on a log scale, with a sentence and every number in the table", () => {
    const chart = signalChart(twoLayers({ signal: SIGNAL }), 3);
    ok(chart !== null);
    strictEqual(chart.scale, "log");
    deepStrictEqual(
      chart.lines.map(({ name, xs, ys }) => [name, xs, ys]),
      [
        ["signal", [0, 1, 2], [1, 0.6, 0.36]],
        ["gradient", [0, 1, 2], [1.04, 1, 1]],
      ],
    );
    match(chart.caption, /^Signals shrink by a factor of 0\.6 a layer, gradients keep their size\. .* 256 standard/);
    deepStrictEqual(chart.table.rows[1], ["a", 0.6, 1, 0.6, 1.04, 4, null, null]);
  });

  it("have no chart where nothing was sent", () => {
    strictEqual(
      signalChart(twoLayers({ signal: { ...SIGNAL, gain: unknown("It takes too long."), layers: [] } }), 3),
      null,
    );
  });

  it("are told in the text, and what is not known of wide networks and draws is left out there", () => {
    const text = signalLines({ signal: SIGNAL }).map(lineText).join("\n");
    match(text, /∂output\/∂input +0\.25 to 3 /);
    match(text, /χ of wide networks +0\.5 /);
    const { meanField } = SIGNAL;
    const less = signalLines({
      signal: { ...SIGNAL, meanField: { ...meanField, chi: unknown("No."), depthScale: null } },
    });
    strictEqual(less.length, signalLines({ signal: SIGNAL }).length - 2);
  });
});
