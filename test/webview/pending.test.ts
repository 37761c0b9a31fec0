/** A report on its way: it is readable, says what is still computed, and holds the places of what comes. */
import { deepStrictEqual, doesNotMatch, match, strictEqual } from "node:assert";
import { nothing } from "lit-html";
import type { PanelView } from "../../src/engine/protocol/messages";
import type { Report } from "../../src/engine/report/types";
import { page as pageOf } from "../../src/webview/page";
import { header } from "../../src/webview/sections/header";
import { twoLayers } from "../sample-report";
import { page, textOf } from "./page";
import { view } from "./view";

const CHARTS = { imbalance: null, deviations: null, spectrum: null, gains: null, signal: null };
const RUNNING = {
  kind: "running",
  progress: { stage: "Following the plateau", fraction: null },
  partial: null,
} as const;

const last = (report: Report): NonNullable<PanelView["last"]> => ({
  report,
  documentVersion: 14,
  finishedAt: 1000,
  milliseconds: 0,
});
const shown = (change: Partial<PanelView>, held: Report | null = null): string =>
  textOf(pageOf(view(change), CHARTS, null, page().context, held === null ? null : { report: held, charts: CHARTS }));

describe("webview: a report on its way", () => {
  const whole = twoLayers();
  const partial = twoLayers({ plateau: null, manifolds: [], pending: ["plateau", "manifolds", "audit"] });

  it("is shown as it is, with what is still computed, in words where there are some", () => {
    const text = shown({ state: RUNNING, last: last(partial) });
    match(text, /class="report report-growing"/);
    match(text, /Still computing: the plateau, the invariant manifolds, audit…/);
    match(text, /not intrinsic from this initialization/);
  });

  it("holds the place of what comes: with the last whole report, dimmed, or a blank", () => {
    const manifolds = (text: string): string[] => text.match(/Invariant manifolds<\/h2>/g) ?? [];
    strictEqual(manifolds(shown({ last: last(whole) })).length, 1);
    const alone = shown({ state: RUNNING, last: last(partial) });
    deepStrictEqual([manifolds(alone).length, alone.match(/bone-table/g)?.length], [0, 2]);
    const beside = shown({ state: RUNNING, last: last(partial) }, whole);
    match(beside, /class="part part-waiting" aria-busy="true"><section[^>]*> *<h2[^>]*>Invariant manifolds/);
    doesNotMatch(beside, /bone/);
  });

  it("says so when it was stopped, and nothing once it is whole", () => {
    match(shown({ state: { kind: "stopped", partial: null }, last: last(partial) }), /Not computed: the plateau, /);
    doesNotMatch(shown({ last: last(whole) }), /computing|Not computed|part-waiting/);
  });

  it("is no report to save", () => {
    const text = (report: Report) => textOf(header(view({ last: last(report) }), nothing, page().context));
    match(text(partial), /<button disabled title="The report is not complete">Export…/);
    doesNotMatch(text(whole), /disabled/);
  });
});
