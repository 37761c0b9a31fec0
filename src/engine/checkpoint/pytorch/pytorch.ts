/**
 * What `torch.save` writes since PyTorch 1.6: a zip with, under one folder, `data.pkl` (a pickle that describes the tensors),
 * `data/KEY` (the bytes of each storage) and perhaps `byteorder`. Tensors are views: several may lie in one storage, with an
 * offset and strides of their own.
 */
import { t } from "../../findings/language";
import { latin1, startsWith } from "../bytes/numbers";
import type { ByteSource } from "../bytes/source";
import { checkpointOf, stridedTensor, unreadTensor, type ReadableTensor } from "../checkpoint";
import type { Format } from "../format";
import { LARGEST_PICKLE } from "../limits";
import { ofTensor, refuse, shortened } from "../refusal";
import { DTYPES, type DtypeName } from "../values/dtypes";
import { elementsOf } from "../values/strided";
import { isScript, legacyFile, noPickle, noStorage, notPyTorch, shorterThan, strayStorage } from "../words";
import { isZip, wholeEntry, zipEntries, type ZipEntry } from "../zip/zip";
import { readPickle } from "./pickle/read";
import type { PickledTensor } from "./pickle/values";
import { tensorsIn } from "./tensors";

export const pytorch: Format = {
  id: "pytorch",
  name: "PyTorch (.pt, .pth, .bin)",
  extensions: [".pt", ".pth", ".bin", ".ckpt"],
  needsHdf5: false,
  recognizes: ({ entries, head }) =>
    entries === null ? startsWith(head, LEGACY) : [...entries.keys()].some((name) => PICKLE.test(name)),
  open: (file) => {
    const head = file.read(0, Math.min(file.size, LEGACY.length));
    if (startsWith(head, LEGACY)) refuse(file.name, null, legacyFile());
    if (!isZip(head)) refuse(file.name, null, notPyTorch());
    const entries = zipEntries(file);
    const pickles = [...entries.values()].filter(({ name }) => PICKLE.test(name));
    if (pickles.length !== 1) refuse(file.name, null, noPickle(pickles.length));
    const [pickle] = pickles;
    const folder = pickle.name.slice(0, pickle.name.lastIndexOf("/") + 1);
    if (entries.has(`${folder}constants.pkl`)) refuse(file.name, null, isScript());
    // PyTorch may be told to leave the sums out, and then writes wrong ones.
    const value = readPickle(wholeEntry(file, pickle, LARGEST_PICKLE, false), file.name);
    const order = entries.get(`${folder}byteorder`);
    const bigEndian = order !== undefined && latin1(wholeEntry(file, order, LONGEST_ORDER, false)) === "big";
    const { tensors, metadata } = tensorsIn(value, file.name);
    const storages = storagesOf(file, entries, folder);
    const read = tensors.map(({ name, tensor }) => tensorOf(file, name, tensor, storages, bigEndian));
    const named = new Set(tensors.map(({ tensor }) => tensor.storage.key));
    return checkpointOf(file.name, {
      format: "pytorch",
      tensors: read,
      metadata,
      architecture: null,
      skipped: [...entries.keys()]
        .filter((name) => name.startsWith(`${folder}data/`) && !named.has(name.slice(folder.length + DATA.length)))
        .map((name) => ({ name, why: strayStorage() })),
    });
  },
};

const PICKLE = /^([^/]+\/)?data\.pkl$/;
const DATA = "data/";
/** Bytes of "little". */
const LONGEST_ORDER = 16;
/** A pickle of the number 0x1950a86a20f9469cfc6c, with which torch.save began before 1.6. */
const LEGACY = [0x80, 2, 0x8a, 0x0a, 0x6c, 0xfc, 0x9c, 0x46, 0xf9, 0x20, 0x6a, 0xa8, 0x50, 0x19];

/** Each entry's bytes, opened once. */
function storagesOf(
  file: ByteSource,
  entries: ReadonlyMap<string, ZipEntry>,
  folder: string,
): (key: string) => Storage {
  const opened = new Map<string, Storage>();
  return (key) => {
    const known = opened.get(key);
    if (known !== undefined) return known;
    const entry = entries.get(`${folder}${DATA}${key}`);
    if (entry === undefined) return refuse(file.name, t`storage "${shortened(key)}"`, noStorage());
    const storage = { source: entry.source(false), offset: entry.isStored ? entry.offset() : null };
    opened.set(key, storage);
    return storage;
  };
}

interface Storage {
  readonly source: ByteSource;
  /** In the file, of bytes that lie there as they are. */
  readonly offset: number | null;
}

function tensorOf(
  file: ByteSource,
  name: string,
  tensor: PickledTensor,
  storages: (key: string) => Storage,
  bigEndian: boolean,
): ReadableTensor {
  const { shape, strides, dtype: torchName } = tensor;
  const elements = elementsOf(shape, file.name, name);
  const dtype = TYPES.get(torchName);
  if (dtype === undefined) return unreadTensor({ name, shape, dtype: torchName, elements });
  const { source, offset } = storages(tensor.storage.key);
  const { bytes } = DTYPES[dtype];
  const declared = tensor.storage.length * (tensor.storage.dtype === null ? 1 : bytes);
  if (declared > source.size) refuse(file.name, ofTensor(name), shorterThan(source.size, declared));
  const layout = { source, dtype, bigEndian, offset: tensor.offset * bytes, shape, strides };
  const span = elements === 0 ? 0 : 1 + shape.reduce((sum, extent, axis) => sum + (extent - 1) * strides[axis], 0);
  const place =
    offset === null ? null : { file: file.name, offset: offset + tensor.offset * bytes, length: span * bytes };
  return stridedTensor(name, elements, layout, span === elements ? place : null, `${file.name}:${tensor.storage.key}`);
}

const TYPES: ReadonlyMap<string, DtypeName> = new Map([
  ["float64", "F64"],
  ["float32", "F32"],
  ["float16", "F16"],
  ["bfloat16", "BF16"],
  ["float8_e4m3fn", "F8_E4M3"],
  ["float8_e5m2", "F8_E5M2"],
  ["float8_e4m3fnuz", "F8_E4M3FNUZ"],
  ["float8_e5m2fnuz", "F8_E5M2FNUZ"],
  ["float8_e8m0fnu", "F8_E8M0"],
  ["int64", "I64"],
  ["uint64", "U64"],
  ["int32", "I32"],
  ["uint32", "U32"],
  ["int16", "I16"],
  ["uint16", "U16"],
  ["int8", "I8"],
  ["uint8", "U8"],
  ["bool", "BOOL"],
]);
