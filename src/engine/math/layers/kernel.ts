/**
 * The operations a network's gradient is made of, on rows of samples in one workspace of doubles: in WebAssembly
 * with two doubles per instruction where the machine has it (kernel.wat), in plain typed arrays elsewhere. Both add the
 * same numbers in the same order, so they agree to the last bit; a test compares them.
 *
 *   product   C += A B          C [m x n], A [m x k], B [k x n]: the sum over k in order
 *   outer     C += A Bᵀ         C [m x k], A [m x n], B [k x n]: even and odd samples summed apart, then together
 *   pairs     C_rc += sum over e of A_re B_ec, where every entry is a row of n samples: as many products as samples
 *   gather    rows that lie apart, one after the other;  spread   the other way, added
 *   rectify   y = max(z, slope z) for slope < 1, that is z > 0 ? z : slope z
 *   gate      d *= z > 0 ? 1 : slope
 * n is a multiple of LANE. Rows of samples lie n doubles apart, so the samples are the inner loop everywhere. Offsets
 * are in doubles. Cost 2 m k n operations for a product.
 */
import { KERNEL_BYTES } from "./kernel-bytes";

/** Rows of samples are padded to a multiple of this. */
export const LANE = 4;

export interface LayerKernel {
  readonly numbers: Float64Array;
  readonly accelerated: boolean;
  /** A_ij lies at a + i rowStep + j columnStep, so that a transposed matrix needs no copy. */
  product(c: number, a: number, rowStep: number, columnStep: number, b: number, m: number, k: number, n: number): void;
  /** C is row-major without gaps. */
  outer(c: number, a: number, b: number, m: number, k: number, n: number): void;
  /**
   * C [m x q] of A [m x k] and B [k x q]: C_rc lies at c + r rowStep + c columnStep, A_re at a + r aRow + e aInner, B_ec at
   * b + e bInner + c bColumn.
   */
  pairs(
    c: number,
    rowStep: number,
    columnStep: number,
    a: number,
    aRow: number,
    aInner: number,
    b: number,
    bInner: number,
    bColumn: number,
    m: number,
    k: number,
    q: number,
    n: number,
  ): void;
  /** Rows of n at from + x s1 + y s2 + z s3 for x < c1, y < c2, z < c3, z first, come to lie at `to`, one after the other. */
  gather: MoveRows;
  /** Rows of n that lie at `packed` one after the other are added to those that lie apart. */
  spread: MoveRows;
  rectify(y: number, z: number, count: number, slope: number): void;
  gate(d: number, z: number, count: number, slope: number): void;
}

type MoveRows = (
  packed: number,
  apart: number,
  c1: number,
  s1: number,
  c2: number,
  s2: number,
  c3: number,
  s3: number,
  n: number,
) => void;

/** What of WebAssembly is used; the engine's type library has none of it. */
interface WebAssemblyLike {
  Module: new (bytes: Uint8Array) => object;
  Instance: new (module: object) => { readonly exports: Record<string, unknown> };
}

const PAGE = 65536;

export function layerKernel(length: number): LayerKernel {
  return acceleratedKernel(length) ?? plainKernel(length);
}

export function plainKernel(length: number): LayerKernel {
  const numbers = new Float64Array(length);
  return {
    numbers,
    accelerated: false,
    product(c, a, rowStep, columnStep, b, m, k, n) {
      for (let i = 0; i < m; i++)
        for (let j = 0; j < k; j++) {
          const factor = numbers[a + i * rowStep + j * columnStep];
          const [target, source] = [c + i * n, b + j * n];
          for (let s = 0; s < n; s += LANE) {
            numbers[target + s] += factor * numbers[source + s];
            numbers[target + s + 1] += factor * numbers[source + s + 1];
            numbers[target + s + 2] += factor * numbers[source + s + 2];
            numbers[target + s + 3] += factor * numbers[source + s + 3];
          }
        }
    },
    outer(c, a, b, m, k, n) {
      for (let i = 0; i < m; i++)
        for (let j = 0; j < k; j++) {
          const [left, right] = [a + i * n, b + j * n];
          let even = 0;
          let odd = 0;
          for (let s = 0; s < n; s += 2) {
            even += numbers[left + s] * numbers[right + s];
            odd += numbers[left + s + 1] * numbers[right + s + 1];
          }
          numbers[c + i * k + j] += even + odd;
        }
    },
    pairs(c, rowStep, columnStep, a, aRow, aInner, b, bInner, bColumn, m, k, q, n) {
      for (let r = 0; r < m; r++)
        for (let column = 0; column < q; column++) {
          const target = c + r * rowStep + column * columnStep;
          for (let e = 0; e < k; e++) {
            const [left, right] = [a + r * aRow + e * aInner, b + e * bInner + column * bColumn];
            for (let s = 0; s < n; s++) numbers[target + s] += numbers[left + s] * numbers[right + s];
          }
        }
    },
    gather(to, from, c1, s1, c2, s2, c3, s3, n) {
      let at = to;
      for (let x = 0; x < c1; x++)
        for (let y = 0; y < c2; y++)
          for (let z = 0; z < c3; z++, at += n) {
            const row = from + x * s1 + y * s2 + z * s3;
            for (let s = 0; s < n; s++) numbers[at + s] = numbers[row + s];
          }
    },
    spread(from, to, c1, s1, c2, s2, c3, s3, n) {
      let at = from;
      for (let x = 0; x < c1; x++)
        for (let y = 0; y < c2; y++)
          for (let z = 0; z < c3; z++, at += n) {
            const row = to + x * s1 + y * s2 + z * s3;
            for (let s = 0; s < n; s++) numbers[row + s] += numbers[at + s];
          }
    },
    rectify(y, z, count, slope) {
      for (let i = 0; i < count; i++) {
        const x = numbers[z + i];
        numbers[y + i] = x > 0 ? x : slope * x;
      }
    },
    gate(d, z, count, slope) {
      for (let i = 0; i < count; i++) numbers[d + i] *= numbers[z + i] > 0 ? 1 : slope;
    },
  };
}

/** null where WebAssembly, its SIMD instructions or the memory are not to be had. */
export function acceleratedKernel(length: number): LayerKernel | null {
  const wasm = (globalThis as { WebAssembly?: WebAssemblyLike }).WebAssembly;
  if (wasm === undefined) return null;
  try {
    const { exports } = new wasm.Instance(new wasm.Module(bytesOf(KERNEL_BYTES)));
    const memory = exports.memory as { grow(pages: number): number; readonly buffer: ArrayBuffer };
    const product = exports.product as LayerKernel["product"];
    const outer = exports.outer as LayerKernel["outer"];
    const pairs = exports.pairs as LayerKernel["pairs"];
    const gather = exports.gather as MoveRows;
    const spread = exports.spread as MoveRows;
    const rectify = exports.rectify as LayerKernel["rectify"];
    const gate = exports.gate as LayerKernel["gate"];
    memory.grow(Math.ceil((length * 8) / PAGE));
    const numbers = new Float64Array(memory.buffer, 0, length);
    return { numbers, accelerated: true, product, outer, pairs, gather, spread, rectify, gate };
  } catch {
    return null;
  }
}

function bytesOf(hex: string): Uint8Array {
  return Uint8Array.from({ length: hex.length / 2 }, (_, i) => Number.parseInt(hex.slice(2 * i, 2 * i + 2), 16));
}
