import assert from "node:assert/strict";
import { randomStream } from "../../../../src/engine/math/random/streams";
import { acceleratedKernel, plainKernel, type SumsKernel } from "../../../../src/engine/math/sums/kernel";

const [LENGTH, B, S, P, TO] = [64, 100, 200, 300, 400];

describe("the kernel of sums", () => {
  it("adds up the same in WebAssembly as in plain typed arrays, to the last bit, for every count and place", () => {
    const fast = acceleratedKernel();
    assert.ok(fast !== null);
    const plain = plainKernel();
    const stream = randomStream(5, "sums kernel");
    for (const kernel of [fast, plain]) kernel.grow(TO + 2);
    for (let n = 0; n <= 23; n++)
      for (const x of [0, 1, 5]) {
        const numbers = Float64Array.from({ length: TO + 2 }, () => stream.normal());
        const found = worked(fast, numbers, x, n);
        const expected = worked(plain, numbers, x, n);
        assert.deepEqual(found, expected, `${n} from ${x} on`);
      }
  });

  it("gives sums and dot products", () => {
    for (const kernel of [acceleratedKernel(), plainKernel()]) {
      assert.ok(kernel !== null);
      kernel.grow(TO + 2);
      const { numbers } = kernel;
      for (let i = 0; i < 7; i++) [numbers[i], numbers[B + i]] = [i, 10];
      assert.equal(kernel.square(0, 7), 91);
      kernel.along(0, 7, B, TO);
      kernel.along(0, 7, B, TO);
      assert.deepEqual(Array.from(numbers.subarray(TO, TO + 2)), [182, 420]);
      kernel.across(0, 7, S, P, 3);
      assert.deepEqual([numbers[S + 6], numbers[P + 6], numbers[S + 7]], [36, 18, 0]);
    }
  });

  it("keeps what is in the workspace when it grows", () => {
    for (const kernel of [acceleratedKernel(), plainKernel()]) {
      assert.ok(kernel !== null);
      kernel.grow(LENGTH);
      kernel.numbers[LENGTH - 1] = 7;
      kernel.grow(2 ** 20);
      assert.ok(kernel.numbers.length >= 2 ** 20 && kernel.numbers[LENGTH - 1] === 7);
    }
  });
});

function worked(kernel: SumsKernel, start: Float64Array, x: number, n: number): number[] {
  const { numbers } = kernel;
  numbers.set(start);
  const square = kernel.square(x, n);
  kernel.along(x, n, B + 1, TO);
  kernel.across(x, n, S + 1, P, 0.7);
  return [square, ...numbers.subarray(0, TO + 2)];
}
