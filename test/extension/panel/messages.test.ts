import assert from "node:assert/strict";
import { readFromPage, readPageState } from "../../../src/extension/panel/messages";

describe("messages from the page", () => {
  it("are read when they are whole", () => {
    const range = { start: { line: 1, character: 2 }, end: { line: 1, character: 9 } };
    for (const message of [
      { type: "ready" },
      { type: "start", task: "analyze" },
      { type: "start", task: "analyze", asked: { effort: "patient" } },
      { type: "stop", task: "analyze" },
      { type: "start", task: "simulate" },
      { type: "stop", task: "simulate" },
      { type: "start", task: "sweep" },
      { type: "keepRun" },
      { type: "dropRun" },
      { type: "restartEngine" },
      { type: "leaveRuns" },
      { type: "compareSpecs", runs: ["000001700000000-1a2b3c4d", "2"] },
      { type: "pin", pinned: true },
      { type: "reveal", range },
      { type: "openCode", code: "init.not-relaxed-balanced" },
      { type: "openExample", name: "relu-bias-skip" },
      { type: "openExample", name: "train-two-layer" },
      { type: "fix", range, newText: '"units"' },
      { type: "introRead" },
      { type: "takeStart", to: "pytorch" },
      { type: "copy", text: "U_2^\\top" },
      { type: "save", suggestedName: "laws.csv", content: "a,b", encoding: "utf8" },
    ])
      assert.deepEqual(readFromPage(message), message);
  });

  it("are ignored when they are unknown or broken", () => {
    for (const broken of [
      null,
      undefined,
      "analyze",
      7,
      {},
      { type: "run-command", command: "rm" },
      { type: "start" },
      { type: "start", task: "make-coffee" },
      { type: "stop", task: "toString" },
      { type: "pin" },
      { type: "compareSpecs", runs: ["../../secret", "2"] },
      { type: "compareSpecs", runs: "12" },
      { type: "reveal", range: { start: { line: -1, character: 0 }, end: { line: 0, character: 0 } } },
      { type: "reveal", range: { start: { line: 0.5, character: 0 }, end: { line: 1, character: 0 } } },
      { type: "reveal" },
      { type: "openCode", code: "../../package" },
      { type: "openCode", code: "a..b" },
      { type: "openExample", name: "../secret" },
      { type: "fix", range: null, newText: "" },
      { type: "fix", range: { start: { line: 0, character: 0 }, end: { line: 0, character: 1 } } },
      { type: "takeStart", to: "pickle" },
      { type: "copy", text: 1 },
      { type: "save", suggestedName: "x", content: 1, encoding: "utf8" },
      { type: "save", suggestedName: "x", content: "", encoding: "hex" },
    ])
      assert.equal(readFromPage(broken), null, JSON.stringify(broken));
  });

  it("suggest a name, never a path", () => {
    const save = (suggestedName: string) => {
      const message = readFromPage({ type: "save", suggestedName, content: "", encoding: "utf8" });
      return message?.type === "save" ? message.suggestedName : null;
    };
    assert.equal(save("../../etc/passwd"), "-..-etc-passwd");
    assert.equal(save("C:\\x.csv"), "C--x.csv");
    assert.equal(save(".."), "intrinsic");
    assert.equal(save("plot.png"), "plot.png");
  });
});

describe("what the page kept through a reload", () => {
  it("is read back, or left out", () => {
    assert.deepEqual(readPageState({ protocol: 1, uri: "file:///a", pinned: true, scroll: 3 }), {
      uri: "file:///a",
      pinned: true,
      runs: [],
    });
    assert.deepEqual(readPageState(undefined), { uri: null, pinned: false, runs: [] });
    assert.deepEqual(readPageState({ uri: 7, pinned: true }), { uri: null, pinned: false, runs: [] });
  });
});
