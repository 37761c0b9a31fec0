import { notStrictEqual, strictEqual } from "node:assert";
import type { AnalysisState } from "../../src/engine/protocol/messages";
import { keepReport, statusOf, worstInterface } from "../../src/webview/data/status";
import { incoming } from "../../src/webview/host";
import { twoLayers } from "../sample-report";
import { view } from "./view";

const range = { start: { line: 0, character: 0 }, end: { line: 0, character: 1 } };

describe("webview: what the header says", () => {
  const shown = (state: AnalysisState, stale = false): string => {
    const status = statusOf(view({ state, stale }));
    return `${status.line ?? "age"} | ${status.report}`;
  };

  it("shows the age of a current report", () => {
    strictEqual(shown({ kind: "done", report: twoLayers(), milliseconds: 1, finishedAt: 1 }), "age | current");
  });

  it("never shows an old report as current", () => {
    strictEqual(shown({ kind: "stale" }), "the text has changed | stale");
    strictEqual(
      shown({ kind: "done", report: twoLayers(), milliseconds: 1, finishedAt: 1 }, true),
      "the text has changed | stale",
    );
    strictEqual(shown({ kind: "cancelled" }, true), "stopped | stale");
    strictEqual(
      shown({ kind: "invalid", errors: 2, firstMessage: "", firstRange: range }),
      "2 errors in the spec | stale",
    );
    strictEqual(shown({ kind: "failed", message: "m", help: "h" }), "the analysis failed | stale");
  });

  it("says what is being computed, and how far", () => {
    strictEqual(
      shown({ kind: "running", progress: { stage: "Counting laws", fraction: 0.4 } }),
      "Counting laws… 40 % | running",
    );
    strictEqual(
      shown({ kind: "running", progress: { stage: "Counting laws", fraction: null } }, true),
      "Counting laws… | stale",
    );
  });

  it("speaks only when there is something new: progress within a stage is silent", () => {
    const spoken = (fraction: number): string =>
      statusOf(view({ state: { kind: "running", progress: { stage: "Counting laws", fraction } } })).spoken;
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
