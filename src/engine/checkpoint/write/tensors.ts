/** What is written into a file of weights, and the way there. */
import { atByte, ofTensor, refuse } from "../refusal";
import { DTYPES, type DtypeName } from "../values/dtypes";
import { encoded, type WrittenDtype } from "../values/encode";
import { elementsOf } from "../values/strided";
import { fewerValues, twiceNamed } from "../words";

/** In the order in which the last index moves fastest; asked for one range after the other. */
export type WrittenTensor = WrittenValues | WrittenBits;

export interface WrittenValues {
  readonly name: string;
  readonly shape: readonly number[];
  readonly dtype: WrittenDtype;
  /** `count` of its values. */
  readonly values: (from: number, count: number) => Float64Array;
}

/** Of a tensor that is copied as it is. */
export interface WrittenBits {
  readonly name: string;
  readonly shape: readonly number[];
  readonly dtype: DtypeName;
  /** The bits of `count` of its elements, in little endian. */
  readonly bytes: (from: number, count: number) => Uint8Array;
}

/** Where bytes go. */
export interface ByteSink {
  /** The file, for messages. */
  readonly name: string;
  readonly write: (offset: number, bytes: Uint8Array) => void;
}

/** Each step says which part of the bytes is written, from 0 to 1. */
export type Writing = Generator<number, void>;

export interface WrittenFormat {
  /** One word, as in `Checkpoint.format`. */
  readonly id: string;
  /** With its dot. */
  readonly extension: string;
  /** Which types it has. */
  readonly dtypes: readonly DtypeName[];
  /** Throws a `CheckpointError`. `metadata`: left out where the format has no place for it. */
  readonly write: (
    tensors: readonly WrittenTensor[],
    metadata: Readonly<Record<string, string>>,
    sink: ByteSink,
  ) => Writing;
}

/** Bytes that the values take. Throws for what is no shape. */
export function byteLength({ name, shape, dtype }: WrittenTensor, file: string): number {
  return elementsOf(shape, file, name) * DTYPES[dtype].bytes;
}

export function requireNamedApart(tensors: readonly WrittenTensor[], file: string): void {
  const names = new Set<string>();
  for (const { name } of tensors) {
    if (names.has(name)) refuse(file, ofTensor(name), twiceNamed());
    names.add(name);
  }
}

/** Writes the values from `offset` on, and yields their bytes piece by piece. */
export function* writeValues(tensor: WrittenTensor, sink: ByteSink, offset: number): Generator<Uint8Array, void> {
  const { name, shape } = tensor;
  const elements = elementsOf(shape, sink.name, name);
  let at = offset;
  for (let from = 0; from < elements; from += PIECE) {
    const count = Math.min(PIECE, elements - from);
    const bytes = bytesOf(tensor, from, count, sink.name);
    sink.write(at, bytes);
    at += bytes.length;
    yield bytes;
  }
}

function bytesOf(tensor: WrittenTensor, from: number, count: number, file: string): Uint8Array {
  const { name } = tensor;
  if ("values" in tensor) {
    const given = tensor.values(from, count);
    if (given.length !== count) refuse(file, ofTensor(name), fewerValues(given.length, count));
    return encoded(given, tensor.dtype, { file, tensor: name, from });
  }
  const given = tensor.bytes(from, count);
  const width = DTYPES[tensor.dtype].bytes;
  if (given.length !== count * width) refuse(file, ofTensor(name), fewerValues(given.length / width, count));
  return given;
}

/** Values that are written at once. */
const PIECE = 2 ** 17;

/** A sink that is a buffer of `size` bytes, which must be enough. */
export function memorySink(name: string, size: number): ByteSink & { readonly bytes: Uint8Array } {
  const bytes = new Uint8Array(size);
  return {
    name,
    bytes,
    write: (offset, part) => {
      if (offset + part.length > size) refuse(name, atByte(offset), fewerValues(size, offset + part.length));
      bytes.set(part, offset);
    },
  };
}
