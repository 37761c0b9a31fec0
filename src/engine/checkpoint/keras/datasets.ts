/** The data sets of an HDF5 file as tensors, under their paths: "layers/dense/vars/0", "model_weights/dense/dense/kernel:0". */
import { t } from "../../findings/language";
import { viewOf } from "../bytes/numbers";
import { utf8 } from "../bytes/utf8";
import { memorySource, type ByteSource } from "../bytes/source";
import { unreadTensor, type ReadableTensor } from "../checkpoint";
import { LARGEST_CHUNK, MOST_TENSORS } from "../limits";
import { ofTensor, refuse } from "../refusal";
import { DTYPES, type DtypeName } from "../values/dtypes";
import { boxesOf, elementsOf, readStrided, rowStrides } from "../values/strided";
import { brokenHdf5, otherFile, tooLarge, tooManyTensors } from "../words";
import type { Hdf5File, Hdf5Metadata } from "./hdf5";

export interface Datasets {
  readonly tensors: readonly ReadableTensor[];
  readonly skipped: readonly { readonly name: string; readonly why: string }[];
}

export function datasetsOf(file: ByteSource, opened: Hdf5File): Datasets {
  const { paths, links } = opened.within(null, (module, id) => {
    const all = module.get_names(id, "/", true);
    if (all.length > MOST_TENSORS) refuse(file.name, null, tooManyTensors(all.length));
    const types = all.map((path) => module.get_type(id, path));
    return {
      paths: all.filter((_, i) => types[i] === module.H5G_DATASET),
      links: all.filter((_, i) => types[i] !== module.H5G_DATASET && types[i] !== module.H5G_GROUP),
    };
  });
  const tensors = paths.flatMap((path): ReadableTensor[] => {
    const metadata = opened.within(ofTensor(path), (module, id) => module.get_dataset_metadata(id, path));
    return [tensorOf(file, opened, path, metadata)];
  });
  return { tensors, skipped: links.map((name) => ({ name, why: otherFile() })) };
}

function tensorOf(file: ByteSource, opened: Hdf5File, name: string, metadata: Hdf5Metadata): ReadableTensor {
  const shape = (metadata.shape ?? [0]).map(Number);
  const elements = elementsOf(shape, file.name, name);
  const dtype = dtypeOf(metadata);
  if (dtype === null || metadata.virtual_sources !== undefined)
    return unreadTensor({ name, shape, dtype: describe(metadata), elements });
  const { bytes: width } = DTYPES[dtype];
  const chunk = width * (metadata.chunks ?? []).reduce((product, extent) => product * extent, 1);
  const strides = rowStrides(shape);
  const most = Math.floor(PIECE / width);
  return {
    info: { name, shape, dtype, elements, place: null, storage: null, unreadable: null },
    read: (from, count) => {
      if (!(chunk <= LARGEST_CHUNK)) refuse(file.name, ofTensor(name), tooLarge(chunk, LARGEST_CHUNK));
      const values = new Float64Array(count);
      for (let at = 0; at < count; at += most) {
        const length = Math.min(most, count - at);
        const bytes = hyperslabs(opened, name, shape, width, from + at, length);
        // The library has put the bytes into the order of this machine, which WebAssembly is in.
        const layout = { dtype, bigEndian: false, offset: 0, shape: [length], strides: [1] };
        values.set(readStrided({ ...layout, source: memorySource(file.name, bytes) }, 0, length), at);
      }
      return values;
    },
  };

  function hyperslabs(
    { within }: Hdf5File,
    path: string,
    extents: readonly number[],
    width: number,
    from: number,
    count: number,
  ): Uint8Array {
    const target = new Uint8Array(count * width);
    for (const { start, size } of boxesOf(extents, from, count)) {
      const row = start.reduce((sum, index, axis) => sum + index * strides[axis], 0) - from;
      const length = size.reduce((product, extent) => product * extent, 1) * width;
      within(ofTensor(path), (module, id) => {
        const at = module._malloc(length);
        if (at === 0) refuse(file.name, ofTensor(path), brokenHdf5(t`no memory`));
        try {
          const slab = (numbers: readonly number[]): bigint[] | null =>
            extents.length === 0 ? null : numbers.map((number) => BigInt(number));
          const ones = slab(size.map(() => 1));
          const status = module.get_dataset_data(id, path, slab(size), slab(start), ones, BigInt(at));
          if (status < 0) refuse(file.name, ofTensor(path), brokenHdf5(t`its values cannot be read`));
          target.set(module.HEAPU8.subarray(at, at + length), row * width);
        } finally {
          module._free(at);
        }
      });
    }
    return target;
  }
}

/** Bytes that the library gives at once. */
const PIECE = 1 << 22;

const [INTEGER, FLOAT, STRING, ENUMERATION] = [0, 1, 3, 8];

function dtypeOf({ type, size, signed, enum_type: members }: Hdf5Metadata): DtypeName | null {
  if (type === FLOAT) return ({ 2: "F16", 4: "F32", 8: "F64" } as const)[size] ?? null;
  if (type === INTEGER)
    return signed
      ? (({ 1: "I8", 2: "I16", 4: "I32", 8: "I64" } as const)[size] ?? null)
      : (({ 1: "U8", 2: "U16", 4: "U32", 8: "U64" } as const)[size] ?? null);
  // As h5py writes truth values.
  const names = Object.keys(members?.members ?? {});
  return type === ENUMERATION && size === 1 && names.length === 2 && names.includes("TRUE") ? "BOOL" : null;
}

const describe = ({ type, size }: Hdf5Metadata): string => `HDF5 class ${type} of ${size} bytes`;

/** The texts among a group's attributes, each at most `longest` bytes. */
export function textAttributes(file: ByteSource, opened: Hdf5File, path: string): Record<string, string> {
  const names = opened.within(null, (module, id) => module.get_attribute_names(id, path));
  return Object.fromEntries(
    names.flatMap((name) => {
      const text = textAttribute(file, opened, path, name);
      return text === null ? [] : [[name, text]];
    }),
  );
}

function textAttribute(file: ByteSource, opened: Hdf5File, path: string, name: string): string | null {
  return opened.within(t`attribute "${name}"`, (module, id) => {
    const { type, size, vlen, total_size: count } = module.get_attribute_metadata(id, path, name);
    if (type !== STRING || count !== 1) return null;
    if (size > LARGEST_CHUNK) refuse(file.name, t`attribute "${name}"`, tooLarge(size, LARGEST_CHUNK));
    const at = module._malloc(Math.max(size, 8));
    try {
      if (module.get_attribute_data(id, path, name, BigInt(at)) < 0) return null;
      const bytes = module.HEAPU8.slice(at, at + size);
      if (!vlen) return utf8(bytes)?.replace(/[\0 ]+$/, "") ?? null;
      const text = module.UTF8ToString(viewOf(bytes).getUint32(0, true));
      module.reclaim_vlen_memory(id, path, name, BigInt(at));
      return text;
    } finally {
      module._free(at);
    }
  });
}
