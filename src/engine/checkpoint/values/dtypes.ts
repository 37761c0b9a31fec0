/**
 * Types of numbers, and the double that each pattern of bits stands for. Every floating-point type but F64 is contained in the
 * doubles, so reading is exact; integers beyond 2^53 are rounded to the nearest double.
 *
 * A small float with e bits of exponent x, m bits of mantissa f and bias b is (−1)^s 2^(x−b) (1 + f 2^(−m)), and
 * (−1)^s 2^(1−b) f 2^(−m) for x = 0 (IEEE 754, section 3.4). F8_E5M2 has infinities and NaN as IEEE has; F8_E4M3 has no
 * infinity and NaN only where all bits but the sign are 1 (Micikevicius et al., arXiv:2209.05433); the FNUZ kinds have one NaN
 * where −0 would be, and a bias one larger (Noune et al., arXiv:2206.02915); F8_E8M0 is 2^(x−127), NaN at 255 (OCP MX 1.0).
 */
import { viewOf } from "../bytes/numbers";

/** A row for each: bytes of one element, and how many of them, in little endian, become doubles. */
interface Dtype {
  readonly bytes: number;
  /** Writes `target.length` values, read from as many elements at the front of `bytes`. */
  readonly decode: (bytes: Uint8Array, target: Float64Array) => void;
}

export const DTYPES = {
  F64: typed(8, (buffer, at, n) => new Float64Array(buffer, at, n)),
  F32: typed(4, (buffer, at, n) => new Float32Array(buffer, at, n)),
  F16: { bytes: 2, decode: halves(() => (table16 ??= table(5, 10, 15, "ieee"))) },
  BF16: { bytes: 2, decode: decodeBfloat16 },
  F8_E4M3: bytewise(table(4, 3, 7, "finite")),
  F8_E5M2: bytewise(table(5, 2, 15, "ieee")),
  F8_E4M3FNUZ: bytewise(table(4, 3, 8, "fnuz")),
  F8_E5M2FNUZ: bytewise(table(5, 2, 16, "fnuz")),
  F8_E8M0: bytewise(Float64Array.from({ length: 256 }, (_, x) => (x === 255 ? NaN : 2 ** (x - 127)))),
  I64: { bytes: 8, decode: big((view, at) => view.getBigInt64(at, true)) },
  U64: { bytes: 8, decode: big((view, at) => view.getBigUint64(at, true)) },
  I32: typed(4, (buffer, at, n) => new Int32Array(buffer, at, n)),
  U32: typed(4, (buffer, at, n) => new Uint32Array(buffer, at, n)),
  I16: typed(2, (buffer, at, n) => new Int16Array(buffer, at, n)),
  U16: typed(2, (buffer, at, n) => new Uint16Array(buffer, at, n)),
  I8: typed(1, (buffer, at, n) => new Int8Array(buffer, at, n)),
  U8: typed(1, (buffer, at, n) => new Uint8Array(buffer, at, n)),
  BOOL: bytewise(Float64Array.from({ length: 256 }, (_, byte) => (byte === 0 ? 0 : 1))),
} as const satisfies Readonly<Record<string, Dtype>>;

export type DtypeName = keyof typeof DTYPES;

export const isDtypeName = (name: string): name is DtypeName => Object.hasOwn(DTYPES, name);

export const WHOLE_DTYPES: ReadonlySet<DtypeName> = new Set([
  "I64",
  "U64",
  "I32",
  "U32",
  "I16",
  "U16",
  "I8",
  "U8",
  "BOOL",
]);

/** In place: the bytes of each element of `width` bytes the other way round. */
export function swapBytes(bytes: Uint8Array, width: number): void {
  for (let at = 0; at + width <= bytes.length; at += width) bytes.subarray(at, at + width).reverse();
}

function typed(bytes: number, view: (buffer: ArrayBufferLike, offset: number, n: number) => ArrayLike<number>): Dtype {
  return {
    bytes,
    decode: (from, target) => {
      const length = target.length * bytes;
      // A type may only begin at multiples of its size; a copy of its own begins at 0.
      const { buffer, byteOffset } = from.byteOffset % bytes === 0 ? from : from.slice(0, length);
      target.set(view(buffer, byteOffset, target.length));
    },
  };
}

function bytewise(values: Float64Array): Dtype {
  return {
    bytes: 1,
    decode: (bytes, target) => {
      for (let i = 0; i < target.length; i++) target[i] = values[bytes[i]];
    },
  };
}

function halves(values: () => Float64Array): Dtype["decode"] {
  return (bytes, target) => {
    const known = values();
    for (let i = 0; i < target.length; i++) target[i] = known[bytes[2 * i] | (bytes[2 * i + 1] << 8)];
  };
}

/** A BF16 is the upper half of an F32. */
function decodeBfloat16(bytes: Uint8Array, target: Float64Array): void {
  const bits = new Uint32Array(target.length);
  for (let i = 0; i < bits.length; i++) bits[i] = (bytes[2 * i] << 16) | (bytes[2 * i + 1] << 24);
  target.set(new Float32Array(bits.buffer));
}

function big(get: (view: DataView, at: number) => bigint): Dtype["decode"] {
  return (bytes, target) => {
    const view = viewOf(bytes);
    for (let i = 0; i < target.length; i++) target[i] = Number(get(view, 8 * i));
  };
}

/** 512 kB, made when first needed. */
let table16: Float64Array | undefined;

type SpecialValues = "ieee" | "finite" | "fnuz";

/** The values of all patterns of a sign, `e` bits of exponent and `m` of mantissa. */
function table(e: number, m: number, bias: number, special: SpecialValues): Float64Array {
  const [topExponent, topMantissa] = [2 ** e - 1, 2 ** m - 1];
  return Float64Array.from({ length: 2 ** (1 + e + m) }, (_, bits) => {
    const sign = bits >> (e + m) ? -1 : 1;
    const x = (bits >> m) & topExponent;
    const f = bits & topMantissa;
    if (special === "ieee" && x === topExponent) return f === 0 ? sign * Infinity : NaN;
    if (special === "finite" && x === topExponent && f === topMantissa) return NaN;
    if (special === "fnuz" && sign < 0 && x === 0 && f === 0) return NaN;
    return x === 0 ? sign * 2 ** (1 - bias) * (f / 2 ** m) : sign * 2 ** (x - bias) * (1 + f / 2 ** m);
  });
}
