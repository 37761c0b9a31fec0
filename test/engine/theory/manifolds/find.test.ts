/** Symmetries planted into random networks are found, all of them and no others; random draws have none. */
import assert from "node:assert/strict";
import { randomStream, type RandomStream } from "../../../../src/engine/math/random/streams";
import { activationTraits } from "../../../../src/engine/model/activations";
import type { ActivationName, Network } from "../../../../src/engine/model/network";
import { blocksOf, parameterCount } from "../../../../src/engine/model/compile";
import { findNearPartition, findPartition } from "../../../../src/engine/theory/manifolds/find";
import { findManifolds } from "../../../../src/engine/theory/manifolds/manifolds";
import { neuronsOf } from "../../../../src/engine/theory/manifolds/neurons";
import { dimensionOf, membersOf, STILL } from "../../../../src/engine/theory/manifolds/partition";
import { act, chain, finish } from "../../networks";

const ACTIVATIONS = [
  "tanh",
  "erf",
  "sin",
  "sigmoid",
  "softplus",
  "silu",
  "gelu",
  "quadratic",
  "relu",
  "leaky-relu",
  "identity",
] as const;

/** Per neuron of a layer: its block (0: still) and its gains. */
interface Planted {
  readonly block: number;
  readonly gainIn: number;
  readonly gainOut: number;
}

describe("invariant manifolds: the search", () => {
  it("finds planted symmetries in 600 random networks, and no others", () => {
    const random = randomStream(11, "planted");
    let ties = 0;
    for (let trial = 0; trial < 600; trial++) {
      const activation = ACTIVATIONS[trial % ACTIVATIONS.length];
      const depth = 1 + random.integer(3);
      const widths = [
        2 + random.integer(3),
        ...Array.from({ length: depth }, () => 1 + random.integer(7)),
        1 + random.integer(3),
      ];
      const network = chain(widths, activation, (["none", "hidden", "all"] as const)[random.integer(3)]);
      const layers = widths.slice(1, -1).map((width) => plant(width, activation, random));
      const theta = weightsWith(network, layers, random);
      const neurons = neuronsOf(network)!;
      const { partition, distance } = finish(findPartition(neurons, theta));
      const label = `trial ${trial}: ${widths.join("-")} ${activation}`;
      layers.forEach((planted, layer) => {
        const found = Array.from(
          partition.blockOf.subarray(neurons.first(layer), neurons.first(layer) + planted.length),
        );
        assert.deepEqual(
          pattern(found, STILL),
          pattern(
            planted.map(({ block }) => block),
            0,
          ),
          label,
        );
        planted.forEach(({ block, gainIn }, unit) => {
          if (block === 0) return;
          const leader = planted.findIndex((other) => other.block === block);
          assert.ok(
            Math.abs(partition.gainIn[neurons.first(layer) + unit] - gainIn / planted[leader].gainIn) < 1e-12,
            label,
          );
          if (leader !== unit) ties++;
        });
      });
      assert.ok(distance <= 1e-12, label);
    }
    assert.ok(ties > 1000);
  });

  it("finds joint ties of two layers, where only sums over blocks agree", () => {
    const random = randomStream(12, "equitable");
    for (let trial = 0; trial < 200; trial++) {
      const activation = (["tanh", "sigmoid", "silu", "softplus"] as const)[trial % 4];
      const [p, r] = [2 + random.integer(4), 2 + random.integer(4)];
      const network = chain([2, p, r, 2], activation);
      // Integers and halves: their sums are exact.
      const middle = Array.from({ length: r * p }, () => random.integer(9) - 4);
      const mean = 1 + random.integer(3);
      doublyEqual(middle, r, p, mean);
      const theta = Float64Array.from([
        ...repeated([random.normal(), random.normal()], p),
        ...middle,
        ...[random.normal(), random.normal()].flatMap((u) => Array<number>(r).fill(u)),
      ]);
      const neurons = neuronsOf(network)!;
      const { partition } = finish(findPartition(neurons, theta));
      assert.equal(dimensionOf(neurons, partition), 2 + 1 + 2, `trial ${trial}`);
      const off = theta.slice();
      off[2 * p] += 0.25;
      assert.notEqual(dimensionOf(neurons, finish(findPartition(neurons, off)).partition), 5);
    }
  });

  it("raises no alarm on 10,000 Gaussian draws, on a manifold or near one", () => {
    const random = randomStream(13, "false alarms");
    for (let trial = 0; trial < 10_000; trial++) {
      const widths = [
        1 + random.integer(3),
        ...Array.from({ length: 1 + random.integer(2) }, () => 2 + random.integer(7)),
        1 + random.integer(3),
      ];
      const network = chain(widths, ACTIVATIONS[trial % ACTIVATIONS.length], trial % 2 === 0 ? "none" : "all");
      const theta = Float64Array.from({ length: parameterCount(network) }, () => random.normal());
      if (trial % 4 === 1)
        for (const { source, offset, rows } of blocksOf(network))
          if (source === null) theta.fill(0, offset, offset + rows);
      const found = findManifolds(network, theta)!;
      assert.deepEqual([found.manifolds, found.near], [[], []], `trial ${trial}: ${widths.join("-")}`);
    }
  });

  it("tells near from on, and says how far", () => {
    const network = chain([2, 3, 1], "tanh");
    const on = [0.5, -1, 0.3, 0.2, 0.5, -1, 0.7, 0.4, 0.7];
    for (const [difference, manifolds, near] of [
      [0, 1, 0],
      [1e-15, 0, 1],
      [1e-6, 0, 1],
      [1e-2, 0, 0],
    ] as const) {
      const theta = Float64Array.from(on);
      theta[4] += difference;
      const found = findManifolds(network, theta)!;
      assert.deepEqual([found.manifolds.length, found.near.length], [manifolds, near], String(difference));
      if (near === 0) continue;
      // Half the difference is the way of each neuron to the middle; the weights concerned have norm² 2 (0.25 + 1 + 0.49).
      assert.ok(
        Math.abs(found.near[0].distance / ((theta[4] - 0.5) / Math.SQRT2 / Math.sqrt(3.48)) - 1) <
          (difference < 1e-12 ? 0.3 : 1e-3),
      );
      assert.equal(found.near[0].group.kind, "identical");
    }
  });

  it("names the symmetry behind each group, and lists the smallest manifold first", () => {
    const network = chain([1, 8, 1], "tanh");
    const theta = Float64Array.from([1, 1, 2, -2, 0, 3, 4, 4, 5, 5, 6, -6, 0, 7, 8, 9]);
    const found = findManifolds(network, theta)!;
    assert.deepEqual(
      found.manifolds.map(({ kind, dimension, groups, equivalentWidths, exact }) => [
        kind,
        dimension,
        groups.map(({ units }) => units.join()),
        equivalentWidths.join(),
        exact,
      ]),
      [
        ["several", 10, ["0,1", "2,3", "4"], "1,5,1", true],
        ["identical", 14, ["0,1"], "1,7,1", true],
        ["opposite", 14, ["2,3"], "1,7,1", true],
        ["zero", 14, ["4"], "1,7,1", true],
      ],
    );
  });

  it("does not take for tied what is not: equal incoming weights alone, no outgoing ones", () => {
    const network = chain([2, 2, 1], "tanh");
    for (const theta of [
      [1, 2, 1, 2, 3, 4],
      [1, 2, 1, 2, 3, -3],
      [1, 2, 3, 4, 5, 0],
      [1, 2, 0, 0, 5, 6],
    ])
      assert.deepEqual(findManifolds(network, Float64Array.from(theta))!.manifolds, []);
  });

  it("holds for weights of any size", () => {
    const network = chain([2, 2, 1], "tanh");
    for (const size of [1e-300, 1e-160, 1e160, 1e300]) {
      assert.equal(
        findManifolds(network, Float64Array.from([1, 2, 1, 2, 3, 3].map((x) => x * size)))!.manifolds[0].dimension,
        3,
      );
      const apart = findManifolds(network, Float64Array.from([1, 2, -1, 2, 3, 3].map((x) => x * size)))!;
      assert.deepEqual([apart.manifolds, apart.near], [[], []]);
    }
  });

  it("answers for [1000, 1000, 1000, 10], whatever its weights", () => {
    const network = chain([1000, 1000, 1000, 10], "tanh", "all");
    const random = randomStream(1, "speed");
    const pool = Array.from({ length: 40 }, () => random.normal());
    const draws: readonly (() => number)[] = [
      () => random.normal(),
      () => 0.1,
      () => 0,
      () => pool[random.integer(40)],
      () => random.integer(2),
    ];
    for (const draw of draws) {
      const theta = Float64Array.from({ length: parameterCount(network) }, draw);
      assert.ok(findManifolds(network, theta) !== null);
    }
  });

  it("finds the near tie of many neurons", () => {
    const network = chain([20, 300, 5], "tanh");
    const random = randomStream(2, "near ties");
    const row = Array.from({ length: 25 }, () => random.normal());
    const theta = Float64Array.from(
      { length: parameterCount(network) },
      (_, k) => (k < 6000 ? row[k % 20] : row[20 + Math.floor((k - 6000) / 300)]) * (1 + 1e-13 * random.normal()),
    );
    const found = findManifolds(network, theta)!;
    assert.deepEqual(found.manifolds, []);
    assert.equal(found.near[0].group.units.length, 300);
    assert.equal(
      membersOf(found.neurons, finish(findNearPartition(found.neurons, theta)).partition, 0).groups.length,
      1,
    );
  });
});

function plant(width: number, activation: ActivationName, random: RandomStream): Planted[] {
  const { parity, homogeneous, atZero } = activationTraits(act(activation));
  return Array.from({ length: width }, (_, unit): Planted => {
    // A layer that stands still altogether would make its neighbours stand still too.
    const block = random.integer(width + 1) + (atZero === 0 && unit > 0 ? 0 : 1);
    const sign = parity !== "none" && random.uniform() < 0.5 ? -1 : 1;
    const size = homogeneous && random.uniform() < 0.5 ? 0.2 + 3 * random.uniform() : 1;
    return { block, gainIn: sign * size, gainOut: parity === "even" ? 1 : sign * size };
  });
}

/** Gaussian weights m_AB between blocks, times the gains; what touches a still neuron is 0. */
function weightsWith(network: Network, layers: readonly (readonly Planted[])[], random: RandomStream): Float64Array {
  const theta = new Float64Array(parameterCount(network));
  const of = (layer: number, unit: number): Planted =>
    layers[layer]?.[unit] ?? { block: 100 + unit, gainIn: 1, gainOut: 1 };
  const table = new Map<string, number>();
  for (const { layer, source, rows, columns, offset } of blocksOf(network))
    for (let i = 0; i < rows; i++)
      for (let j = 0; j < columns; j++) {
        const to = of(layer, i);
        const from =
          source === null ? { block: 1, gainOut: 1 } : source < 0 ? { block: 100 + j, gainOut: 1 } : of(source, j);
        const key = `${layer}/${source}/${to.block}/${from.block}`;
        const weight = table.get(key) ?? random.normal();
        table.set(key, weight);
        theta[offset + i * columns + j] = to.block === 0 || from.block === 0 ? 0 : to.gainIn * from.gainOut * weight;
      }
  return theta;
}

/** Which neurons share a block, without its name. */
function pattern(blocks: readonly number[], still: number): number[] {
  return blocks.map((block) => (block === still ? -1 : blocks.indexOf(block)));
}

/** Makes all row sums p times the mean and all column sums r times the mean by changing the last row and column. */
function doublyEqual(matrix: number[], rows: number, columns: number, mean: number): void {
  for (let i = 0; i < rows; i++) {
    let sum = 0;
    for (let j = 0; j < columns - 1; j++) sum += matrix[i * columns + j];
    matrix[i * columns + columns - 1] = mean * columns - sum;
  }
  for (let j = 0; j < columns; j++) {
    let sum = 0;
    for (let i = 0; i < rows - 1; i++) sum += matrix[i * columns + j];
    matrix[(rows - 1) * columns + j] = mean * rows - sum;
  }
}

function repeated(row: readonly number[], times: number): number[] {
  return Array.from({ length: times }, () => row).flat();
}
