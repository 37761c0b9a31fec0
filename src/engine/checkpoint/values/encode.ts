/**
 * The bytes, in little endian, of doubles in a narrower type: the nearest number of that type, of two the one with the even last
 * bit (IEEE 754, section 4.3.1), so that what was read of a file is written as it was. What is too large becomes infinite, or
 * the largest number of F8_E4M3, which has no infinity: as PyTorch 2.13 and numpy do. Every NaN becomes one NaN. Integers must be integers of the type, and
 * below 2^53: above, a double may already be another integer than the file had.
 *
 * Small floats: with a = |v|, E = max(⌊log2 a⌋, 1 − b) and q = a 2^(m−E) rounded, the bits are (E + b − 1) 2^m + q, for normal numbers
 * and subnormal ones alike; a q that reaches 2^(m+1) carries into the exponent by itself (notation of `dtypes.ts`).
 */
import { ofTensor, refuse } from "../refusal";
import { notOfItsType } from "../words";
import type { DtypeName } from "./dtypes";

/** Types that are written. */
export type WrittenDtype = Exclude<DtypeName, "F8_E4M3FNUZ" | "F8_E5M2FNUZ" | "F8_E8M0">;

export const isWrittenDtype = (name: string): name is WrittenDtype => Object.hasOwn(ENCODERS, name);

/** `file`, `tensor`, `from`: which values these are, for messages. Throws a `CheckpointError` for what the type does not have. */
export function encoded(
  values: Float64Array,
  dtype: WrittenDtype,
  at: { readonly file: string; readonly tensor: string; readonly from: number },
): Uint8Array {
  return ENCODERS[dtype](values, (i) =>
    refuse(at.file, ofTensor(at.tensor), notOfItsType(values[i], at.from + i, dtype)),
  );
}

/** `wrong`: refuses the value with this index. */
type Encode = (values: Float64Array, wrong: (i: number) => never) => Uint8Array;

const [LARGEST_32, LARGEST_EXACT] = [2 ** 31, 2 ** 53];

const ENCODERS: Readonly<Record<WrittenDtype, Encode>> = {
  F64: (values) => bytesOf(Float64Array.from(values)),
  F32: (values) => bytesOf(Float32Array.from(values)),
  F16: small(5, 10, 15, 0x7c00, 0x7e00),
  BF16: small(8, 7, 127, 0x7f80, 0x7fc0),
  F8_E4M3: small(4, 3, 7, 0x7e, 0x7f),
  F8_E5M2: small(5, 2, 15, 0x7c, 0x7f),
  I64: integers(-LARGEST_EXACT, LARGEST_EXACT, (values) => bytesOf(BigInt64Array.from(values, BigInt))),
  U64: integers(0, LARGEST_EXACT, (values) => bytesOf(BigUint64Array.from(values, BigInt))),
  I32: integers(-LARGEST_32, LARGEST_32 - 1, (values) => bytesOf(Int32Array.from(values))),
  U32: integers(0, 2 * LARGEST_32 - 1, (values) => bytesOf(Uint32Array.from(values))),
  I16: integers(-(2 ** 15), 2 ** 15 - 1, (values) => bytesOf(Int16Array.from(values))),
  U16: integers(0, 2 ** 16 - 1, (values) => bytesOf(Uint16Array.from(values))),
  I8: integers(-128, 127, (values) => bytesOf(Int8Array.from(values))),
  U8: integers(0, 255, (values) => Uint8Array.from(values)),
  BOOL: integers(0, 1, (values) => Uint8Array.from(values)),
};

const bytesOf = ({ buffer }: { readonly buffer: ArrayBufferLike }): Uint8Array => new Uint8Array(buffer);

function integers(least: number, most: number, encode: (values: Float64Array) => Uint8Array): Encode {
  return (values, wrong) => {
    for (let i = 0; i < values.length; i++) {
      const value = values[i];
      if (!(Number.isInteger(value) && value >= least && value <= most)) wrong(i);
    }
    return encode(values);
  };
}

/** Of `e` bits of exponent and `m` of mantissa. `large`, `nan`: the bits of what is too large, and of NaN. */
function small(e: number, m: number, bias: number, large: number, nan: number): Encode {
  const isWide = e + m > 7;
  const signBit = 2 ** (e + m);
  return (values) => {
    const bits = isWide ? new Uint16Array(values.length) : new Uint8Array(values.length);
    for (let i = 0; i < values.length; i++) {
      const value = values[i];
      const sign = value < 0 || Object.is(value, -0) ? signBit : 0;
      bits[i] = Number.isNaN(value) ? nan : sign + Math.min(large, magnitude(Math.abs(value)));
    }
    return bytesOf(bits);
  };

  /** The bits of a ≥ 0, beyond `large` when it is too large. */
  function magnitude(a: number): number {
    if (a === Infinity) return large;
    const exponent = Math.max(exponentOf(a), 1 - bias);
    // Exact: a power of two, and no more than m + 1 bits before the point.
    const scaled = a * 2 ** (m - exponent);
    const floor = Math.floor(scaled);
    const rest = scaled - floor;
    const isUp = rest > 0.5 || (rest === 0.5 && floor % 2 === 1);
    return (exponent + bias - 1) * 2 ** m + floor + (isUp ? 1 : 0);
  }
}

/** ⌊log2 a⌋ of a normal double, and less than every type's for others. */
function exponentOf(a: number): number {
  DOUBLE[0] = a;
  return Number((BITS[0] >> 52n) & 0x7ffn) - 1023;
}
const DOUBLE = new Float64Array(1);
const BITS = new BigUint64Array(DOUBLE.buffer);
