import assert from "node:assert/strict";
import type { Progress } from "../../../src/engine/findings/progress";
import { SCRIPTED_THREAD } from "../worker/programs";
import { placeOf, startThreads, type Threads } from "./tasks";

describe("tasks that are asked for, with real threads", () => {
  let threads: Threads;
  beforeEach(() => {
    threads = startThreads(SCRIPTED_THREAD, 32);
  });
  afterEach(() => threads.scheduler.dispose());

  /** Asks for the listing of a script; `cancel` is what the user would press. */
  function ask(text: string, { uri = "a", degree = 2 } = {}) {
    let cancel = (): void => assert.fail("no cancel was given");
    let working: (progress: Progress) => void;
    const atWork = new Promise<Progress>((resolve) => (working = resolve));
    const answer = threads.runner.ask(
      "list-laws",
      placeOf(uri, text, 5),
      { degree },
      {
        progress: (progress) => working(progress),
        onCancel: (how) => (cancel = how),
      },
    );
    return { answer, atWork, cancel: () => cancel() };
  }

  it("answers with the text and the version it speaks of, and ends the thread", async () => {
    assert.deepEqual(await ask("finish").answer, {
      kind: "done",
      result: { text: "listed finish" },
      documentVersion: 5,
    });
    assert.equal(threads.alive(), 0);
  });

  it("is cancelled without waiting for a thread that is deaf", async () => {
    const { answer, atWork, cancel } = ask("stuck");
    await atWork;
    cancel();
    assert.deepEqual(await answer, { kind: "cancelled" });
    assert.equal(threads.alive(), 0);
  });

  it("lets the newest request of a document win, and those of others go on", async () => {
    const other = ask("steps-until-cancelled", { uri: "b" });
    const older = ask("stuck");
    await Promise.all([older.atWork, other.atWork]);
    const newer = ask("finish");
    assert.deepEqual(await older.answer, { kind: "cancelled" });
    assert.equal((await newer.answer).kind, "done");
    assert.equal(threads.alive(), 1);
    other.cancel();
    assert.deepEqual(await other.answer, { kind: "cancelled" });
  });

  it("explains a fault, a death and a lack of memory, each with what to do", async () => {
    for (const [script, why] of [
      ["throw oops", /oops/],
      ["exit 3", /exit code 3/],
      ["eat-memory", /more than the 32 MB/],
    ] as const) {
      const answer = await ask(script).answer;
      assert.ok(answer.kind === "refused" && answer.help !== "");
      assert.match(answer.message, why);
    }
    assert.match(threads.log.join("\n"), /oops/);
  });

  it("refuses a degree that is none", async () => {
    for (const degree of [0, 10, 1.5, NaN]) {
      const answer = await ask("finish", { degree }).answer;
      assert.ok(answer.kind === "refused" && /1 to 9/.test(answer.help));
    }
    assert.equal(threads.alive(), 0);
  });

  it("answers what still runs when it is disposed", async () => {
    const { answer, atWork } = ask("stuck");
    await atWork;
    threads.scheduler.dispose();
    assert.deepEqual(await answer, { kind: "cancelled" });
    assert.equal(threads.alive(), 0);
  });

  it("run beside each other for one document where they are different ones, and an older one is no longer cancelled by its asker", async () => {
    const cures = (["make-balanced", "choose-lambda", "make-balanced"] as const).map((cure) => {
      let cancel = (): void => undefined;
      const answer = threads.runner.ask(
        "cure",
        placeOf("a", "steps-until-cancelled"),
        { cure },
        {
          progress: () => undefined,
          onCancel: (how) => (cancel = how),
        },
      );
      return { answer, cancel: () => cancel() };
    });
    assert.deepEqual(await cures[0].answer, { kind: "cancelled" });
    cures[0].cancel();
    assert.equal(threads.alive(), 2);
    cures[1].cancel();
    assert.deepEqual(await cures[1].answer, { kind: "cancelled" });
    assert.equal(threads.alive(), 1);
    cures[2].cancel();
    assert.deepEqual(await cures[2].answer, { kind: "cancelled" });
  });

  it("are not begun for one who wants it no longer", async () => {
    const answer = threads.runner.ask(
      "list-laws",
      placeOf("a", "finish"),
      { degree: 2 },
      {
        progress: () => undefined,
        onCancel: (how) => how(),
      },
    );
    assert.deepEqual(await answer, { kind: "cancelled" });
    assert.equal(threads.alive(), 0);
  });
});
