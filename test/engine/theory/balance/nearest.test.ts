import assert from "node:assert/strict";
import { orthonormalColumns } from "../../../../src/engine/math/dense/orthonormal-columns";
import type { Matrix } from "../../../../src/engine/math/dense/matrix";
import { dot, multiply, norm, transpose, zeros } from "../../../../src/engine/math/dense/matrix";
import type { RandomStream } from "../../../../src/engine/math/random/streams";
import { randomStream } from "../../../../src/engine/math/random/streams";
import { drawRelaxedBalanced } from "../../../../src/engine/model/relaxed-balanced";
import {
  equationsAt,
  imbalanceOf,
  layersOf,
  traceLambda,
  type WantedLambda,
  type Widths,
} from "../../../../src/engine/theory/balance/constraint";
import { nearestRelaxedBalanced, type NearestPoint } from "../../../../src/engine/theory/balance/nearest";
import { BALANCE_TOLERANCE } from "../../../../src/engine/theory/balance/relaxed-balance";

function sizeOf(widths: Widths): number {
  return widths.slice(1).reduce((sum, n, l) => sum + n * widths[l], 0);
}

function gaussian(widths: Widths, seed: number): Float64Array {
  const random = randomStream(seed, "nearest");
  return Float64Array.from({ length: sizeOf(widths) }, () => random.normal());
}

function nearest(widths: Widths, theta: Float64Array, wanted: WantedLambda = "free"): NearestPoint {
  const point = nearestRelaxedBalanced(widths, theta, wanted);
  assert.ok(point !== null, `a point for ${widths.join(",")}`);
  return point;
}

const balanced = (widths: Widths): number[] => widths.slice(1, -1).map(() => 0);
const difference = (a: Float64Array, b: Float64Array): Float64Array => a.map((x, i) => x - b[i]);

/** The equations, written once more: ‖S - lambda I‖ relative to its terms, worst interface. */
function plainImbalance(widths: Widths, theta: Float64Array, lambda: readonly number[]): number {
  const u = layersOf(widths, theta);
  return Math.max(
    ...lambda.map((l, i) => {
      const [inner, outer] = [multiply(transpose(u[i + 1]), u[i + 1]), multiply(u[i], transpose(u[i]))];
      const left = inner.data.map((x, k) => x - outer.data[k] - (k % (inner.rows + 1) === 0 ? l : 0));
      const size = norm(inner.data) + norm(outer.data);
      return size === 0 ? 0 : norm(left) / size;
    }),
  );
}

/**
 * Other points of the set with the same lambda near a point, in directions that have nothing to do with the search: every
 * width's space is turned, U_l -> R_l U_l R_{l-1}ᵀ by small rotations, and the free modes are drawn anew by scaling.
 */
function* neighbours(widths: Widths, theta: Float64Array, random: RandomStream, size: number): Generator<Float64Array> {
  for (let k = 0; k < 40; k++) {
    const turns = widths.map((n) => rotation(n, random, size));
    yield join(layersOf(widths, theta).map((u, l) => multiply(multiply(turns[l + 1], u), transpose(turns[l]))));
  }
}

/** Orthogonal, within `size` of the identity. */
function rotation(n: number, random: RandomStream, size: number): Matrix {
  const m = zeros(n, n);
  for (let i = 0; i < n; i++)
    for (let j = 0; j < n; j++) m.data[i * n + j] = (i === j ? 1 : 0) + size * random.normal();
  return orthonormalColumns(m);
}

function join(weights: readonly Matrix[]): Float64Array {
  return Float64Array.from(weights.flatMap((u) => Array.from(u.data)));
}

const WIDTHS: readonly Widths[] = [
  [2, 1, 2],
  [2, 2, 2],
  [5, 3, 4],
  [3, 5, 3],
  [5, 4, 3],
  [1, 3, 1],
  [4, 4, 4],
  [2, 6, 3],
  [3, 3, 3, 3],
  [5, 3, 3, 4],
  [4, 3, 5, 3],
  [1, 2, 1, 2],
  [2, 2, 2, 2, 2],
  [8, 6, 8],
];

describe("the nearest relaxed balanced point", () => {
  for (const widths of WIDTHS)
    it(`of ${widths.join("-")}: the equations hold, no neighbour is nearer, and 0 is as good a λ only if it must be`, () => {
      for (let seed = 1; seed <= 3; seed++) {
        const theta = gaussian(widths, seed);
        const [free, fixed] = [nearest(widths, theta), nearest(widths, theta, balanced(widths))];
        for (const point of [free, fixed]) {
          assert.ok(plainImbalance(widths, point.theta, point.lambda) <= 1e-13, `imbalance ${point.imbalance}`);
          const away = norm(difference(point.theta, theta));
          assert.ok(Math.abs(point.distance - away / norm(theta)) < 1e-14);
          for (const size of [1e-1, 1e-3, 1e-5])
            for (const other of neighbours(widths, point.theta, randomStream(seed, "turn"), size))
              assert.ok(norm(difference(other, theta)) >= away * (1 - 1e-13), `a neighbour at ${size} is nearer`);
        }
        assert.ok(free.distance <= fixed.distance + 1e-12);
        assert.ok(free.distance > 0 || widths.slice(1, -1).every((n) => n === 1));
      }
    });

  it("meets the equations of Karush, Kuhn and Tucker: what is left along the set is rounding", () => {
    for (const widths of [
      [5, 3, 4],
      [2, 2, 2],
      [5, 3, 3, 4],
      [3, 3, 3, 3],
      [6, 4, 5],
    ])
      for (let seed = 1; seed <= 3; seed++) {
        const theta = gaussian(widths, seed);
        const point = nearest(widths, theta);
        const step = difference(point.theta, theta);
        const a = equationsAt(widths, point.theta, "free").operator(null);
        // Random directions, made tangent by projecting away the rows of A with plain Gram-Schmidt.
        const rows: Float64Array[] = [];
        for (let r = 0; r < a.rows; r++) {
          const row = a.applyTransposed(Float64Array.from({ length: a.rows }, (_, i) => (i === r ? 1 : 0)));
          for (let pass = 0; pass < 2; pass++)
            for (const other of rows) {
              const along = dot(row, other);
              row.forEach((x, i) => {
                row[i] = x - along * other[i];
              });
            }
          const length = norm(row);
          if (length > 1e-8) rows.push(row.map((x) => x / length));
        }
        const tangent = Float64Array.from(step);
        for (const row of rows) {
          const along = dot(tangent, row);
          tangent.forEach((x, i) => {
            tangent[i] = x - along * row[i];
          });
        }
        assert.ok(norm(tangent) < 1e-10 * norm(theta), `${widths.join("-")}: ${norm(tangent)} is left`);
        assert.ok(norm(step) > 1e-2 * norm(theta), "there was something to move");
      }
  });

  it("is the closed form for one hidden unit: (u, v) with |u| = |v|, each along its own direction", () => {
    for (let seed = 1; seed <= 10; seed++) {
      const theta = gaussian([3, 1, 4], seed);
      const [u, v] = [norm(theta.subarray(0, 3)), norm(theta.subarray(3))];
      const middle = (u + v) / 2;
      const expected = theta.map((x, i) => (x * middle) / (i < 3 ? u : v));
      const point = nearest([3, 1, 4], theta, [0]);
      assert.ok(norm(difference(point.theta, expected)) < 1e-12 * norm(theta) && point.proven);
    }
  });

  it("is the best of a fine scan where the set can be scanned: one hidden unit, λ given", () => {
    // |v|² - |u|² = λ with u, v along their own directions: one number left, s = |u|.
    for (const lambda of [0.7, -0.4]) {
      const theta = gaussian([3, 1, 4], 5);
      const [u, v] = [norm(theta.subarray(0, 3)), norm(theta.subarray(3))];
      let best = Infinity;
      for (let s = Math.sqrt(Math.max(0, -lambda)); s < 4; s += 1e-5)
        best = Math.min(best, Math.hypot(s - u, Math.sqrt(s * s + lambda) - v));
      const point = nearest([3, 1, 4], theta, [lambda]);
      assert.ok(
        Math.abs(point.distance * norm(theta) - best) < 1e-8,
        `${point.distance * norm(theta)} against ${best}`,
      );
    }
  });

  it("is no farther than any of many relaxed balanced points", () => {
    const widths = [2, 2, 2];
    for (let seed = 1; seed <= 4; seed++) {
      const theta = gaussian(widths, seed);
      const { distance, proven } = nearest(widths, theta);
      assert.ok(proven);
      for (let k = 0; k < 2000; k++) {
        const random = randomStream(k, "others");
        const draw = drawRelaxedBalanced(widths, [4 * (random.uniform() - 0.5)], 2 * random.uniform(), random);
        if (draw.kind === "weights") assert.ok(norm(difference(join(draw.weights), theta)) / norm(theta) >= distance);
      }
    }
  });

  it("leaves a relaxed balanced point where it is, whatever its λ and widths", () => {
    for (const [widths, lambda] of [
      [[5, 3, 4], [0.7]],
      [[5, 3, 4], [-0.7]],
      [[3, 5, 3], [0]],
      [
        [4, 3, 5, 3],
        [0.4, 0],
      ],
      [
        [2, 2, 2, 2],
        [1e-9, -0.3],
      ],
    ] as const) {
      const draw = drawRelaxedBalanced(widths, lambda, 1, randomStream(1, "drawn"));
      assert.ok(draw.kind === "weights");
      const point = nearest(widths, join(draw.weights));
      assert.ok(point.distance < 1e-11, `${widths.join("-")}: moved by ${point.distance}`);
      point.lambda.forEach((l, i) => assert.ok(Math.abs(l - lambda[i]) < 1e-9));
    }
  });

  it("comes back from a small push: a point near the set moves by about the push", () => {
    for (const push of [1e-2, 1e-5, 1e-8]) {
      const draw = drawRelaxedBalanced([6, 4, 5], [0.3], 1, randomStream(2, "drawn"));
      assert.ok(draw.kind === "weights");
      const on = join(draw.weights);
      const noise = gaussian([6, 4, 5], 9);
      const theta = on.map((x, i) => x + (push * noise[i] * norm(on)) / norm(noise));
      const { distance } = nearest([6, 4, 5], theta);
      assert.ok(distance <= push * 1.01 && distance > push / 100, `${distance} for a push of ${push}`);
    }
  });

  it("moves with the weights: multiplied by c, the result is; λ by c²", () => {
    for (const widths of [
      [5, 3, 4],
      [3, 5, 3],
      [3, 3, 3, 3],
    ]) {
      const theta = gaussian(widths, 4);
      const point = nearest(widths, theta);
      for (const c of [1e-6, 3, 1e6]) {
        const scaled = nearest(
          widths,
          theta.map((x) => c * x),
        );
        assert.ok(
          norm(
            difference(
              scaled.theta,
              point.theta.map((x) => c * x),
            ),
          ) <
            1e-9 * c * norm(theta),
        );
        assert.ok(Math.abs(scaled.distance - point.distance) < 1e-12);
        scaled.lambda.forEach((l, i) =>
          assert.ok(Math.abs(l / c / c - point.lambda[i]) < 1e-9 * (1 + Math.abs(point.lambda[i]))),
        );
      }
    }
  });

  it("turns with the weights: orthogonal changes of basis on every width", () => {
    for (const widths of [
      [5, 3, 4],
      [2, 4, 3],
      [3, 3, 3, 3],
    ]) {
      const theta = gaussian(widths, 6);
      const random = randomStream(6, "bases");
      const turns = widths.map((n) => rotation(n, random, 10));
      const turn = (x: Float64Array): Float64Array =>
        join(layersOf(widths, x).map((u, l) => multiply(multiply(turns[l + 1], u), transpose(turns[l]))));
      const [point, turned] = [nearest(widths, theta), nearest(widths, turn(theta))];
      assert.ok(Math.abs(point.distance - turned.distance) < 1e-10);
      if (point.proven) assert.ok(norm(difference(turned.theta, turn(point.theta))) < 1e-8 * norm(theta));
    }
  });

  it("does not break where the equations do: zero layers, repeated singular values, tiny and mixed sizes", () => {
    const zero = [3, 2, 3];
    const cases: [string, Widths, Float64Array][] = [
      ["all zero", zero, new Float64Array(12)],
      ["first layer zero", zero, gaussian(zero, 1).fill(0, 0, 6)],
      ["second layer zero", zero, gaussian(zero, 1).fill(0, 6)],
      ["a zero layer beside a bottleneck", [2, 4, 2], gaussian([2, 4, 2], 1).fill(0, 0, 8)],
      ["the identity twice", [2, 2, 2], Float64Array.of(1, 0, 0, 1, 2, 0, 0, 2)],
      ["one layer far smaller", [3, 2, 3], gaussian(zero, 2).map((x, i) => (i < 6 ? 1e-8 * x : x))],
      ["singular weights", [2, 2, 2], Float64Array.of(1, 1, 1, 1, 0, 0, 0, 3)],
      ["equal rows", [2, 3, 2], Float64Array.from({ length: 12 }, () => 1)],
    ];
    for (const [name, widths, theta] of cases)
      for (const wanted of ["free", balanced(widths)] as const) {
        const point = nearestRelaxedBalanced(widths, theta, wanted);
        assert.ok(point !== null, name);
        assert.ok(point.theta.every(Number.isFinite), name);
        assert.ok(
          plainImbalance(widths, point.theta, point.lambda) <= BALANCE_TOLERANCE,
          `${name}: ${plainImbalance(widths, point.theta, point.lambda)}`,
        );
        assert.ok(point.distance <= 1 + 1e-12, `${name}: 0 itself is balanced and no farther than 1`);
      }
  });

  it("says null rather than a wrong point", () => {
    assert.equal(nearestRelaxedBalanced([3, 5, 3], gaussian([3, 5, 3], 1), [0.7]), null);
    assert.equal(nearestRelaxedBalanced([2, 2, 2], Float64Array.of(1, 0, 0, NaN, 1, 0, 0, 1), "free"), null);
  });

  it("measures imbalance and λ as relaxed-balance.ts does", () => {
    const theta = gaussian([5, 3, 4], 3);
    const weights = layersOf([5, 3, 4], theta);
    assert.ok(Math.abs(imbalanceOf(weights, "free") - plainImbalance([5, 3, 4], theta, traceLambda(weights))) < 1e-14);
  });
});
