/** The hypotheses of theorems are read off what layers do: each holds of what it names, and of nothing else. */
import assert from "node:assert/strict";
import { compile } from "../../../src/engine/model/compile";
import type { Layer, Network } from "../../../src/engine/model/network";
import { INPUT } from "../../../src/engine/model/network";
import { Builder } from "../../../src/engine/model/program/program";
import { isSumOfProducts } from "../../../src/engine/model/program/sums";
import { convolution } from "../../../src/engine/model/program/convolutions";
import { diagonal, everywhere, full, gains, tokens, type Wiring } from "../../../src/engine/model/program/wirings";
import { grid, vector } from "../../../src/engine/model/shape";
import { isAnalytic, isDense, isDenseChain, isGraph, isLinearChain } from "../../../src/engine/model/structure";
import { LAYER_SAMPLES } from "../layer-samples";
import { act, chain, diagonalChain } from "../networks";

const path: Network = {
  inputs: 2,
  layers: [
    { name: "Z", type: "linear-ode", units: 2, grid: 8, activation: act("identity"), bias: false, sources: [INPUT] },
  ],
  parametrization: "auto",
};
const mixed: Network = {
  inputs: 2,
  layers: [chain([2, 3]).layers[0], diagonalChain(3, 2).layers[1], { ...chain([3, 1]).layers[0], sources: [1] }],
  parametrization: "auto",
};
const skip: Network = {
  ...chain([2, 3, 2]),
  layers: chain([2, 3, 2]).layers.map((layer, l): Layer => (l === 1 ? { ...layer, sources: [0, INPUT] } : layer)),
};

describe("what layers do", () => {
  const CASES: Readonly<Record<string, readonly [Network, boolean, boolean, boolean]>> = {
    "a chain of dense layers": [chain([2, 3, 2]), true, true, true],
    "the same with biases": [chain([2, 3, 2], "identity", "all"), true, true, false],
    "the same with relus": [chain([2, 3, 2], "relu"), true, true, false],
    "a skip connection": [skip, true, false, false],
    "diagonal layers": [diagonalChain(2, 2), true, false, false],
    "a diagonal layer between dense ones": [mixed, true, false, false],
    "a linear neural ODE": [path, false, false, false],
  };
  for (const [name, [network, graph, dense, linear]] of Object.entries(CASES))
    it(`${name}: a graph ${graph}, a dense chain ${dense}, a linear one ${linear}`, () => {
      assert.deepEqual([isGraph(network), isDenseChain(network), isLinearChain(network)], [graph, dense, linear]);
    });

  it("is asked layer by layer", () => {
    assert.deepEqual([isDense(mixed, 0), isDense(mixed, 1), isDense(mixed, 2)], [true, false, true]);
    assert.deepEqual([isDense(skip, 0), isDense(skip, 1)], [true, true]);
  });

  it("every layer's own blocks are those of theta, in order", () => {
    const { blocks, layers } = compile(skip);
    assert.deepEqual(
      layers.flatMap((layer) => layer.blocks),
      blocks,
    );
  });
});

describe("a layer that adds up", () => {
  const program = new Builder(2);
  const [w, v, d] = [program.parameter(4), program.parameter(4), program.parameter(2)];
  const [square, other, factors] = [full(2, 2), full(2, 2), diagonal(2)];
  const [first, second] = [
    program.contract(w.value, program.input, square),
    program.contract(v.value, program.input, other),
  ];
  const sum = program.add([first, second]);
  const gated = program.contract(first, second, factors);
  const bent = program.map(first, act("tanh"));
  const twice = program.add([first, first]);
  const scaled = program.contract(d.value, first, factors);
  const done = program.done(scaled);
  const products = [
    { offset: w.offset, wiring: square, of: program.input },
    { offset: v.offset, wiring: other, of: program.input },
  ];
  const judge = (value: number, of = products): boolean => isSumOfProducts(done, value, of);

  it("is the sum of the products of its weights, of each once and of no others", () => {
    assert.ok(judge(sum));
    assert.ok(judge(first, products.slice(0, 1)));
    assert.ok(!judge(first), "one is missing");
    assert.ok(!judge(sum, products.slice(0, 1)), "one is not its own");
    assert.ok(!judge(twice, products.slice(0, 1)), "the weights are used twice");
  });

  it("is none that multiplies what it read, bends it, or passes it through other weights", () => {
    for (const value of [gated, bent, scaled, program.input]) {
      assert.ok(!judge(value));
      assert.ok(!judge(value, products.slice(0, 1)));
    }
  });
});

describe("functions of pieces", () => {
  it("are those of rectifiers and maxima; softmax, norms and gates are analytic", () => {
    assert.ok(!isAnalytic(chain([2, 3, 1], "relu")));
    assert.deepEqual(LAYER_SAMPLES.pool.map(isAnalytic), [true, false, false, false]);
    for (const network of [...LAYER_SAMPLES.attention, LAYER_SAMPLES.norm[0], LAYER_SAMPLES.gated[0]])
      assert.ok(isAnalytic(network));
    assert.ok(!isAnalytic(LAYER_SAMPLES.gated[1]), "a gate of relu");
  });
});

describe("weights with one edge each", () => {
  const image = grid(2, [2, 3]);
  const line = { length: 4, kernel: 3, stride: 1, padding: 1, dilation: 1 };
  const wirings: readonly Wiring[] = [
    full(3, 2),
    diagonal(3),
    tokens(3, 2, 4),
    tokens(3, 2, 1),
    gains(image),
    gains(vector(3)),
    everywhere(image),
    everywhere(vector(3)),
    convolution({ inputs: 2, outputs: 3, groups: 1, axes: [line] }),
    convolution({ inputs: 2, outputs: 4, groups: 2, axes: [line, { ...line, stride: 2, padding: 0 }] }),
    convolution({ inputs: 1, outputs: 2, groups: 1, axes: [{ ...line, length: 1 }] }),
    convolution({ inputs: 1, outputs: 2, groups: 1, axes: [{ ...line, length: 3, padding: 0 }] }),
  ];

  it("and how many edges there are, each wiring says as they are", () => {
    for (const wiring of wirings) {
      const edges = new Int32Array(wiring.left);
      let count = 0;
      wiring.edges((i) => {
        edges[i]++;
        count++;
      });
      assert.deepEqual(
        [wiring.edgeCount, wiring.oneEdgeEach],
        [count, edges.every((each) => each === 1)],
        `${wiring.name} ${wiring.left} ${wiring.right}`,
      );
    }
  });
});
