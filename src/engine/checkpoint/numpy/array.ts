/** One numpy array: its header, then its elements as they are. */
import { partOf, type ByteSource } from "../bytes/source";
import { stridedTensor, unreadTensor, type ReadableTensor, type TensorInfo } from "../checkpoint";
import { ofTensor, refuse } from "../refusal";
import { DTYPES, type DtypeName } from "../values/dtypes";
import { columnStrides, elementsOf, rowStrides } from "../values/strided";
import { shorterThan } from "../words";
import { arrayHeader } from "./header";

export interface NumpyArray {
  readonly tensor: ReadableTensor;
  /** Bytes after its elements. */
  readonly trailing: number;
}

/** `place`: where the source's bytes lie in the file, if they lie there as they are. */
export function numpyArray(source: ByteSource, name: string, place: TensorInfo["place"]): NumpyArray {
  const { descr, fortranOrder, shape, length } = arrayHeader(source);
  const elements = elementsOf(shape, source.name, name);
  const type = TYPES.get(descr.slice(1));
  const order = descr[0];
  // One byte has no order; numpy writes "|" for it.
  if (type === undefined || !ORDERS.includes(order) || (order === "|" && DTYPES[type].bytes > 1))
    return { tensor: unreadTensor({ name, shape, dtype: descr, elements }), trailing: 0 };
  const bytes = elements * DTYPES[type].bytes;
  if (bytes > source.size - length) refuse(source.name, ofTensor(name), shorterThan(source.size - length, bytes));
  const layout = {
    source: partOf(source, length, bytes),
    dtype: type,
    bigEndian: order === ">",
    offset: 0,
    shape,
    strides: fortranOrder ? columnStrides(shape) : rowStrides(shape),
  };
  const inFile = place === null ? null : { ...place, offset: place.offset + length, length: bytes };
  return { tensor: stridedTensor(name, elements, layout, inFile), trailing: source.size - length - bytes };
}

const ORDERS = ["<", ">", "|"];

const TYPES: ReadonlyMap<string, DtypeName> = new Map([
  ["f8", "F64"],
  ["f4", "F32"],
  ["f2", "F16"],
  ["i8", "I64"],
  ["u8", "U64"],
  ["i4", "I32"],
  ["u4", "U32"],
  ["i2", "I16"],
  ["u2", "U16"],
  ["i1", "I8"],
  ["u1", "U8"],
  ["b1", "BOOL"],
]);
