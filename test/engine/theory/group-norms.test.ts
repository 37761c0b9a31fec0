/**
 * Laws of group norms. With a group for each channel, over a sequence that stands for a batch, they are batch norms in training, of which
 * independent exact computations are known (D, laws, dim Lie; batches of 4).
 */
import assert from "node:assert/strict";
import { formulaText } from "../../../src/engine/findings/formula";
import { parameterCount } from "../../../src/engine/model/compile";
import type { Network } from "../../../src/engine/model/network";
import { grid, sequence, vector } from "../../../src/engine/model/shape";
import { countLaws } from "../../../src/engine/theory/laws/count";
import { lawFamilies } from "../../../src/engine/theory/laws/families";
import { listedLaws } from "../../../src/engine/theory/laws/law-rank";
import { biased, conv, dense, layered, normed, pool } from "../layer-samples";
import { finish } from "../networks";

const batch = (eps: number): Network =>
  layered(sequence(4, 2), biased(dense(3)), normed("group", { groups: 3, eps }), biased(dense(2)));
const alone = (groups: number, eps: number): Network =>
  layered(vector(2), biased(dense(6)), normed("group", { groups, eps }), dense(2));

/** Name, network, parameters, laws, dim Lie. */
const COUNTS: readonly (readonly [string, Network, number, number, number])[] = [
  ["a batch norm", batch(1e-5), 23, 6, 17],
  ["a batch norm without eps", batch(0), 23, 9, 14],
];

describe("laws of group norms", () => {
  for (const [name, network, parameters, laws, lie] of COUNTS)
    it(`${name}: ${laws} of ${parameters}`, () => {
      assert.equal(parameterCount(network), parameters);
      const { known, independent, lieDimension, complete, families } = finish(countLaws(network));
      assert.deepEqual([listedLaws(families), known.value], [laws, laws]);
      assert.deepEqual(
        [independent.value, independent.basis, lieDimension.value, complete.value],
        [laws, "certified", lie, true],
      );
    });

  it("name what a batch norm does not see: biases, channel by channel", () => {
    const network = batch(0);
    const families = lawFamilies(network);
    assert.deepEqual(
      families.map((family) => formulaText(family.group.formula(network, family))),
      ["‖W₁[p,:]‖² + ‖b₁[p]‖²", "b₁", "γ₂[j]² + β₂[j]² − ‖W₃[:,j]‖²"],
    );
    assert.deepEqual(
      families[1].group.labels(network, families[1]),
      [0, 1, 2].map((c) => `layer1 bias: part ${c}`),
    );
  });

  it("of a vector have the columns of each group, with positions the biases alone, behind added zeros nothing", () => {
    const sums = (network: Network): number =>
      lawFamilies(network).reduce((sum, { group, count }) => sum + (group.name === "shift" ? count : 0), 0);
    assert.equal(sums(alone(2, 1e-5)), 6);
    const line = (padding: number): Network =>
      layered(
        grid(1, [4]),
        biased(conv("conv1d", 4, { kernel: 1 })),
        pool("average", { kernel: 2, stride: 1, padding }),
        normed("group", { groups: 2 }),
      );
    assert.deepEqual([sums(line(0)), sums(line(1))], [2, 0]);
  });
});
