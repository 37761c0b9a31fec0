/** The tables: order conditions, and the orders that are measured. */
import assert from "node:assert/strict";
import { dop853 } from "../../../../src/engine/flow/integrate/dop853";
import { dopri5 } from "../../../../src/engine/flow/integrate/dopri5";
import { readInside, startExtension } from "../../../../src/engine/flow/integrate/dense";
import type { Method } from "../../../../src/engine/flow/integrate/method";
import { acceptStep, attemptStep, evaluateStart, startWork } from "../../../../src/engine/flow/integrate/step";
import type { Known } from "./systems";
import { distance, kepler, smooth } from "./systems";

const sum = (row: readonly number[]): number => row.reduce((total, x) => total + x, 0);
const weights = ({ stages }: Method): readonly number[] => stages[stages.length - 1];
const allNodes = ({ nodes, dense }: Method): number[] => [...nodes, ...dense.nodes];
const allStages = ({ stages, dense }: Method): (readonly number[])[] => [...stages, ...dense.stages];
/** Entries reach 43, so sums are exact to some 1e-14. */
const ROUNDING = 2e-14;

describe("flow/integrate: methods", () => {
  for (const method of [dopri5, dop853]) {
    describe(method.name, () => {
      it("has stages whose rows add up to their nodes", () => {
        allStages(method).forEach((row, i) => {
          assert.equal(row.length, i);
          assert.ok(Math.abs(sum(row) - allNodes(method)[i]) < ROUNDING, `row ${i}`);
        });
      });

      it(`fulfils the quadrature conditions Σ b c^(q-1) = 1/q up to q = ${method.order}, and not the next one`, () => {
        const defect = (q: number): number =>
          Math.abs(sum(weights(method).map((b, i) => b * method.nodes[i] ** (q - 1))) - 1 / q);
        for (let q = 1; q <= method.order; q++) assert.ok(defect(q) < ROUNDING, `q = ${q}: ${defect(q)}`);
        assert.ok(defect(method.order + 1) > 1e-6);
      });

      it("fulfils the conditions of the tall trees, b A … A 1 = 1/q!, and not the next one", () => {
        const defect = (q: number): number => {
          let column = method.stages.map(() => 1);
          for (let level = 1; level < q; level++)
            column = method.stages.map((row) => sum(row.map((a, j) => a * column[j])));
          return Math.abs(sum(weights(method).map((b, i) => b * column[i])) - 1 / factorial(q));
        };
        for (let q = 1; q <= method.order; q++) assert.ok(defect(q) < ROUNDING, `q = ${q}: ${defect(q)}`);
        assert.ok(defect(method.order + 1) > 1e-9, String(defect(method.order + 1)));
      });

      it("has error estimates that vanish where the solution is exact to their order", () => {
        for (const row of method.errors) assert.ok(Math.abs(sum(row)) < ROUNDING || method.errors[1] === row);
        assert.ok(Math.abs(sum(method.errors[0].map((e, i) => e * method.nodes[i]))) < ROUNDING);
      });

      it(`converges with order ${method.order}`, () => {
        const smoothSteps = method.order === 5 ? [50, 100, 200, 400] : [12, 16, 24, 32];
        assertSlope(
          smoothSteps.map((n) => [2 / n, errorAtEnd(method, smooth, 2, n)]),
          method.order,
        );
        const turn = 2 * Math.PI;
        const keplerSteps = method.order === 5 ? [200, 400, 800] : [24, 32, 48, 64];
        assertSlope(
          keplerSteps.map((n) => [turn / n, errorAtEnd(method, kepler, turn, n)]),
          method.order,
        );
      });

      it(`reads inside a step with order ${method.dense.order}`, () => {
        // One step of length h from an exact start: the local error of the extension is O(h^(order + 1)).
        const lengths = method.order === 5 ? [0.1, 0.05, 0.025, 0.0125] : [0.2, 0.15, 0.1, 0.075];
        assertSlope(
          lengths.map((h) => [h, insideError(method, h)]),
          method.dense.order + 1,
        );
      });

      it("reads the two ends of a step exactly", () => {
        const { work, extension } = oneStep(method, 0.3);
        const read = new Float64Array(3);
        readInside(work, extension, 0.5, 0.3, 0, read);
        assert.deepEqual(read, work.y);
        readInside(work, extension, 0.5, 0.3, 1, read);
        assert.ok(distance(read, work.next) < 1e-15);
      });
    });
  }
});

const factorial = (q: number): number => (q <= 1 ? 1 : q * factorial(q - 1));

/** After n equal steps from 0 to `end`. */
function errorAtEnd(method: Method, known: Known, end: number, n: number): number {
  const work = startWork(known.system, method, known.start);
  const h = end / n;
  evaluateStart(work, 0);
  for (let i = 0; i < n; i++) {
    attemptStep(work, i * h, h, 1e-6);
    acceptStep(work);
  }
  return distance(work.y, known.solution!(end));
}

function oneStep(method: Method, h: number) {
  const work = startWork(smooth.system, method, Float64Array.from(smooth.solution!(0.5)));
  evaluateStart(work, 0.5);
  attemptStep(work, 0.5, h, 1e-6);
  return { work, extension: startExtension(work) };
}

function insideError(method: Method, h: number): number {
  const { work, extension } = oneStep(method, h);
  const read = new Float64Array(3);
  let most = 0;
  for (let i = 1; i < 20; i++) {
    readInside(work, extension, 0.5, h, i / 20, read);
    most = Math.max(most, distance(read, smooth.solution!(0.5 + (i / 20) * h)));
  }
  return most;
}

/** The slope of the least squares line through (log h, log error) is `order` within 0.3. */
function assertSlope(points: readonly (readonly [number, number])[], order: number): void {
  const logs = points.map(([h, error]) => [Math.log(h), Math.log(error)] as const);
  const [x, y] = [sum(logs.map((p) => p[0])) / logs.length, sum(logs.map((p) => p[1])) / logs.length];
  const slope = sum(logs.map((p) => (p[0] - x) * (p[1] - y))) / sum(logs.map((p) => (p[0] - x) ** 2));
  if (process.env.SHOW_ORDERS !== undefined)
    console.log(`slope ${slope.toFixed(2)}`, points.map(([, e]) => e.toExponential(1)).join(" "));
  assert.ok(
    Math.abs(slope - order) < 0.3,
    `measured order ${slope}, errors ${points.map(([, error]) => error.toExponential(2)).join(" ")}`,
  );
}
