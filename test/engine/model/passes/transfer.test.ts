/**
 * The end-to-end map by matrices: against the program run number by number. Z is linear in every single weight, so that
 * differences are derivatives.
 */
import assert from "node:assert/strict";
import { multiply, norm, outerGram, transpose, zeros, type Matrix } from "../../../../src/engine/math/dense/matrix";
import { randomStream, type RandomStream } from "../../../../src/engine/math/random/streams";
import { compile } from "../../../../src/engine/model/compile";
import { linearProgram } from "../../../../src/engine/model/passes/transfer/linear";
import {
  metricTermCount,
  metricTermDerivatives,
  metricTerms,
} from "../../../../src/engine/model/passes/transfer/metric-terms";
import { BY_EDGES, linearProducts } from "../../../../src/engine/model/passes/transfer/products";
import {
  endToEndDerivative,
  endToEndGradient,
  endToEndJacobian,
  endToEndMatrix,
  transferDerivative,
  transferOf,
} from "../../../../src/engine/model/passes/transfer/transfer";
import { Builder, type Program } from "../../../../src/engine/model/program/program";
import { full, type Wiring } from "../../../../src/engine/model/program/wirings";
import { randomNetwork } from "../random-networks";

const IDENTITY = { name: "identity", slope: 0 } as const;
const NEARLY = 1e-12;

describe("end-to-end pass", () => {
  for (let k = 0; k < 40; k++) {
    const random = randomStream(k, "transfer");
    const program = k % 2 === 0 ? compile(randomNetwork(random, ["identity"])).beforeLoss : branching(random);
    const linear = linearProgram(program);
    const theta = normals(random, program.parameters);
    const along = normals(random, program.parameters);
    const z = plainMatrix(program, theta, linear.columns);
    const at = transferOf(linear, theta);

    it(`has the matrix, its derivatives and their transposes (${k})`, () => {
      assert.equal(linear.columns, program.inputs + (program.instructions.some(({ op }) => op === "constant") ? 1 : 0));
      close(endToEndMatrix(linear, theta), z);
      close(at.forward[linear.output]!, z);
      const jacobian = endToEndJacobian(linear, at);
      const shifted = theta.slice();
      const columns = Array.from(theta, (_, e) => {
        shifted[e] = theta[e]! + 1;
        const moved = plainMatrix(program, shifted, linear.columns);
        shifted[e] = theta[e]!;
        return moved.data.map((x, i) => x - z.data[i]!);
      });
      columns.forEach((column, e) =>
        column.forEach((x, i) =>
          assert.ok(Math.abs(x - jacobian.data[i * theta.length + e]!) < 1e-9 * norm(z.data) + 1e-9),
        ),
      );
      close(endToEndDerivative(linear, theta, along, at), { ...z, data: applied(jacobian, along) });
      const g = { ...z, data: normals(random, z.data.length) };
      const pulled = applied(transpose(jacobian), g.data);
      close(vector(endToEndGradient(linear, g, at)), vector(pulled));
    });

    it(`has a metric that is the sum of its terms, and so the derivative (${k})`, () => {
      const terms = metricTerms(linear, at);
      assert.equal(terms.length, metricTermCount(linear));
      const jacobian = endToEndJacobian(linear, at);
      const [rows, columns] = [z.rows, z.columns];
      close(
        summed(
          terms.map((t) => [t.p, t.q]),
          rows,
          columns,
        ),
        multiply(jacobian, transpose(jacobian)),
      );
      const changes = metricTermDerivatives(linear, at, transferDerivative(linear, theta, along, at));
      // A polynomial in the step of degree at most 2 L: central differences at two steps leave its fifth power.
      const metricAt = (step: number): Matrix => {
        const j = endToEndJacobian(
          linear,
          transferOf(
            linear,
            theta.map((x, e) => x + step * along[e]!),
          ),
        );
        return multiply(j, transpose(j));
      };
      const difference = (step: number): Float64Array => {
        const [up, down] = [metricAt(step), metricAt(-step)];
        return up.data.map((x, i) => (x - down.data[i]!) / (2 * step));
      };
      const [coarse, fine] = [difference(2e-3), difference(1e-3)];
      const derivative = summed(
        terms.flatMap((t, i) => [[changes[i]!.p, t.q] as const, [t.p, changes[i]!.q] as const]),
        rows,
        columns,
      );
      close({ ...derivative, data: fine.map((x, i) => (4 * x - coarse[i]!) / 3) }, derivative, 1e-7);
    });
  }

  it("adds up the same products for a matrix as edge by edge", () => {
    const random = randomStream(2, "edges");
    const wiring = full(3, 4);
    const table = (rows: number, columns: number): Matrix => ({ rows, columns, data: normals(random, rows * columns) });
    const theta = normals(random, 14);
    const [f, d, b] = [table(4, 5), table(3, 5), table(2, 3)];
    const results = [linearProducts(wiring), BY_EDGES].map((products) => {
      const [y, back, gradient, jacobian] = [zeros(3, 5), zeros(2, 4), new Float64Array(14), zeros(10, 14)];
      products.forward(wiring, theta, 2, f, y);
      products.backward(wiring, theta, 2, b, back);
      products.gradient(wiring, d, f, gradient, 2);
      products.jacobian(wiring, b, f, jacobian, 2);
      return [y.data, back.data, gradient, jacobian.data];
    });
    assert.deepEqual(results[0], results[1]);
  });

  it("knows weights that act along several edges, and their metric as J Jᵀ", () => {
    const random = randomStream(3, "shared");
    const builder = new Builder(4);
    const program = builder.done(builder.contract(builder.parameter(2).value, builder.input, pairs(4)));
    const linear = linearProgram(program);
    const theta = normals(random, 2);
    const at = transferOf(linear, theta);
    const [a, b] = theta as unknown as [number, number];
    assert.deepEqual(Array.from(endToEndMatrix(linear, theta).data), [a, b, 0, 0, 0, a, b, 0, 0, 0, a, b]);
    const g = { rows: 3, columns: 4, data: Float64Array.from({ length: 12 }, (_, i) => i) };
    assert.deepEqual(Array.from(endToEndGradient(linear, g, at)), [0 + 5 + 10, 1 + 6 + 11]);
    const [metric, ...more] = metricTerms(linear, at);
    assert.deepEqual([Array.from(metric!.p), more.length, metricTermCount(linear)], [[1], 0, 1]);
    const j = endToEndJacobian(linear, at);
    const gram = outerGram(j);
    for (let i = 0; i < 12; i++)
      for (let k = 0; k <= i; k++) assert.equal(entry(metric!.q, 12, i, k), gram.data[i * 12 + k]);
    // The map is linear in its two weights: the metric does not move.
    const v = normals(random, 2);
    const [change] = metricTermDerivatives(linear, at, transferDerivative(linear, theta, v, at));
    assert.ok(norm(change!.q) < 1e-15);
  });

  it("refuses what is not linear", () => {
    const network = randomNetwork(randomStream(5, "bent"), ["tanh"]);
    assert.throws(() => linearProgram(compile(network).program), /tanh/);
    const builder = new Builder(2);
    const square = builder.contract(builder.input, builder.input, { ...full(1, 2), left: 2 });
    assert.throws(() => linearProgram(builder.done(square)), /no linear map/);
  });
});

/** What no layer writes yet: a value used twice and summed with another, maps of maps, a repeated sum. */
function branching(random: RandomStream): Program {
  const [inputs, width] = [1 + random.integer(3), 1 + random.integer(3)];
  const builder = new Builder(inputs);
  const dense = (from: number, units: number): number =>
    builder.contract(builder.parameter(units * builder.sizeOf(from)).value, from, full(units, builder.sizeOf(from)));
  const first = dense(builder.input, width);
  const same = builder.map(builder.map(first, IDENTITY), IDENTITY);
  const bias = builder.contract(builder.parameter(width).value, builder.one, full(width, 1));
  const residual = builder.add([same, dense(same, width), bias]);
  const doubled = builder.add([residual, first, residual]);
  return builder.done(builder.add([dense(doubled, 2), dense(residual, 2)]));
}

/** y_o = a_0 x_o + a_1 x_(o+1): two weights, moved along. */
function pairs(size: number): Wiring {
  return {
    name: "pairs" as Wiring["name"],
    left: 2,
    right: size,
    outputs: size - 1,
    edgeCount: 2 * (size - 1),
    oneEdgeEach: false,
    edges(visit) {
      for (let o = 0; o < size - 1; o++) for (const i of [0, 1]) visit(i, o + i, o);
    },
  };
}

/** Z column by column: the program at the unit vectors of (x, 1). */
function plainMatrix({ instructions, output }: Program, theta: Float64Array, columns: number): Matrix {
  const z = zeros(instructions[output]!.size, columns);
  for (let c = 0; c < columns; c++) {
    const values: number[][] = [];
    for (const one of instructions) {
      const y = Array<number>(one.size).fill(0);
      if (one.op === "input" && c < one.size) y[c] = 1;
      else if (one.op === "constant" && c === columns - 1) y.fill(1);
      else if (one.op === "parameter") y.forEach((_, k) => (y[k] = theta[one.offset + k]!));
      else if (one.op === "contract") one.wiring.edges((i, j, o) => (y[o]! += values[one.a]![i]! * values[one.b]![j]!));
      else if (one.op === "add") for (const term of one.of) values[term]!.forEach((x, k) => (y[k]! += x));
      else if (one.op === "map") values[one.of]!.forEach((x, k) => (y[k] = x));
      values.push(y);
    }
    values[output]!.forEach((x, r) => (z.data[r * columns + c] = x));
  }
  return z;
}

/** sum of P ⊗ Q of packed factors (upper triangle, off the diagonal times the square root of 2). */
function summed(terms: readonly (readonly [Float64Array, Float64Array])[], rows: number, columns: number): Matrix {
  const result = zeros(rows * columns, rows * columns);
  for (const [p, q] of terms)
    for (let a = 0; a < rows * columns; a++)
      for (let b = 0; b < rows * columns; b++)
        result.data[a * rows * columns + b]! +=
          entry(p, rows, Math.floor(a / columns), Math.floor(b / columns)) *
          entry(q, columns, a % columns, b % columns);
  return result;
}

function entry(packed: Float64Array, n: number, i: number, j: number): number {
  if (i > j) return entry(packed, n, j, i);
  const x = packed[i * n - (i * (i - 1)) / 2 + (j - i)]!;
  return i === j ? x : x / Math.SQRT2;
}

function applied(a: Matrix, v: Float64Array): Float64Array {
  return multiply(a, { rows: a.columns, columns: 1, data: v }).data;
}

function vector(data: Float64Array): Matrix {
  return { rows: data.length, columns: 1, data };
}

function normals(random: RandomStream, length: number): Float64Array {
  return Float64Array.from({ length }, () => random.normal());
}

function close(found: Matrix, expected: Matrix, tolerance = NEARLY): void {
  assert.deepEqual([found.rows, found.columns], [expected.rows, expected.columns]);
  const distance = norm(found.data.map((x, i) => x - expected.data[i]!));
  assert.ok(distance <= tolerance * (1 + norm(expected.data)), `${distance} of ${norm(expected.data)}`);
}
