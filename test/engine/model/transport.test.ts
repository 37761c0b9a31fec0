/** Transport along a path: exact where a closed form exists, and converging as its head comment says. */
import assert from "node:assert/strict";
import { identity, multiply, norm, viewOf, type Matrix } from "../../../src/engine/math/dense/matrix";
import { chebyshevGrid, chebyshevNodes, interpolationMatrix } from "../../../src/engine/math/spectral/chebyshev";
import { gaussTableau } from "../../../src/engine/math/spectral/gauss";
import { drawPath } from "../../../src/engine/model/path/draw";
import { apply, transporter } from "../../../src/engine/model/path/transport";

describe("the Chebyshev grid", () => {
  const grid = chebyshevGrid(24);
  const at = (f: (s: number) => number): Float64Array => grid.nodes.map(f);
  const applied = (matrix: Matrix, f: (s: number) => number): Float64Array => {
    const into = new Float64Array(matrix.rows);
    apply(matrix, at(f), 1, into);
    return into;
  };

  it("differentiates, integrates and interpolates smooth functions to rounding", () => {
    const f = (s: number): number => Math.exp(s) * Math.cos(3 * s);
    const slope = (s: number): number => Math.exp(s) * (Math.cos(3 * s) - 3 * Math.sin(3 * s));
    const close = (found: Float64Array, expected: Float64Array, tolerance: number): void => {
      found.forEach((x, i) => {
        assert.ok(Math.abs(x - expected[i]) < tolerance, `${x} against ${expected[i]}`);
      });
    };
    close(applied(grid.derivative, f), at(slope), 1e-11);
    close(
      applied(grid.integral, slope),
      at((s) => f(s) - 1),
      1e-14,
    );
    const places = [0, 0.123, 0.5, 0.987, 1];
    close(applied(interpolationMatrix(grid.nodes, places), f), Float64Array.from(places, f), 1e-14);
    const whole = at(slope).reduce((sum, x, j) => sum + grid.weights[j] * x, 0);
    assert.ok(Math.abs(whole - f(1) + 1) < 1e-14);
    assert.ok(grid.weights.every((w) => w > 0));
  });

  it("has the coefficients of a Chebyshev polynomial", () => {
    const found = applied(grid.coefficients, (s) => 4 * (2 * s - 1) ** 3 - 3 * (2 * s - 1));
    found.forEach((c, k) => {
      assert.ok(Math.abs(c - (k === 3 ? 1 : 0)) < 1e-14);
    });
  });
});

describe("Gauss' tableau", () => {
  it("of 4 stages integrates polynomials of degree 7 exactly, and of degree 3 up to each node", () => {
    const { nodes, weights, matrix, stages } = gaussTableau(4);
    for (let k = 0; k < 8; k++)
      assert.ok(Math.abs(weights.reduce((sum, b, i) => sum + b * nodes[i] ** k, 0) - 1 / (k + 1)) < 1e-15);
    for (let k = 0; k < 4; k++)
      for (let i = 0; i < 4; i++) {
        const sum = nodes.reduce((total, c, j) => total + matrix[i * stages + j] * c ** k, 0);
        assert.ok(Math.abs(sum - nodes[i] ** (k + 1) / (k + 1)) < 1e-15);
      }
  });
});

describe("transport", () => {
  it("along a constant rotation turns by the angle s, for every number of nodes and a large angle", () => {
    for (const nodes of [4, 8, 16, 33, 64]) {
      const angle = 6;
      const { grid, run } = transporter(2, nodes);
      const path = drawPath(2, nodes, { scheme: "constant", matrix: [0, -angle, angle, 0], scale: 1 }, 0);
      const [z, p] = [new Float64Array(path.length), new Float64Array(path.length)];
      run(path, z, p);
      const tolerance = nodes < 8 ? 1e-6 : 1e-12;
      grid.nodes.forEach((s, j) => {
        assert.ok(
          Math.abs(z[4 * j] - Math.cos(angle * s)) < tolerance &&
            Math.abs(z[4 * j + 2] - Math.sin(angle * s)) < tolerance,
          `${nodes} nodes, s = ${s}`,
        );
        assert.ok(Math.abs(p[4 * j] - Math.cos(angle * (1 - s))) < tolerance);
      });
    }
  });

  it("gives P_s Z_s = Z_1 at every node without inverting, also for a width that fills no lane", () => {
    for (const width of [1, 3, 4, 5]) {
      const { run, nodes } = transporter(width, 24);
      const path = drawPath(width, nodes, { scheme: "gaussian", std: 1, lengthScale: 0.5, scale: 1 }, 2);
      const [z, p] = [new Float64Array(path.length), new Float64Array(path.length)];
      run(path, z, p);
      const size = width * width;
      const block = (values: Float64Array, j: number): Matrix => viewOf(values, j * size, width, width);
      for (let j = 0; j < nodes; j++) {
        const both = multiply(block(p, j), block(z, j));
        assert.ok(
          norm(both.data.map((x, i) => x - block(z, nodes - 1).data[i])) < 1e-12 * norm(block(z, nodes - 1).data),
        );
      }
    }
  });

  it("converges geometrically where the plain grid has the order 2", () => {
    const exact = endOf(64);
    const errors = [8, 12, 16].map((nodes) => distance(endOf(nodes), exact));
    assert.ok(errors[0] / errors[1] > 100 && errors[1] / errors[2] > 100, errors.join());
    assert.ok(errors[2] < 1e-9, errors.join());
    assert.ok(distance(endOf(32), exact) < 1e-13);
    const plain = [16, 32, 64].map((nodes) => distance(plainEnd(nodes), exact));
    for (const i of [0, 1]) {
      const order = Math.log2(plain[i] / plain[i + 1]);
      assert.ok(order > 1.8 && order < 2.2, `order ${order}`);
    }
    assert.ok(plain[1] > 1e-5, String(plain[1]));
  });

  it("says by numbers that are not finite, not by hanging, that a path is far too large", () => {
    const { run, nodes } = transporter(2, 8);
    const path = new Float64Array(4 * nodes).fill(1e200);
    const [z, p] = [new Float64Array(path.length), new Float64Array(path.length)];
    run(path, z, p);
    assert.ok(!z.every(Number.isFinite));
  });
});

const SMOOTH = { scheme: "gaussian", std: 1, lengthScale: 0.5, scale: 1 } as const;

function endOf(nodes: number): Float64Array {
  const { run } = transporter(3, nodes);
  const path = drawPath(3, nodes, SMOOTH, 3);
  const [z, p] = [new Float64Array(path.length), new Float64Array(path.length)];
  run(path, z, p);
  return z.slice(-9);
}

/** Uniform nodes, the path linear between them, one midpoint rule (Cayley's form to the order 2) per interval. */
function plainEnd(nodes: number): Float64Array {
  const fine = chebyshevNodes(64);
  const path = drawPath(3, 64, SMOOTH, 3);
  const uniform = Array.from({ length: nodes }, (_, j) => j / (nodes - 1));
  const at = new Float64Array(nodes * 9);
  apply(interpolationMatrix(fine, uniform), path, 9, at);
  const h = 1 / (nodes - 1);
  let z = identity(3);
  for (let j = 0; j + 1 < nodes; j++) {
    const a = {
      rows: 3,
      columns: 3,
      data: Float64Array.from({ length: 9 }, (_, i) => (h * (at[9 * j + i] + at[9 * (j + 1) + i])) / 2),
    };
    const square = multiply(a, a);
    const step = identity(3);
    step.data.forEach((_, i) => {
      step.data[i] += a.data[i] + square.data[i] / 2;
    });
    z = multiply(step, z);
  }
  return z.data;
}

function distance(a: Float64Array, b: Float64Array): number {
  return norm(a.map((x, i) => x - b[i])) / norm(b);
}
