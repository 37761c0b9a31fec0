/**
 * An array of numbers as NumPy writes it (.npy, NEP 1): "\x93NUMPY", version, the length of a header, the header, the numbers. The header
 * is a dictionary in Python's notation: how a number is written, whether the first axis varies fastest, how long the axes are.
 * Cost: linear in the numbers.
 */
import type { TableFault } from "./csv";
import { brokenArray, noNumber, otherNumbers, wholeTooLarge } from "./npy-words";

export interface NumberArray {
  /** Row-major, whatever the file has. */
  readonly values: Float64Array;
  readonly axes: readonly number[];
}

/** `name`: of the array, for messages. Numbers that are not finite are a fault, and whole ones that a double does not hold. */
export function readNpy(name: string, bytes: Uint8Array): NumberArray | TableFault {
  const header = headerOf(bytes);
  if (header === null) return brokenArray(name);
  const { written, firstFastest, axes, at } = header;
  const count = axes.reduce((product, length) => product * length, 1);
  const kind = kindOf(written);
  if (kind === null) return otherNumbers(name, written);
  if (!Number.isSafeInteger(count) || bytes.length - at !== count * kind.bytes) return brokenArray(name);
  const view = new DataView(bytes.buffer, bytes.byteOffset + at, count * kind.bytes);
  const values = new Float64Array(count);
  for (let i = 0; i < count; i++) {
    const value = kind.read(view, i * kind.bytes);
    if (!Number.isFinite(value)) return noNumber(name, i, value);
    if (kind.whole && !Number.isSafeInteger(value)) return wholeTooLarge(name, i);
    values[i] = value;
  }
  return { values: firstFastest ? rowMajor(values, axes) : values, axes };
}

interface Header {
  readonly written: string;
  readonly firstFastest: boolean;
  readonly axes: readonly number[];
  /** Where the numbers begin. */
  readonly at: number;
}

const MAGIC = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59];
/** Headers of plain numbers are below a hundred signs. */
const LONGEST_HEADER = 10_000;

function headerOf(bytes: Uint8Array): Header | null {
  if (bytes.length < 12 || MAGIC.some((byte, i) => bytes[i] !== byte)) return null;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const [length, from] = bytes[6] === 1 ? [view.getUint16(8, true), 10] : [view.getUint32(8, true), 12];
  if (length > LONGEST_HEADER || from + length > bytes.length) return null;
  const text = String.fromCharCode(...bytes.subarray(from, from + length));
  const written = /'descr'\s*:\s*'([^']*)'/.exec(text);
  const order = /'fortran_order'\s*:\s*(True|False)/.exec(text);
  const shape = /'shape'\s*:\s*\(([\d,\s]*)\)/.exec(text);
  if (order === null || shape === null) return null;
  const axes = (shape[1].match(/\d+/g) ?? []).map(Number);
  // Of records and objects there is a list, or nothing that could be read.
  return { written: written?.[1] ?? "", firstFastest: order[1] === "True", axes, at: from + length };
}

interface Kind {
  readonly bytes: number;
  readonly whole: boolean;
  read(view: DataView, at: number): number;
}

/** `null`: not a plain number. */
function kindOf(written: string): Kind | null {
  const [, order, letter, size] = /^([<>=|]?)([fiub])(\d)$/.exec(written) ?? [];
  const little = order !== ">";
  const [bytes, whole] = [Number(size), letter !== "f"];
  switch (`${letter}${size}`) {
    case "f8":
      return { bytes, whole, read: (view, at) => view.getFloat64(at, little) };
    case "f4":
      return { bytes, whole, read: (view, at) => view.getFloat32(at, little) };
    case "i8":
      return { bytes, whole, read: (view, at) => Number(view.getBigInt64(at, little)) };
    case "u8":
      return { bytes, whole, read: (view, at) => Number(view.getBigUint64(at, little)) };
    case "i4":
      return { bytes, whole, read: (view, at) => view.getInt32(at, little) };
    case "u4":
      return { bytes, whole, read: (view, at) => view.getUint32(at, little) };
    case "i2":
      return { bytes, whole, read: (view, at) => view.getInt16(at, little) };
    case "u2":
      return { bytes, whole, read: (view, at) => view.getUint16(at, little) };
    case "i1":
      return { bytes, whole, read: (view, at) => view.getInt8(at) };
    case "u1":
    case "b1":
      return { bytes, whole, read: (view, at) => view.getUint8(at) };
    default:
      return null;
  }
}

function rowMajor(values: Float64Array, axes: readonly number[]): Float64Array {
  const result = new Float64Array(values.length);
  const at = axes.map(() => 0);
  const strides = axes.map((_, axis) => axes.slice(0, axis).reduce((product, length) => product * length, 1));
  for (let i = 0; i < values.length; i++) {
    result[i] = values[at.reduce((sum, index, axis) => sum + index * strides[axis], 0)];
    for (let axis = axes.length - 1; axis >= 0 && ++at[axis] === axes[axis]; axis--) at[axis] = 0;
  }
  return result;
}
