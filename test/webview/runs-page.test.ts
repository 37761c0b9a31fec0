/** Kept runs on the page: marked as what they are, and beside each other. */
import { deepStrictEqual, doesNotMatch, match, ok, strictEqual, throws } from "node:assert";
import type { Run, RunResult, RunsView } from "../../src/engine/protocol/runs";
import type { Report } from "../../src/engine/report/types";
import { numbered, overlaidCharts } from "../../src/webview/charts/overlaid";
import { comparedRows } from "../../src/webview/data/compared";
import { keptShownOf, runsPage, unshowable } from "../../src/webview/runs-page";
import { comparison } from "../../src/webview/sections/compare";
import { twoLayers } from "../sample-report";
import { handlersOf, page, textOf } from "./page";
import { balancedRun, descentRun } from "./runs";

const REPORT: Report = { ...twoLayers(), trajectory: balancedRun() };

function kept(id: string, result: RunResult, text: string | null = "{}"): Run {
  const heading = {
    task: "simulate" as const,
    at: Date.UTC(2026, 10, 27, 8, 31, 7),
    title: "Two layers",
    name: null,
    spec: "file:///a.intrinsic.json",
    documentVersion: 3,
    changed: "scale 1 → 0.1",
    outcome: "done",
    protocol: 4,
    storedBy: "0.8.0",
  };
  return { id, heading, text, result };
}
function view(runs: readonly Run[], differences: RunsView["differences"] = []): RunsView {
  return { protocol: 4, runs, differences, digits: 3 };
}
const simulated = kept("1", { kind: "report", report: REPORT });
const stopped = kept("2", { kind: "trajectory", trajectory: { ...balancedRun(), status: "cancelled" } });
const { context, sent } = page();
const ofKept = { ...context, kept: true, current: false };
const text = (runs: RunsView): string => textOf(runsPage(keptShownOf(runs), ofKept));

describe("webview: a kept run", () => {
  it("says of when it is and that it does not hold now, above the whole report", () => {
    const shown = text(view([simulated]));
    match(shown, /kept run of .*2026/);
    match(shown, /This is a kept run of .*2026.*, not what holds now\..*version 3.*scale 1 → 0\.1.*Intrinsic 0\.8\.0/s);
    match(shown, /Intrinsic metric.*Training run.*Done: reached t = 6\..*Layers/s);
  });

  it("begins nothing and shows no place of a text that has moved on", () => {
    const shown = text(view([simulated]));
    doesNotMatch(shown, /Simulate again|Keep this run|Analyze|Show in the spec/);
    match(text(view([stopped])), /stays/);
    doesNotMatch(text(view([stopped])), /Simulate again/);
  });

  it("leads back to the spec", () => {
    sent.length = 0;
    for (const click of handlersOf(runsPage(keptShownOf(view([stopped])), ofKept))) click();
    ok(sent.some(({ type }) => type === "leaveRuns"));
  });

  it("that was too large says so", () => {
    match(text(view([kept("1", { kind: "none", why: "What it found takes 60 MB." })])), /takes 60 MB/);
  });

  it("whose report this page does not know is not guessed at", () => {
    const unknown = view([kept("1", { kind: "report", report: {} as Report })]);
    throws(() => keptShownOf(unknown));
    match(textOf(unshowable(unknown, ofKept)), /stored by Intrinsic 0\.8\.0\. Nothing is lost/);
  });
});

describe("webview: kept runs beside each other", () => {
  it("are told apart, with where their specs differ", () => {
    const differences = [{ path: "initialization.scale", values: ["1", null] }];
    const shown = textOf(comparison(view([simulated, stopped], differences), ofKept));
    match(shown, /1 · Two layers.*2 · Two layers.*initialization\.<wbr \/>scale.*1.*—/s);
    match(textOf(comparison(view([simulated, stopped]), ofKept)), /runs are of the same spec/);
    const unknown = { ...stopped, text: null };
    match(textOf(comparison(view([simulated, unknown]), ofKept)), /text of one of the runs is not known/);
  });

  it("compare their texts in the editor", () => {
    sent.length = 0;
    handlersOf(comparison(view([simulated, stopped]), ofKept))[0]();
    deepStrictEqual(sent, [{ type: "compareSpecs", runs: ["1", "2"] }]);
  });

  it("have their numbers in one table, each with its basis, and none where there is none", () => {
    const rows = comparedRows([simulated, stopped]);
    const row = (name: string) => rows.find((one) => one.name === name)?.values;
    const [laws, none] = row("independent laws") ?? [];
    strictEqual(laws?.value, REPORT.laws.independent.value);
    strictEqual(laws.claim, REPORT.laws.independent);
    strictEqual(none, null);
    deepStrictEqual(
      row("loss at the end")?.map((one) => one?.value),
      [balancedRun().loss.at(-1), balancedRun().loss.at(-1)],
    );
    strictEqual(row("exponent of the sweep"), undefined, "a row that no run has is not there");
  });

  it("are drawn into one chart, steps apart from times", () => {
    const descent = kept("3", { kind: "trajectory", trajectory: descentRun() });
    const charts = overlaidCharts(numbered([simulated, stopped, descent]));
    const [loss] = charts.filter(({ id }) => id === "compared-loss-t");
    deepStrictEqual(
      loss.lines.map(({ name, ys }) => [name, ys]),
      [
        ["1 · Two layers", balancedRun().loss],
        ["2 · Two layers", balancedRun().loss],
      ],
    );
    deepStrictEqual(
      charts.filter(({ id }) => id === "compared-loss-step").map(({ lines }) => lines.map(({ name }) => name)),
      [["3 · Two layers"]],
    );
    deepStrictEqual(
      loss.table.rows.at(-1),
      [0, 1].flatMap(() => [balancedRun().times.at(-1) ?? null, balancedRun().loss.at(-1) ?? null]),
    );
  });

  it("draw the worst law of each sample", () => {
    const run = balancedRun();
    const [law] = run.drift;
    const other = { ...law, family: "other", relative: law.relative.map((value, i) => (i % 2 === 0 ? 2 * value : 0)) };
    const two = kept("1", { kind: "trajectory", trajectory: { ...run, drift: [law, other] } });
    const [chart] = overlaidCharts(numbered([two])).filter(({ id }) => id === "compared-drift-t");
    deepStrictEqual(
      chart.lines[0].ys,
      law.relative.map((value, i) => (i % 2 === 0 ? 2 * value : value)),
    );
  });
});
