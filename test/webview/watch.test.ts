/** A watched run on the page: its state, what is drawn, and what is said of a recursion that is not there. */
import { deepStrictEqual, match, ok, strictEqual } from "node:assert/strict";
import { readFileSync } from "node:fs";
import type { WatchedRun } from "../../src/engine/report/watch";
import { foldOf } from "../../src/engine/tasks/watch/fold";
import { readLine } from "../../src/engine/tasks/watch/lines";
import { familiesTable, watchCharts } from "../../src/webview/charts/watch/watch-charts";
import { watchSection } from "../../src/webview/sections/watch";
import { handlersOf, page, textOf } from "./page";

const DIGITS = { stage: "following", fraction: null };

function recorded(file: string): WatchedRun {
  const [first, ...rest] = readFileSync(`test/fixtures/runs/${file}.jsonl`, "utf8").trim().split("\n").map(readLine);
  ok(first.kind === "header");
  const fold = foldOf(first.header);
  for (const line of rest) if (line.kind === "step") fold.add(line.step);
  return {
    file: `${file}.jsonl`,
    state: "following",
    unreadable: 0,
    firstUnreadable: null,
    restarts: 0,
    ...fold.run(),
  };
}

describe("webview: a watched run", () => {
  it("draws each family and its recursion, which lie on each other, and the loss", () => {
    const [laws, loss] = watchCharts(recorded("sgd"));
    deepStrictEqual(
      laws.lines.map(({ name, dash }) => [name, dash]),
      [
        ["rescaling:0", "solid"],
        ["rescaling:0, recursion", "dashed"],
        ["matrix:2", "solid"],
        ["matrix:2, recursion", "dashed"],
      ],
    );
    const [measured, predicted] = laws.lines;
    measured.ys.forEach((value, i) => ok(Math.abs(value - predicted.ys[i]) < 1e-12));
    match(laws.caption, /plain SGD follows exactly/);
    strictEqual(loss.lines[0].ys.length, 40);
    strictEqual(laws.x.end, 39);
  });

  it("says when the recursion is an estimate, and when there is none", () => {
    match(watchCharts(recorded("every"))[0].caption, /an estimate/);
    const [adam] = watchCharts(recorded("adam"));
    match(adam.caption, /Measured only/);
    ok(adam.lines.every(({ dash }) => dash === "solid"));
    deepStrictEqual(
      familiesTable(recorded("adam")).rows.map((row) => row.slice(5)),
      [
        [null, null],
        [null, null],
      ],
    );
  });

  it("is followed until it is stopped, and says what the file lacks", () => {
    const { context, sent } = page();
    const run = recorded("sgd");
    const running = watchSection({ state: { kind: "running", progress: DIGITS, partial: run } }, context);
    match(textOf(running), /sgd\.jsonl: step 39, 40 lines, SGD with learning rate 0\.05, weight decay 0\.02\./);
    handlersOf(running).forEach((handler) => handler());
    deepStrictEqual(sent.slice(0, 1), [{ type: "stop", task: "watch" }]);
    const odd = { ...run, unreadable: 2, firstUnreadable: 7, restarts: 1, leftOut: 3 };
    match(
      textOf(watchSection({ state: { kind: "stopped", partial: odd } }, context)),
      /No longer watched\.[^]*2 lines could not be read, the first is line 7\.[^]*began anew 1 time\.[^]*3 families more/,
    );
    const waiting: WatchedRun = { ...run, state: "waiting", families: [], loss: { steps: [], values: [] } };
    const state = { kind: "running" as const, progress: DIGITS, partial: waiting };
    match(textOf(watchSection({ state }, context)), /Waiting for a run in sgd\.jsonl\./);
    strictEqual(watchCharts(waiting).length, 0);
    const failed = { kind: "failed" as const, message: "It stopped.", help: "Watch it again." };
    match(textOf(watchSection({ state: failed }, context)), /It stopped\.[^]*Watch it again\./);
  });
});
