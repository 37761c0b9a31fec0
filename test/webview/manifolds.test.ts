/** Invariant manifolds on the page: neurons by group, the lattice, the distance along a run, weights before and after. */
import { deepStrictEqual, match, ok, strictEqual } from "node:assert";
import { readFileSync } from "node:fs";
import { analyzeSpec } from "../../src/engine/tasks/analyze/analyze";
import { simulateSpec } from "../../src/engine/tasks/simulate/simulate";
import type { Report } from "../../src/engine/report/types";
import { latticeChart, nodeLabel } from "../../src/webview/charts/manifold-lattice";
import { hassePicture } from "../../src/webview/charts/picture/hasse";
import { runCharts } from "../../src/webview/charts/run/run-charts";
import { beforeAndAfter, groupLetter, groupsTable, manifoldTables } from "../../src/webview/data/manifold-tables";
import { manifoldsSection } from "../../src/webview/sections/manifolds";
import { page, textOf, THEME } from "./page";
import { twoLayers } from "../sample-report";

function done<T>(steps: Generator<unknown, T>): T {
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}

function reportOf(name: string, trained = false): Report {
  const text = readFileSync(`examples/${name}.intrinsic.json`, "utf8");
  const result = done(
    trained
      ? simulateSpec(text, { path: null, readDataFile: () => ({ kind: "none", why: "", help: "" }) })
      : analyzeSpec(text, { path: null }),
  );
  ok(result.kind === "report");
  return result.report;
}

describe("webview: invariant manifolds", () => {
  const tied = reportOf("tied-neurons", true);

  it("are told neuron by neuron, with letters that do not need colour", () => {
    const text = textOf(manifoldsSection(tied, null, page().context));
    match(text, /3 neurons train like 2/);
    match(text, /layer1\[0\] in group A, identical/);
    match(text, /layer1\[1\] goes its own way/);
    match(text, /6 of 9/);
    match(text, /Neurons that add nothing/);
    deepStrictEqual([0, 25, 26, 53].map(groupLetter), ["A", "Z", "A2", "B3"]);
  });

  it("say in a line when there are none, and nothing of a linear neural ODE", () => {
    match(textOf(manifoldsSection(twoLayers(), null, page().context)), /None: every neuron goes its own way/);
    strictEqual(textOf(manifoldsSection(reportOf("linear-neural-ode"), null, page().context)), "");
  });

  it("sum up wide layers", () => {
    const wide = done(
      analyzeSpec(
        '{ "architecture": { "widths": [2, 300, 1], "activation": "sigmoid" }, "initialization": { "scheme": "constant", "value": 0.1 } }',
        { path: null },
      ),
    );
    ok(wide.kind === "report");
    const text = textOf(manifoldsSection(wide.report, null, page().context));
    match(text, /and 236 more/);
    ok(text.length < 40_000, `${text.length}`);
  });

  it("are drawn as a lattice with the place of the start", () => {
    const chart = latticeChart(tied);
    ok(chart !== null && chart.marked !== null);
    strictEqual(chart.nodes.length, 24);
    strictEqual(chart.nodes[chart.marked]?.label, "{0, 2} {1}");
    const picture = hassePicture(chart, { width: 500, height: 280 }, THEME);
    ok(picture.shapes.some(({ text }) => text === "the start"));
    const told = picture.stops
      .map((_, stop) => picture.read(stop, null))
      .flatMap(({ title, rows }) => [title, ...rows.map(({ name }) => name)]);
    for (const { label } of chart.nodes) ok(told.includes(label), `${label} can be read`);
    strictEqual(
      nodeLabel({
        blocks: [
          [
            { unit: 0, sign: 1 },
            { unit: 2, sign: -1 },
          ],
        ],
        zero: [1],
        dimension: 3,
      }),
      "{0, −2} 0: {1}",
    );
    strictEqual(latticeChart(reportOf("condensed-tanh")), null, "648 are too many to draw");
  });

  it("hold a run, which shows its distance and the weights before and after", () => {
    const run = tied.trajectory!;
    const chart = runCharts(run, null, 3).find(({ id }) => id === "run-manifold-distance");
    ok(chart?.kind === "lines");
    match(chart.caption, /Exactly 0 at every sample/);
    const found = beforeAndAfter(tied.manifolds[0]!.groups[0]!, run.weights);
    ok(found !== null);
    deepStrictEqual(found.before, { columns: 2, values: [0.8, -0.3, 0.8, -0.3] });
    deepStrictEqual(found.after.values.slice(0, 2), found.after.values.slice(2));
    ok(Math.abs(found.after.values[0]! - 0.8) > 0.01, "they have moved");
    match(textOf(manifoldsSection(tied, run, page().context)), /Before and after the run/);
    ok(!textOf(manifoldsSection(tied, null, page().context)).includes("Before and after"));
  });

  it("have tables for the export", () => {
    deepStrictEqual(
      manifoldTables(tied).map(({ id, rows }) => [id, rows.length]),
      [
        ["manifolds", 1],
        ["neuron-groups", 1],
        ["near-manifolds", 0],
      ],
    );
    strictEqual(groupsTable(tied.manifolds[0]!.groups).rows[0]![4], "0, 2");
  });
});
