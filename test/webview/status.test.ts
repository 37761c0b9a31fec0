import { notStrictEqual, strictEqual } from "node:assert";
import type { AnalysisState } from "../../src/engine/protocol/tasks";
import { keepReport, statusOf, worstInterface } from "../../src/webview/data/status";
import { incoming } from "../../src/webview/host";
import { twoLayers } from "../sample-report";
import { view } from "./view";

const SO_FAR = "So far: not intrinsic. Computing the rest";

describe("webview: what the header says", () => {
  const shown = (state: AnalysisState, stale = false): string => {
    const status = statusOf(view({ state, stale }));
    return `${status.line ?? "age"} | ${status.report}`;
  };

  it("shows the age of a current report", () => {
    strictEqual(shown({ kind: "done", result: twoLayers(), milliseconds: 1, finishedAt: 1 }), "age | current");
  });

  it("never shows an old report as current", () => {
    strictEqual(shown({ kind: "stale" }), "the text has changed | stale");
    strictEqual(
      shown({ kind: "done", result: twoLayers(), milliseconds: 1, finishedAt: 1 }, true),
      "the text has changed | stale",
    );
    strictEqual(shown({ kind: "stopped", partial: null }, true), "stopped | stale");
    strictEqual(shown({ kind: "invalid", errors: 2, problems: [] }), "2 errors in the spec | stale");
    strictEqual(shown({ kind: "failed", message: "m", help: "h" }), "the analysis failed | stale");
  });

  it("says what is being computed, and how far", () => {
    strictEqual(
      shown({ kind: "running", progress: { stage: "Counting laws", fraction: 0.4 }, partial: null }),
      "Counting laws… 40 % | running",
    );
    strictEqual(
      shown({ kind: "running", progress: { stage: "Counting laws", fraction: null }, partial: null }, true),
      "Counting laws… | stale",
    );
  });

  it("shows a report on its way as it is, and says its verdict", () => {
    const report = twoLayers({ pending: ["plateau"] });
    const last = { report, documentVersion: 14, finishedAt: 1000, milliseconds: 0 };
    const state = { kind: "running", progress: { stage: "Counting laws", fraction: 0.4 }, partial: null } as const;
    const status = statusOf(view({ state, last }));
    strictEqual(`${status.line} | ${status.report} | ${status.spoken}`, `Counting laws… 40 % | growing | ${SO_FAR}`);
    strictEqual(statusOf(view({ state, last, stale: true })).report, "stale");
    strictEqual(statusOf(view({ state: { kind: "stopped", partial: null }, last })).report, "current");
  });

  it("speaks only when there is something new: progress within a stage is silent", () => {
    const spoken = (fraction: number): string =>
      statusOf(view({ state: { kind: "running", progress: { stage: "Counting laws", fraction }, partial: null } }))
        .spoken;
    strictEqual(spoken(0.1), spoken(0.9));
  });
});

describe("webview: the view", () => {
  it("keeps the identity of a report that has not changed, so that charts are not drawn anew", () => {
    const before = view();
    strictEqual(keepReport(before, structuredClone(before)).last?.report, before.last?.report);
    const next = view({ last: { ...structuredClone(before.last!), finishedAt: 2000 } });
    notStrictEqual(keepReport(before, next).last?.report, before.last?.report);
  });

  it("names the interface where relaxed balance fails most", () => {
    strictEqual(worstInterface(twoLayers())?.imbalance, 0.84);
  });

  it("takes only messages of its own version", () => {
    strictEqual(incoming({ type: "show", view: view() })?.type, "show");
    strictEqual(incoming({ type: "show", view: { ...view(), protocol: 99 } })?.type, "other-version");
    strictEqual(incoming({ type: "highlight", layer: null })?.type, "highlight");
    strictEqual(incoming({ type: "something" }), null);
    strictEqual(incoming("text"), null);
  });
});
