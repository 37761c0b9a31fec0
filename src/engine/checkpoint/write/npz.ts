/**
 * `.npz`, byte by byte as `numpy.savez` writes it: a zip of stored `.npy` files, each local header with 64-bit sizes
 * (APPNOTE 6.3.10, 4.3.7 and 4.5.3; Python, Lib/zipfile). The sum of an entry is known once its bytes are written, so its header is
 * written last. Numpy has no BF16 and no F8.
 */
import { joinedBytes, littleEndianBytes } from "../bytes/numbers";
import { crc32 } from "../bytes/crc32";
import { utf8Bytes } from "../bytes/utf8";
import { LARGEST_ARRAY_HEADER } from "../limits";
import { ofTensor, refuse } from "../refusal";
import type { DtypeName } from "../values/dtypes";
import { notInNumpy, tooLarge } from "../words";
import {
  byteLength,
  requireNamedApart,
  writeValues,
  type ByteSink,
  type WrittenFormat,
  type WrittenTensor,
} from "./tensors";

const DESCRIPTIONS: Readonly<Partial<Record<DtypeName, string>>> = {
  F64: "<f8",
  F32: "<f4",
  F16: "<f2",
  I64: "<i8",
  U64: "<u8",
  I32: "<i4",
  U32: "<u4",
  I16: "<i2",
  U16: "<u2",
  I8: "|i1",
  U8: "|u1",
  BOOL: "|b1",
};

export const npzFile: WrittenFormat = {
  id: "npz",
  extension: ".npz",
  dtypes: Object.keys(DESCRIPTIONS) as DtypeName[],
  *write(tensors, _metadata, sink) {
    requireNamedApart(tensors, sink.name);
    const total = tensors.reduce((sum, tensor) => sum + byteLength(tensor, sink.name), 0);
    let [at, done] = [0, 0];
    const records: Uint8Array[] = [];
    for (const tensor of tensors) {
      const array = arrayHeader(tensor, sink.name);
      const entry: Entry = {
        name: utf8Bytes(`${tensor.name}.npy`),
        size: array.length + byteLength(tensor, sink.name),
        header: at,
      };
      if (entry.name.length > LONGEST) refuse(sink.name, ofTensor(tensor.name), tooLarge(entry.name.length, LONGEST));
      const dataAt = at + LOCAL_LENGTH + entry.name.length + WIDE_LENGTH;
      sink.write(dataAt, array);
      let sum = crc32(array);
      for (const bytes of writeValues(tensor, sink, dataAt + array.length)) {
        sum = crc32(bytes, sum);
        done += bytes.length;
        yield done / total;
      }
      sink.write(at, localHeader(entry, sum));
      records.push(record(entry, sum));
      at = dataAt + entry.size;
    }
    writeDirectory(sink, records, at);
  },
};

/** Of a zip's name, in bytes. */
const LONGEST = 65_535;

/** numpy.lib.format 1.0, filled so that the values begin at a multiple of 64. */
function arrayHeader({ name, shape, dtype }: WrittenTensor, file: string): Uint8Array {
  const description = DESCRIPTIONS[dtype];
  if (description === undefined) return refuse(file, ofTensor(name), notInNumpy(dtype));
  const tuple = shape.length === 1 ? `(${shape[0]},)` : `(${shape.join(", ")})`;
  const text = `{'descr': '${description}', 'fortran_order': False, 'shape': ${tuple}, }`;
  // Numpy keeps room for the first extent to grow to 64 bits.
  const room = shape.length === 0 ? 0 : DIGITS - String(shape[0]).length;
  const unpadded = MAGIC.length + 2 + text.length + room + 1;
  const length = Math.ceil(unpadded / ALIGNMENT) * ALIGNMENT;
  if (length > LARGEST_ARRAY_HEADER) refuse(file, ofTensor(name), tooLarge(length, LARGEST_ARRAY_HEADER));
  const before = MAGIC.length + 2;
  return joinedBytes([
    Uint8Array.from(MAGIC),
    littleEndianBytes(length - before, 2),
    utf8Bytes(`${text.padEnd(length - before - 1)}\n`),
  ]);
}

const MAGIC = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0];
const DIGITS = 21;
const ALIGNMENT = 64;

interface Entry {
  readonly name: Uint8Array;
  readonly size: number;
  /** Where its local header begins. */
  readonly header: number;
}

const LOCAL_LENGTH = 30;
const WIDE_LENGTH = 20;
/** 4.5: 64-bit sizes. */
const VERSION = 45;
const UNIX = 3;
/** 1980-01-01, as numpy says of every file. */
const DATE = 0x21;
const READABLE = 0o600 * 2 ** 16;
const IN_UTF8 = 0x800;
/** As Python's zipfile: larger numbers are written with 64 bits. */
const LARGEST_PLAIN = 2 ** 31 - 1;
const ELSEWHERE = 0xffffffff;

/** Flags, method, time, date. */
function common(name: Uint8Array): Uint8Array {
  const flags = name.some((byte) => byte > 0x7f) ? IN_UTF8 : 0;
  return fields([flags, 2], [0, 2], [0, 2], [DATE, 2]);
}

function localHeader({ name, size }: Entry, sum: number): Uint8Array {
  return joinedBytes([
    fields([0x04034b50, 4], [VERSION, 2]),
    common(name),
    fields([sum, 4], [ELSEWHERE, 4], [ELSEWHERE, 4], [name.length, 2], [WIDE_LENGTH, 2]),
    name,
    fields([1, 2], [16, 2], [size, 8], [size, 8]),
  ]);
}

/** An entry of the list at the end. */
function record({ name, size, header }: Entry, sum: number): Uint8Array {
  const [isLong, isFar] = [size > LARGEST_PLAIN, header > LARGEST_PLAIN];
  const wide = [...(isLong ? [size, size] : []), ...(isFar ? [header] : [])];
  const extra =
    wide.length === 0 ? [] : [fields([1, 2], [8 * wide.length, 2]), ...wide.map((value) => fields([value, 8]))];
  const length = isLong ? ELSEWHERE : size;
  return joinedBytes([
    fields([0x02014b50, 4], [VERSION, 1], [UNIX, 1], [VERSION, 2]),
    common(name),
    fields([sum, 4], [length, 4], [length, 4], [name.length, 2], [wide.length === 0 ? 0 : 4 + 8 * wide.length, 2]),
    fields([0, 2], [0, 2], [0, 2], [READABLE, 4], [isFar ? ELSEWHERE : header, 4]),
    name,
    ...extra,
  ]);
}

function writeDirectory(sink: ByteSink, records: readonly Uint8Array[], offset: number): void {
  const list = joinedBytes(records);
  const count = records.length;
  const isWide = count > 0xffff || offset > LARGEST_PLAIN || list.length > LARGEST_PLAIN;
  const at = offset + list.length;
  const counts = isWide ? Math.min(count, 0xffff) : count;
  sink.write(
    offset,
    joinedBytes([
      list,
      ...(isWide
        ? [
            fields([0x06064b50, 4], [44, 8], [VERSION, 2], [VERSION, 2], [0, 4], [0, 4]),
            fields([count, 8], [count, 8], [list.length, 8], [offset, 8]),
            fields([0x07064b50, 4], [0, 4], [at, 8], [1, 4]),
          ]
        : []),
      fields([0x06054b50, 4], [0, 2], [0, 2], [counts, 2], [counts, 2]),
      fields([Math.min(list.length, ELSEWHERE), 4], [Math.min(offset, ELSEWHERE), 4], [0, 2]),
    ]),
  );
}

/** Numbers, each in so many bytes. */
const fields = (...values: readonly (readonly [value: number, width: number])[]): Uint8Array =>
  joinedBytes(values.map(([value, width]) => littleEndianBytes(value, width)));
