import assert from "node:assert/strict";
import { createEchelon, insert } from "../../../src/engine/math/modular/echelon";
import { PRIMES } from "../../../src/engine/math/modular/field";
import { randomStream } from "../../../src/engine/math/random/streams";
import type { Network } from "../../../src/engine/model/network";
import { parameterCount } from "../../../src/engine/model/compile";
import { INPUT } from "../../../src/engine/model/network";
import { lawFamilies } from "../../../src/engine/theory/laws/families";
import { lawGradientsMod, lawRankAt, lawRankWork, listedLaws } from "../../../src/engine/theory/laws/law-rank";
import { act, chain, finish } from "../networks";

/** Linear layers side by side: their laws are two matrices and the cross matrix between them. */
function sideBySide(inputs: number, widths: readonly number[], outputs: number): Network {
  const layer = { type: "dense", activation: act("identity"), bias: false } as const;
  return {
    inputs,
    layers: [
      ...widths.map((units, i) => ({ ...layer, name: `h${i}`, units, sources: [INPUT] })),
      { ...layer, name: "out", units: outputs, sources: widths.map((_, i) => i) },
    ],
    parametrization: "auto",
  };
}

/** What lawRankAt says, and the rank of every gradient at the same point. */
function ranks(network: Network): [number, number] {
  const [p] = PRIMES;
  const families = lawFamilies(network);
  const parameters = parameterCount(network);
  assert.ok(listedLaws(families) > parameters, "more laws than parameters");
  const random = randomStream(5, "law rank");
  const theta = Float64Array.from({ length: parameters }, () => 1 + random.integer(p - 1));
  const all = createEchelon(p, parameters);
  for (const family of families) for (const gradient of lawGradientsMod(family, theta, p)) insert(all, gradient);
  return [finish(lawRankAt(families, theta, p, random)), all.rows.length];
}

describe("more listed laws than parameters", () => {
  it("combined at random they are as independent as all of them together", () => {
    for (const network of [
      chain([1, 12, 2]),
      chain([1, 2, 12, 2]),
      chain([1, 2, 20, 2, 1]),
      chain([1, 9, 1], "identity", "hidden"),
      sideBySide(1, [7, 8], 2),
      sideBySide(1, [4, 5, 6], 1),
    ]) {
      const [combined, all] = ranks(network);
      assert.equal(combined, all);
    }
  });

  it("cost little more than an elimination of as many as there are parameters", () => {
    // Term by term it would be 20,000 laws for each of 800 combinations, twenty times the elimination.
    const network = chain([1, 2, 200, 2]);
    assert.ok(lawRankWork(lawFamilies(network), parameterCount(network)) < 1.1 * (802 ** 3 / 3));
  });
});
