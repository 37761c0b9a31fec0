/** Paths to start from: what the schemes promise of them. */
import assert from "node:assert/strict";
import { chebyshevNodes, interpolationMatrix } from "../../../src/engine/math/spectral/chebyshev";
import { drawPath } from "../../../src/engine/model/path/draw";
import type { PathPlan } from "../../../src/engine/model/path/plan";
import { apply, transporter } from "../../../src/engine/model/path/transport";
import { balanceAlong } from "../../../src/engine/theory/depth/laws";

const SMOOTH: PathPlan = { scheme: "gaussian", std: 0.7, lengthScale: 0.5, scale: 1 };

/** The path of width 1 at two depths. */
const TWO_DEPTHS = interpolationMatrix(chebyshevNodes(40), [0.25, 0.75]);

function atTwoDepths(seed: number): Float64Array {
  const into = new Float64Array(2);
  apply(TWO_DEPTHS, drawPath(1, 40, SMOOTH, seed), 1, into);
  return into;
}

describe("a drawn path", () => {
  it("of the scheme gaussian is the same function whatever the grid", () => {
    const [coarse, fine] = [24, 48].map((nodes) => ({
      grid: transporter(2, nodes).grid,
      path: drawPath(2, nodes, SMOOTH, 5),
    }));
    const there = new Float64Array(coarse.path.length);
    apply(interpolationMatrix(fine.grid.nodes, coarse.grid.nodes), fine.path, 4, there);
    there.forEach((x, i) => {
      assert.ok(Math.abs(x - coarse.path[i]) < 1e-12);
    });
  });

  it("has the deviation and the correlation over its length that were asked for", () => {
    const draws = Array.from({ length: 3000 }, (_, seed) => atTwoDepths(seed));
    const mean = (f: (draw: Float64Array) => number): number =>
      draws.reduce((sum, draw) => sum + f(draw), 0) / draws.length;
    // Four standard errors of a mean square of 3000 draws are 10 %.
    assert.ok(Math.abs(mean(([a]) => a * a) / 0.49 - 1) < 0.1);
    assert.ok(Math.abs(mean(([a, b]) => a * b) / 0.49 - Math.exp(-0.5)) < 0.1);
  });

  it("is scaled, constant or explicit as the plan says", () => {
    const doubled = drawPath(2, 8, { ...SMOOTH, scale: 2 }, 5);
    drawPath(2, 8, SMOOTH, 5).forEach((x, i) => {
      assert.ok(Math.abs(2 * x - doubled[i]) < 1e-15);
    });
    assert.deepEqual(
      Array.from(drawPath(1, 8, { scheme: "constant", matrix: [3], scale: 0.5 }, 0)),
      Array(8).fill(1.5),
    );
    assert.deepEqual(
      Array.from(drawPath(1, 8, { scheme: "explicit", matrices: [1, 2, 3, 4, 5, 6, 7, 8], scale: 2 }, 0)),
      [2, 4, 6, 8, 10, 12, 14, 16],
    );
  });

  it("of the scheme relaxed-balanced meets λ(s) to rounding, of any sign and size", () => {
    for (const [width, lambda] of [
      [1, () => 2],
      [2, (s: number) => -3 * s],
      [4, (s: number) => 10 * Math.sin(5 * s)],
      [5, () => 0],
    ] as const) {
      const transport = transporter(width, 40);
      const path = drawPath(
        width,
        40,
        { scheme: "relaxed-balanced", lambda: Array.from(transport.grid.nodes, lambda), lengthScale: 0.5, scale: 1 },
        9,
      );
      const found = balanceAlong(transport, path);
      assert.ok(found.worst < 1e-11, `${width}: ${found.worst}`);
      found.places.forEach((s, i) => {
        assert.ok(Math.abs(found.lambda[i] - lambda(s)) < 1e-9, `${width}: ${found.lambda[i]} at ${s}`);
      });
    }
  });
});
