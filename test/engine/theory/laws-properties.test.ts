/**
 * The exact counts over GF(p) against floating point, on a few hundred small random architectures of every kind. The two
 * share the layout of theta and little else: the exact side differentiates a gated network by Taylor arithmetic, this side
 * differences the Jacobian of phi.
 */
import assert from "node:assert/strict";
import fc from "fast-check";
import type { Matrix } from "../../../src/engine/math/dense/matrix";
import { fromRows, multiply, norm, viewOf } from "../../../src/engine/math/dense/matrix";
import type { RankDecision } from "../../../src/engine/math/dense/rank";
import { decideRank } from "../../../src/engine/math/dense/rank";
import { PRIMES, reduce } from "../../../src/engine/math/modular/field";
import { randomStream } from "../../../src/engine/math/random/streams";
import type { Layer, Network } from "../../../src/engine/model/network";
import { blocksOf, parameterCount } from "../../../src/engine/model/compile";
import { INPUT } from "../../../src/engine/model/network";
import { listPaths, pathJacobianDerivative } from "../../../src/engine/model/paths";
import { isLinearChain, phiKindOf } from "../../../src/engine/model/structure";
import { linearNetwork } from "../../../src/engine/model/passes/transfer/linear";
import { endToEndMatrix } from "../../../src/engine/model/passes/transfer/transfer";
import { countLaws } from "../../../src/engine/theory/laws/count";
import type { LawFamily } from "../../../src/engine/theory/laws/families";
import { lawFamilies, lawIndices, lawValues } from "../../../src/engine/theory/laws/families";
import type { Field } from "../../../src/engine/theory/laws/fields";
import { bracketAt, fieldSystem, randomField } from "../../../src/engine/theory/laws/fields";
import type { ModularCount } from "../../../src/engine/theory/laws/modular-count";
import { lawGradientsMod } from "../../../src/engine/theory/laws/law-rank";
import { allFields, countModular } from "../../../src/engine/theory/laws/modular-count";
import { countSparse } from "../../../src/engine/theory/laws/sparse-count";
import { lawGradients } from "../../../src/engine/theory/metric/law-map";
import type { LiftedMap } from "../../../src/engine/theory/metric/lifted";
import { liftedMap } from "../../../src/engine/theory/metric/lifted";
import { act, chain, diagonalChain, finish } from "../networks";
import { rungeKutta } from "../runge-kutta";

const SEED = 20240717;
const EACH = 45;

/** More than this many coordinates of phi make too many pairs of fields. */
const MOST_COORDINATES = 40;

const widths = (longest: number, widest: number): fc.Arbitrary<number[]> =>
  fc.array(fc.integer({ min: 1, max: widest }), { minLength: 3, maxLength: longest });
const biases = fc.constantFrom("hidden" as const, "all" as const);

const KINDS: Readonly<Record<string, fc.Arbitrary<Network>>> = {
  "linear chains": widths(5, 5).map((w) => chain(w)),
  "linear chains with biases": fc.tuple(widths(5, 4), biases).map(([w, bias]) => chain(w, "identity", bias)),
  "linear graphs with skips": graphs(["identity"], 4),
  "diagonal chains": fc
    .tuple(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 2, max: 4 }))
    .map(([w, depth]) => diagonalChain(w, depth)),
  "relu chains": widths(5, 3).map((w) => chain(w, "relu")),
  "relu chains with biases": fc.tuple(widths(5, 3), biases).map(([w, bias]) => chain(w, "relu", bias)),
  "relu graphs with skips": graphs(["relu", "leaky-relu"], 3),
  "graphs that mix identity and relu": graphs(["identity", "relu"], 3),
};

/** Layers that take from any earlier ones: skips, biases here and there, diagonal layers, sometimes a layer nobody reads. */
function graphs(activations: readonly ("identity" | "relu" | "leaky-relu")[], widest: number): fc.Arbitrary<Network> {
  const layer = fc.record({
    units: fc.integer({ min: 1, max: widest }),
    activation: fc.constantFrom(...activations),
    bias: fc.boolean(),
    sources: fc.integer({ min: 1, max: 15 }),
    diagonal: fc.integer({ min: 0, max: 3 }).map((x) => x === 0),
  });
  return fc
    .tuple(fc.integer({ min: 1, max: widest }), fc.array(layer, { minLength: 2, maxLength: 4 }))
    .map(([inputs, drawn]) => {
      const units: number[] = [];
      const layers = drawn.map((wish, index): Layer => {
        const possible = Array.from({ length: index + 1 }, (_, i) => i - 1);
        const chosen = possible.filter((_, i) => (wish.sources >> i) & 1);
        const sources = chosen.length === 0 ? [index - 1] : chosen;
        const diagonal = wish.diagonal && sources.length === 1;
        units.push(diagonal ? (sources[0] === INPUT ? inputs : units[sources[0]]) : wish.units);
        return {
          name: `layer${index + 1}`,
          type: diagonal ? "diagonal" : "dense",
          units: units[index],
          activation: act(index === drawn.length - 1 ? "identity" : wish.activation),
          bias: wish.bias,
          sources,
        };
      });
      return { inputs, layers, parametrization: "auto" };
    });
}

interface Case {
  readonly network: Network;
  readonly parameters: number;
  readonly map: LiftedMap;
  readonly theta: Float64Array;
  readonly count: ModularCount;
}

function casesOf(kind: string): Case[] {
  const drawn = fc.sample(KINDS[kind], { seed: SEED, numRuns: EACH });
  const different = [...new Map(drawn.map((network) => [describeNetwork(network), network])).values()];
  return different.flatMap((network, i): Case[] => {
    const map = liftedMap(network);
    if (map === null || map.dimension > MOST_COORDINATES) return [];
    const parameters = parameterCount(network);
    const random = randomStream(i, kind);
    const theta = Float64Array.from({ length: parameters }, () => random.normal());
    return [{ network, parameters, map, theta, count: modular(network, PRIMES[0], 1) }];
  });
}

function modular(network: Network, prime: number, seed: number): ModularCount {
  return finish(
    countModular(network, lawFamilies(network), parameterCount(network), prime, seed, allFields(network, 4e9)),
  );
}

function describeNetwork(network: Network): string {
  const layers = network.layers.map(
    (layer) =>
      `${layer.type === "dense" ? "" : "diagonal "}${layer.units} ${layer.activation.name}${layer.bias ? "+b" : ""}<${layer.sources.join(",")}>`,
  );
  return `${network.inputs} | ${layers.join(" | ")}`;
}

/** Compares a floating-point rank with an exact one over all cases; unclear decisions say nothing, but must stay rare. */
function compareRanks(
  cases: readonly Case[],
  measure: (c: Case) => RankDecision,
  expected: (c: Case, rank: number) => boolean,
): void {
  const wrong: string[] = [];
  let clear = 0;
  for (const c of cases) {
    const decision = measure(c);
    if (!decision.clear) continue;
    clear++;
    if (!expected(c, decision.rank))
      wrong.push(`${describeNetwork(c.network)}: rank ${decision.rank}, exact ${JSON.stringify(c.count)}`);
  }
  assert.deepEqual(wrong, []);
  assert.ok(clear >= 0.95 * cases.length, `only ${clear} of ${cases.length} decisions were clear`);
}

/**
 * The derivative of f at theta along v by the five-point formula, which is exact for polynomials of degree up to 4 along a
 * line, whatever the step: phi has at most degree 4 here (four layers), so only rounding is left.
 */
function along(f: (theta: Float64Array) => Float64Array, theta: Float64Array, v: Float64Array): Float64Array {
  const step = 1 / Math.max(1, norm(v));
  const at = (t: number): Float64Array => f(theta.map((x, i) => x + t * step * v[i]));
  const [far, near, nearBack, farBack] = [at(2), at(1), at(-1), at(-2)];
  return far.map((x, i) => (8 * (near[i] - nearBack[i]) - (x - farBack[i])) / (12 * step));
}

const jacobianDerivative = (map: LiftedMap, theta: Float64Array, v: Float64Array): Float64Array =>
  along((at) => map.jacobian(at).data, theta, v);

/** The fields X_c = dphiᵀ e_c and all brackets [X_c, X_d] = DX_d X_c - DX_c X_d, each of unit length: rows of one matrix. */
function fieldsAndBrackets({ map, theta, parameters }: Case): Matrix {
  const jacobian = map.jacobian(theta).data;
  const row = (data: Float64Array, c: number): Float64Array => data.subarray(c * parameters, (c + 1) * parameters);
  const fields = Array.from({ length: map.dimension }, (_, c) => row(jacobian, c));
  const changes = fields.map((field) => jacobianDerivative(map, theta, field));
  const rows: number[][] = [];
  const push = (vector: Float64Array, scale: number): void => {
    const size = norm(vector);
    // A bracket that is zero up to rounding would become noise of unit length.
    if (size > 1e-10 * scale) rows.push(Array.from(vector, (x) => x / size));
  };
  fields.forEach((field, c) => {
    push(field, 0);
    for (let d = 0; d < c; d++) {
      const [one, other] = [row(changes[d], c), row(changes[c], d)];
      push(
        one.map((x, i) => x - other[i]),
        norm(one) + norm(other),
      );
    }
  });
  return fromRows(rows);
}

const rankOrNone = (matrix: Matrix): RankDecision =>
  decideRank(matrix.rows === 0 ? fromRows([Array<number>(matrix.columns).fill(0)]) : matrix);

for (const kind of Object.keys(KINDS))
  describe(`exact counts on random ${kind}`, () => {
    let cases: Case[] = [];
    before(() => {
      cases = casesOf(kind);
    });

    it("has enough different architectures", () => {
      assert.ok(cases.length >= (kind === "diagonal chains" ? 12 : 25), String(cases.length));
    });

    it("counts the fields as floating point ranks the Jacobian of phi", () => {
      compareRanks(
        cases,
        (c) => rankOrNone(c.map.jacobian(c.theta)),
        (c, rank) => rank === c.count.fieldRank,
      );
    });

    it("takes the Jacobian of phi, not of something else", () => {
      cases.forEach(({ network, map, theta, parameters }, i) => {
        const random = randomStream(i, "direction");
        const v = Float64Array.from({ length: parameters }, () => random.normal());
        const product = multiply(map.jacobian(theta), viewOf(v, 0, parameters, 1)).data;
        const differenced = along(valuesOf(network), theta, v);
        assert.ok(
          norm(product.map((x, c) => x - differenced[c])) <= 1e-11 * (1 + norm(product)),
          describeNetwork(network),
        );
      });
    });

    it("counts the known laws as floating point ranks their gradients", () => {
      compareRanks(
        cases,
        (c) => rankOrNone(lawGradients(lawFamilies(c.network), c.theta)),
        (c, rank) => rank === c.count.lawRank,
      );
    });

    it("takes the gradients of the law values, not of something else", () => {
      for (const { network, theta, parameters } of cases) {
        const v = theta.map((x, i) => Math.cos(i - x));
        const families = lawFamilies(network);
        const product = multiply(lawGradients(families, theta), viewOf(v, 0, parameters, 1)).data;
        const differenced = along(
          (at) => Float64Array.from(families.flatMap((family) => listedValues(family, at))),
          theta,
          v,
        );
        assert.ok(
          norm(product.map((x, i) => x - differenced[i])) <= 1e-11 * (1 + norm(product)),
          describeNetwork(network),
        );
      }
    });

    it("finds the Lie algebra that floating point spans by fields and their brackets", () => {
      compareRanks(
        cases,
        (c) => rankOrNone(fieldsAndBrackets(c)),
        (c, rank) =>
          c.count.bracketDepth <= 2 ? rank === c.count.lieRank : rank > c.count.fieldRank && rank < c.count.lieRank,
      );
    });

    it("finds the same modulo two primes and at another point", () => {
      for (const { network, count } of cases) {
        assert.deepEqual({ ...modular(network, PRIMES[1], 1), prime: PRIMES[0] }, count, describeNetwork(network));
        assert.deepEqual(modular(network, PRIMES[0], 77), count, describeNetwork(network));
      }
    });

    it("tells in the report what the random point shows", () => {
      for (const { network, parameters, count } of cases) {
        const found = finish(countLaws(network));
        assert.equal(found.known.value, count.lawRank, describeNetwork(network));
        assert.equal(found.lieDimension.value, count.lieRank, describeNetwork(network));
        assert.equal(found.independent.value, parameters - count.lieRank, describeNetwork(network));
        assert.equal(found.frobenius, count.fieldRank === count.lieRank, describeNetwork(network));
        if (!isLinearChain(network)) continue;
        const sparse = finish(countSparse(network, lawFamilies(network), parameters, PRIMES[1], 3, 1e9));
        if (sparse === null) continue;
        assert.deepEqual([sparse.lieRank, sparse.lawRank], [count.lieRank, count.lawRank], describeNetwork(network));
        // A special point can need longer brackets than a random one, never shorter.
        assert.ok(
          sparse.bracketDepth >= count.bracketDepth,
          `${describeNetwork(network)}: brackets of ${sparse.bracketDepth} at the sparse point`,
        );
      }
    });

    it("does not depend on names, on the order of sources or on the order of layers", () => {
      for (const { network, count } of cases)
        for (const other of [renamed(network), sourcesReversed(network), reordered(network)])
          assert.deepEqual(
            modular(other, PRIMES[0], 9),
            count,
            `${describeNetwork(network)} and ${describeNetwork(other)}`,
          );
    });

    it("moves fields and brackets with the neurons when neurons are permuted", () => {
      cases.forEach(({ network, parameters }, i) => {
        const random = randomStream(i, "permute");
        const system = fieldSystem(network, PRIMES[0]);
        const theta = Float64Array.from({ length: parameters }, () => random.integer(PRIMES[0]));
        const orders = network.layers.map((_, l) => permutation(orderSize(network, l), () => random.uniform()));
        const shared = sharedOrders(network, orders);
        const places = placesOf(network, shared);
        const move = (vector: Float64Array): Float64Array =>
          places.reduce((moved, to, from) => ((moved[to] = vector[from]), moved), new Float64Array(parameters));
        const fields = [randomField(system, random, theta), randomField(system, random, theta)];
        const movedFields = fields.map((field) => permuted(field, shared));
        assert.deepEqual(
          bracketAt(system, movedFields.slice(0, 1), move(theta)),
          move(bracketAt(system, fields.slice(0, 1), theta)),
          describeNetwork(network),
        );
        assert.deepEqual(
          bracketAt(system, movedFields, move(theta)),
          move(bracketAt(system, fields, theta)),
          describeNetwork(network),
        );
      });
    });

    it("lists only laws whose gradients are orthogonal to every field and every bracket", () => {
      const [p] = PRIMES;
      cases.forEach(({ network, parameters }, i) => {
        const random = randomStream(i, "orthogonal");
        const system = fieldSystem(network, p);
        const theta = Float64Array.from({ length: parameters }, () => random.integer(p));
        for (const depth of [1, 1, 2, 3]) {
          const field = bracketAt(
            system,
            Array.from({ length: depth }, () => randomField(system, random, theta)),
            theta,
          );
          for (const family of lawFamilies(network))
            for (const gradient of lawGradientsMod(family, theta, p)) {
              let product = 0;
              for (let at = 0; at < parameters; at++) product = reduce(product + gradient[at] * field[at], p);
              assert.equal(product, 0, `${describeNetwork(network)}: ${family.id}, bracket of ${depth}`);
            }
        }
      });
    });
  });

describe("exact counts on random networks", () => {
  it("are the same for a linear chain read from its other end", () => {
    for (const { network, count } of casesOf("linear chains")) {
      const turned = chain([network.inputs, ...network.layers.map((layer) => layer.units)].reverse());
      assert.deepEqual(modular(turned, PRIMES[0], 4), count, describeNetwork(network));
    }
  });

  it("differencing the Jacobian gives the derivative written for paths", () => {
    for (const { network, map, theta } of [
      ...casesOf("relu graphs with skips"),
      ...casesOf("graphs that mix identity and relu"),
    ]) {
      if (phiKindOf(network) !== "path-lifting") continue;
      const v = theta.map((x, i) => Math.sin(i + x));
      const written = pathJacobianDerivative(network, listPaths(network), theta, v).data;
      const differenced = jacobianDerivative(map, theta, v);
      assert.ok(
        norm(written.map((x, i) => x - differenced[i])) <= 1e-11 * (1 + norm(written)),
        describeNetwork(network),
      );
    }
  });

  for (const kind of Object.keys(KINDS))
    it(`the listed laws of ${kind} are constant along gradient flows, up to the integrator`, () => {
      for (const c of casesOf(kind).slice(0, 6)) {
        const start = c.theta.map((x) => x / 2);
        const [coarse, fine] = [20, 40].map((steps) => flow(c, start, steps));
        const [drift, less] = [coarse, fine].map((end) => driftOf(c.network, start, end));
        const moved = norm(fine.map((x, i) => x - start[i]));
        const what = `${describeNetwork(c.network)}: drift ${drift}, with half the step ${less}, moved ${moved}`;
        assert.ok(moved > 1e-3, what);
        assert.ok(less <= 1e-4 * moved, what);
        // Order 4: half the step leaves a sixteenth, unless rounding is all there is.
        assert.ok(less <= drift / 8 || less < 1e-13, what);
      }
    });
});

/** The values of phi: entries of the end-to-end matrix, or products along paths, summed group by group. */
function valuesOf(network: Network): (theta: Float64Array) => Float64Array {
  if (phiKindOf(network) === "product") {
    const program = linearNetwork(network);
    return (theta) => endToEndMatrix(program, theta).data;
  }
  const { paths, coordinates } = listPaths(network);
  return (theta) => {
    const values = new Float64Array(coordinates);
    for (const { edges, coordinate } of paths)
      values[coordinate] += edges.reduce((product, e) => product * theta[e], 1);
    return values;
  };
}

/** Gradient flow of the loss ½ Σ a_c (φ_c − y_c)² for random y and a > 0, by RK4 over a fixed time. */
function flow({ network, map }: Case, start: Float64Array, steps: number): Float64Array {
  const random = randomStream(map.dimension, "quadratic loss");
  const weights = Float64Array.from({ length: map.dimension }, () => 0.5 + random.uniform());
  const target = Float64Array.from({ length: map.dimension }, () => random.normal());
  const phi = valuesOf(network);
  const velocity = (theta: Float64Array): Float64Array => {
    const jacobian = map.jacobian(theta).data;
    const result = new Float64Array(theta.length);
    phi(theta).forEach((value, c) => {
      const pull = weights[c] * (target[c] - value);
      for (let i = 0; i < theta.length; i++) result[i] += pull * jacobian[c * theta.length + i];
    });
    return result;
  };
  return rungeKutta(velocity, start, 0.5, steps);
}

/** The values in the order of the listed gradients: a symmetric matrix by its upper triangle, off the diagonal times sqrt 2. */
function listedValues(family: LawFamily, theta: Float64Array): number[] {
  const { values } = lawValues(family, theta);
  if (family.group.name !== "matrix") return Array.from(values);
  return lawIndices(family).map(([j, k]) => (j === k ? 1 : Math.SQRT2) * values[j * family.size + k]);
}

function driftOf(network: Network, start: Float64Array, end: Float64Array): number {
  let most = 0;
  for (const family of lawFamilies(network)) {
    const before = lawValues(family, start).values;
    lawValues(family, end).values.forEach((value, i) => (most = Math.max(most, Math.abs(value - before[i]))));
  }
  return most;
}

function renamed(network: Network): Network {
  return { ...network, layers: network.layers.map((layer, l) => ({ ...layer, name: `neu${9 - l}` })) };
}

function sourcesReversed(network: Network): Network {
  return { ...network, layers: network.layers.map((layer) => ({ ...layer, sources: layer.sources.toReversed() })) };
}

/** Another topological order, the output still last: a layer changes places with the next one where that one does not read it. */
function reordered(network: Network): Network {
  const output = network.layers.length - 1;
  const at = network.layers.findIndex((_, l) => l + 1 < output && !network.layers[l + 1].sources.includes(l));
  if (at < 0) return network;
  const place = (l: number): number => (l === at ? at + 1 : l === at + 1 ? at : l);
  const layers = network.layers
    .map((_, l) => network.layers[place(l)])
    .map((layer) => ({ ...layer, sources: layer.sources.map(place) }));
  return { ...network, layers };
}

const orderSize = (network: Network, layer: number): number => network.layers[layer].units;

function permutation(n: number, uniform: () => number): number[] {
  const order = Array.from({ length: n }, (_, i) => i);
  for (let i = n - 1; i > 0; i--) {
    const j = Math.floor(uniform() * (i + 1));
    [order[i], order[j]] = [order[j], order[i]];
  }
  return order;
}

/** Input and output keep their order; layers joined by a diagonal layer move together. */
function sharedOrders(network: Network, orders: readonly number[][]): number[][] {
  const n = network.layers.length;
  const group = Array.from({ length: n + 1 }, (_, i) => i);
  const join = (a: number, b: number): void =>
    group.forEach((g, i) => (group[i] = g === group[a] && a !== b ? group[b] : g));
  network.layers.forEach((layer, l) => {
    if (layer.type === "diagonal") join(l, layer.sources[0] === INPUT ? n : layer.sources[0]);
  });
  const fixed = [group[n], group[n - 1]];
  return orders.map((order, l) => {
    if (fixed.includes(group[l])) return order.map((_, j) => j);
    return orders[group.indexOf(group[l])];
  });
}

/** Where each entry of theta goes when neuron j of layer l becomes neuron orders[l][j]. */
function placesOf(network: Network, orders: readonly number[][]): number[] {
  return blocksOf(network).flatMap((block) =>
    Array.from({ length: block.rows * block.columns }, (_, i) => {
      const [j, k] = [Math.floor(i / block.columns), i % block.columns];
      const column =
        block.names.shape === "matrix" && block.source !== null && block.source !== INPUT ? orders[block.source][k] : k;
      return block.offset + orders[block.layer][j] * block.columns + column;
    }),
  );
}

function permuted(field: Field, orders: readonly number[][]): Field {
  return {
    ...field,
    gates: field.gates.map((gates, l) => {
      if (gates === null) return null;
      const moved = new Float64Array(gates.length);
      gates.forEach((gate, j) => (moved[orders[l][j]] = gate));
      return moved;
    }),
  };
}
