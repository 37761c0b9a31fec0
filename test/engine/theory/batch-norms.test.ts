/**
 * Laws of batch norms in training, held against independent exact computations (D, laws, dim Lie; batches of 4).
 */
import assert from "node:assert/strict";
import { formulaText } from "../../../src/engine/findings/formula";
import { parameterCount } from "../../../src/engine/model/compile";
import { INPUT, type ActivationName, type Network } from "../../../src/engine/model/network";
import { grid, vector } from "../../../src/engine/model/shape";
import { countLaws } from "../../../src/engine/theory/laws/count";
import { lawFamilies } from "../../../src/engine/theory/laws/families";
import { listedLaws } from "../../../src/engine/theory/laws/law-rank";
import { added, biased, conv, dense, layered, normed } from "../layer-samples";
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

const resnet = (activation: ActivationName): Network =>
  layered(
    vector(2),
    dense(2),
    { ...normed("batch", { eps: 0 }), activation: act(activation) },
    dense(2),
    normed("batch", { eps: 0 }),
    { ...added("none"), sources: [INPUT, 3] },
  );

/**
 * Name, network, parameters, laws, dim Lie, basis. Over a batch the numbers of a channel add up to 4 β, so the exponents of a tanh
 * depend on each other: nothing is certified of it.
 */
const COUNTS: readonly (readonly [string, Network, number, number, number, "certified" | "measured"])[] = [
  ["a batch norm without eps", flat(0), 23, 9, 14, "certified"],
  ["a batch norm", flat(1e-5), 23, 6, 17, "certified"],
  ["relu behind a batch norm without eps", flat(0, "relu"), 23, 9, 14, "measured"],
  ["relu behind a batch norm", flat(1e-5, "relu"), 23, 6, 17, "measured"],
  ["tanh behind a batch norm", flat(0, "tanh"), 23, 6, 17, "measured"],
  ["convolution, batch norm without eps, relu, convolution", line(0), 24, 6, 18, "measured"],
  ["convolution, batch norm, relu, convolution", line(1e-5), 24, 4, 20, "measured"],
  ["a ResNet block without eps", resnet("relu"), 16, 6, 10, "measured"],
  ["a ResNet block of tanh, without eps", resnet("tanh"), 16, 4, 12, "measured"],
];

describe("laws of batch norms", () => {
  for (const [name, network, parameters, laws, lie, basis] of COUNTS)
    it(`${name}: ${laws} of ${parameters}`, () => {
      assert.equal(parameterCount(network), parameters);
      const { known, independent, lieDimension, complete, families } = finish(countLaws(network));
      assert.deepEqual([listedLaws(families), known.value], [laws, laws]);
      assert.deepEqual(
        [independent.value, independent.basis, lieDimension.value, complete.value],
        [laws, basis, lie, true],
      );
    });

  it("are named by what a batch does not see, channel by channel", () => {
    const network = flat(0);
    assert.deepEqual(
      lawFamilies(network).map((family) => formulaText(family.group.formula(network, family))),
      ["‖W₁[p,:]‖² + ‖b₁[p]‖²", "b₁", "γ₂[j]² + β₂[j]² − ‖W₃[:,j]‖²"],
    );
  });

  it("say of which batches and gates they were counted", () => {
    const { independent } = finish(countLaws(flat(0, "relu")));
    assert.match(independent.note!, /inputs switch its relus.*batches of any size/);
    for (const network of [flat(0), flat(0, "tanh")])
      assert.match(finish(countLaws(network)).independent.note!, /batches of any size/);
  });
});
