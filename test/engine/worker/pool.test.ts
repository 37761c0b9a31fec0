/** The runs of a sweep on threads, with real threads that finish, fail and die. */
import assert from "node:assert/strict";
import { withoutNumber, type SweepOutcome } from "../../../src/engine/report/sweep";
import { startPool } from "../../../src/engine/worker/pool";
import { threadStarter } from "../../../src/engine/worker/thread/node";
import { SCRIPTED_THREAD } from "./programs";

describe("a pool of threads", function () {
  const outcomesOf = (script: readonly string[], threads: number, megabytes?: number): Promise<SweepOutcome[]> =>
    new Promise((resolve) => {
      const outcomes: SweepOutcome[] = [];
      startPool({
        task: "sweep",
        asked: {},
        startWorker: threadStarter(SCRIPTED_THREAD, megabytes),
        threads,
        runs: script.map((_, run) => run),
        text: script.join(","),
        path: null,
        folder: null,
        piece: (_run, one) => outcomes.push(one),
        lost: (run, why) => outcomes.push(withoutNumber(run, why)),
        finished: () => resolve(outcomes.toSorted((a, b) => a.run - b.run)),
        log: () => undefined,
      });
    });

  it("does every run once, whatever the number of threads", async () => {
    for (const threads of [1, 2, 5]) {
      const outcomes = await outcomesOf(["3", "1", "4", "1", "5", "9", "2"], threads);
      assert.deepEqual(
        outcomes.map(({ run, value }) => [run, value]),
        [3, 1, 4, 1, 5, 9, 2].map((value, run) => [run, value]),
      );
    }
  });

  it("loses only the run whose thread fails, dies or runs out of memory", async () => {
    const outcomes = await outcomesOf(["1", "throw oops", "2", "exit 3", "3", "eat-memory", "4"], 2, 40);
    assert.deepEqual(
      outcomes.map(({ value }) => value),
      [1, null, 2, null, 3, null, 4],
    );
    assert.match(outcomes[1].note ?? "", /oops/);
    assert.match(outcomes[3].note ?? "", /ended unexpectedly/);
    assert.match(outcomes[5].note ?? "", /memory/);
  });

  it("tells nothing more once it is stopped", async () => {
    const told: number[] = [];
    await new Promise<void>((resolve) => {
      const pool = startPool({
        task: "sweep",
        asked: {},
        startWorker: threadStarter(SCRIPTED_THREAD),
        threads: 1,
        runs: [0, 1, 2],
        text: "1,stuck,3",
        path: null,
        folder: null,
        lost: (run) => told.push(run),
        piece: (run) => {
          told.push(run);
          pool.stop();
          resolve();
        },
        finished: () => told.push(-1),
        log: () => undefined,
      });
    });
    assert.deepEqual(told, [0]);
  });
});
