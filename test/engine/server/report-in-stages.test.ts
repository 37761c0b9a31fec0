/** A report on its way, from a real thread to what a session tells and publishes. */
import assert from "node:assert/strict";
import { TextDocument } from "vscode-languageserver-textdocument";
import type { AnalysisState } from "../../../src/engine/protocol/tasks";
import { createSessions, type Sessions } from "../../../src/engine/server/sessions";
import { SCRIPTED_THREAD } from "../worker/programs";
import { startThreads, type Threads } from "./tasks";

const URI = "file:///a.intrinsic.json";
/** To the scripted thread its title is what to do. */
const spec = (script: string): string =>
  `{ "title": "${script}", "architecture": { "widths": [2, 2, 2] }, "initialization": { "scheme": "gaussian" } }`;

describe("a report in stages", () => {
  let threads: Threads;
  let sessions: Sessions;
  /** What was told and published, in order: "1 running metric" with the problems of a list that was published. */
  let heard: string[];
  let states: { readonly uri: string; readonly version: number; readonly state: AnalysisState }[];
  let waiters: (() => void)[];

  beforeEach(() => {
    heard = [];
    states = [];
    waiters = [];
    threads = startThreads(SCRIPTED_THREAD);
    sessions = createSessions({
      scheduler: threads.scheduler,
      after: (_milliseconds, run) => (run(), () => undefined),
      now: () => 1000,
      pathOf: () => null,
      settings: () => ({ analysisDelay: 0, inlayHints: false }),
      publish: (_uri, version, problems) => heard.push(`${version} ${problems.map(({ message }) => message).join()}`),
      clear: () => undefined,
      tell: (uri, version, state) => {
        const pending =
          state.kind === "running" && state.partial !== null ? ` lacks ${state.partial.pending?.join()}` : "";
        if (pending !== "" || state.kind !== "running") heard.push(`${version} ${state.kind}${pending}`);
        states.push({ uri, version, state });
        waiters.splice(0).forEach((wake) => wake());
      },
    });
  });
  afterEach(() => {
    sessions.dispose();
    threads.scheduler.dispose();
  });

  const open = (script: string, version = 1, uri = URI): void =>
    sessions.changed(TextDocument.create(uri, "intrinsic", version, spec(script)));
  async function until(
    matches: (state: AnalysisState, version: number, uri: string) => boolean,
  ): Promise<AnalysisState> {
    for (;;) {
      const found = states.find(({ state, version, uri }) => matches(state, version, uri));
      if (found !== undefined) return found.state;
      await new Promise<void>((wake) => waiters.push(wake));
    }
  }
  const partial = (version = 1) =>
    until((state, of) => of === version && state.kind === "running" && state.partial !== null);

  it("is told and its problems are published stage by stage, each list in place of the last", async () => {
    open("report-in-stages");
    const done = await until(({ kind }) => kind === "done");
    assert.deepEqual(heard, [
      "1 stale",
      "1 ",
      "1 metric",
      "1 running lacks plateau,manifolds",
      "1 metric,plateau",
      "1 running lacks manifolds",
      "1 metric,plateau,manifolds",
      "1 done",
    ]);
    assert.ok(done.kind === "done" && done.result.pending === undefined);
  });

  it("has its formulas typeset from the first stage on, and they stay the same", async () => {
    open("report-in-stages");
    const first = await partial();
    const done = await until(({ kind }) => kind === "done");
    assert.ok(first.kind === "running" && done.kind === "done");
    const [a, b] = [first.partial?.laws.families[0].mathml, done.result.laws.families[0].mathml];
    assert.match(a ?? "", /^<math/);
    assert.equal(a, b);
  });

  it("is never told of a text whose whole report is known", async () => {
    open("report-in-stages");
    await until(({ kind }) => kind === "done");
    heard.length = 0;
    states.length = 0;
    sessions.analyzeNow(URI);
    await until(({ kind }) => kind === "done");
    assert.deepEqual(heard, ["1 metric,plateau,manifolds", "1 done"]);
  });

  it("is not told once the text has changed, and stays when the analysis is stopped", async () => {
    open("report-that-stays");
    await partial();
    open("report-that-stays", 2);
    await partial(2);
    sessions.cancel(URI);
    await until(({ kind }) => kind === "stopped");
    assert.deepEqual(heard.slice(heard.indexOf("2 stale")), [
      "2 stale",
      "2 ",
      "2 metric,manifolds",
      "2 running lacks plateau",
      "2 stopped",
    ]);
    assert.deepEqual(sessions.get(URI)?.report?.pending, ["plateau"]);
  });

  it("outlives giving way to another document", async () => {
    open("report-that-stays");
    await partial();
    open("finish", 1, "file:///b.intrinsic.json");
    await until((state, _version, uri) => uri !== URI && state.kind === "failed"); // the script finds nothing
    states.length = 0;
    await until(({ kind }, _version, uri) => uri === URI && kind === "running");
    assert.deepEqual(sessions.get(URI)?.report?.pending, ["plateau"]);
  });
});
