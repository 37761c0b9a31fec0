/** A file of weights that has been opened: which tensors it has, and their values by ranges. */
import { LARGEST_READ, MOST_TENSORS } from "./limits";
import { ofTensor, refuse, shortened } from "./refusal";
import { noSuchTensor, outsideTensor, rangeTooLarge, tooManyTensors, twiceNamed, unreadableDtype } from "./words";
import { requireStrided, readStrided, stridedBytes, type Room, type Strided } from "./values/strided";
import type { OnnxGraph } from "./onnx/graph";
import type { JsonValue } from "./json";

export interface TensorInfo {
  readonly name: string;
  readonly shape: readonly number[];
  /** As in `DTYPES`, or the file's own name for a type that is not read. */
  readonly dtype: string;
  /** The product of the shape. */
  readonly elements: number;
  /** Where its values lie, if they lie in one piece as they are: the file, and bytes from its beginning or from its part's. */
  readonly place: { readonly file: string; readonly offset: number; readonly length: number } | null;
  /** What several names share when they are one storage; otherwise `null`. */
  readonly storage: string | null;
  /** Why its values cannot be read; `null` when they can. */
  readonly unreadable: string | null;
}

export interface Checkpoint {
  /** A row of `formats/index.ts`. */
  readonly format: string;
  /** In the file's order. */
  readonly tensors: readonly TensorInfo[];
  /** What the file says beside its tensors. */
  readonly metadata: Readonly<Record<string, string>>;
  /** The network itself, where the file has it. */
  readonly architecture: Architecture | null;
  /** What stands in the file and is not read, with the reason. */
  readonly skipped: readonly { readonly name: string; readonly why: string }[];
  /** Throws a `CheckpointError`. */
  readonly read: (name: string, range?: Range) => TensorValues;
  /**
   * The bits of `count` elements as they are, those of one after the other, in little endian; `null`: its reader knows the values only.
   * Throws a `CheckpointError`.
   */
  readonly bytes: (name: string, from: number, count: number) => Uint8Array | null;
  /** Gives back what a library holds of it; nothing can be read any more. */
  readonly close: () => void;
}

export type Architecture =
  { readonly kind: "onnx"; readonly graph: OnnxGraph } | { readonly kind: "keras"; readonly config: JsonValue };

/** Elements, in the order in which the last index moves fastest. */
export interface Range {
  readonly from?: number;
  /** All that follow, if it is left out. */
  readonly count?: number;
  /** Whether to count what is not finite. */
  readonly countNonFinite?: boolean;
  /** Where the values may be put: what is given back lies there or not. */
  readonly room?: Room;
}

export interface TensorValues {
  readonly values: Float64Array;
  /** `null` unless it was asked for. */
  readonly nonFinite: NonFinite | null;
}

export interface NonFinite {
  readonly nan: number;
  readonly positive: number;
  readonly negative: number;
}

/** A tensor whose values its reader can give. */
export interface ReadableTensor {
  readonly info: TensorInfo;
  /** Only asked for what lies within the tensor. */
  readonly read: (from: number, count: number, room?: Room) => Float64Array;
  /** Likewise; left out where its reader knows the values only. */
  readonly bytes?: (from: number, count: number) => Uint8Array | null;
}

export type Contents = Omit<Checkpoint, "tensors" | "read" | "bytes" | "close"> & {
  readonly tensors: readonly ReadableTensor[];
  readonly close?: () => void;
};

/** Throws when there are too many tensors or two of one name. `file`: for messages. */
export function checkpointOf(file: string, { tensors, close = () => undefined, ...rest }: Contents): Checkpoint {
  if (tensors.length > MOST_TENSORS) refuse(file, null, tooManyTensors(tensors.length));
  const byName = new Map<string, ReadableTensor>();
  for (const tensor of tensors) {
    if (byName.has(tensor.info.name)) refuse(file, ofTensor(tensor.info.name), twiceNamed());
    byName.set(tensor.info.name, tensor);
  }
  const asked = (name: string, from: number, count?: number): { tensor: ReadableTensor; wanted: number } => {
    const tensor = byName.get(name);
    if (tensor === undefined) return refuse(file, ofTensor(name), noSuchTensor([...byName.keys()], name));
    const { elements, unreadable, dtype } = tensor.info;
    if (unreadable !== null) refuse(file, ofTensor(name), { reason: unreadable, help: unreadableDtype(dtype).help });
    const wanted = count ?? elements - from;
    const isWithin = Number.isSafeInteger(from) && Number.isSafeInteger(wanted) && from >= 0 && wanted >= 0;
    if (!isWithin || wanted > elements - from) refuse(file, ofTensor(name), outsideTensor(from, wanted, elements));
    if (wanted > LARGEST_READ) refuse(file, ofTensor(name), rangeTooLarge(wanted));
    return { tensor, wanted };
  };
  return {
    ...rest,
    close,
    tensors: tensors.map(({ info }) => info),
    read: (name, { from = 0, count, countNonFinite = false, room } = {}) => {
      const { tensor, wanted } = asked(name, from, count);
      const values = tensor.read(from, wanted, room?.values.length === wanted ? room : undefined);
      return { values, nonFinite: countNonFinite ? nonFiniteOf(values) : null };
    },
    bytes: (name, from, count) => asked(name, from, count).tensor.bytes?.(from, count) ?? null,
  };
}

/** A tensor that lies in bytes as they are. Throws when they reach beyond the source. */
export function stridedTensor(
  name: string,
  elements: number,
  tensor: Strided,
  place: TensorInfo["place"],
  storage: string | null = null,
): ReadableTensor {
  requireStrided(tensor);
  const { shape, dtype } = tensor;
  return {
    info: { name, shape, dtype, elements, place, storage, unreadable: null },
    read: (from, count, room) => readStrided(tensor, from, count, room),
    bytes: (from, count) => stridedBytes(tensor, from, count),
  };
}

/** A tensor that is only listed. */
export function unreadTensor(info: Omit<TensorInfo, "unreadable" | "place" | "storage">): ReadableTensor {
  const { reason } = unreadableDtype(shortened(info.dtype));
  return {
    info: { ...info, place: null, storage: null, unreadable: reason },
    read: () => new Float64Array(0),
  };
}

function nonFiniteOf(values: Float64Array): NonFinite {
  let [nan, positive, negative] = [0, 0, 0];
  for (const value of values)
    if (value !== value) nan++;
    else if (value === Infinity) positive++;
    else if (value === -Infinity) negative++;
  return { nan, positive, negative };
}
