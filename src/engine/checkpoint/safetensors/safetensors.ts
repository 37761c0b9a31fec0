/**
 * safetensors (huggingface/safetensors, README "Format"): 8 bytes N in little endian, N bytes of JSON, then the tensors' bytes
 * without gaps. Each property of the JSON but `__metadata__` is a tensor: `{dtype, shape, data_offsets: [begin, end]}`, offsets
 * from the end of the JSON. As in the reference reader, ranges that overlap, leave gaps, or do not fit shape and type are refused.
 */
import { uint64, viewOf } from "../bytes/numbers";
import type { ByteSource } from "../bytes/source";
import { checkpointOf, stridedTensor, unreadTensor, type ReadableTensor } from "../checkpoint";
import type { Format } from "../format";
import { isObject, jsonOf, textsOf, type JsonValue } from "../json";
import { LARGEST_HEADER } from "../limits";
import { atByte, ofTensor, refuse } from "../refusal";
import { DTYPES, isDtypeName } from "../values/dtypes";
import { elementsOf, rowStrides } from "../values/strided";
import {
  badTensorEntry,
  gapBefore,
  notAnObject,
  overlapsAnother,
  sizeIsNot,
  tooLarge,
  trailingBytes,
  twiceNamed,
} from "../words";
import { repeatedKey } from "./repeated-key";

export const safetensors: Format = {
  id: "safetensors",
  name: "safetensors",
  extensions: [".safetensors"],
  needsHdf5: false,
  recognizes: ({ head, size }) => {
    if (head.length < 9 || head[8] !== BRACE) return false;
    const length = viewOf(head).getBigUint64(0, true);
    return length >= 2n && length <= BigInt(size - 8);
  },
  open: (file) => {
    const length = uint64(viewOf(file.read(0, 8)), 0, file.name);
    if (length > LARGEST_HEADER) refuse(file.name, atByte(0), tooLarge(length, LARGEST_HEADER));
    const bytes = file.read(8, length);
    const header = jsonOf(bytes, file.name, 8);
    if (!isObject(header)) return refuse(file.name, atByte(8), notAnObject());
    const twice = repeatedKey(bytes, header);
    if (twice !== null) refuse(file.name, ofTensor(twice), twiceNamed());
    const entries = Object.keys(header)
      .filter((name) => name !== METADATA)
      .map((name) => entryOf(file, name, header[name], 8 + length));
    requireGapless(file, entries, 8 + length);
    return checkpointOf(file.name, {
      format: "safetensors",
      tensors: entries.map(({ tensor }) => tensor),
      metadata: textsOf(header[METADATA]),
      architecture: null,
      skipped: [],
    });
  },
};

const BRACE = 0x7b;
const METADATA = "__metadata__";

interface Entry {
  readonly begin: number;
  readonly end: number;
  readonly tensor: ReadableTensor;
}

/** Bits of the types that are only listed. */
const LISTED_BITS: ReadonlyMap<string, number> = new Map([
  ["C64", 64],
  ["F4", 4],
  ["F6_E2M3", 6],
  ["F6_E3M2", 6],
]);

function entryOf(file: ByteSource, name: string, entry: JsonValue | undefined, dataStart: number): Entry {
  const bad = (): never => refuse(file.name, ofTensor(name), badTensorEntry());
  if (!isObject(entry)) return bad();
  const { dtype, shape, data_offsets: offsets } = entry;
  if (typeof dtype !== "string" || !isNumbers(shape) || !isNumbers(offsets) || offsets.length !== 2) return bad();
  const [begin, end] = offsets.map((offset) => dataStart + offset);
  const elements = elementsOf(shape, file.name, name);
  const bits = isDtypeName(dtype) ? 8 * DTYPES[dtype].bytes : LISTED_BITS.get(dtype);
  if (!(offsets[0] >= 0 && begin <= end && end <= file.size)) bad();
  if (bits !== undefined && elements * bits !== 8 * (end - begin))
    refuse(file.name, ofTensor(name), sizeIsNot(end - begin, (elements * bits) / 8));
  if (!isDtypeName(dtype)) return { begin, end, tensor: unreadTensor({ name, shape, dtype, elements }) };
  const layout = { source: file, dtype, bigEndian: false, offset: begin, shape, strides: rowStrides(shape) };
  return {
    begin,
    end,
    tensor: stridedTensor(name, elements, layout, { file: file.name, offset: begin, length: end - begin }),
  };
}

function requireGapless(file: ByteSource, entries: readonly Entry[], dataStart: number): void {
  let at = dataStart;
  for (const { begin, end, tensor } of [...entries].sort((a, b) => a.begin - b.begin || a.end - b.end)) {
    if (begin < at) refuse(file.name, ofTensor(tensor.info.name), overlapsAnother());
    if (begin > at) refuse(file.name, ofTensor(tensor.info.name), gapBefore(begin - at));
    at = end;
  }
  if (at !== file.size) refuse(file.name, atByte(at), trailingBytes(file.size - at));
}

const isNumbers = (value: JsonValue | undefined): value is readonly number[] =>
  Array.isArray(value) && value.every((number) => Number.isSafeInteger(number));
