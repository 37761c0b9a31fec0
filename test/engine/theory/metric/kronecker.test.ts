/** Norms of sums of Kronecker products, held against the products written out. */
import assert from "node:assert/strict";
import { multiply, norm, transpose } from "../../../../src/engine/math/dense/matrix";
import { randomStream } from "../../../../src/engine/math/random/streams";
import type { KroneckerTerm } from "../../../../src/engine/model/passes/transfer/metric-terms";
import { derivativeCoordinates, kroneckerNorm } from "../../../../src/engine/theory/metric/kronecker";
import { liftedMap } from "../../../../src/engine/theory/metric/lifted";
import type { Network } from "../../../../src/engine/model/network";
import { parameterCount } from "../../../../src/engine/model/compile";
import { lawFamilies } from "../../../../src/engine/theory/laws/families";
import { lawGradients, lawMap } from "../../../../src/engine/theory/metric/law-map";
import { chain, diagonalChain } from "../../networks";
import { metric, minus, size } from "./plain";

const random = randomStream(1, "kronecker");
const vector = (length: number): Float64Array => Float64Array.from({ length }, () => random.normal());
const terms = (count: number, p: number, q: number): KroneckerTerm[] =>
  Array.from({ length: count }, () => ({ p: vector(p), q: vector(q) }));

function writtenOut(list: readonly KroneckerTerm[]): Float64Array {
  const [p, q] = [list[0].p.length, list[0].q.length];
  return Float64Array.from({ length: p * q }, (_, at) =>
    list.reduce((sum, term) => sum + term.p[Math.floor(at / q)] * term.q[at % q], 0),
  );
}

describe("sums of Kronecker products", () => {
  for (const [count, p, q] of [
    [1, 3, 4],
    [2, 6, 3],
    [3, 1, 5],
    [5, 2, 3],
    [4, 10, 10],
  ])
    it(`${count} terms of sizes ${p} and ${q}: the norm is that of the product written out`, () => {
      const list = terms(count, p, q);
      assert.ok(Math.abs(kroneckerNorm(list) - norm(writtenOut(list))) < 1e-13 * (1 + norm(writtenOut(list))));
    });

  it("sees cancellation down to rounding", () => {
    const [a, b, c] = [vector(5), vector(5), vector(7)];
    const sum = a.map((x, i) => x + b[i]);
    const cancelling = [
      { p: a, q: c },
      { p: b, q: c },
      { p: sum.map((x) => -x), q: c },
    ];
    assert.ok(kroneckerNorm(cancelling) < 1e-14);
  });

  for (const dependent of [false, true])
    it(`coordinates of derivatives keep norms and angles${dependent ? ", also where factors repeat" : ""}`, () => {
      const fixed = terms(3, 6, 5);
      if (dependent) fixed.push({ p: fixed[0].p, q: fixed[1].q.map((x) => 2 * x) });
      const coordinates = derivativeCoordinates(fixed);
      const [first, second] = [terms(fixed.length, 6, 5), terms(fixed.length, 6, 5)];
      const full = (change: readonly KroneckerTerm[]): Float64Array =>
        writtenOut(
          fixed.flatMap(({ p, q }, b) => [
            { p: change[b].p, q },
            { p, q: change[b].q },
          ]),
        );
      const [x, y] = [coordinates.of(first), coordinates.of(second)];
      assert.equal(x.length, coordinates.length);
      const dot = (a: Float64Array, b: Float64Array): number => a.reduce((sum, v, i) => sum + v * b[i], 0);
      assert.ok(Math.abs(dot(x, x) - dot(full(first), full(first))) < 1e-11 * dot(x, x));
      assert.ok(Math.abs(dot(x, y) - dot(full(first), full(second))) < 1e-11 * norm(x) * norm(y));
    });
});

describe("the metric without the matrix", () => {
  const widthsList = [
    [2, 3, 2],
    [3, 2, 4, 2],
    [1, 3, 1],
    [4, 2],
  ];
  for (const widths of widthsList)
    it(`[${widths.join(", ")}]: its size, its distance and its derivative are those of the d × d matrix`, () => {
      const map = liftedMap(chain(widths))!;
      const [theta, v] = [vector(parameterCount(chain(widths))), vector(parameterCount(chain(widths)))];
      const full = metric(widths, theta);
      assert.ok(Math.abs(map.metric(theta).size - size(full)) < 1e-12 * size(full));
      const moved = theta.map((x, i) => x + v[i]);
      const distance = size(minus(metric(widths, moved), full));
      assert.ok(Math.abs(map.metricDistance(theta, moved) - distance) < 1e-12 * (1 + distance));
      // M is a polynomial in the step: a central difference of a small one.
      const h = 1e-4;
      const ahead = metric(
        widths,
        theta.map((x, i) => x + h * v[i]),
      );
      const behind = metric(
        widths,
        theta.map((x, i) => x - h * v[i]),
      );
      const derivative = size(minus(ahead, behind)) / (2 * h);
      assert.ok(Math.abs(norm(map.metric(theta).derivative(v)) - derivative) < 1e-6 * (1 + derivative));
    });

  for (const widths of [
    [1, 2, 1],
    [3, 6, 6, 3],
  ])
    it(`[${widths.join(", ")}] with ReLU: the metric over its paths has the size of the matrix J Jᵀ`, () => {
      const network = chain(widths, "relu");
      const map = liftedMap(network)!;
      const theta = vector(parameterCount(network));
      const full = multiply(map.jacobian(theta), transpose(map.jacobian(theta)));
      assert.equal(full.rows, map.dimension);
      assert.ok(Math.abs(map.metric(theta).size - norm(full.data)) < 1e-12 * norm(full.data));
    });

  it("products with ∂φ and its transpose are those of the Jacobian", () => {
    for (const network of [chain([3, 2, 4], "identity", "all"), chain([2, 3, 2], "relu", "all"), diagonalChain(3, 3)]) {
      const map = liftedMap(network)!;
      const theta = vector(parameterCount(network));
      const [j, operator] = [map.jacobian(theta), map.differential(theta)];
      const [v, w] = [vector(theta.length), vector(map.dimension)];
      const [jv, jw] = [operator.apply(v), operator.applyTransposed(w)];
      for (let i = 0; i < j.rows; i++)
        assert.ok(Math.abs(jv[i] - v.reduce((sum, x, k) => sum + j.data[i * j.columns + k] * x, 0)) < 1e-12);
      for (let k = 0; k < j.columns; k++)
        assert.ok(Math.abs(jw[k] - w.reduce((sum, x, i) => sum + j.data[i * j.columns + k] * x, 0)) < 1e-12);
      // phi is differentiated by these products.
      const h = 1e-5;
      const [ahead, behind] = [
        map.value(theta.map((x, i) => x + h * v[i])),
        map.value(theta.map((x, i) => x - h * v[i])),
      ];
      jv.forEach((x, i) => assert.ok(Math.abs((ahead[i] - behind[i]) / (2 * h) - x) < 1e-6 * (1 + Math.abs(x))));
    }
  });
});

describe("the laws as one map", () => {
  it("is differentiated by its products, which are those of the listed gradients", () => {
    for (const network of [
      chain([3, 2, 4], "identity", "all"),
      chain([2, 3, 2, 2]),
      chain([2, 3, 2], "relu", "all"),
      diagonalChain(3, 3),
      withDeadLayer(),
    ]) {
      const families = lawFamilies(network);
      const map = lawMap(families);
      const theta = vector(parameterCount(network));
      const [gradients, operator] = [lawGradients(families, theta), map.differential(theta)];
      assert.equal(gradients.rows, map.count);
      const [v, w] = [vector(theta.length), vector(map.count)];
      const [image, back] = [operator.apply(v), operator.applyTransposed(w)];
      image.forEach((x, i) =>
        assert.ok(Math.abs(x - v.reduce((sum, y, k) => sum + gradients.data[i * theta.length + k] * y, 0)) < 1e-12),
      );
      back.forEach((x, k) =>
        assert.ok(Math.abs(x - w.reduce((sum, y, i) => sum + gradients.data[i * theta.length + k] * y, 0)) < 1e-12),
      );
      const h = 1e-5;
      const [ahead, behind] = [
        map.values(theta.map((x, i) => x + h * v[i])),
        map.values(theta.map((x, i) => x - h * v[i])),
      ];
      image.forEach((x, i) => assert.ok(Math.abs((ahead[i] - behind[i]) / (2 * h) - x) < 1e-6 * (1 + Math.abs(x))));
    }
  });
});

/** A linear layer whose result nothing uses. */
function withDeadLayer(): Network {
  const { layers, ...rest } = chain([2, 3, 2]);
  return { ...rest, layers: [layers[0], { ...layers[0], name: "dead", units: 2 }, { ...layers[1], sources: [0] }] };
}
