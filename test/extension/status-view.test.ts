import assert from "node:assert/strict";
import { statusView } from "../../src/extension/status-view";
import { cancelled, done, partialReport, reportWith, running, stale } from "./samples";

const UP = { kind: "running" } as const;

describe("the status item", () => {
  it("says the verdict in a few words", () => {
    const { text, severity, busy, action } = statusView(UP, done(reportWith("holds")));
    assert.deepEqual(
      { text, severity, busy, action },
      { text: "intrinsic", severity: "information", busy: false, action: "showPanel" },
    );
    assert.equal(statusView(UP, done(reportWith("fails"))).severity, "warning");
    assert.equal(statusView(UP, done(reportWith("unknown"))).text, "undecided");
  });

  it("never shows a verdict while the text is newer than it", () => {
    assert.equal(statusView(UP, stale).busy, true);
    assert.equal(statusView(UP, stale).text, "…");
  });

  it("tells what is being computed, and offers to stop it", () => {
    const view = statusView(UP, running);
    assert.equal(view.detail, "Counting laws (25 %)");
    assert.equal(view.action, "cancel");
    assert.equal(view.busy, true);
  });

  it("says the verdict as soon as it is known, and that the rest is still computed", () => {
    const view = statusView(UP, running, partialReport());
    assert.deepEqual([view.text, view.busy, view.severity, view.action], ["not intrinsic", true, "warning", "cancel"]);
    assert.match(view.detail, /^The training dynamics are not intrinsic .* Still computing: Counting laws \(25 %\)$/);
  });

  it("counts the errors of an invalid spec", () => {
    const range = { start: { line: 0, character: 0 }, end: { line: 0, character: 1 } };
    const state = {
      kind: "invalid",
      errors: 1,
      problems: [
        {
          code: "spec.unknown-layer",
          severity: "error",
          message: "There is no layer “layr1”.",
          help: "Write it.",
          range,
        },
      ],
    } as const;
    assert.equal(statusView(UP, state).text, "1 error");
    assert.equal(statusView(UP, { ...state, errors: 2 }).text, "2 errors");
    assert.equal(statusView(UP, state).detail, "There is no layer “layr1”.");
  });

  it("offers to analyse again what was cancelled, and the log for what failed", () => {
    assert.equal(statusView(UP, cancelled).action, "analyze");
    const failed = statusView(UP, { kind: "failed", message: "No memory.", help: "Make it smaller." });
    assert.equal(failed.detail, "No memory. Make it smaller.");
    assert.equal(failed.action, "showOutput");
  });

  it("tells why the engine is down, whatever was known before", () => {
    const view = statusView({ kind: "down", reason: "it was ended by SIGKILL" }, done());
    assert.equal(view.severity, "error");
    assert.match(view.detail, /SIGKILL/);
    assert.equal(view.action, "restartEngine");
  });
});
