import assert from "node:assert/strict";
import type { InitializationPlan, LayerScheme, SchemeName } from "../../../src/engine/model/initialization";
import { initialize } from "../../../src/engine/model/initializers";
import { innerGram, norm, outerGram, viewOf } from "../../../src/engine/math/dense/matrix";
import type { Network } from "../../../src/engine/model/network";
import { blocksOf } from "../../../src/engine/model/compile";
import { sequence, vector } from "../../../src/engine/model/shape";
import { attend, dense, glu, layered, recurrent } from "../layer-samples";
import { chain, diagonalChain } from "../networks";

const DEFAULTS: LayerScheme = {
  scheme: "gaussian",
  own: { std: 1 },
  scale: 1,
  biasStd: 0,
  weights: null,
  bias: null,
};

function plan(network: Network, scheme: SchemeName, more: Partial<LayerScheme> = {}): InitializationPlan {
  return {
    seed: 3,
    scheme,
    layers: network.layers.map(() => ({ ...DEFAULTS, scheme, ...more })),
    lambda: null,
    scale: 1,
  };
}

function theta(network: Network, asked: InitializationPlan): Float64Array {
  const drawn = initialize(network, asked);
  assert.equal(drawn.kind, "theta");
  return drawn.kind === "theta" ? drawn.theta : new Float64Array(0);
}

describe("initialization schemes", () => {
  const wide = chain([300, 200]);
  const variances: [SchemeName, Partial<LayerScheme>, number][] = [
    ["gaussian", { own: { std: 0.3 } }, 0.09],
    ["uniform", { own: { limit: 0.5 } }, 0.25 / 3],
    ["xavier-normal", {}, 2 / 500],
    ["xavier-uniform", {}, 2 / 500],
    ["he-normal", {}, 2 / 300],
    ["he-uniform", {}, 2 / 300],
    ["lecun-normal", {}, 1 / 300],
    ["gaussian", { scale: 0.1 }, 0.01],
  ];
  for (const [scheme, more, variance] of variances)
    it(`${scheme} ${JSON.stringify(more)} has mean 0 and variance ${variance}`, () => {
      const values = theta(wide, plan(wide, scheme, more));
      const mean = values.reduce((s, x) => s + x, 0) / values.length;
      const second = values.reduce((s, x) => s + x * x, 0) / values.length;
      assert.ok(Math.abs(mean) < 5 * Math.sqrt(variance / values.length));
      assert.ok(Math.abs(second / variance - 1) < 5 * Math.sqrt(2 / values.length));
      if (scheme.endsWith("uniform"))
        assert.ok(Math.max(...values.map(Math.abs)) <= Math.sqrt(3 * variance) * (1 + 1e-12));
    });

  it("orthogonal: each matrix of a layer of several tensors", () => {
    const samples = [
      layered(sequence(3, 4), attend({ heads: 2, kvHeads: 1, headSize: 2 })),
      layered(vector(3), glu(2, "silu")),
      layered(sequence(3, 2), recurrent("rnn", { hidden: 3, rank: 2 }), dense(2)),
    ];
    for (const network of samples) {
      const drawn = theta(network, plan(network, "orthogonal"));
      for (const { offset, rows, columns, source } of blocksOf(network)) {
        if (source === null) continue;
        const u = viewOf(drawn, offset, rows, columns);
        const gram = rows <= columns ? outerGram(u) : innerGram(u);
        for (let i = 0; i < gram.rows; i++) gram.data[i * gram.rows + i] -= 1;
        assert.ok(norm(gram.data) < 1e-13);
      }
    }
  });

  it("orthogonal: orthonormal rows or columns, whichever are fewer", () => {
    for (const [inputs, units] of [
      [4, 7],
      [7, 4],
      [5, 5],
    ] as const) {
      const u = viewOf(theta(chain([inputs, units]), plan(chain([inputs, units]), "orthogonal")), 0, units, inputs);
      const gram = units <= inputs ? outerGram(u) : innerGram(u);
      for (let i = 0; i < gram.rows; i++) gram.data[i * gram.rows + i] -= 1;
      assert.ok(norm(gram.data) < 1e-14);
    }
  });

  it("identity, zeros, constant", () => {
    assert.deepEqual(Array.from(theta(chain([2, 3]), plan(chain([2, 3]), "identity"))), [1, 0, 0, 1, 0, 0]);
    assert.deepEqual(
      Array.from(theta(diagonalChain(2, 1), plan(diagonalChain(2, 1), "identity", { scale: 2 }))),
      [2, 2],
    );
    assert.deepEqual(Array.from(theta(chain([1, 2]), plan(chain([1, 2]), "zeros"))), [0, 0]);
    assert.deepEqual(
      Array.from(theta(chain([1, 2]), plan(chain([1, 2]), "constant", { own: { value: 0.5 } }))),
      [0.5, 0.5],
    );
  });

  it("explicit weights of several sources stand side by side", () => {
    const network: Network = {
      ...chain([2, 2, 1]),
      layers: chain([2, 2, 1]).layers.map((layer, i) => (i === 1 ? { ...layer, sources: [0, -1], bias: true } : layer)),
    };
    const asked = plan(network, "explicit");
    const layers = [
      { ...asked.layers[0], weights: [1, 2, 3, 4] },
      { ...asked.layers[1], weights: [5, 6, 7, 8], bias: [9] },
    ];
    assert.deepEqual(Array.from(theta(network, { ...asked, layers })), [1, 2, 3, 4, 5, 6, 7, 8, 9]);
  });

  it("one layer's scheme does not change another's draw", () => {
    const network = chain([3, 4, 2]);
    const plain = theta(network, plan(network, "gaussian"));
    const asked = plan(network, "gaussian");
    const other = theta(network, { ...asked, layers: [{ ...asked.layers[0], scheme: "zeros" }, asked.layers[1]] });
    assert.deepEqual(Array.from(other.slice(12)), Array.from(plain.slice(12)));
  });

  it("biases start at zero unless a spread is given", () => {
    const network = chain([2, 3, 1], "relu", "all");
    assert.deepEqual(Array.from(theta(network, plan(network, "he-normal")).slice(6, 9)), [0, 0, 0]);
    assert.ok(
      theta(network, plan(network, "he-normal", { biasStd: 0.1 }))
        .slice(6, 9)
        .every((x) => x !== 0),
    );
  });
});
