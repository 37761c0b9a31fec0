/** A part of `npm run fuzz` that every test run can afford; and that the mutations are what they should be. */
import assert from "node:assert/strict";
import { fuzz, sources, type Outcome } from "./fuzz";
import { mutated } from "./mutate";

/** Their mutations take up to seconds each: the whole `npm run fuzz` has them. Only a few are analysed here. */
const LARGE: ReadonlySet<string> = new Set([
  "plateau-multimode-10-40-40-10.intrinsic.json",
  "wide-hidden-memory.intrinsic.json",
  "wide-hidden-no-end.intrinsic.json",
  "deep-linear.intrinsic.json",
  "02-items-properties.intrinsic.json",
  "06-narrow-ends.intrinsic.json",
  "scalar-wide.intrinsic.json",
  "resnet-block.intrinsic.json",
  "llama-block.intrinsic.json",
]);

describe("mutated examples and cases", () => {
  // In four parts, so that none comes near the limit of a test on a busy machine.
  for (const part of [0, 1, 2, 3])
    it(`end in a report that can be written, or in problems: 500 of them, part ${part + 1}`, () => {
      const outcomes = [...fuzz(600, 600 * part, true, LARGE)];
      assert.ok(outcomes.length > 500, `${outcomes.length}`);
      assert.deepEqual(faultsOf(outcomes), []);
    });

  it("end so where they are large", () => {
    const names = sources().map(([name]) => name);
    const outcomes = [...LARGE].flatMap((name) => [...fuzz(1, names.indexOf(name), true)]);
    assert.deepEqual(
      outcomes.map(({ name }) => name),
      [...LARGE],
    );
    assert.deepEqual(faultsOf(outcomes), []);
  });

  it("are the same for the same seed, and differ from what they come from", () => {
    const texts = sources();
    const changed = texts.filter(([, text], seed) => mutated(text, seed) !== text);
    assert.ok(changed.length > 0.8 * texts.length, `${changed.length} of ${texts.length}`);
    texts.slice(0, 20).forEach(([, text], seed) => assert.equal(mutated(text, seed), mutated(text, seed)));
  });
});

function faultsOf(outcomes: readonly Outcome[]): readonly string[] {
  return outcomes
    .filter(({ fault }) => fault !== null)
    .map(({ name, seed, fault }) => `${name}, seed ${seed}: ${String(fault).split("\n")[0]}`);
}
