/**
 * Two linear layers from ordinary and singular starts. Where the verdict is `holds` and a closed equation is known, it is integrated
 * beside θ's own flow; where it is `fails`, there is a network with the same laws and a direction that changes neither Z nor S and does
 * change the metric, in plain matrix products.
 */
import assert from "node:assert/strict";
import {
  addScaled,
  innerGram,
  multiply,
  norm,
  outerGram,
  trace,
  transpose,
  zeros,
  type Matrix,
} from "../../../../src/engine/math/dense/matrix";
import { svd } from "../../../../src/engine/math/dense/svd";
import { symmetricEigen } from "../../../../src/engine/math/dense/symmetric-eigen";
import { dop853 } from "../../../../src/engine/flow/integrate/dop853";
import { integrate } from "../../../../src/engine/flow/integrate/integrate";
import { linearFlow } from "../../../../src/engine/theory/intrinsic-flow/linear";
import type { Gradient } from "../../../../src/engine/theory/intrinsic-flow/intrinsic-flow";
import { countLaws } from "../../../../src/engine/theory/laws/count";
import { kernelTest } from "../../../../src/engine/theory/metric/kernel";
import { lawMap } from "../../../../src/engine/theory/metric/law-map";
import { sameLaws, solveNear } from "../../../../src/engine/theory/metric/level-set";
import { liftedMap } from "../../../../src/engine/theory/metric/lifted";
import { measure } from "../../../../src/engine/theory/metric/measure";
import { decideMetric } from "../../../../src/engine/theory/metric/verdict";
import { chain, finish } from "../../networks";
import { factors, gaussian, planted, SHAPES, type Planted } from "./planted";

/** On the scale of the weights: what cannot be told from zero (docs/mathematics.md, effective width). */
const INVISIBLE = 2e-7;
/** Below this imbalance the kernel itself is at rounding level, and only the theorem's hypotheses are looked at. */
const VISIBLE_IMBALANCE = 1e-10;

for (const widths of SHAPES)
  describe(`planted starts of [${widths.join(", ")}]`, () => {
    const network = chain(widths);
    const count = finish(countLaws(network));
    for (const start of planted(widths, 1))
      it(start.name, () => {
        const { verdict, kernelDimension } = finish(decideMetric(network, count, start.theta));
        if (verdict.value === "fails") return assertFails(start);
        const flow = linearFlow(network, start.theta, lossOf(widths));
        if (verdict.value === "unknown" || verdict.value === null) {
          assert.equal(flow, null, "no closed equation where nothing is known");
          return assert.ok(isNear(start.name), "only beside a set with the property nothing is known");
        }
        if (flow === null)
          return assert.equal(kernelDimension.value, 0, "a closed equation is known, or the weights are recoverable");
        const { theta, closed, steepest } = followed(start, flow);
        const error = norm(flow.observe(theta).map((x, at) => x - closed[at]));
        const size = norm(start.theta) ** 2 + norm(closed);
        const allowed = isNear(start.name) ? INVISIBLE * Math.exp(steepest * TIME) * size : 1e-8 * size;
        assert.ok(error <= allowed, `${verdict.reference}: ${error} of ${allowed}`);
        assert.ok(norm(start.theta) === 0 || norm(theta.map((x, at) => x - start.theta[at])) > 1e-3, "θ has moved");
      });
  });

/** Planted beside a set with the property, not on it. */
function isNear(name: string): boolean {
  return /beside|weight of|mode of/.test(name);
}

const TIME = 1;

/** ½ ‖Z − T‖². */
function lossOf([m, r, n]: readonly number[]): Gradient {
  const target = gaussian(n * m, `target ${m} ${r} ${n}`);
  return { gradient: (z, into) => (into.set(z.map((x, at) => x - target[at])), 0) };
}

function followed(
  { widths, theta: start }: Planted,
  flow: NonNullable<ReturnType<typeof linearFlow>>,
): { theta: Float64Array; closed: Float64Array; steepest: number } {
  const [m, , n] = widths;
  const loss = lossOf(widths);
  let steepest = 0;
  const downhill = (theta: Float64Array): Float64Array => {
    const { u1, u2 } = factors(widths, theta);
    const g = zeros(n, m);
    loss.gradient(multiply(u2, u1).data, g.data);
    steepest = Math.max(steepest, norm(g.data));
    return listed(multiply(transpose(u2), g), multiply(g, transpose(u1))).map((x) => -x);
  };
  const closedDownhill = (z: Float64Array): Float64Array => {
    const into = new Float64Array(z.length);
    flow.derivative(0, z, into);
    return into;
  };
  return { theta: integrated(downhill, start), closed: integrated(closedDownhill, flow.start), steepest };
}

function integrated(f: (y: Float64Array) => Float64Array, start: Float64Array): Float64Array {
  const system = {
    dimension: start.length,
    derivative: (_t: number, y: Float64Array, into: Float64Array) => into.set(f(y)),
  };
  const result = finish(integrate(system, start, { method: dop853, end: TIME, tolerance: 1e-13 }));
  assert.equal(result.status, "done");
  return result.y;
}

function assertFails({ name, widths, theta }: Planted): void {
  const network = chain(widths);
  const map = liftedMap(network)!;
  const { families } = finish(countLaws(network));
  const laws = lawMap(families);
  const imbalance = imbalanceOf(widths, theta);
  if (isNear(name) && imbalance < VISIBLE_IMBALANCE) return assert.ok(imbalance > 1e-12, String(imbalance));
  const size = norm(theta);
  const points = [theta];
  const full = withFullRank(widths, theta);
  for (const seed of [1, 2]) {
    const push = gaussian(theta.length, `push ${seed}`);
    const point = finish(
      solveNear(
        sameLaws(laws, theta),
        full.map((x, at) => x + 0.1 * size * push[at]),
        "test",
        { left: Infinity },
      ),
    );
    if (point !== null) points.push(point);
  }
  const best = points.reduce((most, point) => {
    const decision = finish(kernelTest(network, map, families).decide(point));
    assert.ok(decision !== null);
    const { direction } = finish(measure(map, decision, point, Infinity));
    return direction === null ? most : Math.max(most, contrast(widths, theta, point, direction));
  }, 0);
  assert.ok(best > 100, `the metric changes ${best} times as much as Z, S and rounding`);
}

/** How much more the metric changes along v than Z and S do and than the point's laws differ, all relative. */
function contrast(widths: readonly number[], theta: Float64Array, point: Float64Array, v: Float64Array): number {
  const [m, , n] = widths;
  const { u1, u2 } = factors(widths, point);
  const { u1: d1, u2: d2 } = factors(widths, v);
  const size = norm(point);
  const dz = plus(multiply(d2, u1), multiply(u2, d1));
  const ds = symmetric(plus(multiply(transpose(u2), d2), multiply(d1, transpose(u1)), -1));
  const da = symmetric(multiply(d2, transpose(u2)));
  const db = symmetric(multiply(transpose(d1), u1));
  const change = Math.sqrt(Math.max(0, m * norm(da.data) ** 2 + n * norm(db.data) ** 2 + 2 * trace(da) * trace(db)));
  const off = norm(plus(lawsOf(widths, theta), lawsOf(widths, point), -1).data) / size;
  return change / (norm(dz.data) + norm(ds.data) + off + 1e-15 * size);
}

function lawsOf(widths: readonly number[], theta: Float64Array): Matrix {
  const { u1, u2 } = factors(widths, theta);
  return plus(innerGram(u2), outerGram(u1), -1);
}

function imbalanceOf(widths: readonly number[], theta: Float64Array): number {
  const s = lawsOf(widths, theta);
  const lambda = trace(s) / s.rows;
  for (let k = 0; k < s.rows; k++) s.data[k * s.rows + k] -= lambda;
  return norm(s.data) / norm(theta) ** 2;
}

/**
 * A point with the same S and W = (U_2; U_1ᵀ) of as large a rank as there is: W + y xᵀ, x a unit vector with W x = 0, and y with
 * Wᵀ J y = 0 and yᵀ J y = 0 outside the range of W (docs/mathematics.md, effective width, (a)).
 */
function withFullRank(widths: readonly number[], theta: Float64Array): Float64Array {
  const [m, r, n] = widths;
  const { u1, u2 } = factors(widths, theta);
  const w = zeros(n + m, r);
  w.data.set(u2.data);
  w.data.set(transpose(u1).data, n * r);
  const j = (i: number): number => (i < n ? 1 : -1);
  for (let round = 0; round < r; round++) {
    const { values, left, right } = svd(w);
    const rank = values.filter((value) => value > 1e-9 * (values[0] || 1)).length;
    if (rank === r || rank === n + m) break;
    // J times the complement of range W is the J-complement of it; W's range is taken out.
    const outside = zeros(n + m, n + m - rank);
    for (let i = 0; i < n + m; i++)
      for (let k = rank; k < n + m; k++)
        outside.data[i * outside.columns + k - rank] = j(i) * left.data[i * (n + m) + k];
    const form = multiply(transpose(outside), {
      ...outside,
      data: outside.data.map((x, at) => j(Math.floor(at / outside.columns)) * x),
    });
    const eigen = symmetricEigen(form);
    const [low, high] = [eigen.values[0], eigen.values[form.rows - 1]];
    if (low > -1e-9 || high < 1e-9) break;
    const combination = zeros(form.rows, 1);
    for (let k = 0; k < form.rows; k++)
      combination.data[k] =
        eigen.vectors.data[k * form.rows] / Math.sqrt(-low) +
        eigen.vectors.data[k * form.rows + form.rows - 1] / Math.sqrt(high);
    const y = multiply(outside, combination).data;
    for (let i = 0; i < n + m; i++)
      for (let k = 0; k < r; k++) w.data[i * r + k] += (0.5 * norm(theta) * y[i] * right.data[k * r + rank]) / norm(y);
  }
  return listed(transpose({ rows: m, columns: r, data: w.data.slice(n * r) }), {
    rows: n,
    columns: r,
    data: w.data.slice(0, n * r),
  });
}

function plus(a: Matrix, b: Matrix, factor = 1): Matrix {
  const sum = { ...a, data: Float64Array.from(a.data) };
  addScaled(sum, b, factor);
  return sum;
}

function symmetric(a: Matrix): Matrix {
  return plus(a, transpose(a));
}

function listed(u1: Matrix, u2: Matrix): Float64Array {
  return Float64Array.from([...u1.data, ...u2.data]);
}
