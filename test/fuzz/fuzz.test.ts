/** A part of `npm run fuzz` that every test run can afford; and that the mutations are what they should be. */
import assert from "node:assert/strict";
import { fuzz, sources } from "./fuzz";
import { mutated } from "./mutate";

describe("mutated examples and cases", () => {
  it("end in a report that can be written, or in problems", () => {
    const faults = [...fuzz(200, 1000, true)].filter(({ fault }) => fault !== null);
    assert.deepEqual(
      faults.map(({ name, seed, fault }) => `${name}, seed ${seed}: ${String(fault).split("\n")[0]}`),
      [],
    );
  });

  it("are the same for the same seed, and differ from what they come from", () => {
    const texts = sources();
    const changed = texts.filter(([, text], seed) => mutated(text, seed) !== text);
    assert.ok(changed.length > 0.8 * texts.length, `${changed.length} of ${texts.length}`);
    texts.slice(0, 20).forEach(([, text], seed) => assert.equal(mutated(text, seed), mutated(text, seed)));
  });
});
