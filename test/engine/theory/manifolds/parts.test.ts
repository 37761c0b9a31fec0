/**
 * Invariant manifolds of attention, gated blocks, branches, norms and convolutions: dimensions
 * of the spaces and of the orbits against an independent exact computation; and that a real flow stays where it is said to.
 */
import assert from "node:assert/strict";
import { finished } from "../../../../src/engine/findings/progress";
import { randomStream } from "../../../../src/engine/math/random/streams";
import { blocksOf, parameterCount } from "../../../../src/engine/model/compile";
import type { Block } from "../../../../src/engine/model/block";
import { tensorName } from "../../../../src/engine/model/exchange";
import { INPUT, pathShape, type Network } from "../../../../src/engine/model/network";
import { exactOrbit } from "../../../../src/engine/theory/manifolds/parts/orbit";
import { grid, sequence, vector } from "../../../../src/engine/model/shape";
import { leftByLaws } from "../../../../src/engine/theory/manifolds/parts/explained";
import { findParts, type PartManifold } from "../../../../src/engine/theory/manifolds/parts/find";
import { isGraph } from "../../../../src/engine/model/structure";
import { fieldsOf } from "../../../../src/engine/theory/manifolds/orbit";
import { ZERO } from "../../../../src/engine/theory/manifolds/parts/space";
import { added, attend, conv, dense, glu, LAYER_SAMPLES, layered, normed, type Part } from "../../layer-samples";

const biased = (part: Part): Part => ({ ...part, bias: true });

const heads = layered(sequence(3, 3), attend({ heads: 2, headSize: 2 }));
const shared = layered(sequence(3, 3), attend({ heads: 2, kvHeads: 1, headSize: 2 }));
const turned = layered(sequence(3, 3), attend({ headSize: 4, rope: "half" }));
const swiglu = layered(vector(3), glu(2, "silu"));
const rezero = layered(vector(2), biased(dense(3, "relu")), biased(dense(2)), {
  ...added("scalar"),
  sources: [INPUT, 1],
});
const normal = layered(vector(2), biased(dense(3)), normed("layer"), biased(dense(2)));
const channels = layered(grid(2, [4]), conv("conv1d", 2, { kernel: 2 }, "tanh"), conv("conv1d", 2, { kernel: 2 }));

type Edit = (at: Places) => void;
interface Places {
  /** Rows (of what reads: columns) of one part of some tensors, or of all. */
  zero(tensor: string, part?: number | "all", size?: number): void;
  /** Those of part 0 to part 1, times this. */
  copy(tensor: string, factor?: number, size?: number): void;
}

/** Name, network, what is done to a random start, dimension of the space, of the orbit; kinds of the groups. */
const TABLE: readonly (readonly [string, Network, number, Edit, number, number, string])[] = [
  ["two heads", heads, 2, () => {}, 48, 36, ""],
  ["identical heads", heads, 2, (at) => all(at, "query", "key", "value", "out"), 24, 18, "identical head 0,1"],
  [
    "up to (Q, K) -> -(Q, K)",
    heads,
    2,
    (at) => (all(at, "value", "out"), flipped(at, "query", "key")),
    24,
    18,
    "opposite head 0,1",
  ],
  [
    "up to (V, O) -> -(V, O)",
    heads,
    2,
    (at) => (all(at, "query", "key"), flipped(at, "value", "out")),
    24,
    18,
    "opposite head 0,1",
  ],
  ["the same Q and K only", heads, 2, (at) => all(at, "query", "key"), 48, 36, ""],
  ["the same V and O only", heads, 2, (at) => all(at, "value", "out"), 48, 36, ""],
  ["V = O = 0", heads, 2, (at) => none(at, "value", "out"), 24, 18, "frozen head 0"],
  ["O = 0", heads, 2, (at) => none(at, "out"), 48, 36, ""],
  ["Q = K = 0", heads, 2, (at) => none(at, "query", "key"), 36, 27, "zero head 0: query, key"],
  ["Q = 0", heads, 2, (at) => none(at, "query"), 48, 36, ""],
  ["a shared key", shared, 2, () => {}, 36, 30, ""],
  ["identical query heads", shared, 2, (at) => all(at, "query", "out"), 24, 18, "identical query head 0,1"],
  ["a query head with O = 0", shared, 2, (at) => none(at, "out"), 36, 30, ""],
  ["a query head with Q = 0", shared, 2, (at) => none(at, "query"), 36, 30, ""],
  ["a query head with Q = O = 0", shared, 2, (at) => none(at, "query", "out"), 36, 30, ""],
  ["rotary", turned, 1, () => {}, 48, 36, ""],
  [
    "a pair of Q and K zero",
    turned,
    1,
    (at) => [0, 2].forEach((row) => (at.zero("query", row), at.zero("key", row))),
    36,
    25,
    "zero query | zero key",
  ],
  ["SwiGLU", swiglu, 1, () => {}, 18, 16, ""],
  ["down and up of a unit 0", swiglu, 1, (at) => none(at, "down", "up"), 9, 8, "frozen unit 0"],
  ["down and gate of a unit 0", swiglu, 1, (at) => none(at, "down", "gate"), 9, 8, "frozen unit 0"],
  ["up and gate of a unit 0", swiglu, 1, (at) => none(at, "up", "gate"), 9, 8, "frozen unit 0"],
  ["down of a unit 0", swiglu, 1, (at) => none(at, "down"), 18, 16, ""],
  ["up of a unit 0", swiglu, 1, (at) => none(at, "up"), 18, 16, ""],
  ["gate of a unit 0", swiglu, 1, (at) => none(at, "gate"), 18, 16, ""],
  ["identical units", swiglu, 1, (at) => all(at, "gate", "up", "down"), 9, 8, "identical unit 0,1"],
  [
    "up to (down, up) -> -(down, up)",
    swiglu,
    1,
    (at) => (all(at, "gate"), flipped(at, "up", "down")),
    9,
    8,
    "opposite unit 0,1",
  ],
  ["ReZero", rezero, 1, () => {}, 18, 14, ""],
  ["alpha = 0", rezero, 1, (at) => at.zero("3 gain", "all"), 18, 14, ""],
  ["W2 = b2 = 0", rezero, 1, (at) => (at.zero("2 weights", "all"), at.zero("2 bias", "all")), 18, 14, ""],
  [
    "alpha = 0 and W2 = b2 = 0",
    rezero,
    1,
    (at) => ["3 gain", "2 weights", "2 bias"].forEach((tensor) => at.zero(tensor, "all")),
    0,
    0,
    "frozen unit 0,1,2 | zero unit 0,1 | zero gain",
  ],
  ["layer norm", normal, 1, () => {}, 23, 17, ""],
  [
    "a channel without gain, shift and readers",
    normal,
    1,
    (at) => ["2 gain", "2 shift", "3 weights in"].forEach((tensor) => at.zero(tensor)),
    19,
    14,
    "zero unit 0",
  ],
  ["a channel without gain and shift", normal, 1, (at) => (at.zero("2 gain"), at.zero("2 shift")), 23, 17, ""],
  ["channels", channels, 1, () => {}, 16, 16, ""],
  [
    "identical channels",
    channels,
    1,
    (at) => (at.copy("1 weights"), at.copy("2 weights in", 1, 2)),
    8,
    8,
    "identical channel 0,1",
  ],
  [
    "opposite channels",
    channels,
    1,
    (at) => (at.copy("1 weights", -1), at.copy("2 weights in", -1, 2)),
    8,
    8,
    "opposite channel 0,1",
  ],
  [
    "a zero channel",
    channels,
    1,
    (at) => (at.zero("1 weights"), at.zero("2 weights in", 0, 2)),
    8,
    8,
    "zero channel 0",
  ],
];

/** Where nothing stands for a function modulo a prime (relu), the orbit is bounded only. */
const NOT_EXACT: readonly Network[] = [rezero];

describe("invariant manifolds: parts", () => {
  for (const [name, network, size, edit, dimension, orbit, groups] of TABLE)
    it(`${name}: ${dimension} of ${parameterCount(network)}, orbit ${orbit}`, () => {
      const theta = start(network);
      edit(placesIn(network, theta, size));
      const { space, manifolds } = findParts(network, theta);
      assert.deepEqual(
        [space.dimension, finished(leftByLaws(network, space)), said(manifolds)],
        [dimension, orbit, groups],
      );
      const found = finished(exactOrbit(network, theta, orbit + 1));
      assert.equal(found?.rank, NOT_EXACT.includes(network) ? undefined : orbit);
    });
});

describe("the exact orbit of gelu and erf", () => {
  const pair = [0.5, -0.25, -0.5, 0.25, 0.75, 0.3125, 1.5, -1.5, 0.625];
  const zero = [0, 0, -0.5, 0.25, 0.75, 0.3125, 0, -1.5, 0.625];
  for (const [name, activation, theta, orbit] of [
    // The integral of the density is odd, gelu is not; a gelu of 0 is 0 and has a slope.
    ["an opposite pair of erf", "erf", pair, 6],
    ["an opposite pair of gelu", "gelu", pair, 9],
    ["a zero neuron of erf", "erf", zero, 6],
    ["a zero neuron of gelu", "gelu", zero, 6],
    ["an opposite pair of its approximation", "gelu-tanh", pair, 9],
    ["a zero neuron of its approximation", "gelu-tanh", zero, 6],
  ] as const)
    it(`${name}: ${orbit} of 9`, () => {
      const network = layered(vector(2), dense(3, activation), dense(1));
      assert.equal(finished(exactOrbit(network, Float64Array.from(theta), 10))?.rank, orbit);
    });
});

describe("invariant manifolds: parts of other starts", () => {
  it("random starts are on none", () => {
    for (const network of [...new Set(Object.values(LAYER_SAMPLES).flat())]) {
      if (isGraph(network) || pathShape(network) !== null) continue;
      assert.deepEqual(findParts(network, start(network)).manifolds, []);
    }
  });

  it("training keeps what is said to be kept, to the last digits", () => {
    for (const [name, network, size, edit] of TABLE) {
      const theta = start(network);
      edit(placesIn(network, theta, size));
      const { space } = findParts(network, theta);
      const trained = train(network, theta);
      const leaders = new Map<number, number>();
      trained.forEach((value, i) => {
        const own = space.classOf[i];
        if (own === ZERO) assert.equal(value, 0, name);
        else if (space.frozen[i] === 1) assert.equal(value, theta[i], name);
        else {
          const bare = space.signs[i] * value;
          if (!leaders.has(own)) leaders.set(own, bare);
          assert.ok(Math.abs(bare - leaders.get(own)!) <= 1e-10 * (1 + Math.abs(bare)), `${name}: ${i}`);
        }
      });
      if (space.dimension > 0) assert.notDeepEqual(trained, theta);
    }
  });

  it("of a branch that begins at 0 its gain moves first", () => {
    const theta = start(rezero);
    placesIn(rezero, theta, 1).zero("3 gain", "all");
    const { beginning } = findParts(rezero, theta);
    const named = (blocks: readonly Block[] = []): string[] =>
      blocks.map((block) => `${block.layer + 1} ${tensorName(block)}`);
    assert.deepEqual(named(beginning?.first), ["3 gain"]);
    assert.deepEqual(named(beginning?.later), ["1 weights", "1 bias", "2 weights", "2 bias"]);
  });
});

/** Steps of gradient descent along random outputs at random inputs. */
function train(network: Network, start: Float64Array): Float64Array {
  const fields = fieldsOf(network, 5);
  const theta = start.slice();
  const gradient = new Float64Array(theta.length);
  for (let step = 0; step < 20; step++) {
    fields.gradient(step % fields.count, theta, gradient);
    for (let i = 0; i < theta.length; i++) theta[i] -= 0.01 * gradient[i];
  }
  return theta;
}

function said([smallest]: readonly PartManifold[]): string {
  return (smallest?.groups ?? [])
    .map(({ kind, word, units, tensors }) =>
      word === null
        ? `${kind} ${tensors.join()}`
        : `${kind} ${word} ${units.join()}${tensors.length === 0 ? "" : `: ${tensors.join(", ")}`}`,
    )
    .join(" | ");
}

function all(at: Places, ...tensors: readonly string[]): void {
  for (const tensor of tensors) at.copy(tensor);
}

function flipped(at: Places, ...tensors: readonly string[]): void {
  for (const tensor of tensors) at.copy(tensor, -1);
}

function none(at: Places, ...tensors: readonly string[]): void {
  for (const tensor of tensors) at.zero(tensor);
}

function start(network: Network): Float64Array {
  const random = randomStream(3, "parts");
  return Float64Array.from({ length: parameterCount(network) }, () => random.normal());
}

function placesIn(network: Network, theta: Float64Array, usual: number): Places {
  const at = (name: string, part: number | "all", size: number): number[] => {
    // "out", or "3 weights in": of the third layer, by columns.
    const [first, tensor = first] = name.split(" ");
    const block = blocksOf(network).find(
      (one) => tensorName(one) === tensor && (tensor === first || one.layer === Number(first) - 1),
    )!;
    const { rows, columns, offset } = block;
    const inside = (k: number): boolean => part === "all" || Math.floor(k / size) === part;
    const byColumns = tensor === "out" || tensor === "down" || name.endsWith(" in");
    return Array.from({ length: rows * columns }, (_, k) => k)
      .filter((k) => inside(byColumns ? k % columns : Math.floor(k / columns)))
      .map((k) => offset + k);
  };
  return {
    zero(tensor, part = 0, size = usual) {
      for (const i of at(tensor, part, size)) theta[i] = 0;
    },
    copy(tensor, factor = 1, size = usual) {
      const from = at(tensor, 0, size);
      at(tensor, 1, size).forEach((i, k) => (theta[i] = factor * theta[from[k]]));
    },
  };
}
