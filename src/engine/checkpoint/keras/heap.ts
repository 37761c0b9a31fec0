/**
 * Global heaps of an HDF5 file, in which texts of any length lie (HDF5 File Format Specification, III.E): "GCOL", a version, three
 * bytes, the length of all; then objects of an index (2 bytes), a count (2), nothing (4), their size (8), and so many bytes, filled to a
 * multiple of 8. An object with index 0 is what is free, and its size is with its head. Where that size is 0, the library
 * steps on by nothing, for ever and without reading: nothing could stop it, so such a heap must not reach it.
 */
import { t } from "../../findings/language";
import { uint64, viewOf } from "../bytes/numbers";
import type { ByteSource } from "../bytes/source";
import { LARGEST_CHUNK } from "../limits";
import { atByte, refuse } from "../refusal";
import { brokenHdf5 } from "../words";

/** Throws when a heap that begins within these bytes, or up to 3 before or after, has no end. */
export function requireHeapsEnd(source: ByteSource, offset: number, length: number): void {
  const start = Math.max(0, offset - 3);
  const bytes = source.read(start, Math.min(source.size, offset + length + 3) - start);
  for (let at = bytes.indexOf(SIGNATURE[0]); at >= 0; at = bytes.indexOf(SIGNATURE[0], at + 1))
    if (SIGNATURE.every((byte, i) => bytes[at + i] === byte)) requireEnd(source, start + at);
}

/** "GCOL". */
const SIGNATURE = [0x47, 0x43, 0x4f, 0x4c];
/** Bytes of a heap's head, and of an object's. */
const HEAD = 16;

function requireEnd(source: ByteSource, heap: number): void {
  if (source.size - heap < HEAD) return;
  const length = Math.min(lengthAt(source, heap), source.size - heap, LARGEST_CHUNK);
  const view = viewOf(source.read(heap, length));
  for (let at = HEAD; at + HEAD <= length;) {
    const size = view.getBigUint64(at + 8, true);
    const isFree = view.getUint16(at, true) === 0;
    if (isFree && size === 0n) refuse(source.name, atByte(heap + at), brokenHdf5(t`a heap of its texts has no end`));
    if (size > BigInt(length)) return;
    at += isFree ? Number(size) : HEAD + 8 * Math.ceil(Number(size) / 8);
  }
}

function lengthAt(source: ByteSource, heap: number): number {
  const view = viewOf(source.read(heap + 8, 8));
  return view.getBigUint64(0, true) > BigInt(source.size) ? source.size : uint64(view, 0, source.name, heap + 8);
}
