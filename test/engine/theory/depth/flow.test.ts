/** The linear neural ODE: its laws, its metric and its flow against the closed forms, with the numbers that users are promised. */
import assert from "node:assert/strict";
import { dop853 } from "../../../../src/engine/flow/integrate/dop853";
import { integrate } from "../../../../src/engine/flow/integrate/integrate";
import { norm, squareProduct } from "../../../../src/engine/math/dense/matrix";
import { apply, type Transporter } from "../../../../src/engine/model/path/transport";
import { closedPathFlow, pathFlow } from "../../../../src/engine/theory/depth/flow";
import { balanceAlong, isContinuousBalanced, lawsAlong } from "../../../../src/engine/theory/depth/laws";
import { compareWithClosedForm, logarithmicMean, transported } from "../../../../src/engine/theory/depth/metric";
import { finish } from "../../networks";
import { gaussian, largest, minus, relaxedBalanced, toTarget } from "./paths";

describe("a path drawn relaxed balanced, width 3, λ(s) = 1 + cos 3s", () => {
  const { transport, path } = relaxedBalanced(3, 32);

  it("has h_s = λ(s) I to 1e-8, absolutely and relative to its terms, between the nodes, too", () => {
    const balance = balanceAlong(transport, path);
    assert.ok(balance.worst < 1e-11, String(balance.worst));
    assert.ok(largest(balance.absolute) < 1e-10, String(largest(balance.absolute)));
    balance.places.forEach((s, j) => {
      assert.ok(Math.abs(balance.lambda[j] - 1 - Math.cos(3 * s)) < 1e-10);
    });
  });

  it("is relaxed balanced as drawn, and is not when one entry of one node is off by 1e-9 of it", () => {
    assert.ok(isContinuousBalanced(balanceAlong(transport, path)));
    const off = path.slice();
    off[10 * 9 + 1] += 1e-9 * largest(path);
    assert.ok(!isContinuousBalanced(balanceAlong(transport, off)));
  });

  it("does not have it with the opposite sign of the commutator", () => {
    const wrong = lawWith(transport, path, (a, transposed) => [a, transposed]);
    assert.ok(offDiagonal(wrong, 3) > 0.1, String(offDiagonal(wrong, 3)));
  });

  it("has the metric of the closed form to 1e-10", () => {
    const compared = compareWithClosedForm(transport, transported(transport, path));
    assert.ok(compared !== null && compared.error < 1e-13, String(compared?.error));
  });

  it("trains as the closed equation in Z says, to 1e-8 at t = 1", () => {
    const loss = toTarget(3, 2);
    const full = finish(integrate(pathFlow(transport, loss), path, { end: 1, tolerance: 1e-10, method: dop853 }));
    const closed = closedPathFlow(transport, path, loss);
    const intrinsic = finish(
      integrate({ dimension: 9, derivative: closed.derivative.bind(closed) }, closed.start, {
        end: 1,
        tolerance: 1e-12,
        method: dop853,
      }),
    );
    const observed = closed.observe(full.y);
    assert.equal(full.status, "done");
    assert.ok(norm(minus(observed, closed.start)) > 0.5, "it hardly moves");
    assert.ok(largest(minus(observed, intrinsic.y)) < 1e-8, String(largest(minus(observed, intrinsic.y))));
  });
});

describe("the law h_s = A' + A'ᵀ + [Aᵀ, A]", () => {
  const { transport, path } = gaussian(3, 32, 4, 1.5);
  const end = finish(
    integrate(pathFlow(transport, toTarget(3, 2)), path, { end: 1, tolerance: 1e-10, method: dop853 }),
  ).y;
  const drift = (law: (path: Float64Array) => Float64Array): number => largest(minus(law(end), law(path)));

  it("drifts by less than 1e-6 over t = 1", () => {
    const found = drift((at) => lawsAlong(transport, at));
    assert.ok(found < 1e-8, String(found));
  });

  const WRONG: [string, (a: Block, transposed: Block, slope: Block) => readonly [Block, Block] | null][] = [
    ["[A, Aᵀ]", (a, transposed) => [a, transposed]],
    ["[A', A]", (a, _transposed, slope) => [slope, a]],
    ["no commutator", () => null],
  ];
  for (const [name, commutator] of WRONG)
    it(`drifts by more than 1 with ${name} instead`, () => {
      const found = drift((at) => lawWith(transport, at, (a, transposed, slope) => commutator(a, transposed, slope)));
      assert.ok(found > 1, String(found));
    });

  it("with [Aᵀ, A] is what these controls compute with the right commutator", () => {
    assert.ok(
      largest(
        minus(
          lawsAlong(transport, path),
          lawWith(transport, path, (a, transposed) => [transposed, a]),
        ),
      ) < 1e-10,
    );
  });
});

describe("the metric of a path that is not relaxed balanced", () => {
  it("differs from the closed form", () => {
    const { transport, path } = gaussian(3, 32, 4);
    const compared = compareWithClosedForm(transport, transported(transport, path));
    assert.ok(compared !== null && compared.error > 1e-2, String(compared?.error));
  });
});

describe("the logarithmic mean", () => {
  it("is the quotient of differences, also where that cancels, and σ² on the diagonal", () => {
    const quotient = (a: number, b: number): number => (a * a - b * b) / (Math.log(a * a) - Math.log(b * b));
    for (const [a, b] of [
      [2, 1],
      [1e-3, 5],
      [0.7, 0.69],
    ])
      assert.ok(Math.abs(logarithmicMean(a, b) / quotient(a, b) - 1) < 1e-12);
    for (const b of [1.0099, 1.0101]) assert.ok(Math.abs(logarithmicMean(1, b) / quotient(1, b) - 1) < 1e-12);
    assert.equal(logarithmicMean(3, 3), 9);
    assert.ok(Math.abs(logarithmicMean(1, 1 + 1e-9) - (1 + 1e-9)) < 1e-15);
  });
});

describe("a linear neural ODE of width 16 with 64 nodes", () => {
  it("integrates to t = 1 in under 10 seconds of one processor, and its laws hold", function () {
    const { transport, path } = relaxedBalanced(16, 64);
    const before = process.cpuUsage();
    const result = finish(
      integrate(pathFlow(transport, toTarget(16, 0.25)), path, { end: 1, tolerance: 1e-8, method: dop853 }),
    );
    const seconds = process.cpuUsage(before).user / 1e6;
    assert.equal(result.status, "done");
    assert.ok(seconds < 10, `${seconds} s for ${result.steps.evaluations} evaluations`);
    assert.ok(largest(minus(lawsAlong(transport, result.y), lawsAlong(transport, path))) < 1e-6);
  });
});

type Block = Float64Array;

/** A' + A'ᵀ + [X, Y] at the nodes, for whatever X and Y. */
function lawWith(
  { width, grid, nodes }: Transporter,
  path: Float64Array,
  commutator: (a: Block, transposed: Block, slope: Block) => readonly [Block, Block] | null,
): Float64Array {
  const size = width * width;
  const slope = new Float64Array(path.length);
  apply(grid.derivative, path, size, slope);
  const result = new Float64Array(path.length);
  const flip = (block: Block): Block => block.map((_, i) => block[(i % width) * width + Math.floor(i / width)]);
  for (let at = 0; at < nodes * size; at += size) {
    const [a, change] = [path.slice(at, at + size), slope.slice(at, at + size)];
    result.set(
      change.map((x, i) => x + flip(change)[i]),
      at,
    );
    const pair = commutator(a, flip(a), change);
    if (pair === null) continue;
    const [xy, yx] = [new Float64Array(size), new Float64Array(size)];
    squareProduct(width, pair[0], 0, pair[1], 0, xy, 0);
    squareProduct(width, pair[1], 0, pair[0], 0, yx, 0);
    for (let i = 0; i < size; i++) result[at + i] += xy[i] - yx[i];
  }
  return result;
}

function offDiagonal(blocks: Float64Array, width: number): number {
  return largest(blocks.map((x, i) => (Math.floor(i / width) % width === i % width ? 0 : x)));
}
