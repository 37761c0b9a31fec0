import assert from "node:assert/strict";
import { DEFAULT_SETTINGS, readClientOptions, readSettings } from "../../../src/engine/server/settings";

describe("what a client tells the server", () => {
  it("is read where it is sound", () => {
    assert.deepEqual(readSettings({ intrinsic: { analysis: { delay: 400 }, inlayHints: true } }), {
      analysisDelay: 400,
      inlayHints: true,
    });
    assert.equal(readSettings({ intrinsic: { inlayHints: "yes" } }).inlayHints, false);
    assert.deepEqual(readClientOptions({ docs: "file:///d", commands: true }), { docs: "file:///d/", commands: true });
  });

  it("falls back where it is not", () => {
    for (const broken of [null, undefined, 7, {}, { intrinsic: null }, { intrinsic: { analysis: { delay: "1" } } }])
      assert.deepEqual(readSettings(broken), DEFAULT_SETTINGS);
    assert.deepEqual(readClientOptions(null), { docs: null, commands: false });
  });

  it("keeps the delay within reason", () => {
    assert.equal(readSettings({ intrinsic: { analysis: { delay: -5 } } }).analysisDelay, 0);
    assert.equal(readSettings({ intrinsic: { analysis: { delay: 1e12 } } }).analysisDelay, 60_000);
  });
});
