/**
 * A file of weights with other tensors in the place of some: as it will be read, so that it can be looked at before it is there, and as it is
 * written. All other tensors keep their bits; nothing of them is held but one range.
 */
import { checkpointOf, type Checkpoint, type ReadableTensor, type TensorInfo } from "../checkpoint";
import { ofTensor, refuse } from "../refusal";
import { DTYPES, isDtypeName } from "../values/dtypes";
import { encoded, isWrittenDtype, type WrittenDtype } from "../values/encode";
import { elementsOf } from "../values/strided";
import { unreadableDtype } from "../words";
import type { WrittenTensor } from "./tensors";

export interface NewTensor {
  readonly name: string;
  readonly shape: readonly number[];
  readonly dtype: WrittenDtype;
  /** All of its values, before they are rounded to its type. */
  readonly values: () => Float64Array;
}

export interface ChangedCheckpoint {
  readonly checkpoint: Checkpoint;
  readonly tensors: readonly WrittenTensor[];
  /** Tensors of the old file that the new one lacks: of a type that is not read. */
  readonly leftOut: readonly TensorInfo[];
}

/** `file`: of the new one, for messages. New names come behind the old ones. Good as long as `old` is open. Throws a `CheckpointError`. */
export function withTensors(file: string, old: Checkpoint, changed: readonly NewTensor[]): ChangedCheckpoint {
  const byName = new Map(changed.map((tensor) => [tensor.name, tensor]));
  const known = new Set(old.tensors.map(({ name }) => name));
  const kept = old.tensors.filter(({ name, unreadable }) => unreadable === null && !byName.has(name));
  const added = changed.filter(({ name }) => !known.has(name));
  const replaced = old.tensors.flatMap(({ name }) => byName.get(name) ?? []);
  const readable = [
    ...kept.map((info): ReadableTensor => ({
      info,
      read: (from, count) => old.read(info.name, { from, count }).values,
      bytes: (from, count) => old.bytes(info.name, from, count),
    })),
    ...[...replaced, ...added].map((tensor) => newTensor(file, tensor)),
  ];
  return {
    checkpoint: checkpointOf(file, {
      ...old,
      tensors: readable,
      architecture: null,
      skipped: [],
      close: () => undefined,
    }),
    tensors: readable.map(({ info, read }) =>
      byName.has(info.name) ? valuesOf(file, info, read) : copied(file, old, info),
    ),
    leftOut: old.tensors.filter(({ name, unreadable }) => unreadable !== null && !byName.has(name)),
  };
}

/** As it is read from the new file: rounded. */
function newTensor(file: string, { name, shape, dtype, values }: NewTensor): ReadableTensor {
  const elements = elementsOf(shape, file, name);
  let made: Float64Array | null = null;
  return {
    info: { name, shape, dtype, elements, place: null, storage: null, unreadable: null },
    read: (from, count) => {
      made ??= values();
      const part = rounded(made.slice(from, from + count), dtype, { file, tensor: name, from });
      if (from + count >= elements) made = null;
      return part;
    },
  };
}

function rounded(values: Float64Array, dtype: WrittenDtype, at: Parameters<typeof encoded>[2]): Float64Array {
  if (dtype === "F64") return values;
  const nearest = new Float64Array(values.length);
  DTYPES[dtype].decode(encoded(values, dtype, at), nearest);
  return nearest;
}

function copied(file: string, old: Checkpoint, info: TensorInfo): WrittenTensor {
  const { name, shape, dtype } = info;
  if (!isDtypeName(dtype)) return refuse(file, ofTensor(name), unreadableDtype(dtype));
  if (old.bytes(name, 0, 0) === null)
    return valuesOf(file, info, (from, count) => old.read(name, { from, count }).values);
  const { bytes: width } = DTYPES[dtype];
  let window: { readonly from: number; readonly bytes: Uint8Array } | null = null;
  return {
    name,
    shape,
    dtype,
    bytes: (from, count) => {
      // Of a tensor that lies scattered, each range may take a pass over all of it.
      if (window === null || from < window.from || (from + count - window.from) * width > window.bytes.length)
        window = { from, bytes: bitsOf(old, info, from, Math.max(count, Math.min(AT_ONCE, info.elements - from))) };
      const start = (from - window.from) * width;
      const part = window.bytes.subarray(start, start + count * width);
      if (from + count >= info.elements) window = null;
      return part;
    },
  };
}

/** Elements: 32 MB at most. */
const AT_ONCE = 2 ** 22;

function bitsOf(old: Checkpoint, { name, dtype }: TensorInfo, from: number, count: number): Uint8Array {
  return old.bytes(name, from, count) ?? refuse(name, null, unreadableDtype(dtype));
}

function valuesOf(file: string, { name, shape, dtype }: TensorInfo, values: ReadableTensor["read"]): WrittenTensor {
  return isWrittenDtype(dtype) ? { name, shape, dtype, values } : refuse(file, ofTensor(name), unreadableDtype(dtype));
}
