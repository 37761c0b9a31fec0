/** Rotary positions: their angles, and what stands for them modulo a prime. */
import assert from "node:assert/strict";
import { PRIMES, reduce } from "../../../../src/engine/math/modular/field";
import { rotations } from "../../../../src/engine/model/program/rotations";

const TOKENS = 101;
const SIZE = 8;

describe("rotations", () => {
  // 10^4, 2^4 and 2^5 5^6: whole multiples among the angles, and none.
  for (const [base, angles] of [
    [10_000, 1 + 100 + 3 * 90],
    [16, 1 + 100 + 3 * 50],
    [500_000, 1 + 4 * 100],
  ])
    it(`of base ${base} are points of a circle, the same modulo a prime where the angles are`, () => {
      const p = PRIMES[0];
      const { values, residues } = rotations(TOKENS, SIZE, base);
      const modular = residues(p)!;
      const byAngle = new Map<string, string>();
      const byPoint = new Map<string, string>();
      for (let t = 0; t < TOKENS; t++)
        for (let j = 0; j < SIZE / 2; j++) {
          const at = 3 * (t * (SIZE / 2) + j);
          const angle = t * base ** ((-2 * j) / SIZE);
          assert.ok(
            Math.abs(values[at] - Math.cos(angle)) < 1e-15 && Math.abs(values[at + 1] - Math.sin(angle)) < 1e-15,
          );
          const [c, s, less] = modular.subarray(at, at + 3);
          assert.equal(reduce(reduce(c * c, p) + reduce(s * s, p), p), 1);
          assert.equal(reduce(s + less, p), 0);
          const [a, b] = [angle.toPrecision(10), `${c} ${s}`];
          assert.equal(byAngle.get(a) ?? b, b);
          assert.equal(byPoint.get(b) ?? a, a);
          byAngle.set(a, b);
          byPoint.set(b, a);
        }
      // 0, those of the fastest pair, and of the others those that are none of the one before.
      assert.equal(byAngle.size, angles);
    });

  it("turn from token to token by the same angle where exponents are too large for a double: base 3^32", () => {
    const [p] = PRIMES;
    const [tokens, size] = [65, 64];
    const modular = rotations(tokens, size, 3 ** 32).residues(p)!;
    const at = (t: number, j: number): Float64Array => modular.subarray(3 * (t * (size / 2) + j));
    for (let t = 1; t + 1 < tokens; t++)
      for (let j = 0; j < size / 2; j++) {
        const [[c, s], [c1, s1], [next, nextSine]] = [at(t, j), at(1, j), at(t + 1, j)];
        assert.deepEqual([next, nextSine], [reduce(c * c1 + p * p - s * s1, p), reduce(c * s1 + s * c1, p)]);
      }
  });
});
