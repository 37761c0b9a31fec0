/** What stands modulo a prime for the density of a normal distribution and its integral, in truncated Taylor arithmetic. */
import assert from "node:assert/strict";
import { PRIMES } from "../../../src/engine/math/modular/field";
import { jetNormal, jetRing, type JetNumber } from "../../../src/engine/math/modular/jet-number";
import { randomStream } from "../../../src/engine/math/random/streams";

const [p] = PRIMES;
const big = BigInt(p);

describe("residues for a normal distribution", () => {
  for (const k of [1, 2] as const)
    it(`of precision ${k}: derivatives are the density times Hermite polynomials`, () => {
      const z = 123457;
      const jet = Float64Array.from([z, 1, 1, 0, 1, 0, 0, 0]);
      const { density, integral } = jetNormal(jet, k, p);
      // g' = -k z g, g'' = (k² z² - k) g, g''' = (3 k² z - k³ z³) g, and the integral's are one behind.
      const [g, w, c] = [BigInt(density[0]), BigInt(z), BigInt(k)];
      const derivatives = [1n, -c * w, c * c * w * w - c, 3n * c * c * w - c ** 3n * w ** 3n].map((h) =>
        Number((((h * g) % big) + big) % big),
      );
      const order = [0, 1, 1, 2, 1, 2, 2, 3];
      assert.deepEqual(
        [...density],
        order.map((n) => derivatives[n]),
      );
      assert.deepEqual(
        [...integral].slice(1),
        order.slice(1).map((n) => derivatives[n - 1]),
      );
    });

  it("are those of -z up to the sign of the integral, and the integral is 0 at 0", () => {
    const random = randomStream(1, "normal residues");
    const draw = (): JetNumber => Float64Array.from({ length: 8 }, () => random.integer(p));
    for (let n = 0; n < 20; n++) {
      const z = draw();
      const minus = jetRing(8, p).difference(new Float64Array(8), z);
      const [at, opposite] = [jetNormal(z, 1, p), jetNormal(minus, 1, p)];
      assert.deepEqual(opposite.density, at.density);
      assert.deepEqual(opposite.integral, jetRing(8, p).difference(new Float64Array(8), at.integral));
    }
    assert.equal(jetNormal(Float64Array.from([0, 1]), 1, p).integral[0], 0);
  });

  it("are other ones for another precision and another number", () => {
    const at = (z: number, k: number): number[] => {
      const { density, integral } = jetNormal(Float64Array.from([z]), k, p);
      return [density[0], integral[0]];
    };
    const all = [at(5, 1), at(5, 2), at(6, 1), at(0, 1).slice(0, 1), at(0, 2).slice(0, 1)].flat();
    assert.equal(new Set(all).size, all.length);
  });
});
