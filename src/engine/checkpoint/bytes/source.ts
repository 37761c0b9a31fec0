/** Bytes that are read by ranges: a file, a part of one, or several one after the other. */
import { atByte, refuse } from "../refusal";
import { pastTheEnd } from "../words";

export interface ByteSource {
  /** The file, for messages. */
  readonly name: string;
  /** Bytes. */
  readonly size: number;
  /**
   * Exactly `length` bytes from `offset` on; the caller may write into them. `room`: at least as many, where they may be put: what is
   * given back lies in it or not. Throws a `CheckpointError` beyond the end.
   */
  readonly read: (offset: number, length: number, room?: Uint8Array) => Uint8Array;
}

/** Where a file's neighbours are found: shards, and data that a graph keeps apart. `name` is relative, with slashes. */
export interface Folder {
  readonly open: (name: string) => ByteSource;
}

/** Bytes in memory. */
export function memorySource(name: string, bytes: Uint8Array): ByteSource {
  return checked(name, bytes.length, (offset, length) => bytes.slice(offset, offset + length));
}

/** `length` bytes of `source` from `offset` on. Throws when the source has fewer. */
export function partOf(source: ByteSource, offset: number, length: number): ByteSource {
  requireWithin(source, offset, length);
  return checked(source.name, length, (at, count, room) => source.read(offset + at, count, room));
}

/** The parts, one after the other. */
export function concatenated(name: string, parts: readonly ByteSource[]): ByteSource {
  const starts = [0];
  for (const part of parts) starts.push(starts[starts.length - 1] + part.size);
  return checked(name, starts[parts.length], (offset, length) => {
    const bytes = new Uint8Array(length);
    parts.forEach((part, i) => {
      const from = Math.max(offset, starts[i]);
      const to = Math.min(offset + length, starts[i + 1]);
      if (from < to) bytes.set(part.read(from - starts[i], to - from), from - offset);
    });
    return bytes;
  });
}

/** A source whose `read` is only asked for what lies within it. */
export function checked(name: string, size: number, read: ByteSource["read"]): ByteSource {
  const source: ByteSource = {
    name,
    size,
    read: (offset, length, room) => {
      requireWithin(source, offset, length);
      return read(offset, length, room);
    },
  };
  return source;
}

/** Throws unless the source has these bytes. */
export function requireWithin({ name, size }: ByteSource, offset: number, length: number): void {
  const fits =
    Number.isSafeInteger(offset) &&
    Number.isSafeInteger(length) &&
    offset >= 0 &&
    length >= 0 &&
    length <= size - offset;
  if (!fits) refuse(name, atByte(offset), pastTheEnd(length, size));
}
