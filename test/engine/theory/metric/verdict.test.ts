import assert from "node:assert/strict";
import type { Network } from "../../../../src/engine/model/network";
import { blocksOf, parameterCount } from "../../../../src/engine/model/compile";
import { drawRelaxedBalanced } from "../../../../src/engine/model/relaxed-balanced";
import { randomStream } from "../../../../src/engine/math/random/streams";
import { countLaws } from "../../../../src/engine/theory/laws/count";
import type { MetricResult } from "../../../../src/engine/theory/metric/result";
import { decideMetric } from "../../../../src/engine/theory/metric/verdict";
import { balanceOf } from "../../../../src/engine/theory/balance/relaxed-balance";
import { chain, diagonalChain, finish } from "../../networks";

function gaussianTheta(network: Network, seed = 1): Float64Array {
  const random = randomStream(seed, "test");
  return Float64Array.from({ length: parameterCount(network) }, () => random.normal());
}

function relaxed(widths: readonly number[], lambda: readonly number[], seed = 1): Float64Array {
  const draw = drawRelaxedBalanced(widths, lambda, 1, randomStream(seed, "test"));
  assert.equal(
    draw.kind,
    "weights",
    `a relaxed balanced point exists for ${widths.join(",")} and λ ${lambda.join(",")}`,
  );
  return draw.kind === "weights"
    ? Float64Array.from(draw.weights.flatMap((u) => Array.from(u.data)))
    : new Float64Array(0);
}

function decide(network: Network, theta: Float64Array): MetricResult {
  return finish(decideMetric(network, finish(countLaws(network)), theta));
}

/** Published as (outputs n, inputs m, hidden r): widths [m, r, n]. */
function twoLayer(n: number, m: number, r: number): Network {
  return chain([m, r, n]);
}

describe("the intrinsic metric property, two layers", () => {
  const generic: [number, number, number, number, "holds" | "fails"][] = [
    [1, 1, 1, 0, "holds"],
    [2, 2, 1, 0, "holds"],
    [1, 1, 2, 0, "holds"],
    [1, 1, 3, 0, "holds"],
    [2, 1, 2, 1, "fails"],
    [2, 2, 2, 1, "fails"],
    [3, 2, 2, 1, "fails"],
    [3, 2, 3, 3, "fails"],
    [4, 5, 3, 3, "fails"],
    [2, 2, 3, 2, "fails"],
    [2, 2, 4, 2, "fails"],
    [3, 3, 3, 3, "fails"],
    [4, 3, 6, 9, "fails"],
  ];
  for (const [n, m, r, kernel, verdict] of generic)
    it(`Gaussian n=${n} m=${m} r=${r}: kernel ${kernel}, ${verdict}`, () => {
      for (let seed = 1; seed <= 5; seed++) {
        const result = decide(twoLayer(n, m, r), gaussianTheta(twoLayer(n, m, r), seed));
        assert.deepEqual([result.kernelDimension.value, result.verdict.value], [kernel, verdict], `seed ${seed}`);
        if (verdict === "fails") assert.ok((result.violation.value ?? 0) > 1e-2);
      }
    });

  const balanced: [number, number, number, number, number][] = [
    [1, 1, 2, 0, 1],
    [1, 1, 3, 0, 2],
    [2, 1, 2, 0.7, 1],
    [2, 1, 2, 0, 2],
    [2, 2, 2, 0, 1],
    [2, 2, 2, 0.7, 1],
    [2, 2, 2, -0.7, 1],
    [3, 2, 2, 0.4, 1],
    [3, 2, 3, 0, 4],
    [3, 2, 3, 0.7, 3],
    [4, 5, 3, 0.7, 3],
    [2, 2, 3, 0, 3],
    [2, 2, 4, 0, 5],
    [3, 3, 3, 0.5, 3],
  ];
  for (const [n, m, r, lambda, kernel] of balanced)
    it(`S = ${lambda} I, n=${n} m=${m} r=${r}: kernel ${kernel}, holds`, () => {
      const network = twoLayer(n, m, r);
      const result = decide(network, relaxed([m, r, n], [lambda]));
      assert.deepEqual([result.kernelDimension.value, result.verdict.value], [kernel, "holds"]);
      assert.ok((result.violation.value ?? 1) < 1e-10, `violation ${result.violation.value}`);
    });

  it("names the theorem that decides, and says when none does", () => {
    const good = decide(chain([5, 3, 4]), relaxed([5, 3, 4], [0.7]));
    assert.equal(good.verdict.basis, "theorem");
    assert.match(good.verdict.reference ?? "", /Theorem 3\.8/);
    assert.match(decide(chain([5, 3, 4]), gaussianTheta(chain([5, 3, 4]))).verdict.reference ?? "", /Theorem 3\.9/);
    const open = decide(chain([2, 4, 2]), gaussianTheta(chain([2, 4, 2])));
    assert.deepEqual([open.verdict.basis, open.openQuestion], ["measured", true]);
  });

  it("fails at the relaxed balanced point that violates the rank condition", () => {
    // One hidden unit, U_2 = e_1, U_1 = 0: the same product 0 and the same law for U_2 = e_2, other velocity (math.md §1.6).
    const result = decide(chain([2, 1, 2]), Float64Array.of(0, 0, 1, 0));
    assert.equal(result.verdict.value, "fails");
  });

  it("does not depend on the size of the weights", () => {
    for (const scale of [1e-6, 1e-3, 1e3, 1e6]) {
      const result = decide(
        chain([4, 3, 4]),
        gaussianTheta(chain([4, 3, 4])).map((x) => scale * x),
      );
      assert.deepEqual([result.kernelDimension.value, result.verdict.value], [3, "fails"], `scale ${scale}`);
    }
  });

  it("fails just beside the relaxed balanced set, by theorem, where nothing can be measured", () => {
    const theta = relaxed([5, 3, 4], [0.7]);
    theta[0] += 4e-10;
    const result = decide(chain([5, 3, 4]), theta);
    assert.deepEqual([result.verdict.value, result.verdict.basis], ["fails", "theorem"]);
    assert.equal(result.measurement.value, "unknown");
    assert.match(result.verdict.note ?? "", /too small to measure/);
  });

  it("does not call a violation of 10⁻⁹ rounding, where no theorem speaks", () => {
    const theta = relaxed([2, 4, 2], [0]);
    theta[0] += 1e-9;
    const { verdict, violation, measurement } = decide(chain([2, 4, 2]), theta);
    assert.deepEqual([verdict.value, measurement.value], ["unknown", "unknown"]);
    assert.ok((violation.value ?? 0) > 1e-11 && (violation.value ?? 1) < 1e-8);
  });

  it("says nothing where the imbalance is neither rounding nor more", () => {
    const theta = relaxed([5, 3, 4], [0.7]);
    theta[0] += 1e-12;
    assert.equal(decide(chain([5, 3, 4]), theta).verdict.value, "unknown");
  });
});

describe("the intrinsic metric property, deeper and other networks", () => {
  it("[5,3,3,4] with λ (0.5, 0.3): kernel 6, holds; Gaussian: 6, fails", () => {
    const network = chain([5, 3, 3, 4]);
    const good = decide(network, relaxed([5, 3, 3, 4], [0.5, 0.3]));
    assert.deepEqual([good.kernelDimension.value, good.verdict.value, good.verdict.basis], [6, "holds", "measured"]);
    const bad = decide(network, gaussianTheta(network));
    assert.deepEqual([bad.kernelDimension.value, bad.verdict.value], [6, "fails"]);
  });

  it("is not taken in by a degenerate point: the condition must hold wherever the laws have the same values", () => {
    // U_1 = U_2 = 0, U_3 = diag(1, 2): dphi vanishes there, so the inclusion holds trivially; nearby it is violated.
    const result = decide(chain([2, 2, 2, 2]), Float64Array.of(0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 2));
    assert.equal(result.verdict.value, "fails");
    assert.match(result.verdict.note ?? "", /nearby point with the same laws/);
  });

  it("says unknown where double precision ends, in both directions", () => {
    for (const size of [1e-200, 1e160, 1e200]) {
      const result = decide(
        chain([2, 2, 1]),
        gaussianTheta(chain([2, 2, 1])).map((x) => size * x),
      );
      assert.equal(result.verdict.value, "unknown", String(size));
    }
  });

  it("square deep relaxed balanced networks hold by theorem", () => {
    const result = decide(chain([3, 3, 3, 3]), relaxed([3, 3, 3, 3], [0.5, -0.3]));
    assert.deepEqual([result.verdict.value, result.verdict.basis], ["holds", "theorem"]);
  });

  it("relu networks with nonzero weights are recoverable, and the dense rank agrees", () => {
    for (const network of [chain([2, 3, 2], "relu"), chain([2, 3, 2, 1], "relu", "all"), diagonalChain(3, 3, "relu")]) {
      const result = decide(network, gaussianTheta(network));
      assert.deepEqual(
        [result.recoverable.value, result.recoverable.basis, result.verdict.value],
        [true, "theorem", "holds"],
      );
      assert.equal(result.decision?.rank, parameterCount(network));
    }
  });

  it("relu networks with zero biases are still recoverable", () => {
    const network = chain([3, 4, 3, 2], "relu", "all");
    const theta = gaussianTheta(network);
    for (const block of blocksOf(network))
      if (block.source === null) theta.fill(0, block.offset, block.offset + block.rows);
    const result = decide(network, theta);
    assert.deepEqual([result.recoverable.value, result.decision?.rank], [true, parameterCount(network)]);
  });

  it("a dead relu neuron is named", () => {
    const network = chain([2, 3, 2], "relu");
    const theta = gaussianTheta(network);
    theta.set([0, 0], 2); // both incoming weights of neuron 1
    const out = blocksOf(network)[1];
    for (let j = 0; j < 2; j++) theta[out.offset + j * 3 + 1] = 0;
    const result = decide(network, theta);
    assert.equal(result.recoverable.value, false);
    assert.match(result.recoverable.note ?? "", /layer1\[1\]/);
    assert.equal(result.kernelDimension.value, 4);
  });

  it("diagonal linear networks with nonzero weights are recoverable", () => {
    const result = decide(diagonalChain(4, 3), gaussianTheta(diagonalChain(4, 3)));
    assert.deepEqual([result.recoverable.value, result.verdict.value], [true, "holds"]);
  });

  it("does not read a violation along the kernel of an incomplete list: [1,2,2,1] is recoverable", () => {
    const result = decide(chain([1, 2, 2, 1]), gaussianTheta(chain([1, 2, 2, 1])));
    assert.deepEqual(
      [result.verdict.value, result.verdict.basis, result.kernelDimension.value],
      ["holds", "theorem", 0],
    );
    assert.match(result.verdict.note ?? "", /listed ones alone its dimension is 1/);
    // Where the gradient of φ vanishes the argument does not apply; but there every network with these laws is one wide and balanced.
    const origin = decide(chain([1, 2, 2, 1]), new Float64Array(8));
    assert.deepEqual([origin.verdict.value, origin.verdict.basis], ["holds", "theorem"]);
    assert.match(origin.verdict.reference ?? "", /3\.11/);
  });

  it("a tanh network stays unknown", () => {
    const network = chain([2, 3, 1], "tanh");
    const result = decide(network, gaussianTheta(network));
    assert.deepEqual([result.verdict.value, result.verdict.basis], ["unknown", "unknown"]);
  });
});

describe("relaxed balanced points", () => {
  const points: [number[], number[]][] = [
    [[5, 3, 4], [0.7]],
    [[5, 3, 4], [0]],
    [[5, 3, 4], [-0.7]],
    [
      [4, 2, 3, 4],
      [0.5, 0.2],
    ],
    [
      [4, 4, 2, 4],
      [0, 0],
    ],
    [
      [4, 4, 2, 4],
      [-1, 0.5],
    ],
    [
      [3, 3, 3, 3],
      [-1, 2],
    ],
    [[2, 5, 5], [1]],
    [
      [6, 4, 2, 1],
      [0, 0],
    ],
    [
      [6, 4, 3, 3],
      [-0.5, 1],
    ],
    [
      [1, 1, 1, 1],
      [2, -1],
    ],
  ];
  for (const [widths, lambda] of points)
    it(`[${widths.join(",")}] with λ (${lambda.join(", ")}) is met to rounding`, () => {
      const balances = balanceOf(chain(widths), relaxed(widths, lambda, 3));
      balances.forEach((balance, i) => {
        assert.ok(Math.abs(balance.lambda - lambda[i]) < 1e-12, `λ_${i + 1} = ${balance.lambda}`);
        assert.ok(balance.imbalance < 1e-13, `imbalance ${balance.imbalance}`);
      });
    });

  const impossible: [number[], number[], number, number[]][] = [
    [[5, 4, 2], [0.7], 0, [0]],
    [[2, 4, 5], [-0.7], 0, [0]],
    [[4, 4, 4, 2], [0.5, 0.1], 1, [0, 0]],
    [[2, 2, 4, 4], [0, -1], 1, [0, 0]],
    [[3, 3, 3, 2], [1, -0.5], 1, [0, 0]],
  ];
  for (const [widths, lambda, at, nearby] of impossible)
    it(`[${widths.join(",")}] has none with λ (${lambda.join(", ")})`, () => {
      const draw = drawRelaxedBalanced(widths, lambda, 1, randomStream(1, "test"));
      assert.equal(draw.kind, "none");
      if (draw.kind === "none") assert.deepEqual([draw.why.interface, draw.why.nearby], [at, nearby]);
    });
});
