import assert from "node:assert/strict";
import { parameterCount } from "../../../../src/engine/model/compile";
import type { ActivationName } from "../../../../src/engine/model/network";
import { findPartition } from "../../../../src/engine/theory/manifolds/find";
import type { Lattice } from "../../../../src/engine/findings/lattice";
import { manifoldLattice } from "../../../../src/engine/theory/manifolds/lattice";
import { neuronsOf } from "../../../../src/engine/theory/manifolds/neurons";
import { chain, finish } from "../../networks";

function latticeOf(
  widths: readonly number[],
  activation: ActivationName,
  theta?: readonly number[],
  bias: "none" | "hidden" | "all" = "none",
): Lattice {
  const network = chain(widths, activation, bias);
  const neurons = neuronsOf(network)!;
  const result = manifoldLattice(
    neurons,
    finish(
      findPartition(
        neurons,
        Float64Array.from(theta ?? Array.from({ length: parameterCount(network) }, (_, k) => Math.sqrt(k + 2))),
      ),
    ).partition,
  );
  assert.equal(result.kind, "lattice");
  return (result as Extract<typeof result, { kind: "lattice" }>).lattice;
}

describe("the lattice of invariant manifolds", () => {
  const COUNTS: readonly (readonly [ActivationName, readonly number[]])[] = [
    ["sigmoid", [1, 2, 5, 15, 52]],
    ["silu", [2, 5, 15, 52, 203]],
    ["tanh", [2, 6, 24, 116, 648]],
    ["quadratic", [2, 6, 24, 116, 648]],
  ];
  for (const [activation, counts] of COUNTS)
    it(`${activation}: ${counts.join(", ")} for one to five neurons, counted and listed`, () => {
      counts.forEach((count, index) => {
        const { count: found, nodes, levels } = latticeOf([2, index + 1, 1], activation);
        assert.equal(found, count);
        assert.equal(
          levels.reduce((sum, level) => sum + (level.count ?? NaN), 0),
          count,
        );
        if (count > 210) return assert.equal(nodes, null);
        assert.equal(new Set(nodes?.map((node) => JSON.stringify(node))).size, count);
        for (const { blocks, dimension } of nodes ?? []) assert.equal(dimension, 3 * blocks.length);
        for (const level of levels)
          assert.equal(nodes?.filter(({ blocks }) => blocks.length === level.blocks).length, level.count);
      });
    });

  it("counts large ones without listing, and says when a double cannot hold the number", () => {
    // Bell(20), and the Dowling number of 10 (A007405).
    assert.equal(latticeOf([2, 20, 1], "sigmoid").count, 51724158235372);
    assert.equal(latticeOf([2, 10, 1], "tanh").count, 16430176);
    assert.equal(latticeOf([2, 300, 1], "tanh").count, null);
    assert.equal(latticeOf([2, 1000, 1], "tanh").nodes, null);
  });

  it("orders them by inclusion: every cover merges two blocks or sends one to zero", () => {
    for (const [activation, merges] of [
      ["sigmoid", 3],
      ["tanh", 3 * 2 + 3],
    ] as const) {
      const { nodes, covers } = latticeOf([2, 3, 1], activation);
      const top = nodes!.findIndex(({ blocks }) => blocks.length === 3);
      assert.equal(covers.filter(([, larger]) => larger === top).length, merges);
      for (const [smaller, larger] of covers)
        assert.equal(nodes![larger].blocks.length - nodes![smaller].blocks.length, 1);
      // One node has nothing below it, one nothing above.
      assert.equal(nodes!.filter((_, i) => covers.every(([, larger]) => larger !== i)).length, 1);
      assert.equal(nodes!.filter((_, i) => covers.every(([smaller]) => smaller !== i)).length, 1);
    }
  });

  it("marks where the initialization lies", () => {
    const { nodes, here, hereBlocks } = latticeOf([1, 4, 1], "tanh", [1, 2, -1, 0, 3, 4, -3, 0]);
    assert.deepEqual(nodes![here!], {
      blocks: [
        [
          { unit: 0, sign: 1 },
          { unit: 2, sign: -1 },
        ],
        [{ unit: 1, sign: 1 }],
      ],
      zero: [3],
      dimension: 4,
    });
    assert.equal(hereBlocks, 2);
  });

  it("counts an output bias, which always moves", () => {
    const { nodes } = latticeOf([2, 2, 3], "sigmoid", undefined, "all");
    assert.deepEqual(
      nodes!.map(({ dimension }) => dimension),
      [2 + 1 + 3 + 3, 2 * (2 + 1 + 3) + 3],
    );
  });

  it("has none where manifolds form families, or with several hidden layers", () => {
    for (const [widths, activation] of [
      [[2, 3, 1], "relu"],
      [[2, 3, 1], "identity"],
      [[2, 3, 3, 1], "tanh"],
    ] as const) {
      const network = chain(widths, activation);
      const neurons = neuronsOf(network)!;
      assert.equal(
        manifoldLattice(neurons, finish(findPartition(neurons, new Float64Array(parameterCount(network)))).partition)
          .kind,
        "none",
      );
    }
  });
});
