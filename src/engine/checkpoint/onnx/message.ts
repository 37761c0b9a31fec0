/**
 * The fields of a protocol buffer (protobuf.dev, "Encoding") read where they lie: a tag, then a number, or a length and so many
 * bytes. Numbers are decoded by @bufbuild/protobuf; what is long is not read but located, so that a model of gigabytes is
 * listed from a few pages of it.
 */
import { t } from "../../findings/language";
import { BinaryReader, WireType } from "@bufbuild/protobuf/wire";
import { utf8 } from "../bytes/utf8";
import type { ByteSource } from "../bytes/source";
import { LARGEST_MESSAGE, MOST_PACKED } from "../limits";
import { atByte, refuse } from "../refusal";
import { badMessage, tooLarge } from "../words";

/** Bytes of a source. */
export interface Section {
  readonly source: ByteSource;
  readonly offset: number;
  readonly length: number;
}

export type Field =
  | { readonly number: number; readonly kind: "integer"; readonly value: bigint }
  /** Its 4 or 8 bytes, or those of all its values. */
  | { readonly number: number; readonly kind: "fixed" | "bytes"; readonly section: Section };

/** Bytes that are read at once. */
const PAGE = 65_536;
/** A tag and a number, or a tag and a length, take no more. */
const LONGEST_START = 20;

/** The fields of a message, in its order. */
export function* fieldsOf({ source, offset, length }: Section): Generator<Field> {
  const end = offset + length;
  let page: { start: number; bytes: Uint8Array } = { start: offset, bytes: new Uint8Array(0) };
  let at = offset;
  while (at < end) {
    const wanted = Math.min(LONGEST_START, end - at);
    if (at < page.start || at + wanted > page.start + page.bytes.length)
      page = { start: at, bytes: source.read(at, Math.min(PAGE, end - at)) };
    const { field, next } = fieldAt(source, page.bytes.subarray(at - page.start, at - page.start + wanted), at);
    if (next > end) refuse(source.name, atByte(at), badMessage());
    yield field;
    at = next;
  }
}

function fieldAt(source: ByteSource, bytes: Uint8Array, at: number): { readonly field: Field; readonly next: number } {
  const reader = new BinaryReader(bytes);
  const { number, wire, value } = decoded(source.name, at, () => {
    const [number, wire] = reader.tag();
    const isNumber = wire === WireType.Varint || wire === WireType.LengthDelimited;
    return { number, wire, value: isNumber ? BigInt(reader.uint64()) : 0n };
  });
  const start = at + reader.pos;
  const section = (length: number): Section => ({ source, offset: start, length });
  switch (wire) {
    case WireType.Varint:
      return { field: { number, kind: "integer", value: BigInt.asIntN(64, value) }, next: start };
    case WireType.Bit64:
      return { field: { number, kind: "fixed", section: section(8) }, next: start + 8 };
    case WireType.Bit32:
      return { field: { number, kind: "fixed", section: section(4) }, next: start + 4 };
    case WireType.LengthDelimited: {
      const length = Number(value);
      if (!(length <= source.size - start)) refuse(source.name, atByte(at), badMessage());
      return { field: { number, kind: "bytes", section: section(length) }, next: start + length };
    }
    case WireType.StartGroup:
    case WireType.EndGroup:
      return refuse(source.name, atByte(at), badMessage());
  }
}

/** All bytes of a section that is not long. */
export function bytesOf({ source, offset, length }: Section): Uint8Array {
  if (length > LARGEST_MESSAGE) refuse(source.name, atByte(offset), tooLarge(length, LARGEST_MESSAGE));
  return source.read(offset, length);
}

export function textOf(section: Section): string {
  return utf8(bytesOf(section)) ?? refuse(section.source.name, atByte(section.offset), badMessage());
}

/** The numbers that are packed into a section, as 64 bits with sign: at most `MOST_PACKED`. */
export function integersOf(section: Section): bigint[] {
  const { source, offset } = section;
  const reader = new BinaryReader(bytesOf(section));
  const values = decoded(source.name, offset, () => {
    const values: bigint[] = [];
    while (reader.pos < reader.len && values.length <= MOST_PACKED) values.push(BigInt(reader.int64()));
    return values;
  });
  if (values.length > MOST_PACKED)
    refuse(source.name, atByte(offset), tooLarge(values.length, MOST_PACKED, t`numbers`));
  return values;
}

/** The library throws errors of its own. */
function decoded<T>(file: string, at: number, work: () => T): T {
  try {
    return work();
  } catch {
    return refuse(file, atByte(at), badMessage());
  }
}
