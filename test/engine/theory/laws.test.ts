import assert from "node:assert/strict";
import suite from "../../fixtures/suite100.json";
import { PRIMES } from "../../../src/engine/math/modular/field";
import type { Network } from "../../../src/engine/model/network";
import { parameterCount } from "../../../src/engine/model/compile";
import { INPUT } from "../../../src/engine/model/network";
import type { LawCount } from "../../../src/engine/theory/laws/count";
import { countLaws } from "../../../src/engine/theory/laws/count";
import { lawFamilies } from "../../../src/engine/theory/laws/families";
import { allFields, countModular } from "../../../src/engine/theory/laws/modular-count";
import { countSparse } from "../../../src/engine/theory/laws/sparse-count";
import { act, chain, deadBranch, diagonalChain, finish } from "../networks";

/** Network in; [D, Lie dimension, known, independent, complete] out. */
function counts(network: Network): [number, number | null, number | null, number | null, boolean | null] {
  const found: LawCount = finish(countLaws(network));
  return [
    parameterCount(network),
    found.lieDimension.value,
    found.known.value,
    found.independent.value,
    found.complete.value,
  ];
}

describe("counting conservation laws", () => {
  it("certifies linear [5,3,4]: 27 parameters, Lie dimension 21, 6 laws and no others", () => {
    assert.deepEqual(counts(chain([5, 3, 4])), [27, 21, 6, 6, true]);
    assert.equal(finish(countLaws(chain([5, 3, 4]))).complete.basis, "certified");
  });

  it("certifies relu [5,7,4,6] with a bias on every layer: 104 parameters, 11 laws", () => {
    assert.deepEqual(counts(chain([5, 7, 4, 6], "relu", "all")), [104, 93, 11, 11, true]);
  });

  it("finds the seventh law of [1,2,2,1], which no listed family contains", () => {
    const found = finish(countLaws(chain([1, 2, 2, 1])));
    assert.deepEqual(counts(chain([1, 2, 2, 1])), [8, 1, 6, 7, false]);
    assert.equal(found.complete.basis, "certified");
  });

  // math.md §2.5, computed there by another method (the rank of composed flows).
  for (const [widths, parameters, laws] of [
    [[2, 1, 2], 4, 1],
    [[2, 2, 2], 8, 3],
    [[3, 2, 3], 12, 3],
    [[2, 3, 2], 12, 6],
    [[2, 4, 2], 16, 10],
    [[2, 5, 2], 20, 14],
    [[3, 3, 3], 18, 6],
    [[1, 3, 1], 6, 5],
    [[2, 2, 2, 2], 12, 6],
    [[2, 3, 3, 2], 21, 12],
    [[3, 2, 2, 3], 16, 6],
    [[2, 4, 2, 2], 20, 13],
    [[2, 2, 2, 2, 2], 16, 9],
  ] as [number[], number, number][])
    it(`agrees with the published table for linear [${widths.join(",")}]`, () => {
      assert.deepEqual(counts(chain(widths)), [parameters, parameters - laws, laws, laws, true]);
    });

  it("counts two-layer linear networks by the closed formula rk(2r+1-rk)/2", () => {
    for (let n = 1; n <= 4; n++)
      for (let m = 1; m <= 4; m++)
        for (let r = 1; r <= 9; r++) {
          const rank = Math.min(r, n + m);
          const expected = (rank * (2 * r + 1 - rank)) / 2;
          assert.equal(counts(chain([m, r, n]))[3], expected, `n=${n} m=${m} r=${r}`);
        }
  });

  it("agrees with all hundred architectures of the reference suite", () => {
    for (const row of suite.architectures) {
      const network = chain(
        row.widths,
        row.family === "relu" ? "relu" : "identity",
        row.hiddenBias ? "hidden" : "none",
      );
      assert.deepEqual(
        counts(network),
        [row.parameters, row.lieDimension, row.laws, row.laws, true],
        JSON.stringify(row),
      );
    }
  });

  it("certifies larger networks by one elimination, and deep brackets where the ends are narrow", () => {
    assert.deepEqual(counts(chain([12, 12, 12])), [288, 210, 78, 78, true]);
    assert.deepEqual(counts(chain([5, 12, 12, 5])), [264, 108, 156, 156, true]);
    assert.deepEqual(counts(chain([9, 8, 9, 8], "identity", "all")), [241, 160, 81, 81, true]);
  });

  it("certifies linear networks of 10,000 parameters at a sparse point", () => {
    assert.deepEqual(counts(chain([70, 70, 70])), [9800, 7315, 2485, 2485, true]);
    assert.deepEqual(counts(chain([50, 100, 50])), [10000, 4950, 5050, 5050, true]);
    assert.equal(finish(countLaws(chain([45, 45, 45, 45, 45, 45]))).complete.basis, "certified");
  });

  it("the sparse point never claims more than a random one", () => {
    for (const row of suite.architectures.filter(({ family }) => family === "linear")) {
      const network = chain(row.widths);
      const sparse = finish(countSparse(network, lawFamilies(network), row.parameters, PRIMES[0], 1, 1e9));
      if (sparse !== null)
        assert.deepEqual([sparse.lieRank, sparse.lawRank], [row.lieDimension, row.laws], JSON.stringify(row.widths));
    }
  });

  it("says what a count would cost instead of trying", () => {
    const found = finish(countLaws(chain([200, 200, 200], "identity", "all")));
    assert.equal(found.independent.basis, "unknown");
    assert.match(
      found.independent.note ?? "",
      /80400 parameters would take an estimated .* s and 103 GB: that is beyond/,
    );
  });

  it("stops at its budget where the ends are narrow and brackets must be deep, and says what more would cost", () => {
    for (const widths of [
      [10, 40, 40, 10],
      [5, 30, 20, 5],
      [2, 15, 15, 15, 2],
    ]) {
      const { independent, known, estimate } = finish(countLaws(chain(widths)));
      assert.equal(independent.value, null);
      assert.match(independent.note ?? "", /still growing .* an estimated .* s or more, and are taken on request only/);
      assert.ok(estimate !== null && estimate.possible && estimate.seconds > 0.1, JSON.stringify(estimate));
      // What the list alone decides is still said.
      assert.notEqual(known.value, null, widths.join(","));
    }
  });

  it("counts on request what it does not count while typing", () => {
    const network = chain([50, 60, 50], "identity", "all");
    const typing = finish(countLaws(network, { dense: 1000, sparse: 1000, effort: "typing" }));
    assert.deepEqual([typing.independent.basis, typing.estimate?.possible], ["unknown", true]);
    assert.ok((typing.estimate?.seconds ?? 0) > 1);
    const smaller = chain([20, 24, 20], "identity", "all");
    assert.equal(finish(countLaws(smaller, { dense: 500, sparse: 0, effort: "typing" })).independent.value, null);
    assert.equal(finish(countLaws(smaller, { dense: 2000, sparse: 0, effort: "typing" })).independent.value, 300);
  });

  it("counts path liftings on the graph as the modular computation does", () => {
    const skip: Network = {
      inputs: 3,
      layers: [
        { name: "a", type: "dense", units: 4, activation: act("relu"), bias: true, sources: [INPUT] },
        { name: "b", type: "dense", units: 3, activation: act("leaky-relu"), bias: false, sources: [0, INPUT] },
        { name: "c", type: "diagonal", units: 3, activation: act("relu"), bias: true, sources: [1] },
        { name: "out", type: "dense", units: 2, activation: act("identity"), bias: true, sources: [2, 0, INPUT] },
      ],
      parametrization: "auto",
    };
    for (const network of [
      chain([2, 2, 2], "relu"),
      chain([1, 2, 1, 2, 1], "relu"),
      chain([3, 5, 4, 2], "leaky-relu", "all"),
      diagonalChain(3, 3, "relu"),
      skip,
    ]) {
      const onGraph = finish(countLaws(network));
      const oracle = finish(
        countModular(network, lawFamilies(network), parameterCount(network), PRIMES[0], 5, allFields(network, 4e9)),
      );
      assert.equal(onGraph.certificate?.method, "combinatorial");
      assert.equal(oracle.lieRank, onGraph.lieDimension.value);
      assert.equal(oracle.lawRank, onGraph.known.value);
      assert.equal(oracle.fieldRank, oracle.lieRank, "Frobenius property: brackets add nothing");
    }
  });

  it("counts linear networks with biases, skips and diagonal layers", () => {
    assert.deepEqual(counts(chain([2, 2, 2], "identity", "all")), [12, 9, 3, 3, true]);
    assert.deepEqual(counts(diagonalChain(3, 3)), [9, 3, 6, 6, true]);
  });

  it("says that weights on no path to the output never move", () => {
    const network = deadBranch();
    assert.deepEqual(counts(network), [15, 4, 11, 11, true]);
    assert.deepEqual(
      lawFamilies(network).map((family) => [family.group.name, family.count]),
      [
        ["rescaling", 2],
        ["frozen", 9],
      ],
    );
  });

  for (const activation of ["tanh", "sigmoid", "softplus", "silu", "sin", "gelu", "erf"] as const)
    it(`one hidden layer of ${activation}: no laws, certified`, () => {
      for (const network of [chain([2, 3, 1], activation), chain([3, 4, 2], activation, "all")]) {
        const found = finish(countLaws(network));
        assert.deepEqual([found.independent.value, found.complete.value, found.complete.basis], [0, true, "certified"]);
      }
    });

  it("deeper or other smooth networks: measured, with the smallest singular value", () => {
    for (const network of [
      chain([2, 3, 3, 1], "softplus"),
      chain([2, 3, 2], "elu"),
      chain([2, 4, 4, 1], "sin", "all"),
    ]) {
      const found = finish(countLaws(network));
      assert.deepEqual([found.independent.value, found.complete.value, found.complete.basis], [0, true, "measured"]);
      assert.ok((found.complete.residual ?? 0) > (found.complete.tolerance ?? 1));
    }
  });

  it("a relu layer beside a tanh layer keeps its laws", () => {
    const network = chain([2, 3, 3, 2], "relu");
    const mixed: Network = {
      ...network,
      layers: network.layers.map((layer, i) => (i === 1 ? { ...layer, activation: act("tanh") } : layer)),
    };
    assert.deepEqual(counts(mixed).slice(2), [3, 3, true]);
  });

  it("does not guess where the gradients alone do not decide, and still counts the listed laws", () => {
    // A relu in front of a tanh with one input: its neurons see two half-lines only.
    const network = chain([1, 3, 3, 1], "relu");
    const mixed: Network = {
      ...network,
      layers: network.layers.map((layer, i) => (i === 1 ? { ...layer, activation: act("tanh") } : layer)),
    };
    const found = finish(countLaws(mixed));
    assert.deepEqual([found.independent.basis, found.complete.basis], ["unknown", "unknown"]);
    assert.deepEqual([found.known.value, found.known.basis], [3, "certified"]);
  });

  it("counts square neurons exactly: each keeps |in|² - 2 |out|², and few of them keep no more", () => {
    for (const [network, laws] of [
      [chain([2, 1, 1], "quadratic"), 1],
      [chain([3, 2, 2], "quadratic"), 2],
      [chain([3, 3, 2], "quadratic", "all"), 3],
      [chain([2, 2, 2, 2], "quadratic"), 4],
    ] as const) {
      const found = finish(countLaws(network));
      assert.deepEqual(
        [found.independent.value, found.complete.value, found.complete.basis],
        [laws, true, "certified"],
      );
    }
  });

  it("lists the laws between linear layers side by side as those of the one layer they make", () => {
    const halves: Network = {
      inputs: 4,
      layers: [
        { name: "a", type: "dense", units: 2, activation: act("identity"), bias: true, sources: [INPUT] },
        { name: "b", type: "dense", units: 1, activation: act("identity"), bias: true, sources: [INPUT] },
        { name: "out", type: "dense", units: 3, activation: act("identity"), bias: true, sources: [0, 1] },
      ],
      parametrization: "auto",
    };
    assert.deepEqual(counts(halves), counts(chain([4, 3, 3], "identity", "all")));
    assert.deepEqual(
      lawFamilies(halves).map(({ id, count }) => [id, count]),
      [
        ["matrix:a", 3],
        ["matrix:b", 1],
        ["cross:a:b", 2],
      ],
    );
    // A bias on one side only: the two are no longer one layer.
    const [a, b, out] = halves.layers;
    const uneven: Network = { ...halves, layers: [a, { ...b, bias: false }, out] };
    assert.deepEqual(
      lawFamilies(uneven).map(({ id }) => id),
      ["matrix:a", "matrix:b"],
    );
  });

  it("counts the listed laws of any size, by the shape of the network where that settles it", () => {
    const large = finish(countLaws(chain([784, 128, 10], "identity", "all")));
    assert.deepEqual([large.known.value, large.known.basis], [(128 * 129) / 2, "certified"]);
    assert.equal(large.independent.value, null);
    // More laws than parameters are listed, so not all are independent: here all but one parameter's worth of them.
    assert.equal(finish(countLaws(chain([1, 6, 6, 1]))).known.value, counts(chain([1, 6, 6, 1]))[2]);
  });
});
