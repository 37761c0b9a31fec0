/**
 * safetensors, byte by byte as its own library writes it (huggingface/safetensors, safetensors/src/tensor.rs, `prepare`): the
 * metadata first, tensors by type, the types of most bits first, and by name; the header filled with spaces to a multiple of 8.
 */
import { ofTensor, refuse } from "../refusal";
import { LARGEST_HEADER } from "../limits";
import { littleEndianBytes } from "../bytes/numbers";
import { utf8Bytes } from "../bytes/utf8";
import type { DtypeName } from "../values/dtypes";
import { reservedName, tooLarge } from "../words";
import { byteLength, requireNamedApart, writeValues, type WrittenFormat, type WrittenTensor } from "./tensors";

/** In the order in which its library puts them. */
const ORDER: readonly DtypeName[] = [
  "U64",
  "I64",
  "F64",
  "F32",
  "U32",
  "I32",
  "BF16",
  "F16",
  "U16",
  "I16",
  "F8_E5M2FNUZ",
  "F8_E4M3FNUZ",
  "F8_E8M0",
  "F8_E4M3",
  "F8_E5M2",
  "I8",
  "U8",
  "BOOL",
];

export const safetensorsFile: WrittenFormat = {
  id: "safetensors",
  extension: ".safetensors",
  dtypes: ORDER,
  *write(tensors, metadata, sink) {
    requireNamedApart(tensors, sink.name);
    const inOrder = [...tensors].sort(
      (a, b) => ORDER.indexOf(a.dtype) - ORDER.indexOf(b.dtype) || (a.name < b.name ? -1 : 1),
    );
    const { header, total } = headerOf(inOrder, metadata, sink.name);
    sink.write(0, littleEndianBytes(header.length, 8));
    sink.write(8, header);
    let at = 8 + header.length;
    for (const tensor of inOrder)
      for (const { length } of writeValues(tensor, sink, at)) {
        at += length;
        yield (at - 8 - header.length) / total;
      }
  },
};

function headerOf(
  tensors: readonly WrittenTensor[],
  metadata: Readonly<Record<string, string>>,
  file: string,
): { readonly header: Uint8Array; readonly total: number } {
  let total = 0;
  // Put together as text: an object would move names that look like numbers to its front.
  const entries = tensors.map((tensor) => {
    if (tensor.name === METADATA) refuse(file, ofTensor(tensor.name), reservedName());
    const begin = total;
    total += byteLength(tensor, file);
    const { name, dtype, shape } = tensor;
    return `${JSON.stringify(name)}:${JSON.stringify({ dtype, shape, data_offsets: [begin, total] })}`;
  });
  const notes = Object.keys(metadata).length === 0 ? [] : [`"${METADATA}":${JSON.stringify(metadata)}`];
  const text = utf8Bytes(`{${[...notes, ...entries].join(",")}}`);
  const header = new Uint8Array(Math.ceil(text.length / 8) * 8).fill(SPACE);
  if (header.length > LARGEST_HEADER) refuse(file, null, tooLarge(header.length, LARGEST_HEADER));
  header.set(text);
  return { header, total };
}

const METADATA = "__metadata__";
const SPACE = 0x20;
