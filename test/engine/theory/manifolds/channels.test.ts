/**
 * Networks with diagonal layers: what is tied there is tied channel by channel. Symmetries planted along channels hold while
 * random data train the network, no more directions are reached than are claimed, and what breaks a channel is no tie.
 */
import assert from "node:assert/strict";
import { randomStream, type RandomStream } from "../../../../src/engine/math/random/streams";
import { unknown } from "../../../../src/engine/findings/claim";
import { activationTraits } from "../../../../src/engine/model/activations";
import { blocksOf, parameterCount } from "../../../../src/engine/model/compile";
import { eachEdge } from "../../../../src/engine/model/edges";
import type { ActivationName, Layer, Network } from "../../../../src/engine/model/network";
import { evaluate } from "../../../../src/engine/flow/objective/objective";
import { TYPING_LIMITS } from "../../../../src/engine/theory/laws/count";
import { distanceFrom } from "../../../../src/engine/theory/manifolds/inspect";
import { findManifolds } from "../../../../src/engine/theory/manifolds/manifolds";
import { fieldsOf } from "../../../../src/engine/theory/manifolds/orbit";
import { reduceNetwork } from "../../../../src/engine/theory/manifolds/reduce";
import { studyManifolds } from "../../../../src/engine/theory/manifolds/study";
import { act, diagonalChain, finish } from "../../networks";

const ACTIVATIONS = ["tanh", "sigmoid", "gelu", "quadratic", "softplus", "erf", "relu", "identity"] as const;
const TRIALS = 160;
const STEPS = 25;
const RATE = 0.05;

describe("invariant manifolds: diagonal layers", () => {
  it(`symmetries planted along channels hold on random data, and no more is reached than claimed (${TRIALS} networks)`, () => {
    const random = randomStream(31, "channels");
    let [tied, exact, fewer, reduced] = [0, 0, 0, 0];
    for (let trial = 0; trial < TRIALS; trial++) {
      const { network, theta, dimension } = plant(ACTIVATIONS[trial % ACTIVATIONS.length], random);
      const label = `trial ${trial}: ${network.layers.map(({ type, units, activation }) => `${type} ${units} ${activation.name}`).join(", ")}`;
      const { search, orbit } = finish(studyManifolds(network, theta, unknown("not asked"), TYPING_LIMITS, 80));
      assert.ok(search !== null, label);
      if (dimension < theta.length) {
        assert.ok(search.manifolds.length > 0, label);
        assert.ok(
          search.manifolds[0].dimension <= dimension,
          `${label}: ${search.manifolds[0].dimension}, ${dimension}`,
        );
        tied++;
      }
      const trained = train(network, theta, trial);
      for (const { partition, groups } of search.manifolds)
        assert.ok(distanceFrom(search.neurons, trained, partition) <= 1e-12, `${label}: ${groups[0].kind}`);
      const small = reduceNetwork(search.neurons, theta, search.partition);
      if (small !== null && search.manifolds.length > 0) {
        assert.ok(differs(network, theta, small.network, small.theta) <= 1e-12, label);
        reduced++;
      }
      if (orbit.rank === null || orbit.dimension.value === null || search.manifolds.length === 0) continue;
      assert.ok(orbit.dimension.value <= search.manifolds[0].dimension, label);
      if (orbit.dimension.value === orbit.explained.value) exact++;
      else fewer++;
    }
    assert.ok(tied > 100 && reduced > 60 && exact > 40 && fewer * 4 < exact, `${tied} ${reduced} ${exact} ${fewer}`);
  });

  it("finds none in random draws", () => {
    const random = randomStream(32, "channels");
    for (let trial = 0; trial < 400; trial++) {
      const { network } = plant(ACTIVATIONS[trial % ACTIVATIONS.length], random);
      const theta = Float64Array.from({ length: parameterCount(network) }, () => random.normal());
      const found = findManifolds(network, theta)!;
      assert.deepEqual([found.manifolds, found.near], [[], []], `trial ${trial}`);
    }
  });

  /** y = a · tanh(d ∘ tanh(W x)), 2-2-2-1: W row by row, then d, then a. */
  const channel: Network = {
    inputs: 2,
    layers: [
      { name: "W", type: "dense", units: 2, activation: act("tanh"), bias: false, sources: [-1] },
      { name: "d", type: "diagonal", units: 2, activation: act("tanh"), bias: false, sources: [0] },
      { name: "a", type: "dense", units: 1, activation: act("identity"), bias: false, sources: [1] },
    ],
    parametrization: "auto",
  };
  const CASES: readonly (readonly [what: string, theta: readonly number[], dimension: number | null])[] = [
    ["both channels alike", [0.5, -1, 0.5, -1, 0.7, 0.7, 1.5, 1.5], 4],
    ["turned round from end to end", [0.5, -1, -0.5, 1, 0.7, 0.7, 1.5, -1.5], 4],
    ["turned round on the way in", [0.5, -1, -0.5, 1, 0.7, -0.7, 1.5, 1.5], 4],
    ["turned round on the way out", [0.5, -1, 0.5, -1, 0.7, -0.7, 1.5, -1.5], 4],
    ["a channel of zeros", [0.5, -1, 0, 0, 0.7, 0, 1.5, 0], 4],
    ["zeros before and behind a weight, which stays what it is", [0.5, -1, 0, 0, 0.7, 0.3, 1.5, 0], 4],
    ["zeros that no gradient passes", [0.5, -1, 0.3, 0.2, 0.7, 0, 1.5, 0], 4],
    ["zeros that no signal passes", [0.5, -1, 0, 0, 0.7, 0, 1.5, 0.4], 4],
    ["a zero that both pass by", [0.5, -1, 0.3, 0.2, 0.7, 0, 1.5, 0.4], null],
    ["all zero", [0, 0, 0, 0, 0, 0, 0, 0], 0],
    ["other weights in the middle", [0.5, -1, 0.5, -1, 0.7, 0.8, 1.5, 1.5], null],
    ["a sign that does not come out again", [0.5, -1, 0.5, -1, 0.7, -0.7, 1.5, 1.5], null],
    ["in proportion: tanh is not homogeneous", [0.5, -1, 1, -2, 0.7, 0.7, 1.5, 3], null],
  ];
  for (const [what, theta, dimension] of CASES)
    it(`two channels, ${what}: ${dimension ?? "no tie"}`, () => {
      const { manifolds } = findManifolds(channel, Float64Array.from(theta))!;
      if (dimension === null) assert.deepEqual(manifolds, []);
      else assert.deepEqual([manifolds[0].dimension, manifolds[0].exact], [dimension, true]);
      // The same written out by hand: what is tied stays tied to the last bits, what is not parts.
      const trained = trainedByHand(theta);
      const isTied = (at: readonly number[]): boolean => {
        const [w1, w2, w3, w4, d1, d2, a1, a2] = at;
        const near = (x: number, y: number): boolean => Math.abs(x - y) < 1e-13;
        return [1, -1].some((s) =>
          [1, -1].some((t) => near(w1, s * w3) && near(w2, s * w4) && near(d1, s * t * d2) && near(a1, t * a2)),
        );
      };
      const isStill = [2, 3, 5, 7].every((k) => trained[k] === theta[k]);
      assert.equal(isTied(trained) || isStill, dimension !== null);
    });

  it("relus in proportion through a diagonal layer part: its weights would train at the square of the pace", () => {
    const relus: Network = {
      ...channel,
      layers: channel.layers.map((layer) => (layer.name === "a" ? layer : { ...layer, activation: act("relu") })),
    };
    assert.deepEqual(findManifolds(relus, Float64Array.of(0.5, -1, 1, -2, 0.7, 0.7, 1.5, 3))!.manifolds, []);
    const alike = findManifolds(relus, Float64Array.of(0.5, -1, 0.5, -1, 0.7, 0.7, 1.5, 1.5))!.manifolds;
    assert.deepEqual([alike[0].dimension, alike[0].groups.map(({ kind }) => kind)], [4, ["identical", "identical"]]);
  });

  it("coordinates of a diagonal network are tied to none, but those of zeros stay", () => {
    const found = findManifolds(diagonalChain(3, 2), Float64Array.of(1, 0, 1, 1, 0, 1))!;
    assert.deepEqual(
      found.manifolds.map(({ kind, dimension, groups }) => [kind, dimension, groups.map(({ units }) => units)]),
      [["zero", 4, [[1]]]],
    );
    assert.deepEqual(findManifolds(diagonalChain(3, 2), Float64Array.of(1, 1, 1, 1, 1, 1))!.manifolds, []);
  });

  it("two diagonal layers beside each other are tied where a layer reads both alike", () => {
    const { layers } = diagonalChain(2, 2, "tanh");
    const branches: Network = {
      inputs: 2,
      layers: [
        { ...layers[0], name: "u" },
        { ...layers[0], name: "v" },
        { name: "a", type: "dense", units: 1, activation: act("identity"), bias: false, sources: [0, 1] },
      ],
      parametrization: "auto",
    };
    const { manifolds } = findManifolds(branches, Float64Array.of(0.5, -1, -0.5, -1, 2, 3, -2, 3))!;
    assert.deepEqual(
      [manifolds[0].dimension, manifolds[0].groups.map(({ kind, elsewhere }) => [kind, elsewhere[0].layer])],
      [
        4,
        [
          ["opposite", 1],
          ["identical", 1],
        ],
      ],
    );
  });
});

interface Channel {
  /** 0: all its weights are 0. */
  readonly block: number;
  readonly gainIn: number;
  readonly gainOut: number;
}

/**
 * Two to four layers, dense or diagonal. Neurons that a diagonal layer joins are one channel: along it they share a block,
 * their signs differ from layer to layer.
 */
function plant(
  activation: ActivationName,
  random: RandomStream,
): { network: Network; theta: Float64Array; dimension: number } {
  const { parity, atZero } = activationTraits(act(activation));
  const depth = 2 + random.integer(3);
  const inputs = 1 + random.integer(3);
  const types = Array.from({ length: depth }, (_, l): Layer["type"] =>
    random.integer(l === 0 || l === depth - 1 ? 5 : 2) > 0 ? "dense" : "diagonal",
  );
  let width = inputs;
  const layers = types.map((type, l): Layer => {
    if (type === "dense") width = l === depth - 1 ? 1 + random.integer(2) : 2 + random.integer(3);
    return {
      name: `layer${l + 1}`,
      type,
      units: width,
      activation: act(l === depth - 1 ? "identity" : activation),
      bias: random.integer(3) === 0,
      sources: [l - 1],
    };
  });
  const network: Network = { inputs, layers, parametrization: "auto" };
  // A run of channels begins at a dense layer or the input, and ends at the last diagonal layer behind it.
  const firstOfRun = types
    .map((_, l) => l)
    .map((l) => {
      while (l >= 0 && types[l] === "diagonal") l--;
      return l;
    });
  const blocksOfRun = new Map<number, number[]>();
  for (const [l, start] of firstOfRun.entries()) {
    const { units } = layers[l];
    const ends = firstOfRun.lastIndexOf(start) === depth - 1;
    const mayVanish = atZero === 0 && firstOfRun.every((one, k) => one !== start || !layers[k].bias);
    if (!blocksOfRun.has(start))
      blocksOfRun.set(
        start,
        Array.from({ length: units }, (_, i) => {
          if (ends && start === depth - 1) return i + 1;
          if (mayVanish && !ends && i > 0 && random.integer(4) === 0) return 0;
          return start < 0 || ends ? i + 1 : 1 + random.integer(units);
        }),
      );
  }
  const sign = (): number => (random.integer(2) === 0 ? 1 : -1);
  const channels = layers.map(({ units }, l) =>
    Array.from({ length: units }, (_, i): Channel => {
      const block = blocksOfRun.get(firstOfRun[l])![i];
      const leads = blocksOfRun.get(firstOfRun[l])!.indexOf(block) === i;
      const gain = parity === "none" || leads || l === depth - 1 ? 1 : sign();
      return { block, gainIn: gain, gainOut: parity === "even" ? 1 : gain };
    }),
  );
  const table = new Map<string, number>();
  const theta = new Float64Array(parameterCount(network));
  for (const block of blocksOf(network))
    eachEdge(block, (parameter, j, i) => {
      const { layer, source } = block;
      const to = channels[layer][i];
      const from = source === null || source < 0 ? { block: j + 1, gainOut: 1 } : channels[source][j];
      if (to.block === 0 || from.block === 0) return;
      const key = `${layer} ${source} ${to.block} ${from.block}`;
      const weight = table.get(key) ?? random.normal();
      table.set(key, weight);
      theta[parameter] = to.gainIn * from.gainOut * weight;
    });
  return { network, theta, dimension: table.size };
}

function train(network: Network, theta: Float64Array, seed: number): Float64Array {
  const fields = fieldsOf(network, seed + 1);
  const [point, gradient] = [theta.slice(), new Float64Array(fields.parameters)];
  for (let step = 0; step < STEPS; step++) {
    fields.gradient(step % fields.count, point, gradient);
    const size = Math.max(1, Math.hypot(...gradient));
    for (let k = 0; k < point.length; k++) point[k] -= (RATE * gradient[k]) / size;
  }
  return point;
}

/** The largest difference of two networks' outputs at some inputs, relative to the largest output. */
function differs(a: Network, atA: Float64Array, b: Network, atB: Float64Array): number {
  const random = randomStream(3, "inputs");
  const x = { rows: 20, columns: a.inputs, data: Float64Array.from({ length: 20 * a.inputs }, () => random.normal()) };
  const [one, other] = [evaluate(a, atA, x).data, evaluate(b, atB, x).data];
  const most = one.reduce((largest, value) => Math.max(largest, Math.abs(value)), 0) || 1;
  return one.reduce((largest, value, k) => Math.max(largest, Math.abs(value - other[k])), 0) / most;
}

/** Descent on (a · tanh(d ∘ tanh(W x)) - y)² / 2, sample by sample. */
function trainedByHand(theta: readonly number[]): number[] {
  let [w1, w2, w3, w4, d1, d2, a1, a2] = theta;
  const random = randomStream(4, "by hand");
  for (let step = 0; step < 200; step++) {
    const [x1, x2, y] = [random.normal(), random.normal(), random.normal()];
    const [g1, g2] = [Math.tanh(w1 * x1 + w2 * x2), Math.tanh(w3 * x1 + w4 * x2)];
    const [h1, h2] = [Math.tanh(d1 * g1), Math.tanh(d2 * g2)];
    const error = 0.05 * (a1 * h1 + a2 * h2 - y);
    const [e1, e2] = [error * a1 * (1 - h1 * h1), error * a2 * (1 - h2 * h2)];
    const [f1, f2] = [e1 * d1 * (1 - g1 * g1), e2 * d2 * (1 - g2 * g2)];
    [a1, a2, d1, d2] = [a1 - error * h1, a2 - error * h2, d1 - e1 * g1, d2 - e2 * g2];
    [w1, w2, w3, w4] = [w1 - f1 * x1, w2 - f1 * x2, w3 - f2 * x1, w4 - f2 * x2];
  }
  return [w1, w2, w3, w4, d1, d2, a1, a2];
}
