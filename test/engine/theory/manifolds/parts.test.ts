/**
 * Invariant manifolds of attention, gated blocks, branches, norms and convolutions: the table of math-blocks, dimension by dimension.
 */
import assert from "node:assert/strict";
import { finished } from "../../../../src/engine/findings/progress";
import { randomStream } from "../../../../src/engine/math/random/streams";
import { blocksOf, parameterCount } from "../../../../src/engine/model/compile";
import { INPUT, type Network } from "../../../../src/engine/model/network";
import { grid, sequence, vector } from "../../../../src/engine/model/shape";
import { fieldsOf, orbitRank } from "../../../../src/engine/theory/manifolds/orbit";
import { leftByLaws } from "../../../../src/engine/theory/manifolds/parts/explained";
import { findParts, type PartManifold } from "../../../../src/engine/theory/manifolds/parts/find";
import { finish } from "../../networks";
import { added, attend, conv, dense, glu, layered, normed, type Part } from "../../layer-samples";

const biased = (part: Part): Part => ({ ...part, bias: true });

const heads = layered(sequence(3, 3), attend({ heads: 2, headSize: 2 }));
const shared = layered(sequence(3, 3), attend({ heads: 2, kvHeads: 1, headSize: 2 }));
const turned = layered(sequence(3, 3), attend({ headSize: 4, rope: "half" }));
const swiglu = layered(vector(3), glu(2, "silu"));
const rezero = layered(vector(2), biased(dense(3, "tanh")), biased(dense(2)), {
  ...added("scalar"),
  sources: [INPUT, 1],
});
const normal = layered(vector(2), biased(dense(3)), normed("layer"), biased(dense(2)));
const channels = layered(grid(2, [4]), conv("conv1d", 2, { kernel: 2 }, "tanh"), conv("conv1d", 2, { kernel: 2 }));

type Edit = (at: Places) => void;
interface Places {
  /** Rows (of `out` and `down`: columns) of one part of some tensors. */
  zero(tensor: string, part?: number): void;
  /** Those of part 0 to part 1, times this. */
  copy(tensor: string, factor?: number): void;
}

/** Name, network, what is done to a random start, dimension of the space, of the orbit; kinds of the groups. */
const TABLE: readonly (readonly [string, Network, number, Edit, number, number, string])[] = [
  ["two heads", heads, 2, () => {}, 48, 36, ""],
  ["identical heads", heads, 2, (at) => all(at, "query", "key", "value", "out"), 24, 18, "identical head 0,1"],
  ["up to (Q, K) -> -(Q, K)", heads, 2, (at) => (all(at, "value", "out"), flipped(at, "query", "key")), 24, 18, "opposite head 0,1"],
  ["up to (V, O) -> -(V, O)", heads, 2, (at) => (all(at, "query", "key"), flipped(at, "value", "out")), 24, 18, "opposite head 0,1"],
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
  ["a pair of Q and K zero", turned, 1, (at) => [0, 2].forEach((row) => (at.zero("query", row), at.zero("key", row))), 36, 25, "zero query | zero key"],
  ["SwiGLU", swiglu, 1, () => {}, 18, 16, ""],
  ["down and up of a unit 0", swiglu, 1, (at) => none(at, "down", "up"), 9, 8, "frozen unit 0"],
  ["down and gate of a unit 0", swiglu, 1, (at) => none(at, "down", "gate"), 9, 8, "frozen unit 0"],
  ["up and gate of a unit 0", swiglu, 1, (at) => none(at, "up", "gate"), 9, 8, "frozen unit 0"],
  ["down of a unit 0", swiglu, 1, (at) => none(at, "down"), 18, 16, ""],
  ["up of a unit 0", swiglu, 1, (at) => none(at, "up"), 18, 16, ""],
  ["gate of a unit 0", swiglu, 1, (at) => none(at, "gate"), 18, 16, ""],
  ["identical units", swiglu, 1, (at) => all(at, "gate", "up", "down"), 9, 8, "identical unit 0,1"],
  ["up to (down, up) -> -(down, up)", swiglu, 1, (at) => (all(at, "gate"), flipped(at, "up", "down")), 9, 8, "opposite unit 0,1"],
];

describe("invariant manifolds: parts", () => {
  for (const [name, network, size, edit, dimension, orbit, groups] of TABLE)
    it(`${name}: ${dimension} of ${parameterCount(network)}, orbit ${orbit}`, () => {
      const theta = start(network);
      edit(placesIn(network, theta, size));
      const { space, manifolds } = findParts(network, theta);
      assert.deepEqual([space.dimension, finished(leftByLaws(network, space)), said(manifolds)], [dimension, orbit, groups]);
      const rank = finish(orbitRank(fieldsOf(network, 1), theta, orbit));
      assert.deepEqual([rank.rank, rank.clear], [orbit, true]);
    });
});

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

function placesIn(network: Network, theta: Float64Array, size: number): Places {
  const at = (tensor: string, part: number): number[] => {
    const block = blocksOf(network).find((one) => one.tensor === tensor)!;
    const positions: number[] = [];
    for (let j = part * size; j < (part + 1) * size; j++)
      if (tensor === "out" || tensor === "down")
        for (let i = 0; i < block.rows; i++) positions.push(block.offset + i * block.columns + j);
      else for (let c = 0; c < block.columns; c++) positions.push(block.offset + j * block.columns + c);
    return positions;
  };
  return {
    zero(tensor, part = 0) {
      for (const i of at(tensor, part)) theta[i] = 0;
    },
    copy(tensor, factor = 1) {
      const from = at(tensor, 0);
      at(tensor, 1).forEach((i, k) => (theta[i] = factor * theta[from[k]]));
    },
  };
}
