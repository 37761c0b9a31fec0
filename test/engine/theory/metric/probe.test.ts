/** One direction of the kernel, for networks too large for all of it, held against the whole kernel of small ones. */
import assert from "node:assert/strict";
import { norm } from "../../../../src/engine/math/dense/matrix";
import { randomStream } from "../../../../src/engine/math/random/streams";
import { parameterCount } from "../../../../src/engine/model/compile";
import { drawRelaxedBalanced } from "../../../../src/engine/model/relaxed-balanced";
import { countLaws } from "../../../../src/engine/theory/laws/count";
import { lawFamilies } from "../../../../src/engine/theory/laws/families";
import { decideKernel, kernelTest } from "../../../../src/engine/theory/metric/kernel";
import { lawMap } from "../../../../src/engine/theory/metric/law-map";
import { liftedMap } from "../../../../src/engine/theory/metric/lifted";
import { measure, probe, type Measurement } from "../../../../src/engine/theory/metric/measure";
import { decideMetric } from "../../../../src/engine/theory/metric/verdict";
import { chain, finish } from "../../networks";

function gaussian(widths: readonly number[]): Float64Array {
  const random = randomStream(3, "probe");
  return Float64Array.from({ length: parameterCount(chain(widths)) }, () => random.normal());
}

function probed(widths: readonly number[], theta: Float64Array): Measurement | null {
  const network = chain(widths);
  return finish(probe(liftedMap(network)!, lawMap(lawFamilies(network)), theta));
}

describe("one direction of the kernel", () => {
  for (const widths of [
    [5, 3, 4],
    [2, 4, 2],
    [3, 3, 3],
    [5, 3, 3, 4],
    [2, 6, 1],
  ])
    it(`[${widths.join(", ")}] Gaussian: lies in the kernel and shows the failure, below the largest violation`, () => {
      const theta = gaussian(widths);
      const found = probed(widths, theta);
      assert.ok(found !== null && found.direction !== null);
      assert.equal(found.verdict, "fails");
      const map = liftedMap(chain(widths))!;
      const whole = finish(decideKernel(map, lawFamilies(chain(widths)), theta));
      const { kernel } = whole;
      const along = Float64Array.from({ length: kernel.columns }, (_, k) =>
        found.direction!.reduce((sum, x, i) => sum + x * kernel.data[i * kernel.columns + k], 0),
      );
      assert.ok(Math.abs(norm(along) - 1) < 1e-9, `${norm(along)} of it lies in the kernel`);
      const largest = finish(measure(map, whole, theta, Infinity)).violation ?? 0;
      assert.ok((found.violation ?? 0) <= largest * (1 + 1e-9) && (found.violation ?? 0) > largest / 100);
    });

  it("is not even priced by looking at φ where that is too wide to look at", () => {
    const wide = chain([50_000, 30, 3, 5]);
    const map = { ...liftedMap(wide)!, value: () => assert.fail("φ of 50,000 inputs was computed") };
    assert.ok(kernelTest(wide, map, lawFamilies(wide)).cost > 1e15);
  });

  it("says nothing where the property holds", () => {
    const draw = drawRelaxedBalanced([5, 3, 4], [0.7], 1, randomStream(1, "probe"));
    assert.ok(draw.kind === "weights");
    const found = probed([5, 3, 4], Float64Array.from(draw.weights.flatMap((u) => Array.from(u.data))));
    assert.ok(found !== null);
    assert.equal(found.verdict, "unknown");
  });

  it("finds none where θ is recoverable", () => {
    assert.equal(probed([4, 1, 3], gaussian([4, 1, 3])), null);
  });

  it("decides, with a pair, where the kernel is out of reach and no theorem speaks", () => {
    const network = chain([22, 70, 22]);
    const result = finish(decideMetric(network, finish(countLaws(network)), gaussian([22, 70, 22])));
    assert.equal(result.decision, null);
    assert.deepEqual([result.verdict.value, result.verdict.basis, result.openQuestion], ["fails", "measured", true]);
    assert.equal(result.kernelDimension.value, null);
    assert.ok(result.witness !== null && "pair" in result.witness && result.witness.pair.metricDifference > 1e-2);
  });
});
