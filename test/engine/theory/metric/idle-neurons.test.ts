/** Path liftings with neurons that have no weights: the property holds, and networks near by with the same φ and laws have the same metric. */
import assert from "node:assert/strict";
import { norm } from "../../../../src/engine/math/dense/matrix";
import { randomStream } from "../../../../src/engine/math/random/streams";
import type { Network } from "../../../../src/engine/model/network";
import { blocksOf, parameterCount } from "../../../../src/engine/model/compile";
import { countLaws } from "../../../../src/engine/theory/laws/count";
import { lawMap } from "../../../../src/engine/theory/metric/law-map";
import { samePhiAndLaws, solveNear } from "../../../../src/engine/theory/metric/level-set";
import { liftedMap } from "../../../../src/engine/theory/metric/lifted";
import type { MetricResult } from "../../../../src/engine/theory/metric/result";
import { decideMetric } from "../../../../src/engine/theory/metric/verdict";
import { chain, diagonalChain, finish } from "../../networks";

function decide(network: Network, theta: Float64Array): MetricResult {
  return finish(decideMetric(network, finish(countLaws(network)), theta));
}

function gaussian(length: number, seed: string): Float64Array {
  const random = randomStream(1, seed);
  return Float64Array.from({ length }, () => random.normal());
}

/** A Gaussian draw without the weights of these hidden neurons of layer 1. */
function withIdle(network: Network, neurons: readonly number[], sides: "both" | "out" | "in"): Float64Array {
  const theta = gaussian(parameterCount(network), "idle");
  for (const { layer, source, names, offset, rows, columns } of blocksOf(network))
    for (let j = 0; j < rows; j++)
      for (let k = 0; k < columns; k++) {
        const into = sides !== "out" && layer === 0 && neurons.includes(j);
        const outOf = sides !== "in" && source === 0 && neurons.includes(names.shape === "list" ? j : k);
        if (into || outOf) theta[offset + j * columns + k] = 0;
      }
  return theta;
}

const SKIP: Network = {
  ...chain([2, 3, 3, 1], "relu", "hidden"),
  layers: chain([2, 3, 3, 1], "relu", "hidden").layers.map((layer, l) =>
    l === 2 ? { ...layer, sources: [1, 0] } : layer,
  ),
};
const NETWORKS: [string, Network][] = [
  ["[2, 3, 2]", chain([2, 3, 2], "relu")],
  ["[3, 4, 3, 2]", chain([3, 4, 3, 2], "relu")],
  ["[2, 3, 3, 1] with biases", chain([2, 3, 3, 1], "relu", "all")],
  ["with a skip", SKIP],
  ["diagonal layers", diagonalChain(3, 2, "relu")],
];

describe("neurons without weights in a path lifting", () => {
  for (const [name, network] of NETWORKS) {
    it(`${name}, all weights 0: holds by theorem, not recoverable`, () => {
      const { verdict, recoverable } = decide(network, new Float64Array(parameterCount(network)));
      assert.deepEqual([verdict.value, verdict.basis, recoverable.value], ["holds", "theorem", false]);
      assert.match(verdict.reference ?? "", /Theorem 2\.17, extended/);
    });

    it(`${name}, two neurons without weights: holds by theorem, and nothing is measured against it`, () => {
      const result = decide(network, withIdle(network, [0, 2], "both"));
      assert.deepEqual([result.verdict.value, result.verdict.basis], ["holds", "theorem"]);
      assert.ok((result.kernelDimension.value ?? 0) > 0 && (result.violation.value ?? 1) < 1e-12);
    });

    it(`${name}: where such neurons have weights, networks with the same φ and laws have the same metric`, () => {
      const map = liftedMap(network)!;
      const laws = lawMap(finish(countLaws(network)).families);
      // Near a start without weights the laws are 0: so they are where all weights are scaled, neuron by neuron, to in² = out².
      const point = balancedPoint(network);
      const equations = samePhiAndLaws(map, laws, point);
      assert.ok(norm(laws.values(point)) < 1e-12, "all laws are 0");
      let others = 0;
      for (let seed = 1; seed <= 8; seed++) {
        const start = gaussian(point.length, `${name} ${seed}`).map((x, e) => 0.4 * x + (x < 0 ? -1 : 1) * point[e]);
        const found = finish(solveNear(equations, start, "test", { left: Infinity }));
        if (found === null) continue;
        others++;
        const change = map.metricDistance(point, found) / map.metric(point).size;
        assert.ok(change < 1e-9, `seed ${seed}: ${change}`);
      }
      // Signs turned at one hidden neuron: another θ, the same φ.
      const turned = Float64Array.from(point);
      for (const { layer, source, names, offset, rows, columns } of blocksOf(network))
        for (let j = 0; j < rows; j++)
          for (let k = 0; k < columns; k++)
            if ((layer === 0 && j === 1) || (source === 0 && (names.shape === "list" ? j : k) === 1))
              turned[offset + j * columns + k] *= -1;
      assert.ok(norm(equations.error(turned)) < 1e-14 && map.metricDistance(point, turned) < 1e-13);
      assert.ok(others >= 3, `${others} others`);
    });
  }

  it("fails where such a neuron has weights on one side, which its law keeps: they can be turned", () => {
    for (const sides of ["in", "out"] as const) {
      const result = decide(chain([2, 3, 2], "relu"), withIdle(chain([2, 3, 2], "relu"), [1], sides));
      assert.equal(result.verdict.value, "fails", sides);
      assert.ok(result.witness !== null && "pair" in result.witness, sides);
      assert.match(result.theorems[1].hypotheses[0].text, /2 of theirs are not zero/);
    }
  });

  it("needs no measurement: a network too large for one", () => {
    const network = chain([100, 300, 300, 10], "relu");
    const { verdict, recoverable } = decide(network, new Float64Array(parameterCount(network)));
    assert.deepEqual(
      [verdict.value, verdict.basis, recoverable.value, recoverable.basis],
      ["holds", "theorem", false, "theorem"],
    );
  });
});

/** All hidden neurons with in² = out², by scaling them in turn. */
function balancedPoint(network: Network): Float64Array {
  const theta = gaussian(parameterCount(network), "balanced").map((x) => 0.5 * x);
  const edges = blocksOf(network).flatMap(({ layer, source, names, offset, rows, columns }) =>
    Array.from({ length: rows * columns }, (_, at) => {
      const [j, k] = [Math.floor(at / columns), at % columns];
      const tail = source === null || source < 0 ? null : `${source} ${names.shape === "list" ? j : k}`;
      return { e: offset + at, head: `${layer} ${j}`, tail };
    }),
  );
  for (let round = 0; round < 400; round++)
    network.layers.slice(0, -1).forEach(({ units }, l) => {
      for (let j = 0; j < units; j++) {
        const [into, outOf] = [
          edges.filter(({ head }) => head === `${l} ${j}`),
          edges.filter(({ tail }) => tail === `${l} ${j}`),
        ];
        const size = (of: typeof edges): number => norm(of.map(({ e }) => theta[e]));
        const factor = Math.sqrt(size(outOf) / size(into));
        for (const { e } of into) theta[e] *= factor;
        for (const { e } of outOf) theta[e] /= factor;
      }
    });
  return theta;
}
