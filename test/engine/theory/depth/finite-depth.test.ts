/** Residual networks U_i = I + A_{i/L}/L converge to the ODE with the order 1 in 1/L: product, laws, metric, training. */
import assert from "node:assert/strict";
import { dop853 } from "../../../../src/engine/flow/integrate/dop853";
import { integrate } from "../../../../src/engine/flow/integrate/integrate";
import { norm, viewOf, type Matrix } from "../../../../src/engine/math/dense/matrix";
import {
  compareDepths,
  measuredOrder,
  residualGradients,
  residualLayers,
} from "../../../../src/engine/theory/depth/finite-depth";
import { pathFlow } from "../../../../src/engine/theory/depth/flow";
import { transported } from "../../../../src/engine/theory/depth/metric";
import { finish } from "../../networks";
import { gaussian, minus, relaxedBalanced, toTarget, type Start } from "./paths";

describe("residual networks of growing depth", () => {
  const starts: [string, Start][] = [
    ["relaxed balanced", relaxedBalanced(3, 24)],
    ["Gaussian", gaussian(3, 24, 4)],
  ];
  for (const [name, { transport, path }] of starts)
    it(`have the ODE's end-to-end matrix, laws times L² and metric in the limit, with order 1: ${name}`, () => {
      const found = compareDepths(transport, path, transported(transport, path), [32, 64, 128, 256]);
      for (const what of ["end", "laws", "metric"] as const) {
        const order = measuredOrder(found.map((one) => one[what]));
        assert.ok(order !== null && order > 0.9 && order < 1.1, `${what}: order ${order}`);
        assert.ok(found[3][what] < 0.03, `${what}: ${found[3][what]}`);
      }
    });

  it("train as the ODE does, at the time t/L, with order 1", () => {
    const { transport, path } = relaxedBalanced(3, 24);
    const loss = toTarget(3, 1);
    const limit = finish(integrate(pathFlow(transport, loss), path, { end: 1, tolerance: 1e-9, method: dop853 }));
    const { end } = transported(transport, limit.y);
    const errors = [16, 32, 64].map(
      (depth) => norm(minus(trained(residualLayers(transport, path, depth), 1 / depth), end.data)) / norm(end.data),
    );
    const order = measuredOrder(errors);
    assert.ok(order !== null && order > 0.9 && order < 1.1, `order ${order}: ${errors.join()}`);

    function trained(layers: readonly Matrix[], time: number): Float64Array {
      const start = Float64Array.from(layers.flatMap((u) => Array.from(u.data)));
      const layersOf = (theta: Float64Array): Matrix[] => layers.map((_, i) => viewOf(theta, 9 * i, 3, 3));
      const gradient = (z: Matrix): Matrix => {
        const g = { ...z, data: new Float64Array(9) };
        loss.gradient(z.data, g.data);
        return g;
      };
      const system = {
        dimension: start.length,
        derivative: (_t: number, theta: Float64Array, into: Float64Array) => {
          residualGradients(layersOf(theta), gradient).gradients.forEach((g, i) => {
            into.set(
              g.data.map((x) => -x),
              9 * i,
            );
          });
        },
      };
      const { y } = finish(integrate(system, start, { end: time, tolerance: 1e-9, method: dop853 }));
      return residualGradients(layersOf(y), gradient).end.data;
    }
  });
});
