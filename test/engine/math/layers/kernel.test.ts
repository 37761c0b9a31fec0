/** The accelerated kernel against the plain one, to the last bit, on every remainder of its blocks. */
import assert from "node:assert/strict";
import { acceleratedKernel, plainKernel } from "../../../../src/engine/math/layers/kernel";
import { randomStream } from "../../../../src/engine/math/random/streams";

describe("layer kernel", () => {
  it("adds the same numbers in the same order, accelerated or not", () => {
    const length = 4000;
    const fast = acceleratedKernel(length);
    assert.ok(fast !== null, "this machine has WebAssembly SIMD");
    const plain = plainKernel(length);
    const random = randomStream(1, "kernels");
    const start = Float64Array.from({ length }, () => random.normal());
    for (const n of [4, 8, 20])
      for (let m = 1; m <= 9; m++)
        for (let k = 1; k <= 9; k++) {
          const [c, a, b] = [0, 400, 2000];
          for (const kernel of [fast, plain]) {
            kernel.numbers.set(start);
            kernel.product(c, a, k, 1, b, m, k, n);
            kernel.product(c, a + 100, 1, m, b + 7, m, k, n);
            kernel.outer(c + 200, a, b, m, k, n);
            for (const q of [1, 4, 7])
              kernel.pairs(1000, n, 3 * n, a + 20, 2 * n, n, b + 30, 8, 4, Math.min(m, 3), k, q, n);
            kernel.gather(c + 300, b, 2, 3 * n, 2, 8, m, 4, n);
            kernel.spread(a, b + 5, 2, 3 * n, 2, 8, m, 4, n);
            kernel.rectify(3000, b, m * n, 0.01);
            kernel.gate(3500, b, m * n, 0);
          }
          assert.deepEqual(fast.numbers, plain.numbers);
        }
  });

  it("multiplies pairs of rows, and moves rows apart and together", () => {
    const { numbers, pairs, gather, spread } = plainKernel(64);
    // A = [1 2] and B = [3; 4] for the first sample, [5 6] and [7; 8] for the second.
    numbers.set([1, 5, 0, 0, 2, 6, 0, 0, 3, 7, 0, 0, 4, 8, 0, 0], 16);
    pairs(0, 0, 0, 16, 0, 4, 24, 4, 0, 1, 2, 1, 4);
    assert.deepEqual(Array.from(numbers.subarray(0, 4)), [11, 83, 0, 0]);
    gather(32, 16, 1, 0, 2, 8, 2, 4, 4);
    assert.deepEqual(numbers.slice(32, 48), numbers.slice(16, 32));
    gather(32, 16, 1, 0, 1, 0, 2, 8, 4);
    assert.deepEqual(Array.from(numbers.subarray(32, 40)), [1, 5, 0, 0, 3, 7, 0, 0]);
    spread(32, 48, 1, 0, 1, 0, 2, 0, 4);
    assert.deepEqual(Array.from(numbers.subarray(48, 52)), [4, 12, 0, 0]);
  });

  it("computes C += A B and C += A Bᵀ", () => {
    const { numbers, product, outer } = plainKernel(32);
    numbers.set([1, 2, 3, 4], 8);
    numbers.set([1, 0, 2, 1, 0, 1, 1, -1], 16);
    numbers[0] = 10;
    product(0, 8, 2, 1, 16, 2, 2, 4);
    assert.deepEqual(Array.from(numbers.subarray(0, 8)), [11, 2, 4, -1, 3, 4, 10, -1]);
    outer(24, 16, 16, 2, 2, 4);
    assert.deepEqual(Array.from(numbers.subarray(24, 28)), [6, 1, 1, 3]);
  });
});
