import assert from "node:assert/strict";
import { createLawListings, type LawListings } from "../../../src/engine/server/law-listings";
import { threadStarter } from "../../../src/engine/worker/thread/node";
import type { Progress } from "../../../src/engine/findings/progress";
import { SCRIPTED_THREAD } from "../worker/programs";

describe("listings of laws, with real threads", () => {
  let listings: LawListings;
  let log: string[];
  let alive: number;

  beforeEach(() => {
    log = [];
    alive = 0;
    const start = threadStarter(SCRIPTED_THREAD, 32);
    listings = createLawListings({
      log: (line) => log.push(line),
      startWorker: (events) => {
        const worker = start(events);
        alive++;
        return { ...worker, terminate: () => (alive--, worker.terminate()) };
      },
    });
  });
  afterEach(() => listings.dispose());

  /** Asks for the listing of a script; `cancel` is what the user would press. */
  function ask(text: string, { uri = "a", degree = 2 } = {}) {
    const request = { uri, text, degree, documentVersion: 5, path: null };
    let cancel = (): void => assert.fail("no cancel was given");
    let working: (progress: Progress) => void;
    const atWork = new Promise<Progress>((resolve) => (working = resolve));
    const answer = listings.list(
      request,
      (progress) => working(progress),
      (how) => (cancel = how),
    );
    return { answer, atWork, cancel: () => cancel() };
  }

  it("answers with the text and the version it speaks of, and ends the thread", async () => {
    assert.deepEqual(await ask("finish").answer, { kind: "listing", text: "listed finish", documentVersion: 5 });
    assert.equal(alive, 0);
  });

  it("is cancelled without waiting for a thread that is deaf", async () => {
    const { answer, atWork, cancel } = ask("stuck");
    await atWork;
    cancel();
    assert.deepEqual(await answer, { kind: "cancelled" });
    assert.equal(alive, 0);
  });

  it("lets the newest request of a document win, and those of others go on", async () => {
    const other = ask("steps-until-cancelled", { uri: "b" });
    const older = ask("stuck");
    await Promise.all([older.atWork, other.atWork]);
    const newer = ask("finish");
    assert.deepEqual(await older.answer, { kind: "cancelled" });
    assert.equal((await newer.answer).kind, "listing");
    assert.equal(alive, 1);
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
    assert.match(log.join("\n"), /oops/);
  });

  it("refuses a degree that is none", async () => {
    for (const degree of [0, 10, 1.5, NaN]) {
      const answer = await ask("finish", { degree }).answer;
      assert.ok(answer.kind === "refused" && /1 to 9/.test(answer.help));
    }
    assert.equal(alive, 0);
  });

  it("answers what still runs when it is disposed", async () => {
    const { answer, atWork } = ask("stuck");
    await atWork;
    listings.dispose();
    assert.deepEqual(await answer, { kind: "cancelled" });
    assert.equal(alive, 0);
  });
});
