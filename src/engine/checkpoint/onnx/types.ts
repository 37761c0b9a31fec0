/** TensorProto.DataType of onnx.proto3. */
import type { DtypeName } from "../values/dtypes";

const NAMES: ReadonlyMap<number, DtypeName> = new Map([
  [1, "F32"],
  [2, "U8"],
  [3, "I8"],
  [4, "U16"],
  [5, "I16"],
  [6, "I32"],
  [7, "I64"],
  [9, "BOOL"],
  [10, "F16"],
  [11, "F64"],
  [12, "U32"],
  [13, "U64"],
  [16, "BF16"],
  [17, "F8_E4M3"],
  [18, "F8_E4M3FNUZ"],
  [19, "F8_E5M2"],
  [20, "F8_E5M2FNUZ"],
  [24, "F8_E8M0"],
]);

/** Of types that are only listed. */
const OTHERS: ReadonlyMap<number, string> = new Map([
  [8, "STRING"],
  [14, "COMPLEX64"],
  [15, "COMPLEX128"],
  [21, "UINT4"],
  [22, "INT4"],
  [23, "FLOAT4E2M1"],
  [25, "UINT2"],
  [26, "INT2"],
]);

export const dtypeName = (type: number): string => NAMES.get(type) ?? OTHERS.get(type) ?? `type ${type}`;
