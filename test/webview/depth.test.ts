/** A linear neural ODE on the page: charts over depth, finite depth, the pair of paths, and the drift over depth and time. */
import { deepStrictEqual, match, ok, strictEqual } from "node:assert";
import { readFileSync } from "node:fs";
import type { Report } from "../../src/engine/report/types";
import { analyzeSpec } from "../../src/engine/tasks/analyze/analyze";
import { simulateSpec } from "../../src/engine/tasks/simulate/simulate";
import { secondPathSpec } from "../../src/engine/report/path-spec";
import { WHOLE_VIEW } from "../../src/webview/charts/chart-view";
import { depthCharts } from "../../src/webview/charts/depth/depth-charts";
import type { LineChart } from "../../src/webview/charts/line-chart";
import { linePicture } from "../../src/webview/charts/picture/lines";
import { runCharts } from "../../src/webview/charts/run/run-charts";
import { depthSection } from "../../src/webview/sections/depth";
import { opaque } from "../../src/webview/theme";
import { handlersOf, page, textOf, THEME } from "./page";
import { twoLayers } from "../sample-report";

const SIZE = { width: 520, height: 280 };
const textOfExample = (name: string): string => readFileSync(`examples/${name}.intrinsic.json`, "utf8");

/** The example analysed and trained, by the engine itself. */
function trained(name: string): Report {
  const run = simulateSpec(textOfExample(name), {
    path: null,
    readDataFile: () => ({ kind: "none", why: "", help: "" }),
  });
  for (;;) {
    const step = run.next();
    if (step.done !== true) continue;
    ok(step.value.kind === "report");
    return step.value.report;
  }
}

describe("webview: a linear neural ODE", () => {
  let random: Report;
  let balanced: Report;
  before(function () {
    random = trained("linear-neural-ode-random");
    balanced = trained("linear-neural-ode");
  });

  it("has charts over depth and none when there is no depth", () => {
    deepStrictEqual(
      depthCharts(random, null, 3).map(({ id }) => id),
      ["depth-lambda", "depth-imbalance", "depth-singular-values", "depth-finite"],
    );
    deepStrictEqual(depthCharts(twoLayers(), null, 3), []);
    strictEqual(textOf(depthSection(twoLayers(), null, page().context)), "");
  });

  it("draws λ(s) as it was asked for, and the imbalance against its tolerance", () => {
    const [lambda, imbalance] = depthCharts(balanced, null, 3) as LineChart[];
    const curve = lambda!.lines[0]!;
    curve.xs.forEach((s, i) => ok(Math.abs(curve.ys[i]! - (1 + Math.cos(3 * s))) < 1e-8));
    match(imbalance!.caption, /within the tolerance/);
    match((depthCharts(random, null, 3)[1] as LineChart).caption, /above the tolerance/);
  });

  it("compares residual networks on logarithmic axes, with training after a run", () => {
    const finite = depthCharts(random, random.trajectory?.residualTraining ?? null, 3).at(-1) as LineChart;
    deepStrictEqual(
      finite.lines.map(({ name }) => name),
      ["product", "laws × L²", "metric / L", "trained"],
    );
    strictEqual(finite.x.log, true);
    deepStrictEqual(
      finite.table.rows.map(([depth]) => depth),
      [8, 16, 32, 64, 128],
    );
    const order = random.trajectory?.residualTraining?.order ?? 0;
    ok(order > 0.9 && order < 1.1, `order ${order}`);
    const picture = linePicture(finite, WHOLE_VIEW, SIZE, THEME);
    match(picture.read(0, null).title, /^L = 8$/);
    ok(
      picture.shapes.some((shape) => JSON.stringify(shape).includes("100")),
      "a tick at 100",
    );
  });

  it("shows the pair of paths, and saves the second one as a spec that fails too", () => {
    const { context, sent } = page();
    const section = depthSection(random, null, context);
    match(textOf(section), /same Z₁, same laws, two futures/);
    handlersOf(section).forEach((handler) => handler());
    const saved = sent.find(
      (message) => message.type === "save" && message.suggestedName.endsWith("second.intrinsic.json"),
    );
    ok(saved?.type === "save");
    strictEqual(saved.content, secondPathSpec(random));
    const analysis = analyzeSpec(saved.content, { path: null });
    let step = analysis.next();
    while (step.done !== true) step = analysis.next();
    ok(step.value.kind === "report", JSON.stringify(step.value).slice(0, 300));
    strictEqual(step.value.report.intrinsicMetric.value, "fails");
    strictEqual(textOf(depthSection(balanced, null, context)).includes("two futures"), false);
  });

  it("draws the drift over depth and time", () => {
    const chart = runCharts(balanced.trajectory!, null, 3).find(({ id }) => id === "run-depth-drift");
    ok(chart?.kind === "heat");
    strictEqual(chart.rows[0], "s = 0.00");
    ok(chart.largest > 0 && chart.largest < 1e-9);
    strictEqual(chart.values[0]?.length, chart.rows.length);
  });

  it("draws curves in opaque colours", () => {
    deepStrictEqual(["#d186167a", "rgba(209, 134, 22, 0.48)", "#d18616", "red"].map(opaque), [
      "#d18616",
      "rgb(209, 134, 22)",
      "#d18616",
      "red",
    ]);
  });
});
