/** Edges of the blocks of theta: against the network's own function, and refused where a weight is no edge of a graph. */
import assert from "node:assert/strict";
import { randomStream } from "../../../src/engine/math/random/streams";
import { blocksOf, parameterCount } from "../../../src/engine/model/compile";
import { eachEdge, eachRun, eachWeight, someEdge } from "../../../src/engine/model/edges";
import { INPUT, type Block } from "../../../src/engine/model/network";
import { evaluate } from "../../../src/engine/flow/objective/objective";
import { pathCount } from "../../../src/engine/model/paths";
import { neuronGraph } from "../../../src/engine/theory/intrinsic-flow/rescaling";
import { randomNetwork } from "./random-networks";

describe("edges", () => {
  it("are the network: sums over them give its outputs, and each weight stands on one", () => {
    for (let k = 0; k < 60; k++) {
      const random = randomStream(k, "edges");
      const network = randomNetwork(random, ["identity"]);
      const theta = Float64Array.from({ length: parameterCount(network) }, () => random.normal());
      const x = Float64Array.from({ length: network.inputs }, () => random.normal());
      const values = network.layers.map(({ units }) => new Float64Array(units));
      const seen = new Set<number>();
      for (const block of blocksOf(network))
        eachEdge(block, (parameter, from, to) => {
          seen.add(parameter);
          const { source, layer } = block;
          values[layer]![to]! +=
            theta[parameter]! * (source === null ? 1 : (source === INPUT ? x : values[source]!)[from]!);
        });
      assert.equal(seen.size, theta.length);
      const expected = evaluate(network, theta, { rows: 1, columns: x.length, data: x }).data;
      values.at(-1)!.forEach((y, i) => assert.ok(Math.abs(y - expected[i]!) < 1e-12 * (1 + Math.abs(y))));
    }
  });

  it("come in the same order by runs and one by one", () => {
    for (let k = 0; k < 30; k++)
      for (const block of blocksOf(randomNetwork(randomStream(k, "runs"), ["relu"]))) {
        const [single, runs, weights]: [number[][], number[][], number[][]] = [[], [], []];
        eachEdge(block, (...edge) => single.push(edge));
        eachWeight(block, (...edge) => weights.push(edge));
        eachRun(block, (parameter, from, to, length) => {
          for (let t = 0; t < length; t++) runs.push([parameter + t, from + t, to]);
        });
        assert.deepEqual(runs, single);
        assert.deepEqual(weights, single);
        assert.ok(someEdge(block, (parameter) => parameter === single.at(-1)![0]));
        assert.ok(!someEdge(block, (parameter) => parameter < block.offset));
      }
  });

  it("of a weight with several are no edges of a graph", () => {
    const shared: Block = {
      layer: 0,
      source: INPUT,
      rows: 1,
      columns: 1,
      offset: 0,
      fan: { in: 1, out: 1 },
      names: { letter: "W", inLaws: { linear: "U", other: "W" }, shape: "matrix" },
      wiring: {
        name: "shared" as Block["wiring"]["name"],
        left: 1,
        right: 2,
        outputs: 2,
        edgeCount: 2,
        oneEdgeEach: false,
        edges(visit) {
          visit(0, 0, 0);
          visit(0, 1, 1);
        },
      },
    };
    assert.throws(() => eachWeight(shared, () => undefined), /one edge each/);
    eachEdge(shared, () => undefined);
  });

  it("lead as many paths on as the products of all-ones matrices say", () => {
    for (let k = 0; k < 60; k++) {
      const network = randomNetwork(randomStream(k, "count"), ["identity"]);
      const ones = new Float64Array(parameterCount(network)).fill(1);
      const x = new Float64Array(network.inputs).fill(1);
      const outputs = evaluate(network, ones, { rows: 1, columns: x.length, data: x }).data;
      assert.equal(
        pathCount(network),
        outputs.reduce((sum, y) => sum + y, 0),
      );
    }
  });

  it("join a diagonal layer's neurons to those of the same place", () => {
    const layer = { activation: { name: "relu", slope: 0 }, bias: false } as const;
    const { tails, heads } = neuronGraph({
      inputs: 1,
      parametrization: "auto",
      layers: [
        { ...layer, name: "a", type: "dense", units: 2, sources: [INPUT] },
        { ...layer, name: "b", type: "diagonal", units: 2, sources: [0] },
        { ...layer, name: "c", type: "dense", units: 1, sources: [1] },
      ],
    });
    assert.deepEqual(Array.from(tails), [-1, -1, 0, 1, 2, 3]);
    assert.deepEqual(Array.from(heads), [0, 1, 2, 3, -1, -1]);
  });
});
