/**
 * The end-to-end map of linear recurrent nets, whose tensors act at every token: against the recursion written out, its derivatives
 * against differences, and the verdicts that follow from the wires (docs/mathematics.md, "Recurrent layers").
 */
import assert from "node:assert/strict";
import { finished } from "../../../../src/engine/findings/progress";
import { dot, multiply, norm, transpose, type Matrix } from "../../../../src/engine/math/dense/matrix";
import { leastNormSteps } from "../../../../src/engine/math/iterative/least-norm";
import { randomStream } from "../../../../src/engine/math/random/streams";
import { parameterCount } from "../../../../src/engine/model/compile";
import type { Network } from "../../../../src/engine/model/network";
import { linearNetwork } from "../../../../src/engine/model/passes/transfer/linear";
import { isShared } from "../../../../src/engine/model/passes/transfer/metric-terms";
import { grid, sequence } from "../../../../src/engine/model/shape";
import { countLaws } from "../../../../src/engine/theory/laws/count";
import { lawMap } from "../../../../src/engine/theory/metric/law-map";
import { liftedMap } from "../../../../src/engine/theory/metric/lifted";
import { repeatsOf } from "../../../../src/engine/theory/metric/repeats";
import { decideMetric } from "../../../../src/engine/theory/metric/verdict";
import { biased, conv, dense, FLAT, layered, recurrent } from "../../layer-samples";
import { finish } from "../../networks";

type Own = Parameters<typeof recurrent>[1];

/** Inputs, outputs, tokens; h and what else the layer says of itself. */
function linear([inputs, outputs, tokens]: readonly [number, number, number], own: Own, bias = false): Network {
  const layer = recurrent("rnn", { nonlinearity: "identity", ...own });
  return layered(sequence(tokens, inputs), bias ? biased(layer) : layer, dense(outputs));
}

const NETWORKS: Readonly<Record<string, Network>> = {
  full: linear([2, 2, 4], { hidden: 3 }),
  "last state": linear([2, 2, 4], { hidden: 3, outputs: "last" }),
  "two biases": linear([1, 2, 3], { hidden: 2 }, true),
  diagonal: linear([1, 1, 5], { hidden: 3, recurrence: "diagonal" }),
  "of rank 2": linear([2, 1, 4], { hidden: 4, rank: 2 }),
  "one above the other": layered(
    sequence(3, 2),
    recurrent("rnn", { hidden: 2, nonlinearity: "identity" }),
    recurrent("rnn", { hidden: 3, nonlinearity: "identity" }),
    dense(1),
  ),
  "a convolution": layered(grid(1, [5]), conv("conv1d", 2, { kernel: 2 }), conv("conv1d", 1, { kernel: 2 }), FLAT),
};

describe("the end-to-end map of a linear recurrent net", () => {
  it("is V W^(t - s) U from token s to token t, and repeats itself along the diagonals", () => {
    const [n, width, tokens] = [3, 2, 4];
    const network = NETWORKS.full;
    const theta = drawn(network, "markov");
    const [u, w, v] = [table(theta, 0, n, width), table(theta, 6, n, n), table(theta, 15, width, n)];
    const map = liftedMap(network)!;
    const z = map.value(theta);
    let power = u;
    for (let lag = 0; lag < tokens; lag++) {
      const markov = multiply(v, power);
      for (let s = 0; s + lag < tokens; s++)
        for (let i = 0; i < width; i++)
          for (let j = 0; j < width; j++) {
            const found = z[((s + lag) * width + i) * map.columns + s * width + j]!;
            assert.ok(Math.abs(found - markov.data[i * width + j]!) < 1e-13 * norm(z));
          }
      power = multiply(w, power);
    }
    const { count } = repeatsOf((at) => map.value(at), theta.length);
    assert.equal(count, tokens * width * width);
    assert.equal(z.filter((x) => x !== 0).length, (width * width * tokens * (tokens + 1)) / 2);
  });

  for (const [name, network] of Object.entries(NETWORKS)) {
    const map = liftedMap(network)!;
    const theta = drawn(network, name);
    const [v, w] = ["v", "w"].map((which) => drawn(network, `${name}/${which}`)) as [Float64Array, Float64Array];

    it(`has its derivatives where a tensor acts several times: ${name}`, () => {
      assert.ok(isShared(linearNetwork(network)));
      const jacobian = map.jacobian(theta);
      const along = map.differential(theta);
      close(along.apply(v), difference(map.value.bind(map), theta, v), 1e-8);
      close(along.apply(v), product(jacobian, v), 1e-12);
      const g = Float64Array.from({ length: map.dimension }, (_, i) => Math.sin(i + 1));
      close(along.applyTransposed(g), product(transpose(jacobian), g), 1e-12);
    });

    it(`has the metric of all its coordinates, repeated or not: ${name}`, () => {
      const gram = (at: Float64Array): Float64Array => {
        const j = map.jacobian(at);
        return multiply(j, transpose(j)).data;
      };
      const metric = map.metric(theta);
      near(metric.size, norm(gram(theta)), 1e-12);
      const [dv, dw] = [metric.derivative(v), metric.derivative(w)];
      assert.equal(dv.length, metric.coordinates);
      const [plainV, plainW] = [difference(gram, theta, v), difference(gram, theta, w)];
      near(norm(dv), norm(plainV), 1e-7);
      assert.ok(Math.abs(dot(dv, dw) - dot(plainV, plainW)) < 1e-7 * norm(dv) * norm(dw));
      const other = theta.map((x, i) => x + 0.1 * v[i]!);
      const [here, there] = [gram(theta), gram(other)];
      near(map.metricDistance(theta, other), norm(there.map((x, i) => x - here[i]!)), 1e-11);
    });
  }
});

describe("coordinates that are one function", () => {
  it("are not sought where numbers leave the ordinary range", () => {
    const kept = repeatsOf((theta) => Float64Array.of(theta[0]! * 1e-200, theta[0]! * 1e-200), 1);
    assert.equal(kept.count, 2);
    const rows = { rows: 2, columns: 1, data: Float64Array.of(1, 1) };
    assert.equal(kept.once(rows), rows);
  });

  it("are those whose numbers are the same twice; what is always 0 is left out", () => {
    const { count, once } = repeatsOf((a) => Float64Array.of(a[0]!, 0, a[1]!, a[0]!, a[0]! + a[1]!), 2);
    assert.equal(count, 3);
    const { rows, data } = once({ rows: 5, columns: 1, data: Float64Array.of(1, 2, 3, 1, 4) });
    assert.deepEqual([rows, Array.from(data)], [3, [Math.SQRT2, 3, 4]]);
  });
});

describe("the laws of a linear recurrent net", () => {
  for (const tokens of [2, 3, 8])
    it(`are the same six of 15 over ${tokens} tokens, certified`, () => {
      const { independent, lieDimension, complete } = finish(countLaws(linear([1, 1, tokens], { hidden: 3 })));
      assert.deepEqual(
        [independent.value, independent.basis, lieDimension.value, complete.value],
        [6, "certified", 9, true],
      );
    });
});

describe("the metric property of linear recurrent nets", () => {
  const verdict = (network: Network, theta: Float64Array): readonly [string | null, string, number | undefined] => {
    const { verdict: found, decision } = finish(decideMetric(network, finish(countLaws(network)), theta));
    return [found.value, found.basis, decision?.kernel.columns];
  };
  const network = linear([2, 2, 6], { hidden: 3 });
  const generic = drawn(network, "generic");

  it("fails at generic weights of three states: three directions", () => {
    assert.deepEqual(verdict(network, generic), ["fails", "measured", 3]);
  });

  for (const lambda of [0.5, 0, -0.5])
    it(`holds where S is a multiple of the identity, as far as is measured (${lambda})`, () => {
      const start = withScalarLaws(network, generic, lambda);
      const [value, basis, kernel] = verdict(network, start);
      assert.deepEqual([value, basis, kernel], ["holds", "measured", 3]);
    });

  it("holds for every start of a diagonal recurrence, whose states no rotation mixes: the parameters are recovered", () => {
    const diagonal = linear([2, 2, 6], { hidden: 3, recurrence: "diagonal" });
    assert.deepEqual(verdict(diagonal, drawn(diagonal, "diagonal")), ["holds", "measured", 0]);
  });

  it("fails at generic weights of low rank", () => {
    const low = linear([1, 1, 6], { hidden: 4, rank: 1 });
    assert.equal(verdict(low, drawn(low, "low rank"))[0], "fails");
  });

  it("of many tokens is decided without a table of all pairs of them", () => {
    const long = linear([2, 2, 60], { hidden: 3 });
    const theta = drawn(long, "long").map((x) => x / 2);
    assert.deepEqual([liftedMap(long)!.dimension, liftedMap(long)!.metricWork], [120 ** 2, (60 * 4) ** 2 * 21]);
    assert.deepEqual(verdict(long, theta), ["fails", "measured", 3]);
  });

  it("is not known, and nothing is claimed, where the recurrence bends its states", () => {
    const bent = layered(sequence(3, 2), recurrent("rnn", { hidden: 2, nonlinearity: "tanh" }), dense(1));
    assert.deepEqual(verdict(bent, drawn(bent, "bent")).slice(0, 2), ["unknown", "unknown"]);
  });
});

/** A start beside theta whose law matrix is a multiple of the identity: Newton's method, the step of least norm. */
function withScalarLaws(network: Network, theta: Float64Array, lambda: number): Float64Array {
  const { families } = finish(countLaws(network));
  assert.deepEqual(
    families.map(({ group }) => group.name),
    ["matrix"],
  );
  const [family] = families;
  const { laws: kind } = family!.group;
  assert.ok(kind.order === 2);
  const wanted = kind.pairs(family!).map(([j, k]) => (j === k ? lambda : 0));
  const laws = lawMap(families);
  let at = theta;
  for (let step = 0; step < 30; step++) {
    const error = laws.values(at).map((x, i) => wanted[i]! - x);
    if (norm(error) < 1e-14) break;
    const change = finished(leastNormSteps(laws.differential(at), error, { tolerance: 1e-14, steps: 500 }, laws.work));
    at = at.map((x, i) => x + change[i]!);
  }
  assert.ok(norm(laws.values(at).map((x, i) => wanted[i]! - x)) < 1e-13);
  return at;
}

function drawn(network: Network, label: string): Float64Array {
  const random = randomStream(3, `recurrent/${label}`);
  return Float64Array.from({ length: parameterCount(network) }, () => 0.7 * random.normal());
}

function table(theta: Float64Array, offset: number, rows: number, columns: number): Matrix {
  return { rows, columns, data: theta.slice(offset, offset + rows * columns) };
}

/** Along v, by central differences at two steps, which leave the fifth power. */
function difference(of: (theta: Float64Array) => Float64Array, theta: Float64Array, v: Float64Array): Float64Array {
  const at = (step: number): Float64Array => {
    const [up, down] = [of(theta.map((x, i) => x + step * v[i]!)), of(theta.map((x, i) => x - step * v[i]!))];
    return up.map((x, i) => (x - down[i]!) / (2 * step));
  };
  const [coarse, fine] = [at(2e-3), at(1e-3)];
  return fine.map((x, i) => (4 * x - coarse[i]!) / 3);
}

function product(a: Matrix, v: Float64Array): Float64Array {
  return multiply(a, { rows: v.length, columns: 1, data: v }).data;
}

function close(found: Float64Array, expected: Float64Array, tolerance: number): void {
  assert.equal(found.length, expected.length);
  const size = norm(expected);
  found.forEach((x, i) => assert.ok(Math.abs(x - expected[i]!) <= tolerance * size, `${i}: ${x}, ${expected[i]}`));
}

function near(found: number, expected: number, tolerance: number): void {
  assert.ok(Math.abs(found - expected) <= tolerance * Math.abs(expected), `${found}, not ${expected}`);
}
