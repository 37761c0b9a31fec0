/** Off the relaxed balanced set the metric is no function of φ and the laws: a direction, and a pair of paths, show it. */
import assert from "node:assert/strict";
import { norm } from "../../../../src/engine/math/dense/matrix";
import { lawsAlong } from "../../../../src/engine/theory/depth/laws";
import { transported } from "../../../../src/engine/theory/depth/metric";
import { levelSet, randomCoordinates, combined } from "../../../../src/engine/theory/depth/level-set";
import { metricMatrix, pathViolation } from "../../../../src/engine/theory/depth/violation";
import { PATH_PAIR_TOLERANCE, pathPair } from "../../../../src/engine/theory/depth/pair";
import { finish } from "../../networks";
import { gaussian, largest, minus, relaxedBalanced } from "./paths";

describe("the level set of the laws", () => {
  const { transport, path } = gaussian(3, 32, 4);
  const level = levelSet(transport, path);
  const change = randomCoordinates(transport, 5);

  it("contains the path, and keeps h at a finite distance", () => {
    assert.ok(largest(minus(level.pathAt(level.origin), path)) < 1e-11);
    const far = level.pathAt(combined(level.origin, [0.5], [change]));
    assert.ok(norm(minus(far, path)) > 1);
    assert.ok(largest(minus(lawsAlong(transport, far), lawsAlong(transport, path))) < 1e-8);
  });

  it("has the tangents that differences give", () => {
    const [after, before] = [1e-4, -1e-4].map((step) => level.pathAt(combined(level.origin, [step], [change])));
    const slope = after.map((x, i) => (x - before[i]) / 2e-4);
    assert.ok(largest(minus(slope, level.tangent(change))) < 1e-6);
  });
});

describe("the metric along directions that keep φ and the laws", () => {
  it("changes by more than 1e-2 from a Gaussian path; and a pair of paths shows it", () => {
    const { transport, path } = gaussian(3, 32, 4);
    const at = transported(transport, path);
    const found = finish(pathViolation(transport, path, at));
    assert.ok(found !== null && found.value > 1e-2, String(found?.value));
    assert.ok(
      found.liftedResidual < 1e-11 && found.lawResidual < 1e-10,
      `${found.liftedResidual} ${found.lawResidual}`,
    );
    const pair = pathPair(transport, path, at, found);
    assert.ok(pair !== null);
    assert.ok(pair.metricDifference > 1e-3 && pair.distance > 1e-2, `${pair.metricDifference} at ${pair.distance}`);
    const other = transported(transport, pair.second);
    assert.ok(norm(minus(other.end.data, at.end.data)) <= PATH_PAIR_TOLERANCE * norm(at.end.data));
    assert.ok(largest(minus(lawsAlong(transport, pair.second), lawsAlong(transport, path))) < 1e-7);
    const [one, two] = [metricMatrix(transport, at), metricMatrix(transport, other)];
    const rate = (m: Float64Array): number =>
      pair.gradient.reduce((sum, g, i) => sum + g * pair.gradient.reduce((row, x, k) => row + m[9 * i + k] * x, 0), 0);
    assert.ok(Math.abs(rate(one.data) - pair.rates[0]) < 1e-12 && Math.abs(rate(two.data) - pair.rates[1]) < 1e-12);
    assert.ok(Math.abs(pair.rates[1] / pair.rates[0] - 1) > 1e-3, pair.rates.join());
  });

  it("changes as differences along the level set say", () => {
    const { transport, path } = gaussian(2, 24, 7);
    const at = transported(transport, path);
    const found = finish(pathViolation(transport, path, at));
    assert.ok(found !== null);
    const metric = metricMatrix(transport, at).data;
    const [after, before] = [1e-4, -1e-4].map(
      (step) =>
        metricMatrix(
          transport,
          transported(
            transport,
            path.map((x, i) => x + step * found.direction[i]),
          ),
        ).data,
    );
    const slope = norm(after.map((x, i) => (x - before[i]) / 2e-4)) / norm(metric);
    assert.ok(Math.abs(slope / found.value - 1) < 1e-5, `${slope} against ${found.value}`);
  });

  it("does not change under relaxed balance", () => {
    const { transport, path } = relaxedBalanced(3, 32);
    const found = finish(pathViolation(transport, path, transported(transport, path)));
    assert.ok(found !== null && found.value < 1e-10, String(found?.value));
  });
});
