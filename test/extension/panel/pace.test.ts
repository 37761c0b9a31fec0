import assert from "node:assert/strict";
import { createPace } from "../../../src/extension/panel/pace";

/** A page that says when a message has arrived, and a clock that a test moves. */
function page() {
  const sent: string[] = [];
  const arrivals: (() => void)[] = [];
  const timers = new Set<() => void>();
  let newest = "";
  const pace = createPace(
    () => {
      sent.push(newest);
      return new Promise<void>((resolve) => arrivals.push(resolve));
    },
    (_milliseconds, run) => {
      timers.add(run);
      return () => void timers.delete(run);
    },
  );
  return {
    pace,
    sent,
    timers,
    tell(value: string) {
      newest = value;
      pace.request();
    },
    async arrives() {
      arrivals.shift()?.();
      await new Promise((resolve) => setImmediate(resolve));
    },
    late: () => [...timers].forEach((run) => run()),
  };
}

describe("the pace of what is sent to the page", () => {
  it("sends at once when nothing is on its way", async () => {
    const { tell, sent, arrives } = page();
    tell("a");
    await arrives();
    tell("b");
    assert.deepEqual(sent, ["a", "b"]);
  });

  it("sends one at a time, and of a burst only the newest", async () => {
    const { tell, sent, arrives } = page();
    ["a", "b", "c", "d"].forEach(tell);
    assert.deepEqual(sent, ["a"]);
    await arrives();
    assert.deepEqual(sent, ["a", "d"]);
    await arrives();
    assert.deepEqual(sent, ["a", "d"]);
  });

  it("starts again with a new page, whatever was on its way to the old one", async () => {
    const { tell, pace, sent, arrives } = page();
    tell("a");
    tell("b");
    pace.restart();
    assert.deepEqual(sent, ["a", "b"]);
    tell("c");
    await arrives(); // what was meant for the old page
    assert.deepEqual(sent, ["a", "b"]);
    await arrives();
    assert.deepEqual(sent, ["a", "b", "c"]);
  });

  it("does not wait forever for a page that is gone, and leaves no timer behind", async () => {
    const { tell, sent, late, arrives, timers } = page();
    tell("a");
    tell("b");
    late();
    assert.deepEqual(sent, ["a", "b"]);
    await arrives();
    await arrives();
    assert.equal(timers.size, 0);
  });
});
