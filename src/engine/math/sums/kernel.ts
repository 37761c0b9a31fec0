/**
 * Sums over many numbers that go by once, in one workspace of doubles: in WebAssembly with two doubles per instruction where the
 * machine has it (kernel.wat), in plain typed arrays elsewhere. Both add the same numbers in the same order, so they agree to the
 * last bit; a test compares them.
 *
 *   square   x · x                                    four sums side by side, then together, then what is left one by one
 *   along    [to] += x · x,  [to + 1] += x · b        likewise
 *   across   s_l += x_l²,  p_l += factor x_l          for every l
 *
 * Offsets and counts are in doubles; nothing overlaps. Cost: n.
 */
import { KERNEL_BYTES } from "./kernel-bytes";

export interface SumsKernel {
  readonly accelerated: boolean;
  /** The workspace: another array once it has grown. */
  readonly numbers: Float64Array;
  /** To `length` doubles at least; what is in it stays. */
  grow(length: number): void;
  square(x: number, n: number): number;
  along(x: number, n: number, b: number, to: number): void;
  across(x: number, n: number, s: number, p: number, factor: number): void;
}

export function sumsKernel(): SumsKernel {
  return acceleratedKernel() ?? plainKernel();
}

export function plainKernel(): SumsKernel {
  let numbers = new Float64Array(0);
  return {
    accelerated: false,
    get numbers() {
      return numbers;
    },
    grow(length) {
      if (length <= numbers.length) return;
      const grown = new Float64Array(length);
      grown.set(numbers);
      numbers = grown;
    },
    square(x, n) {
      let [a, b, c, d] = [0, 0, 0, 0];
      const fours = x + (n & -4);
      let i = x;
      for (; i < fours; i += 4) {
        a += numbers[i] * numbers[i];
        b += numbers[i + 1] * numbers[i + 1];
        c += numbers[i + 2] * numbers[i + 2];
        d += numbers[i + 3] * numbers[i + 3];
      }
      let sum = a + c + (b + d);
      for (; i < x + n; i++) sum += numbers[i] * numbers[i];
      return sum;
    },
    along(x, n, b, to) {
      let [a0, a1, a2, a3, d0, d1, d2, d3] = [0, 0, 0, 0, 0, 0, 0, 0];
      const fours = x + (n & -4);
      let [i, k] = [x, b];
      for (; i < fours; i += 4, k += 4) {
        const [v0, v1, v2, v3] = [numbers[i], numbers[i + 1], numbers[i + 2], numbers[i + 3]];
        a0 += v0 * v0;
        a1 += v1 * v1;
        a2 += v2 * v2;
        a3 += v3 * v3;
        d0 += v0 * numbers[k];
        d1 += v1 * numbers[k + 1];
        d2 += v2 * numbers[k + 2];
        d3 += v3 * numbers[k + 3];
      }
      let [sum, dot] = [a0 + a2 + (a1 + a3), d0 + d2 + (d1 + d3)];
      for (; i < x + n; i++, k++) {
        sum += numbers[i] * numbers[i];
        dot += numbers[i] * numbers[k];
      }
      numbers[to] += sum;
      numbers[to + 1] += dot;
    },
    across(x, n, s, p, factor) {
      for (let i = 0; i < n; i++) {
        const value = numbers[x + i];
        numbers[s + i] += value * value;
        numbers[p + i] += value * factor;
      }
    },
  };
}

/** What of WebAssembly is used; the engine's type library has none of it. */
interface WebAssemblyLike {
  Module: new (bytes: Uint8Array) => object;
  Instance: new (module: object) => { readonly exports: Record<string, unknown> };
}

const PAGE = 65536;

/** `null`: the machine has it not. */
export function acceleratedKernel(): SumsKernel | null {
  const wasm = (globalThis as { WebAssembly?: WebAssemblyLike }).WebAssembly;
  if (wasm === undefined) return null;
  try {
    const { exports } = new wasm.Instance(new wasm.Module(bytesOf(KERNEL_BYTES)));
    const memory = exports.memory as { grow(pages: number): number; readonly buffer: ArrayBuffer };
    let numbers = new Float64Array(memory.buffer);
    return {
      accelerated: true,
      get numbers() {
        return numbers;
      },
      grow(length) {
        if (length <= numbers.length) return;
        memory.grow(Math.ceil((8 * (length - numbers.length)) / PAGE));
        numbers = new Float64Array(memory.buffer);
      },
      square: exports.square as SumsKernel["square"],
      along: exports.along as SumsKernel["along"],
      across: exports.across as SumsKernel["across"],
    };
  } catch {
    return null;
  }
}

function bytesOf(hex: string): Uint8Array {
  return Uint8Array.from({ length: hex.length / 2 }, (_, i) => Number.parseInt(hex.slice(2 * i, 2 * i + 2), 16));
}
