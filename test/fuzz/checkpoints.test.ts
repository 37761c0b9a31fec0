/** A part of `npm run fuzz -- checkpoints` that every test run can afford. */
import assert from "node:assert/strict";
import { checkpointFiles, fuzzCheckpoints, mutatedBytes } from "./checkpoints";

/** Milliseconds of one file of a few kB, on a busy machine. */
const LONGEST = 10_000;

describe("mutated weights files", () => {
  for (const file of checkpointFiles())
    it(`${file}: is read or refused, in bounded time and memory`, async () => {
      const outcomes = await fuzzCheckpoints(60, 0, (one) => one === file);
      assert.deepEqual(
        outcomes.filter(({ fault }) => fault !== null).map(({ seed, fault }) => `seed ${seed}: ${fault ?? ""}`),
        [],
      );
      assert.ok(outcomes.some(({ refused }) => refused));
      assert.ok(Math.max(...outcomes.map(({ milliseconds }) => milliseconds)) < LONGEST);
      assert.ok(Math.max(...outcomes.map(({ largestRead }) => largestRead)) < 1e5);
    });

  it("an HDF5 file with a heap of texts in which the library would never end is refused", async () => {
    const [{ refused, brokeHdf5 }] = await fuzzCheckpoints(1, 5008, (file) => file === "net.h5");
    assert.ok(refused && !brokeHdf5);
  });

  it("are the same for the same seed", () => {
    const bytes = Uint8Array.from({ length: 1000 }, (_, i) => i);
    assert.deepEqual(mutatedBytes(bytes, 3), mutatedBytes(bytes, 3));
    assert.notDeepEqual(mutatedBytes(bytes, 3), mutatedBytes(bytes, 4));
  });
});
