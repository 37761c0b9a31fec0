/** What the bases mean is explained once. */
import assert from "node:assert/strict";
import { createIntro } from "../../../src/extension/panel/intro";

describe("the explanation of the bases", () => {
  it("is shown in the first panel until it is read, and in no later window", () => {
    const kept = new Map<string, unknown>();
    const state = {
      get: (key: string) => kept.get(key) as undefined,
      update: (key: string, value: unknown) => Promise.resolve(void kept.set(key, value)),
    };
    const first = createIntro(state);
    assert.ok(first.showing());
    assert.equal(kept.size, 0, "a panel that nobody has opened has shown nothing");
    first.shown();
    assert.ok(first.showing(), "it stays while it is read");
    first.read();
    assert.ok(!first.showing());
    assert.ok(!createIntro(state).showing());
  });
});
