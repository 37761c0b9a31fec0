/** The dimension tables of docs/mathematics.md (invariant manifolds): what is listed, and the rank of the orbit beside it. */
import assert from "node:assert/strict";
import { randomStream } from "../../../../src/engine/math/random/streams";
import type { ActivationTraits } from "../../../../src/engine/model/activations";
import { sigmaOf } from "../../../../src/engine/model/activations";
import type { ActivationName } from "../../../../src/engine/model/network";
import { parameterCount } from "../../../../src/engine/model/compile";
import { findPartition } from "../../../../src/engine/theory/manifolds/find";
import { fieldsOf, orbitRank } from "../../../../src/engine/theory/manifolds/orbit";
import { neuronsOf } from "../../../../src/engine/theory/manifolds/neurons";
import { dimensionOf } from "../../../../src/engine/theory/manifolds/partition";
import { act, chain, finish } from "../../networks";
import { layOut, twoLayerFields, type Plain } from "./plain";

const INPUTS = 2;
const random = randomStream(5, "dimension tables");
const draw = (bias: boolean): number[] => Array.from({ length: INPUTS + (bias ? 2 : 1) }, () => random.normal());
const negative = (block: readonly number[]): number[] => block.map((x) => -x);
/** Incoming weights turned round, outgoing ones kept. */
const mirror = (block: readonly number[]): number[] => block.map((x, k) => (k === block.length - 1 ? x : -x));
const silent = (block: readonly number[]): number[] => block.map((x, k) => (k === block.length - 1 ? x : 0));
const mute = (block: readonly number[]): number[] => block.map((x, k) => (k === block.length - 1 ? 0 : x));

type Blocks = (n: readonly (readonly number[])[]) => readonly (readonly number[])[];
const PLACES: Readonly<Record<string, Blocks>> = {
  distinct: ([a, b, c]) => [a, b, c],
  "equal pair": ([a, b]) => [a, b, a],
  "all equal": ([a]) => [a, a, a],
  "opposite pair": ([a, b]) => [a, b, negative(a)],
  "n, n, -n": ([a]) => [a, a, negative(a)],
  "mirror pair": ([a, b]) => [a, b, mirror(a)],
  "zero neuron": ([a, b]) => [a, b, negative(a).map(() => 0)],
  "zero and equal pair": ([a]) => [a, negative(a).map(() => 0), a],
  "all zero": ([a]) => [a, a, a].map((block) => block.map(() => 0)),
  "w = 0": ([a, b, c]) => [a, b, silent(c)],
  "all w = 0": ([a, b, c]) => [a, b, c].map(silent),
  "same w, other a": ([a, b]) => [a, b, [...a.slice(0, -1), 0.7]],
  "a = 0": ([a, b, c]) => [a, b, mute(c)],
};

/** In blocks of q = inputs + outputs (+ bias); what is not listed is 3. */
type Table = Readonly<Record<string, number>>;
const EQUAL: Table = { "equal pair": 2, "all equal": 1 };
const ODD: Table = {
  ...EQUAL,
  "opposite pair": 2,
  "n, n, -n": 1,
  "zero neuron": 2,
  "zero and equal pair": 1,
  "all zero": 0,
};
const ZERO: Table = { ...EQUAL, "n, n, -n": 2, "zero neuron": 2, "zero and equal pair": 1, "all zero": 0 };
const NEITHER: Table = { ...EQUAL, "n, n, -n": 2, "zero and equal pair": 2, "all zero": 1 };
const EVEN: Table = { ...ZERO, "mirror pair": 2, "w = 0": 2, "all w = 0": 0 };
const TABLES: Partial<Record<ActivationName, Table>> = {
  tanh: ODD,
  erf: ODD,
  sin: ODD,
  silu: ZERO,
  gelu: ZERO,
  sigmoid: NEITHER,
  softplus: NEITHER,
};

const ZTANH: Plain = { value: (z) => z * Math.tanh(z), derivative: (z) => Math.tanh(z) + z * (1 - Math.tanh(z) ** 2) };
const BELL: Plain = { value: (z) => Math.exp(-z * z), derivative: (z) => -2 * z * Math.exp(-z * z) };
const EVEN_AT_ZERO: ActivationTraits = { parity: "even", homogeneous: false, atZero: 0, flatAtZero: true };

function check(
  name: string,
  place: string,
  bias: boolean,
  plain: Plain,
  traits: ActivationTraits | undefined,
  activation: ActivationName,
  expected: number,
): void {
  it(`${name}, ${bias ? "with" : "without"} bias, ${place}: ${expected}`, () => {
    const theta = layOut(PLACES[place]([draw(bias), draw(bias), draw(bias)]), INPUTS);
    const neurons = neuronsOf(chain([INPUTS, 3, 1], activation, bias ? "hidden" : "none"), traits)!;
    assert.equal(theta.length, parameterCount(neurons.network));
    assert.equal(dimensionOf(neurons, finish(findPartition(neurons, theta)).partition), expected);
    const orbit = finish(orbitRank(twoLayerFields(plain, INPUTS, 3, bias), theta, expected));
    assert.deepEqual([orbit.rank, orbit.clear], [expected, true]);
  });
}

describe("invariant manifolds: dimensions and orbits of three neurons", () => {
  for (const bias of [false, true]) {
    const q = INPUTS + (bias ? 2 : 1);
    for (const place of Object.keys(PLACES)) {
      for (const [name, table] of Object.entries(TABLES))
        check(
          name,
          place,
          bias,
          sigmaOf(act(name as ActivationName)),
          undefined,
          name as ActivationName,
          q * (table[place] ?? 3),
        );
      check("z tanh z", place, bias, ZTANH, EVEN_AT_ZERO, "tanh", q * (EVEN[place] ?? 3));
      // Neurons with w = 0 stand at 1; their outgoing weights move together.
      const standing = ["zero neuron", "zero and equal pair", "all zero", "w = 0", "all w = 0"].includes(place) ? 1 : 0;
      check("exp(-z²)", place, bias, BELL, { ...EVEN_AT_ZERO, atZero: 1 }, "tanh", q * (EVEN[place] ?? 3) + standing);
    }
  }
});

describe("invariant manifolds: two hidden layers", () => {
  const CASES: readonly (readonly [readonly number[], readonly number[], number])[] = [
    [[0, 1, 2, 3], [0, 1, 2, 3], 28],
    [[0, 0, 1, 2], [0, 1, 2, 3], 22],
    [[0, 0, 1, 1], [0, 1, 1, 2], 13],
    [[0, 0, 0, 1], [0, 0, 1, 1], 10],
    [[0, 0, 0, 0], [0, 0, 0, 0], 4],
  ];
  for (const activation of ["tanh", "sigmoid"] as const)
    for (const [first, second, expected] of CASES)
      it(`(2, 4, 4, 1) ${activation}, blocks ${first.join("")} and ${second.join("")}: ${expected}`, () => {
        const network = chain([2, 4, 4, 1], activation);
        const theta = tied(first, second);
        const neurons = neuronsOf(network)!;
        assert.equal(dimensionOf(neurons, finish(findPartition(neurons, theta)).partition), expected);
        const orbit = finish(orbitRank(fieldsOf(network, 1), theta, expected));
        assert.deepEqual([orbit.rank, orbit.clear], [expected, true]);
      });

  it("equitable ties count like condensed ones, with the second layer free within its blocks", () => {
    // Rows of the first layer tied, output weights tied, row and column sums of the second layer equal.
    const square = [0.5, 1, -0.25, 2, -0.75, 1.5, 0.75, 1.75, 2, -1.25, 1.5, 1, 1.5, 2, 1.25, -1.5];
    const theta = Float64Array.from([
      ...Array.from({ length: 4 }, () => [0.3, -0.8]).flat(),
      ...square,
      0.7,
      0.7,
      0.7,
      0.7,
    ]);
    for (const activation of ["tanh", "sigmoid"] as const) {
      const network = chain([2, 4, 4, 1], activation);
      const neurons = neuronsOf(network)!;
      const sums = [0, 1, 2, 3].map((i) => [0, 1, 2, 3].reduce((sum, j) => sum + square[4 * i + j], 0));
      assert.deepEqual(sums, [3.25, 3.25, 3.25, 3.25]);
      assert.equal(dimensionOf(neurons, finish(findPartition(neurons, theta)).partition), 4);
      const orbit = finish(orbitRank(fieldsOf(network, 1), theta, 4));
      assert.deepEqual([orbit.rank, orbit.clear], [4, true]);
    }
  });

  function tied(first: readonly number[], second: readonly number[]): Float64Array {
    const table = new Map<string, number>();
    const of = (...key: (string | number)[]): number => {
      const name = key.join();
      const known = table.get(name) ?? random.normal();
      table.set(name, known);
      return known;
    };
    return Float64Array.from([
      ...first.flatMap((a) => [0, 1].map((j) => of("w", a, j))),
      ...second.flatMap((b) => first.map((a) => of("v", b, a))),
      ...second.map((b) => of("u", b)),
    ]);
  }
});
