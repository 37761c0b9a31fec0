import assert from "node:assert/strict";
import { progressOf } from "../../../src/engine/tasks/task";

describe("a task's steps", () => {
  it("are handed on without what they tell, with their result at the end", () => {
    const steps = progressOf(
      (function* () {
        yield { stage: "one", fraction: 0.5, partial: () => 7 };
        return "found";
      })(),
    );
    assert.deepEqual(steps.next().value, { stage: "one", fraction: 0.5 });
    assert.deepEqual(steps.next(), { value: "found", done: true });
  });

  it("that are stopped close what they hold, and that of a fault too", () => {
    let closed = 0;
    const holding = (fault: boolean) =>
      progressOf(
        (function* () {
          try {
            yield { stage: "one", fraction: null };
            if (fault) throw new Error("fault");
            yield { stage: "two", fraction: null };
          } finally {
            closed++;
          }
          return "found";
        })(),
      );
    const stopped = holding(false);
    stopped.next();
    stopped.return("stopped");
    const failing = holding(true);
    failing.next();
    assert.throws(() => failing.next(), /fault/);
    assert.equal(closed, 2);
  });
});
