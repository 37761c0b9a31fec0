/**
 * What a wire allows, the network must forgive: for every wire of networks with every type of layer, and a random change T of
 * its channels within what it says it allows, writers → T writers and readers → readers T⁻¹ (T^-k behind an activation of
 * degree k) leave every output as it was. A port that names the wrong weights, or a change that is not allowed, would make a
 * false conservation law.
 */
import assert from "node:assert/strict";
import { inverse, Matrix } from "ml-matrix";
import { evaluate } from "../../src/engine/flow/objective/objective";
import { zeros } from "../../src/engine/math/dense/matrix";
import { randomStream, type RandomStream } from "../../src/engine/math/random/streams";
import { LAYER_TYPES } from "../../src/engine/model/blocks";
import { both, partsOf, type Changes } from "../../src/engine/model/changes";
import { compile, parameterCount } from "../../src/engine/model/compile";
import { INPUT, type Network } from "../../src/engine/model/network";
import { vector } from "../../src/engine/model/shape";
import type { Compensated, Unseen } from "../../src/engine/model/shifts";
import { isConstant, type Touch, type Wire } from "../../src/engine/model/wires";
import { added, dense, LAYER_SAMPLES, layered, POST_NORM, PRE_NORM, scaled, type Part } from "../engine/layer-samples";
import { act } from "../engine/networks";
import { randomNetwork } from "../engine/random-networks";

const SUM_OF_TWO: Part = { ...added("none"), sources: [0, 1] };
const SQUARE: Part = { ...scaled({ value: 1 }), activation: act("quadratic") };

/** Some of them show a false product or sum within the first hundred. */
const RANDOM_NETWORKS = 150;

describe("house: the wires of a layer", () => {
  for (const type of LAYER_TYPES)
    LAYER_SAMPLES[type].forEach((network, n) => {
      if (network.layers.some(({ grid }) => grid !== undefined)) return;
      it(`${type}: what they allow changes no output (network ${n + 1})`, () => {
        forgives(network, randomStream(n, `wires/${type}`), 1e-9);
      });
    });

  it("of layers put together at random: what they allow changes no output", () => {
    for (let n = 0; n < RANDOM_NETWORKS; n++) {
      const random = randomStream(n, "wires/random");
      // Squares of squares amplify rounding.
      forgives(randomNetwork(random), random, 1e-6);
    }
  });

  it("follow what is added along a residual stream to whatever reads it", () => {
    const found = (network: Network): unknown[] =>
      compile(network).wires.flatMap(({ unseen, compensated }) => [
        ...unseen.map(({ writers }) => writers.map(({ block }) => block.layer)),
        ...compensated.map(({ plus, minus, parts }) => [plus.block.layer, minus.block.layer, parts]),
      ]);
    // The weights and the bias of the branch, though others read the input.
    assert.deepEqual(found(POST_NORM), [[1, 1]]);
    assert.deepEqual(found(PRE_NORM), [[2, 6, "one"]]);
    const stream = (...between: readonly Part[]): Network => {
      const end = between.length;
      const [bias, sum] = [dense(2, "identity", true), added("none")];
      return layered(
        vector(2),
        bias,
        ...between,
        { ...dense(2, "tanh", true), sources: [INPUT] },
        bias,
        { ...sum, sources: [end, end + 2] },
        dense(1),
      );
    };
    assert.deepEqual(found(stream()), [[0, 2, "all"]]);
    // A factor, an activation and a reader between them see it.
    assert.deepEqual(found(stream(scaled({ value: 2 }))), []);
    assert.deepEqual(found(stream({ ...dense(2, "tanh"), sources: [INPUT] }, SUM_OF_TWO, SQUARE)), []);
    assert.deepEqual(found(stream({ ...dense(2, "tanh"), sources: [0] }, SUM_OF_TWO)), []);
  });

  it("are told apart from wires that allow less", () => {
    const [network] = LAYER_SAMPLES.dense.slice(1);
    const random = randomStream(7, "wires/wrong");
    const theta = drawn(parameterCount(network), random);
    const x = { rows: 5, columns: 2, data: drawn(10, random) };
    const [wire] = compile(network).wires;
    const changed = evaluate(
      network,
      changedBy({ ...wire, allows: { kind: "mixing", parts: "one" } }, theta, random),
      x,
    );
    assert.ok(evaluate(network, theta, x).data.some((y, i) => Math.abs(y - changed.data[i]) > 1e-3));
  });
});

describe("both of two groups of changes", () => {
  const apart: Changes = { kind: "mixing", parts: [0, 0, 1, 1] };
  const across: Changes = { kind: "mixing", parts: [0, 1, 1, 0] };
  const pairs: Changes = { kind: "scaling", parts: [0, 1, 0, 1] };
  const kinds = (a: Changes, b: Changes): unknown => {
    const changes = both(a, b, 4);
    return changes.kind === "none" ? "none" : [changes.kind, partsOf(changes.parts, 4)];
  };

  it("mix only what both mix", () => {
    assert.deepEqual(kinds(apart, across), ["mixing", [[0], [1], [2], [3]]]);
    assert.deepEqual(kinds(apart, { kind: "mixing", parts: "one" }), [
      "mixing",
      [
        [0, 1],
        [2, 3],
      ],
    ]);
  });

  it("scale together what either scales together", () => {
    assert.deepEqual(kinds(pairs, { kind: "scaling", parts: "each" }), [
      "scaling",
      [
        [0, 2],
        [1, 3],
      ],
    ]);
    assert.deepEqual(kinds(pairs, { kind: "scaling", parts: [0, 1, 2, 0] }), ["scaling", [[0, 1, 2, 3]]]);
    assert.deepEqual(kinds(pairs, apart), [
      "scaling",
      [
        [0, 2],
        [1, 3],
      ],
    ]);
    assert.deepEqual(kinds(pairs, { kind: "none" }), "none");
  });
});

function forgives(network: Network, random: RandomStream, tolerance: number): void {
  const theta = drawn(parameterCount(network), random);
  const x = zeros(5, network.inputs);
  x.data.set(drawn(x.data.length, random));
  const before = evaluate(network, theta, x).data;
  const scale = Math.max(...before.map(Math.abs));
  // Squares of squares of squares may leave the range of doubles.
  if (!Number.isFinite(scale)) return;
  const isSame = (after: Float64Array, what: string): void => {
    before.forEach((y, i) => assert.ok(Math.abs(y - after[i]) <= tolerance * scale, what));
  };
  for (const wire of compile(network).wires) {
    isSame(evaluate(network, changedBy(wire, theta, random), x).data, nameOf(network, wire));
    for (const unseen of wire.unseen)
      isSame(
        evaluate(network, shiftedBy(wire.size, unseen, theta, random), x).data,
        `${nameOf(network, wire)}: shifts`,
      );
    for (const one of wire.compensated)
      isSame(evaluate(network, movedBy(wire.size, one, theta, random), x).data, `${nameOf(network, wire)}: biases`);
  }
}

function nameOf({ layers }: Network, { layer, inner }: Wire): string {
  return `${layers[layer].name} ${inner ?? ""} of ${layers.map(({ type }) => type).join()} allows too much`;
}

function drawn(count: number, random: RandomStream): Float64Array {
  return Float64Array.from({ length: count }, () => random.normal());
}

/** theta with T at the writers and its inverse at the readers. */
function changedBy({ size, allows, writers, readers }: Wire, theta: Float64Array, random: RandomStream): Float64Array {
  const t = drawChange(allows, size, random);
  const result = theta.slice();
  for (const touch of writers) apply(t, touch, result);
  for (const touch of readers) {
    const back = inverse(t).transpose();
    apply(touch.degree === 2 ? back.mmul(back) : back, touch, result);
  }
  return result;
}

/** Part by part, one vector is added to all rows of each matrix that writes the wire, and one number to each bias; or to biases alone. */
function shiftedBy(
  size: number,
  { writers, shifts }: Unseen<Touch>,
  theta: Float64Array,
  random: RandomStream,
): Float64Array {
  const result = theta.slice();
  for (const touch of writers) {
    const { block, port } = touch;
    if (port.allows.kind !== "mixing" || (shifts.constant && !isConstant(touch))) continue;
    for (let c = 0; c < port.lines; c++)
      for (const part of partsOf(shifts.parts, size)) {
        const by = random.normal();
        for (const j of part) result[block.offset + port.at(j, c)] += by;
      }
  }
  return result;
}

/** What is added to one bias is taken from the other. */
function movedBy(
  size: number,
  { plus, minus, parts }: Compensated<Touch>,
  theta: Float64Array,
  random: RandomStream,
): Float64Array {
  const result = theta.slice();
  for (const part of parts === "all" ? Array.from({ length: size }, (_, j) => [j]) : partsOf(parts, size)) {
    const by = random.normal();
    for (const j of part) {
      result[plus.block.offset + plus.port.at(j, 0)] += by;
      result[minus.block.offset + minus.port.at(j, 0)] -= by;
    }
  }
  return result;
}

function drawChange(allows: Changes, n: number, random: RandomStream): Matrix {
  const t = Matrix.eye(n, n);
  if (allows.kind === "none") return t;
  for (const part of partsOf(allows.parts, n)) {
    const factor = 1 + random.uniform();
    if (allows.kind === "scaling" && allows.phases === true) {
      const [angle, [first, second]] = [2 * random.uniform(), part];
      const [re, im] = [factor * Math.cos(angle), factor * Math.sin(angle)];
      t.set(first, first, re).set(first, second, -im).set(second, first, im).set(second, second, re);
      continue;
    }
    for (const j of part)
      if (allows.kind === "scaling") t.set(j, j, factor);
      else for (const k of part) t.set(j, k, t.get(j, k) + 0.4 * random.normal());
  }
  return t;
}

/** Every line of the tensor's weights, as a vector with an entry for each channel, is multiplied by t. */
function apply(t: Matrix, { block: { offset }, port: { lines, at } }: Touch, theta: Float64Array): void {
  for (let c = 0; c < lines; c++) {
    const places = Array.from({ length: t.rows }, (_, j) => offset + at(j, c));
    const line = Matrix.columnVector(places.map((place) => theta[place]));
    t.mmul(line)
      .to1DArray()
      .forEach((x, j) => (theta[places[j]] = x));
  }
}
