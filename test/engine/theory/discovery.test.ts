import assert from "node:assert/strict";
import { inverse, PRIMES, reduce } from "../../../src/engine/math/modular/field";
import { parameterCount } from "../../../src/engine/model/compile";
import type { Network } from "../../../src/engine/model/network";
import { listPaths } from "../../../src/engine/model/paths";
import type { Discovery } from "../../../src/engine/theory/discovery/discover";
import { discoverLaws } from "../../../src/engine/theory/discovery/discover";
import { monomialClasses, monomialCount } from "../../../src/engine/theory/discovery/monomials";
import { rationalFrom } from "../../../src/engine/theory/discovery/nullspace";
import { parameterNames, polynomialText } from "../../../src/engine/theory/discovery/polynomial";
import { isLaw } from "../../../src/engine/theory/discovery/verify";
import { countLaws } from "../../../src/engine/theory/laws/count";
import { chain, diagonalChain, finish } from "../networks";

function discover(network: Network, degree: number): Discovery {
  const outcome = finish(discoverLaws(network, degree));
  if (outcome.kind !== "found") throw new Error(outcome.reason);
  assert.equal(outcome.discovery.rejected, 0);
  return outcome.discovery;
}

function texts(network: Network, degree: number): string[] {
  const names = parameterNames(network);
  return discover(network, degree).laws.map(({ polynomial }) => polynomialText(polynomial, names));
}

describe("discovering polynomial laws", () => {
  it("x1 x2 x3: the two differences of squares", () => {
    // A diagonal chain of width 1 has phi = d1 d2 d3.
    const laws = texts(diagonalChain(1, 3), 2);
    assert.deepEqual(laws, ["d1[0]² − d2[0]²", "d1[0]² − d3[0]²"]);
  });

  it("two-layer linear [2,2,2]: the three entries of U_2ᵀU_2 − U_1U_1ᵀ", () => {
    assert.deepEqual(
      new Set(texts(chain([2, 2, 2]), 2)),
      new Set([
        "W1[0,0]² + W1[0,1]² − W2[0,0]² − W2[1,0]²",
        "W1[0,0] W1[1,0] + W1[0,1] W1[1,1] − W2[0,0] W2[0,1] − W2[1,0] W2[1,1]",
        "W1[1,0]² + W1[1,1]² − W2[0,1]² − W2[1,1]²",
      ]),
    );
  });

  it("degree 2 gives exactly the known laws, for linear and relu networks", () => {
    for (const network of [
      chain([3, 2, 3]),
      chain([2, 3, 3, 2]),
      chain([2, 3, 2], "identity", "all"),
      chain([3, 4, 2], "relu"),
      chain([2, 3, 2, 2], "relu", "hidden"),
      diagonalChain(3, 3),
    ]) {
      const { laws } = discover(network, 2);
      const known = finish(countLaws(network)).families.reduce((sum, family) => sum + family.count, 0);
      assert.equal(laws.length, known);
      assert.ok(laws.every(({ isNew }) => !isNew));
    }
  });

  it("degree 4 adds only products of known ones for [2,1,2]", () => {
    const { laws } = discover(chain([2, 1, 2]), 4);
    assert.equal(laws.length, 2, "h and h²");
    assert.ok(laws.every(({ isNew }) => !isNew));
  });

  it("finds no polynomial law of degree 1 or 3 in [2,2,2]", () => {
    assert.equal(discover(chain([2, 2, 2]), 3).laws.length, 3);
  });

  it("refuses what is too large before it builds anything", () => {
    const outcome = finish(discoverLaws(chain([50, 50, 50]), 4));
    assert.equal(outcome.kind, "too-large");
  });

  it("proves laws and rejects what is none", () => {
    const network = chain([2, 2, 2]);
    const lifting = listPaths({ ...network, parametrization: "path-lifting" });
    const square = (e: number, coefficient: number): { coefficient: number; monomial: number[] } => ({
      coefficient,
      monomial: [e, e],
    });
    assert.equal(isLaw([square(0, 1), square(1, 1), square(4, -1), square(6, -1)], lifting), true);
    assert.equal(isLaw([square(0, 1), square(1, 1), square(4, -1), square(5, -1)], lifting), false);
  });

  it("counts and sorts monomials", () => {
    const network = chain([2, 2, 2]);
    const classes = monomialClasses(network, parameterCount(network), 3);
    assert.equal(
      classes.reduce((sum, members) => sum + members.length, 0),
      monomialCount(8, 3),
    );
    assert.equal(monomialCount(8, 3), 8 + 36 + 120);
  });

  it("reconstructs small fractions from residues", () => {
    const [p] = PRIMES;
    for (const [a, b] of [
      [1, 2],
      [-3, 7],
      [0, 1],
      [1000, 999],
      [-1, 1],
    ]) {
      const x = reduce((((a % p) + p) % p) * inverse(b, p), p);
      assert.deepEqual(rationalFrom(x, p), { numerator: a, denominator: b });
    }
  });
});
