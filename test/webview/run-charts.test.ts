/** The charts of a training run: what they say, draw and keep, from runs as the engine makes them. */
import { deepStrictEqual, doesNotMatch, match, ok, strictEqual } from "node:assert";
import { formatNumber } from "../../src/engine/findings/numbers";
import type { TrajectorySection } from "../../src/engine/report/run/facts";
import type { ChartModel } from "../../src/webview/charts/chart";
import { WHOLE_VIEW } from "../../src/webview/charts/chart-view";
import type { HeatChart } from "../../src/webview/charts/heat-chart";
import type { LineChart } from "../../src/webview/charts/line-chart";
import { heatPicture, stepOf } from "../../src/webview/charts/picture/heat";
import { linePicture } from "../../src/webview/charts/picture/lines";
import { svgOf } from "../../src/webview/charts/picture/svg";
import { runCharts } from "../../src/webview/charts/run/run-charts";
import { tableCsv } from "../../src/engine/report/writers/csv-text";
import { THEME } from "./page";
import { balancedRun, descentRun, divergedRun, gradientAgrees, keptOf, modesRun, pairRun, runningRun } from "./runs";

const SIZE = { width: 520, height: 280 };

describe("webview: charts of a training run", () => {
  it("come from runs whose gradients agree", () => ok(gradientAgrees() < 1e-14));

  it("are those that the run has something for, in reading order", () => {
    const ids = (run: TrajectorySection) => runCharts(run, null, 3).map(({ id }) => id);
    deepStrictEqual(ids(balancedRun()), [
      "run-loss",
      "run-drift",
      "run-closed",
      "run-closed-error",
      "run-modes",
      "run-weights",
    ]);
    deepStrictEqual(ids(pairRun()), ["run-loss", "run-drift", "run-modes", "run-separation", "run-weights"]);
    deepStrictEqual(ids(descentRun()), ["run-loss", "run-drift", "run-modes", "run-weights"]);
    deepStrictEqual(
      ids({ ...balancedRun(), times: [], loss: [], drift: [], intrinsicFlow: null, modes: null, weights: null }),
      [],
    );
  });

  it("say how the loss falls, by its logarithm only where it spans decades, with the moments on the way", () => {
    const loss = lines(balancedRun(), "run-loss");
    match(loss.caption, /^It falls from 2\.15 to 0\.116\.$/);
    strictEqual(loss.scale, "linear");
    deepStrictEqual(
      loss.marks.map(({ label }) => label),
      ["below half of its start", "mode 1", "mode 2"],
    );
    const deep = lines(modesRun(), "run-loss");
    strictEqual(deep.scale, "log");
    match(deep.caption, /Log scale\.$/);
    match(lines(divergedRun(), "run-loss").caption, /^It rises from/);
    match(lines(runningRun(), "run-loss").caption, /so far\./);
  });

  it("draw the second network of a counterexample beside the first", () => {
    const loss = lines(pairRun(), "run-loss");
    deepStrictEqual(
      loss.lines.map(({ name }) => name),
      ["loss of the first network", "loss of the second network"],
    );
    deepStrictEqual(
      loss.legend.map(({ name }) => name),
      ["first network", "second network"],
    );
    strictEqual(lines(pairRun(), "run-separation").caption, pairRun().pair?.sentence);
  });

  it("show the drift by its logarithm above a line for rounding; what a gradient flow moves is the integrator's", () => {
    const drift = lines(balancedRun(), "run-drift");
    deepStrictEqual(drift.level, { value: 1e-15, label: "rounding" });
    strictEqual(
      drift.caption,
      `At most ${formatNumber(balancedRun().drift[0]!.maxRelative)}, relative to the weights in it. What a gradient flow moves is the integrator’s error.`,
    );
    doesNotMatch(drift.caption, /predicted/);
    match(lines(modesRun(), "run-drift").caption, /^No law has moved at all\.$/);
    match(lines(modesRun(), "run-drift").legend[0]!.name, /\(exactly 0\)$/);
  });

  it("put what the step size predicts in dashes beside what was measured, with its order in η", () => {
    const drift = lines(descentRun(), "run-drift");
    match(drift.caption, /Dashed: predicted from the step size η.*O\(η\)/);
    const [measured, predicted] = drift.lines;
    deepStrictEqual([measured?.dash, predicted?.dash], ["solid", "dashed"]);
    deepStrictEqual(predicted?.keys, ["matrix:layer1", "predicted"]);
    // Hiding the family hides both; hiding the prediction leaves what was measured.
    const read = (hidden: string[]) => linePicture(drift, { hidden, zoom: null }, SIZE, THEME).read(5, null);
    const values = (hidden: string[]) => read(hidden).rows.map((row) => row.values.length);
    deepStrictEqual([values([]), values(["predicted"]), values(["matrix:layer1"])], [[2], [1], []]);
    deepStrictEqual(read([]).heads, ["measured", "predicted from the step size"]);
    strictEqual(read(["predicted"]).heads, null);
  });

  it("draw the families that move most, and keep all of many in the table", () => {
    const [drift] = balancedRun().drift;
    const many = Array.from({ length: 9 }, (_, i) => ({
      ...drift!,
      family: `matrix:layer${i + 1}`,
      what: `family ${i + 1}`,
      maxRelative: i,
      relative: drift!.relative.map((x) => x * i),
    }));
    const chart = lines({ ...balancedRun(), drift: many }, "run-drift");
    deepStrictEqual(
      chart.legend.map(({ name }) => name),
      ["family 4", "family 5", "family 6", "family 7", "family 8", "family 9"],
    );
    match(chart.caption, /\(family 9\).*Of 9 families the 6 that move most are drawn/);
    strictEqual(chart.table.columns.length, 10);
    strictEqual(new Set(chart.lines.map(({ sign }) => sign)).size, 6);
  });

  it("lay the closed equation in dashes over φ(θ(t)), with the largest distance", () => {
    const chart = lines(balancedRun(), "run-closed");
    match(
      chart.caption,
      /^Solid: φ\(θ\(t\)\), from the parameters\. Dashed: the closed equation in φ alone\. They differ by at most 3\.26·10⁻⁶\.$/,
    );
    const solid = chart.lines.filter(({ dash }) => dash === "solid");
    strictEqual(solid.length, chart.lines.length / 2);
    strictEqual(chart.legend.at(-1)?.name, "closed equation");
    strictEqual(lines(balancedRun(), "run-closed-error").scale, "log");
  });

  it("mark where the closed equation ends before the run does", () => {
    const run = balancedRun();
    const ended = {
      ...run,
      intrinsicFlow: {
        ...run.intrinsicFlow!,
        endedAt: 2.5,
        errors: run.intrinsicFlow!.errors.slice(0, 100),
        sentence: "The closed equation ends at t = 2.5: the rank falls.",
      },
    };
    for (const id of ["run-closed", "run-closed-error"]) {
      deepStrictEqual(lines(ended, id).marks, [{ x: 2.5, label: "closed equation ends" }]);
      match(lines(ended, id).caption, /until the closed equation ends/);
    }
    // Behind its end the hover tells nothing of it.
    const error = linePicture(lines(ended, "run-closed-error"), WHOLE_VIEW, SIZE, THEME);
    strictEqual(error.stops.length, 100);
  });

  it("leave out coordinates that stand still in both", () => {
    const labels = lines(modesRun(), "run-closed").legend.map(({ name }) => name);
    deepStrictEqual(labels, ["Z[0,0]", "Z[1,1]", "Z[2,2]", "closed equation"]);
  });

  it("show singular values with the exact solution and the times at which each is half learnt", () => {
    const chart = lines(modesRun(), "run-modes");
    match(
      chart.caption,
      /^Dashed: the exact solution \(arXiv:1312\.6120.*Upright: when each mode of the target is half learnt\.$/,
    );
    ok(
      chart.caption.includes(
        `They differ by at most ${formatNumber(modesRun().modes!.exactError!)} of the largest value.`,
      ),
    );
    deepStrictEqual(
      chart.marks.map(({ label }) => label),
      ["mode 1", "mode 2", "mode 3"],
    );
    match(lines(pairRun(), "run-modes").caption, /^No exact solution is shown: the start is not relaxed balanced\.$/);
    match(lines(runningRun(), "run-modes").caption, /when the run has ended/);
  });

  it("keep the axis still while the run grows, and end it where a run broke off", () => {
    deepStrictEqual(lines(runningRun(0.1), "run-loss").x, lines(balancedRun(), "run-loss").x);
    strictEqual(lines(divergedRun(), "run-loss").x.end, divergedRun().times.at(-1));
  });

  it("draw a kept run in long dashes under its name, with its own times in the table", () => {
    const charts = runCharts(balancedRun(), keptOf(pairRun()), 3);
    for (const id of ["run-loss", "run-drift", "run-modes"]) {
      const chart = charts.find((one) => one.id === id) as LineChart;
      ok(
        chart.lines.some(({ dash, keys }) => dash === "long" && keys.includes("kept")),
        id,
      );
      ok(
        chart.legend.some(({ name }) => name === "kept: gaussian (version 3)"),
        id,
      );
      ok(
        chart.table.columns.some(({ name }) => name === "t, kept run"),
        id,
      );
    }
    // Its axis is wide enough also where this run's own drift is exactly 0.
    const still = runCharts(modesRun(), keptOf(pairRun()), 3)[1] as LineChart;
    ok(linePicture(still, WHOLE_VIEW, SIZE, THEME).shapes.some(({ text }) => text === "10⁻¹⁰"));
    // Steps and times have no axis in common.
    ok(
      runCharts(descentRun(), keptOf(pairRun()), 3).every(
        (chart) => chart.kind !== "lines" || chart.lines.every(({ dash }) => dash !== "long"),
      ),
    );
  });

  it("keep every number in the table, whatever the picture leaves out", () => {
    const run = balancedRun();
    for (const chart of runCharts(run, null, 3)) strictEqual(chart.table.rows.length, run.times.length, chart.id);
    const csv = tableCsv(lines(run, "run-loss").table).split("\r\n");
    deepStrictEqual([csv[0], csv[1], csv.length], ["t,loss", `0,${run.loss[0]}`, run.times.length + 2]);
  });

  it("read every curve at a moment, with every digit", () => {
    const run = balancedRun();
    const picture = linePicture(lines(run, "run-closed"), WHOLE_VIEW, SIZE, THEME);
    strictEqual(picture.stops.length, run.times.length);
    const { title, rows } = picture.read(100, null);
    strictEqual(title, `t = ${run.times[100]}`);
    const [first] = run.intrinsicFlow!.coordinates;
    deepStrictEqual(rows[0], {
      color: THEME.lines[0],
      name: first!.label,
      values: [String(first!.parameters[100]), String(first!.closed[100])],
    });
  });
});

describe("webview: the weights over time", () => {
  const heat = runCharts(balancedRun(), null, 3).at(-1) as HeatChart;

  it("have a row for each weight, and zero has no colour", () => {
    strictEqual(heat.kind, "heat");
    strictEqual(heat.rows.length, 12);
    deepStrictEqual([stepOf(0, 1), stepOf(0.02, 1), stepOf(1, 1), stepOf(-1, 1), stepOf(0, 0)], [0, 0, 10, -10, 0]);
    const { shapes } = heatPicture(
      { ...heat, values: heat.values.map((row) => row.map(() => 0)) },
      WHOLE_VIEW,
      SIZE,
      THEME,
    );
    ok(!shapes.some(({ tag, at }) => tag === "path" && at["fill"] !== "none"));
  });

  it("tell the weight under the pointer", () => {
    const picture = heatPicture(heat, WHOLE_VIEW, SIZE, THEME);
    const rowHeight = (picture.plot.bottom - picture.plot.top) / 12;
    const index = 30;
    const { title, rows } = picture.read(index, picture.plot.top + 4.5 * rowHeight);
    const at = Number(title.replace("t = ", ""));
    const sample = heat.xs.indexOf(at);
    ok(sample > 0);
    deepStrictEqual(rows, [{ color: null, name: heat.rows[4], values: [String(heat.values[sample]![4])] }]);
  });
});

describe("webview: a chart saved as SVG", () => {
  const all = [balancedRun(), pairRun(), modesRun(), divergedRun()].flatMap((run) =>
    runCharts(run, keptOf(descentRun(), 'a "b" <c> & d'), 3),
  );

  it("is well formed, in the theme's colours, with title and legend", () => {
    for (const chart of all) {
      const { svg } = svgOf(chart, WHOLE_VIEW, THEME, 3);
      wellFormed(svg);
      ok(svg.includes(`<title>${chart.title}</title>`) && svg.includes(THEME.background));
      doesNotMatch(svg, /NaN|Infinity|undefined|var\(|style=/);
    }
    const drift = svgOf(lines(descentRun(), "run-drift"), WHOLE_VIEW, THEME, 3).svg;
    match(drift, /predicted from the step size/);
    doesNotMatch(
      svgOf(lines(descentRun(), "run-drift"), { hidden: ["predicted"], zoom: null }, THEME, 3).svg,
      /predicted from the step size<\/text>/,
    );
    match(
      svgOf(runCharts(divergedRun(), keptOf(descentRun(), 'a "b" <c> & d'), 3)[0]!, WHOLE_VIEW, THEME, 3).svg,
      /a &quot;b&quot; &lt;c&gt; &amp; d/,
    );
  });
});

function lines(run: TrajectorySection, id: string): LineChart {
  const chart = runCharts(run, null, 3).find((one: ChartModel) => one.id === id);
  ok(chart?.kind === "lines", id);
  return chart;
}

/** Tags close in order, and no text holds a bare < or &. */
function wellFormed(svg: string): void {
  const open: string[] = [];
  for (const [, close, name, , self] of svg.matchAll(/<(\/?)([a-z]+)((?: [a-zA-Z:-]+="[^"<]*")*)(\/?)>/g)) {
    if (close === "/") strictEqual(open.pop(), name);
    else if (self !== "/") open.push(name!);
  }
  deepStrictEqual(open, []);
  doesNotMatch(svg.replace(/<\/?[a-z]+(?: [a-zA-Z:-]+="[^"<]*")*\/?>/g, ""), /<|&(?!(?:amp|lt|gt|quot);)/);
}
