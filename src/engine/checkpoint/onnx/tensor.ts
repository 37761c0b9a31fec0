/**
 * A TensorProto of onnx.proto3. Its values lie in `raw_data` as they are in little endian; or in a list of a type that holds its
 * own (`int32_data` also for the small integers and the bits of half-precision floats); or in another file of the folder.
 */
import { t } from "../../findings/language";
import { concatenated, memorySource, partOf, type ByteSource, type Folder } from "../bytes/source";
import { stridedTensor, unreadTensor, type ReadableTensor } from "../checkpoint";
import { LARGEST_MESSAGE, MOST_PACKED } from "../limits";
import { ofTensor, refuse } from "../refusal";
import { DTYPES, isDtypeName, type DtypeName } from "../values/dtypes";
import { elementsOf, readStrided, rowStrides, stridedBytes, type Strided } from "../values/strided";
import { badExternal, sizeIsNot, tooLarge } from "../words";
import { fieldsOf, integersOf, textOf, type Section } from "./message";
import { pairOf } from "./read-graph";
import { dtypeName } from "./types";

/** `given`: the name of a tensor in an attribute, which has none of its own. */
export function onnxTensor(section: Section, given: string | null, external: Folder["open"]): ReadableTensor {
  const proto = readProto(section);
  const name = given ?? proto.name;
  const file = section.source.name;
  const shape = proto.dims.map(Number);
  const elements = elementsOf(shape, file, name);
  const dtype = dtypeName(proto.type);
  if (!isDtypeName(dtype)) return unreadTensor({ name, shape, dtype, elements });
  const bytes = elements * DTYPES[dtype].bytes;
  const layout = (source: ByteSource): Strided => ({
    source,
    dtype,
    bigEndian: false,
    offset: 0,
    shape,
    strides: rowStrides(shape),
  });
  if (proto.isExternal) {
    const { source, place } = externalBytes(proto.external, bytes, file, name, external);
    return stridedTensor(name, elements, layout(source), place);
  }
  const sections = proto.raw.length > 0 || elements === 0 ? proto.raw : proto.fixed;
  const total = sections.reduce((sum, { length }) => sum + length, 0);
  if (sections.length > 0 || elements === 0) {
    if (total !== bytes) refuse(file, ofTensor(name), sizeIsNot(total, bytes));
    const [only] = sections;
    const place = sections.length === 1 ? { file, offset: only.offset, length: only.length } : null;
    return stridedTensor(name, elements, layout(joined(sections, file, name)), place);
  }
  return packedTensor(proto, name, elements, dtype, shape, file);
}

interface Proto {
  readonly name: string;
  readonly dims: readonly bigint[];
  readonly type: number;
  readonly raw: readonly Section[];
  /** Lists of floats and doubles, whose values lie as they are. */
  readonly fixed: readonly Section[];
  /** Lists of integers, which do not: packed, or one for each field. */
  readonly packed: readonly (Section | bigint)[];
  readonly isExternal: boolean;
  readonly external: ReadonlyMap<string, string>;
}

function readProto(section: Section): Proto {
  let [name, type, isExternal] = ["", 0, false];
  const dims: bigint[] = [];
  const [raw, fixed]: [Section[], Section[]] = [[], []];
  const packed: (Section | bigint)[] = [];
  const external = new Map<string, string>();
  for (const field of fieldsOf(section)) {
    if (field.kind === "integer") {
      if (field.number === 1) dims.push(field.value);
      else if (field.number === 2) type = Number(field.value);
      else if (field.number === 14) isExternal = field.value === 1n;
      else if (INTEGER_LISTS.includes(field.number)) packed.push(field.value);
      continue;
    }
    const { number, section: part } = field;
    if (number === 1) dims.push(...integersOf({ ...part, length: Math.min(part.length, LONGEST_DIMS) }));
    else if (number === 4 || number === 10) fixed.push(part);
    else if (INTEGER_LISTS.includes(number)) packed.push(part);
    else if (number === 8) name = textOf(part);
    else if (number === 9) raw.push(part);
    else if (number === 13) external.set(...pairOf(part));
  }
  return { name, dims, type, raw, fixed, packed, isExternal, external };
}

/** int32_data, int64_data, uint64_data. */
const INTEGER_LISTS = [5, 7, 11];

/** Bytes: more axes than any tensor has. */
const LONGEST_DIMS = 2048;

function joined(sections: readonly Section[], file: string, name: string): ByteSource {
  const parts = sections.map(({ source, offset, length }) => partOf(source, offset, length));
  if (parts.length === 1) return parts[0];
  const total = parts.reduce((sum, { size }) => sum + size, 0);
  if (total > LARGEST_MESSAGE) refuse(file, ofTensor(name), tooLarge(total, LARGEST_MESSAGE));
  const all = concatenated(file, parts);
  return memorySource(file, all.read(0, all.size));
}

/** Decoded again for each range: such lists are short, and nothing is kept. */
function packedTensor(
  { packed }: Proto,
  name: string,
  elements: number,
  dtype: DtypeName,
  shape: readonly number[],
  file: string,
): ReadableTensor {
  // A number takes at least one byte.
  const most = packed.reduce((sum, one) => sum + (typeof one === "bigint" ? 1 : one.length), 0);
  const { bytes: width } = DTYPES[dtype];
  if (most < elements) refuse(file, ofTensor(name), sizeIsNot(most, elements));
  if (elements > MOST_PACKED) refuse(file, ofTensor(name), tooLarge(elements, MOST_PACKED, t`numbers`));
  const strides = rowStrides(shape);
  const layout = (): Strided => {
    const values = packed.flatMap((one) => (typeof one === "bigint" ? [one] : integersOf(one)));
    if (values.length !== elements) refuse(file, ofTensor(name), sizeIsNot(values.length * width, elements * width));
    const bytes = new Uint8Array(elements * width);
    values.forEach((value, i) => {
      for (let byte = 0; byte < width; byte++) bytes[i * width + byte] = Number((value >> BigInt(8 * byte)) & 255n);
    });
    return { source: memorySource(file, bytes), dtype, bigEndian: false, offset: 0, shape, strides };
  };
  return {
    info: { name, shape, dtype, elements, place: null, storage: null, unreadable: null },
    read: (from, count) => readStrided(layout(), from, count),
    bytes: (from, count) => stridedBytes(layout(), from, count),
  };
}

function externalBytes(
  entries: ReadonlyMap<string, string>,
  bytes: number,
  file: string,
  name: string,
  open: Folder["open"],
): { readonly source: ByteSource; readonly place: NonNullable<ReadableTensor["info"]["place"]> } {
  const location = entries.get("location");
  const offset = Number(entries.get("offset") ?? "0");
  const length = Number(entries.get("length") ?? String(bytes));
  if (location === undefined || !Number.isSafeInteger(offset) || offset < 0)
    return refuse(file, ofTensor(name), badExternal());
  if (length !== bytes) refuse(file, ofTensor(name), sizeIsNot(length, bytes));
  const source = open(location);
  return { source: partOf(source, offset, length), place: { file: source.name, offset, length } };
}
