/** The plateau and the sweep on the page: what is said, drawn and exported. */
import { deepStrictEqual, match, ok, strictEqual } from "node:assert";
import { readFileSync } from "node:fs";
import { foldSweep } from "../../src/engine/tasks/sweep/fold";
import { planSweep } from "../../src/engine/tasks/sweep/plan";
import { simulateSpec } from "../../src/engine/tasks/simulate/simulate";
import { sweepRun } from "../../src/engine/tasks/sweep/run";
import type { StateOf } from "../../src/engine/protocol/tasks";
import type { SweepResult } from "../../src/engine/report/sweep";
import type { Report } from "../../src/engine/report/types";
import { chartsOf } from "../../src/webview/charts/charts-of";
import { runCharts } from "../../src/webview/charts/run/run-charts";
import { sweepChart, sweepTable } from "../../src/webview/charts/sweep-chart";
import { plateauTables } from "../../src/webview/data/plateau-tables";
import { allTables } from "../../src/webview/sections/export-menu";
import { plateauSection } from "../../src/webview/sections/plateau";
import { sweepSection } from "../../src/webview/sections/sweep";
import { handlersOf, page, textOf } from "./page";
import { twoLayers } from "../sample-report";

const readDataFile = () => ({ kind: "none" as const, why: "", help: "" });
const exampleText = (name: string): string => readFileSync(`examples/${name}.intrinsic.json`, "utf8");

function done<T>(steps: Generator<unknown, T>): T {
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}

function trained(name: string): Report {
  const result = done(simulateSpec(exampleText(name), { path: null, readDataFile }));
  ok(result.kind === "report");
  return result.report;
}

describe("webview: the plateau", () => {
  const report = trained("plateau");
  const { context } = page();

  it("names the class, the bottlenecks, the law and the time, each with its basis", () => {
    const text = textOf(plateauSection(report, null, chartsOf(report, 3), context));
    for (const words of [/certified/, /3 of 4/, /predicted/, /below 50 % of the first loss/, /from the gradient/])
      match(text, words);
    ok(!text.includes("In the run"));
    match(
      textOf(plateauSection(report, report.plateau!.measuredEscapeTime ?? null, chartsOf(report, 3), context)),
      /In the run/,
    );
    strictEqual(textOf(plateauSection(twoLayers(), null, chartsOf(twoLayers(), 3), context)), "");
  });

  it("draws the gains with the bottlenecks marked", () => {
    const { gains } = chartsOf(report, 3);
    ok(gains !== null);
    deepStrictEqual(
      gains.bars.map(({ marked }) => marked),
      [true, true, true, false],
    );
    match(gains.caption, /Three of four layers below 0.5: bottlenecks/);
  });

  it("marks the predicted escape and the modes on the loss, and compares both sides of the identity", () => {
    const loss = runCharts(report.trajectory!, null, 3).find(({ id }) => id === "run-loss");
    ok(loss?.kind === "lines" && loss.marks.some(({ label }) => label === "escape, predicted"));
    const identity = runCharts(report.trajectory!, null, 3).find(({ id }) => id === "run-imbalance-rates");
    ok(identity?.kind === "lines");
    match(identity.caption, /Both sides agree to \d(\.\d)?·10⁻1[3-7]|Both sides agree to/);
    strictEqual(identity.lines.length, 6);
    for (const { maxDifference } of report.trajectory!.imbalanceRates!) ok(maxDifference < 1e-12, `${maxDifference}`);
    const modes = trained("plateau-modes");
    const marks = runCharts(modes.trajectory!, null, 3).find(({ id }) => id === "run-loss");
    ok(marks?.kind === "lines");
    deepStrictEqual(
      marks.marks.map(({ label }) => label).filter((label) => label.startsWith("mode")),
      ["mode 1", "mode 2", "mode 3", "mode 4"],
    );
    strictEqual(plateauTables(modes)[1]?.rows.length, 4);
    // The staircase is where the exact solution has it.
    modes.plateau!.modes!.forEach(({ learningTime }, k) => {
      const seen = modes.trajectory!.events.find(({ name }) => name === `mode ${k + 1} half learnt`);
      ok(seen !== undefined && Math.abs(seen.time / (learningTime.value ?? 0) - 1) < 1e-6);
    });
  });
});

describe("webview: a sweep", () => {
  let result: SweepResult;
  before(() => {
    const planned = planSweep(exampleText("plateau"));
    ok(planned.kind === "plan");
    const { plan } = planned;
    result = foldSweep(
      plan,
      Array.from({ length: plan.sweep.runs }, (_, run) => done(sweepRun(plan.text, { path: null, run, readDataFile }))),
    );
  });

  it("is drawn on logarithms of both, with the fit and the slope of theory", () => {
    const chart = sweepChart(result, 3);
    ok(chart !== null);
    deepStrictEqual(
      chart.lines.map(({ name }) => name),
      ["escape time", "fitted line", "theory"],
    );
    deepStrictEqual(
      chart.lines.map(({ signsAtSamples }) => signsAtSamples ?? false),
      [true, false, false],
    );
    match(chart.caption, /3 paths walked together\. Exponent −1\.2, 95 % interval/);
    strictEqual(chart.x.title, "layer1.scale");
    // The line of theory passes through the smallest value's median with its slope.
    const theory = chart.lines[2]!;
    ok(Math.abs(Math.log10(theory.ys[0]! / theory.ys.at(-1)!) / (theory.xs.at(-1)! - theory.xs[0]!) - 1) < 1e-12);
    deepStrictEqual(
      sweepTable(result).rows.map(([value]) => value),
      [0.2, 0.1, 0.05, 0.025, 0.0125],
    );
  });

  it("shows its states, and stops and begins again on a click", () => {
    const { context, sent } = page();
    const shown = (state: StateOf<"sweep">, stale = false) => sweepSection({ state, stale, kept: null }, context);
    const running = shown({ kind: "running", progress: { stage: "run 2 of 5", fraction: 0.4 }, partial: null });
    match(textOf(running), /Running: run 2 of 5/);
    handlersOf(running).forEach((handler) => handler());
    const finished = shown({ kind: "done", result, milliseconds: 400, finishedAt: 0 }, true);
    match(textOf(finished), /Done: 5 runs in[^]*The text has changed since[^]*report-stale[^]*Exponent/);
    handlersOf(shown({ kind: "stopped", partial: null })).forEach((handler) => handler());
    deepStrictEqual(sent.slice(0, 1), [{ type: "stop", task: "sweep" }]);
    deepStrictEqual(sent.at(-1), { type: "start", task: "sweep" });
    match(textOf(shown({ kind: "stopped", partial: { ...result, finished: 3 } })), /Stopped: 3 of 5 runs/);
    match(textOf(shown({ kind: "failed", message: "No sweep.", help: "Add one." })), /No sweep\.[^]*Add one\./);
  });

  it("is part of the exported tables, marked when the text has changed", () => {
    const titles = (stale: boolean) =>
      allTables(
        twoLayers(),
        null,
        { state: { kind: "done", result, milliseconds: 1, finishedAt: 0 }, stale, kept: null },
        3,
      ).map(({ title }) => title);
    ok(titles(false).includes("Sweep: escape time"));
    ok(titles(true).includes("Sweep: escape time, of an older text"));
  });

  it("says why there is no fit", () => {
    const none = { ...result, fit: null, fitNote: "An exponent needs two values.", points: result.points.slice(0, 1) };
    strictEqual(sweepChart(none, 3), null);
    match(
      textOf(sweepSection({ state: { kind: "stopped", partial: none }, stale: false, kept: null }, page().context)),
      /An exponent needs two values/,
    );
  });
});
