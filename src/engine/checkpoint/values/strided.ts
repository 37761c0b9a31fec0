/**
 * A tensor as it lies in bytes: the element with index (i_1, …, i_k) begins at byte offset + width · Σ_a i_a · stride_a. So
 * transposed views, parts of a larger storage, and Fortran's order are read where they lie.
 *
 * A range of elements, in the order in which the last index moves fastest, is a union of at most 2k − 1 boxes. Each box is
 * walked along its axes from the largest stride to the smallest, so that the file is read forwards, and each run along the
 * smallest is read at once. Cost: linear in the range; memory: the range and one window.
 */
import { requireWithin, type ByteSource } from "../bytes/source";
import { atByte, ofTensor, refuse } from "../refusal";
import { MOST_AXES } from "../limits";
import { badShape, tooManyAxes } from "../words";
import { DTYPES, swapBytes, type DtypeName } from "./dtypes";

export interface Strided {
  readonly source: ByteSource;
  readonly dtype: DtypeName;
  readonly bigEndian: boolean;
  /** Bytes. */
  readonly offset: number;
  readonly shape: readonly number[];
  /** In elements, ≥ 0; one for each axis. */
  readonly strides: readonly number[];
}

/** Bytes read ahead at once where runs lie close together. */
const WINDOW = 1 << 20;

/** A run is read at once with what follows when the next begins within so many times its length. */
const CLOSE = 4;

/** Where what is read may be put, so that who reads much need not ask for memory each time: `values` is as long as what is read. */
export interface Room {
  readonly values: Float64Array;
  readonly bytes: Uint8Array;
}

/** `count` elements from the `from`-th on, in the order in which the last index moves fastest. */
export function readStrided(tensor: Strided, from: number, count: number, room?: Room): Float64Array {
  const values = room?.values ?? new Float64Array(count);
  const { bytes: width, decode } = DTYPES[tensor.dtype];
  const inRows = isInRows(tensor);
  const piece = Math.floor((inRows ? Math.min(PIECE, room?.bytes.length ?? PIECE) : GATHERED) / width);
  for (let at = 0; at < count; at += piece) {
    const length = Math.min(piece, count - at);
    const bytes = inRows
      ? tensor.source.read(tensor.offset + (from + at) * width, length * width, room?.bytes)
      : gathered(tensor, width, from + at, length);
    if (tensor.bigEndian) swapBytes(bytes, width);
    decode(bytes, values.subarray(at, at + length));
  }
  return values;
}

/** Their bits as they are, in little endian. */
export function stridedBytes(tensor: Strided, from: number, count: number): Uint8Array {
  const width = DTYPES[tensor.dtype].bytes;
  const bytes = gathered(tensor, width, from, count);
  if (tensor.bigEndian) swapBytes(bytes, width);
  return bytes;
}

/** Bytes that are decoded at once: few enough to be still in the processor's cache when they are. */
const PIECE = 1 << 20;

/** Bytes gathered at once: many, since each piece may have to pass over the whole file. */
const GATHERED = 1 << 24;

/** Strides, in elements, of a tensor whose last index moves fastest. */
export function rowStrides(shape: readonly number[]): number[] {
  const strides = new Array<number>(shape.length).fill(1);
  for (let axis = shape.length - 2; axis >= 0; axis--) strides[axis] = strides[axis + 1] * shape[axis + 1];
  return strides;
}

/** Of a tensor whose first index moves fastest. */
export function columnStrides(shape: readonly number[]): number[] {
  return rowStrides([...shape].reverse()).reverse();
}

/** How many elements. Throws for what is no shape. */
export function elementsOf(shape: readonly number[], file: string, name: string): number {
  if (shape.length > MOST_AXES) refuse(file, ofTensor(name), tooManyAxes(shape.length));
  const isExtent = (extent: number): boolean => Number.isSafeInteger(extent) && extent >= 0;
  const elements = shape.includes(0) ? 0 : shape.reduce((product, extent) => product * extent, 1);
  if (!shape.every(isExtent) || !Number.isSafeInteger(elements * 8)) refuse(file, ofTensor(name), badShape(shape));
  return elements;
}

/** Throws unless every element lies within the source. */
export function requireStrided(tensor: Strided): void {
  if (tensor.shape.includes(0)) return;
  const { bytes } = DTYPES[tensor.dtype];
  const last = tensor.shape.reduce((sum, extent, axis) => sum + (extent - 1) * tensor.strides[axis], 0);
  if (!Number.isSafeInteger(last)) refuse(tensor.source.name, atByte(tensor.offset), badShape(tensor.shape));
  requireWithin(tensor.source, tensor.offset, (last + 1) * bytes);
}

function gathered(tensor: Strided, width: number, from: number, count: number): Uint8Array {
  if (isInRows(tensor)) return tensor.source.read(tensor.offset + from * width, count * width);
  const target = new Uint8Array(count * width);
  const windowed = new Window(tensor.source);
  const rows = rowStrides(tensor.shape);
  for (const { start, size } of boxesOf(tensor.shape, from, count)) {
    const axes = size
      .map((extent, axis) => ({ extent, step: tensor.strides[axis] * width, rowStep: rows[axis] * width }))
      .filter(({ extent }) => extent > 1)
      .sort((a, b) => b.step - a.step);
    const first = start.reduce((sum, index, axis) => sum + index * tensor.strides[axis], 0) * width + tensor.offset;
    const row = start.reduce((sum, index, axis) => sum + index * rows[axis], 0) - from;
    copyBox(windowed, axes, first, target, row * width, width);
  }
  return target;
}

const isInRows = ({ shape, strides }: Strided): boolean => {
  const rows = rowStrides(shape);
  return shape.every((extent, axis) => extent === 1 || strides[axis] === rows[axis]);
};

interface Axis {
  readonly extent: number;
  /** Bytes from one element to the next: in the file, and in what is gathered. */
  readonly step: number;
  readonly rowStep: number;
}

function copyBox(
  window: Window,
  axes: readonly Axis[],
  first: number,
  target: Uint8Array,
  row: number,
  width: number,
): void {
  const [{ extent, step, rowStep }, ...inner] = axes.length > 0 ? axes : [ONE];
  if (inner.length > 0) {
    for (let i = 0; i < extent; i++) copyBox(window, inner, first + i * step, target, row + i * rowStep, width);
    return;
  }
  const atOnce = Math.max(1, Math.floor(WINDOW / Math.max(step, 1)));
  for (let i = 0; i < extent; i += atOnce) {
    const length = Math.min(atOnce, extent - i);
    const bytes = window.at(first + i * step, (length - 1) * step + width);
    if (step === width && rowStep === width) target.set(bytes, row + i * rowStep);
    else
      for (let k = 0; k < length; k++)
        for (let byte = 0; byte < width; byte++) target[row + (i + k) * rowStep + byte] = bytes[k * step + byte];
  }
}

const ONE: Axis = { extent: 1, step: 0, rowStep: 0 };

/** Reads ahead once a second range begins soon after the first. */
class Window {
  private start = 0;
  private bytes: Uint8Array = new Uint8Array(0);

  constructor(private readonly source: ByteSource) {}

  at(offset: number, length: number): Uint8Array {
    const end = this.start + this.bytes.length;
    if (offset < this.start || offset + length > end) {
      const isNear = offset >= this.start && offset - end <= CLOSE * length;
      const ahead = isNear ? Math.max(length, Math.min(WINDOW, this.source.size - offset)) : length;
      this.bytes = this.source.read(offset, ahead);
      this.start = offset;
    }
    return this.bytes.subarray(offset - this.start, offset - this.start + length);
  }
}

export interface Box {
  readonly start: readonly number[];
  readonly size: readonly number[];
}

/** The range as boxes, in order. */
export function boxesOf(shape: readonly number[], from: number, count: number): Box[] {
  const rows = rowStrides(shape);
  const boxes: Box[] = [];
  const full = (axis: number): number[] => shape.slice(axis);
  const split = (axis: number, prefix: readonly number[], at: number, length: number): void => {
    if (length === 0) return;
    if (axis >= shape.length) {
      boxes.push({ start: prefix, size: prefix.map(() => 1) });
      return;
    }
    const [index, rest] = [Math.floor(at / rows[axis]), at % rows[axis]];
    const ones = prefix.map(() => 1);
    if (rest > 0 || length < rows[axis]) {
      const head = Math.min(length, rows[axis] - rest);
      split(axis + 1, [...prefix, index], rest, head);
      split(axis, prefix, at + head, length - head);
      return;
    }
    const whole = Math.floor(length / rows[axis]);
    boxes.push({
      start: [...prefix, index, ...full(axis + 1).map(() => 0)],
      size: [...ones, whole, ...full(axis + 1)],
    });
    split(axis, prefix, at + whole * rows[axis], length - whole * rows[axis]);
  };
  split(0, [], from, count);
  return boxes;
}
