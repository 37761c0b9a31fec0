import assert from "node:assert/strict";
import { naturalLogarithm, randomStream } from "../../../src/engine/math/random/streams";

describe("random streams", () => {
  it("give the same numbers for ever (recorded once; a change would change every user's networks)", () => {
    const random = randomStream(7, "weights/layer1");
    assert.deepEqual([random.uniform(), random.normal(), random.normal(), random.integer(1000)], RECORDED);
  });

  it("have the moments of their distributions", () => {
    const random = randomStream(1, "moments");
    const n = 200000;
    let [u1, u2, z1, z2, z4] = [0, 0, 0, 0, 0];
    for (let i = 0; i < n; i++) {
      const u = random.uniform();
      const z = random.normal();
      u1 += u / n;
      u2 += (u * u) / n;
      z1 += z / n;
      z2 += (z * z) / n;
      z4 += z ** 4 / n;
    }
    // Five standard errors.
    assert.ok(Math.abs(u1 - 1 / 2) < 5 * Math.sqrt(1 / 12 / n));
    assert.ok(Math.abs(u2 - 1 / 3) < 5 * Math.sqrt(4 / 45 / n));
    assert.ok(Math.abs(z1) < 5 / Math.sqrt(n));
    assert.ok(Math.abs(z2 - 1) < 5 * Math.sqrt(2 / n));
    assert.ok(Math.abs(z4 - 3) < 5 * Math.sqrt(96 / n));
  });

  it("differ between labels and seeds", () => {
    const first = (seed: number, label: string): number => randomStream(seed, label).uniform();
    assert.equal(new Set([first(1, "a"), first(1, "b"), first(2, "a"), first(12, "a"), first(1, "2/a")]).size, 5);
  });

  it("computes logarithms to the last bits", () => {
    for (const x of [1e-300, 1e-17, 1e-3, 0.1, 0.4999, 0.5, 0.66, 2 / 3, 0.7, 0.9, 0.999999, 1 - 2 ** -53])
      assert.ok(
        Math.abs(naturalLogarithm(x) - Math.log(x)) <= 4e-16 * Math.max(Math.abs(Math.log(x)), 1e-16),
        String(x),
      );
  });
});

const RECORDED = [0.002513305697809276, -0.49640454520960153, 0.8348797154282882, 72];
