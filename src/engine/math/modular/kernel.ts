/**
 * C <- (C + L U) mod p on a few rows at a time: the inner loop of blocked elimination, in WebAssembly with two doubles
 * per instruction where the machine has it (kernel.wat), in plain typed arrays elsewhere. Both are exact, so they agree
 * to the last bit; a test compares them.
 */
import { KERNEL_BYTES } from "./kernel-bytes";
import { reduce } from "./field";

/** Rows are padded to a multiple of this many columns, with zeros. */
export const LANE = 8;

/** A workspace of `length` doubles with the operation on it; offsets and strides are in doubles. */
export interface ModularKernel {
  readonly numbers: Float64Array;
  readonly accelerated: boolean;
  /**
   * Two rows of C at `c` and `c + strideC`; L is 2 x k at `l`; U is k rows `strideU` apart at `u`; n a multiple of
   * LANE; k <= 256.
   */
  update(c: number, strideC: number, l: number, u: number, strideU: number, k: number, n: number): void;
}

/** What of WebAssembly is used; the engine's type library has none of it. */
interface WebAssemblyLike {
  Module: new (bytes: Uint8Array) => object;
  Instance: new (module: object) => { readonly exports: Record<string, unknown> };
}

const PAGE = 65536;

export function modularKernel(length: number, p: number): ModularKernel {
  return acceleratedKernel(length, p) ?? plainKernel(length, p);
}

export function plainKernel(length: number, p: number): ModularKernel {
  const numbers = new Float64Array(length);
  return {
    numbers,
    accelerated: false,
    update(c, strideC, l, u, strideU, k, n) {
      for (let row = 0; row < 2; row++) {
        const target = numbers.subarray(c + row * strideC, c + row * strideC + n);
        for (let s = 0; s < k; s++) {
          const factor = numbers[l + row * k + s];
          if (factor === 0) continue;
          const source = numbers.subarray(u + s * strideU, u + s * strideU + n);
          for (let j = 0; j < n; j++) target[j] += factor * source[j];
        }
        for (let j = 0; j < n; j++) target[j] = reduce(target[j], p);
      }
    },
  };
}

/** null where WebAssembly, its SIMD instructions or the memory are not to be had. */
export function acceleratedKernel(length: number, p: number): ModularKernel | null {
  const wasm = (globalThis as { WebAssembly?: WebAssemblyLike }).WebAssembly;
  if (wasm === undefined) return null;
  try {
    const { exports } = new wasm.Instance(new wasm.Module(bytesOf(KERNEL_BYTES)));
    const memory = exports.memory as { grow(pages: number): number; readonly buffer: ArrayBuffer };
    const update = exports.update as (
      c: number,
      strideC: number,
      l: number,
      u: number,
      strideU: number,
      k: number,
      n: number,
      p: number,
    ) => void;
    memory.grow(Math.ceil((length * 8) / PAGE));
    return {
      numbers: new Float64Array(memory.buffer, 0, length),
      accelerated: true,
      update: (c, strideC, l, u, strideU, k, n) => update(8 * c, 8 * strideC, 8 * l, 8 * u, 8 * strideU, k, n, p),
    };
  } catch {
    return null;
  }
}

function bytesOf(hex: string): Uint8Array {
  return Uint8Array.from({ length: hex.length / 2 }, (_, i) => Number.parseInt(hex.slice(2 * i, 2 * i + 2), 16));
}
