/** Long computations pause: what they do between two pauses is counted, not timed. */
import assert from "node:assert/strict";
import { OPERATIONS_BETWEEN_PAUSES, type Paced } from "../../../src/engine/findings/progress";
import { randomStream } from "../../../src/engine/math/random/streams";
import { parameterCount } from "../../../src/engine/model/compile";
import { balanceOf, balanceSteps } from "../../../src/engine/theory/balance/relaxed-balance";
import { lawFamilies } from "../../../src/engine/theory/laws/families";
import { findManifolds, manifoldSteps } from "../../../src/engine/theory/manifolds/manifolds";
import { neuronsOf } from "../../../src/engine/theory/manifolds/neurons";
import { kernelTest } from "../../../src/engine/theory/metric/kernel";
import { liftedMap } from "../../../src/engine/theory/metric/lifted";
import { chain } from "../networks";

function drawn(widths: readonly number[]): Float64Array {
  const random = randomStream(1, "pauses");
  return Float64Array.from({ length: parameterCount(chain(widths)) }, () => random.normal());
}

function pausesOf<T>(steps: Paced<T>): { pauses: number[]; result: T } {
  const pauses: number[] = [];
  for (;;) {
    const step = steps.next();
    if (step.done === true) return { pauses, result: step.value };
    pauses.push(step.value);
  }
}

describe("long computations pause", () => {
  it("balance: after a row of a Gram matrix at most, and with the same answer", () => {
    const widths = [30, 500, 600];
    const theta = drawn(widths);
    const { pauses, result } = pausesOf(balanceSteps(chain(widths), theta));
    // 500² * (30 + 600) / 2 multiplications.
    assert.ok(pauses.length >= 3, `${pauses.length} pauses`);
    assert.ok(Math.max(...pauses) < OPERATIONS_BETWEEN_PAUSES + 500 * 600);
    assert.deepEqual(result, balanceOf(chain(widths), theta));
  });

  it("invariant manifolds: after every pass over the weights, and with the same answer", () => {
    const widths = [3, 40, 40, 2];
    const theta = drawn(widths);
    theta.copyWithin(0, 3, 6);
    const { pauses, result } = pausesOf(manifoldSteps(neuronsOf(chain(widths, "tanh"))!, theta));
    assert.ok(pauses.length >= 4 && pauses.every((work) => work < OPERATIONS_BETWEEN_PAUSES), pauses.join());
    assert.deepEqual(result.manifolds, findManifolds(chain(widths, "tanh"), theta)!.manifolds);
  });

  it("the metric's kernel: within what was said beforehand", () => {
    for (const widths of [
      [14, 14, 14],
      [6, 9, 9, 6],
    ]) {
      const network = chain(widths);
      const kernel = kernelTest(network, liftedMap(network)!, lawFamilies(network));
      const { pauses } = pausesOf(kernel.decide(drawn(widths)));
      assert.ok(
        pauses.reduce((sum, x) => sum + x, 0) <= kernel.cost,
        `${widths.join()}: ${pauses.join()} of ${kernel.cost}`,
      );
      assert.ok(pauses.every((work) => work < 1.5 * OPERATIONS_BETWEEN_PAUSES));
    }
  });
});
