/**
 * The list of entries of a zip (APPNOTE 6.3.10), with its 64-bit form, and each entry's bytes by ranges. Entries are stored or
 * deflated. Refused: encryption, parts on several disks, entries that overlap each other or the list (of which zip bombs are
 * made), sizes that DEFLATE cannot reach, two entries of one name.
 */
import { t } from "../../findings/language";
import { latin1, startsWith, uint64, viewOf } from "../bytes/numbers";
import { utf8 } from "../bytes/utf8";
import { inflated } from "../bytes/inflate";
import { crc32 } from "../bytes/crc32";
import { partOf, type ByteSource } from "../bytes/source";
import { LARGEST_DIRECTORY, MOST_TENSORS } from "../limits";
import { atByte, refuse, shortened } from "../refusal";
import {
  badDirectory,
  badLocalHeader,
  encryptedEntry,
  entriesOverlap,
  impossibleRatio,
  noDirectory,
  splitZip,
  tooLarge,
  twiceNamed,
  unknownCompression,
  wrongSum,
} from "../words";

export interface ZipEntry {
  readonly name: string;
  /** Bytes, once inflated. */
  readonly size: number;
  readonly isStored: boolean;
  /** CRC-32 of its bytes, as the zip says. */
  readonly sum: number;
  /** Its bytes. `checkSum`: whether a wrong sum of deflated bytes is refused where it is seen. */
  readonly source: (checkSum: boolean) => ByteSource;
  /** Where stored bytes begin in the file. */
  readonly offset: () => number;
}

export const isZip = (head: Uint8Array): boolean =>
  startsWith(head, [0x50, 0x4b, 3, 4]) || startsWith(head, [0x50, 0x4b, 5, 6]);

/** Entries by name, in the order of the list. Folders are left out. */
export function zipEntries(file: ByteSource): ReadonlyMap<string, ZipEntry> {
  const directory = directoryOf(file);
  const records = recordsOf(file, directory);
  requireApart(file, records, directory.offset);
  const entries = new Map<string, ZipEntry>();
  for (const record of records) {
    if (record.name.endsWith("/")) continue;
    if (entries.has(record.name)) refuse(file.name, place(record), twiceNamed());
    entries.set(record.name, entryOf(file, record));
  }
  return entries;
}

/** All bytes of an entry that is at most `limit` long. `checkSum`: whether a wrong sum is refused. */
export function wholeEntry(file: ByteSource, entry: ZipEntry, limit: number, checkSum: boolean): Uint8Array {
  const where = t`entry "${shortened(entry.name)}"`;
  if (entry.size > limit) refuse(file.name, where, tooLarge(entry.size, limit));
  const bytes = entry.source(checkSum).read(0, entry.size);
  if (checkSum && crc32(bytes) !== entry.sum) refuse(file.name, where, wrongSum());
  return bytes;
}

interface Directory {
  readonly offset: number;
  readonly length: number;
  readonly count: number;
}

/** The end record has 22 bytes and a comment of at most 65535. */
const END_LENGTH = 22;
const END = 0x06054b50;
const LONGEST_COMMENT = 65_535;

function directoryOf(file: ByteSource): Directory {
  const tailLength = Math.min(file.size, END_LENGTH + LONGEST_COMMENT);
  const tailOffset = file.size - tailLength;
  const view = viewOf(file.read(tailOffset, tailLength));
  let at = tailLength - END_LENGTH;
  while (
    at >= 0 &&
    !(view.getUint32(at, true) === END && view.getUint16(at + 20, true) === tailLength - at - END_LENGTH)
  )
    at--;
  if (at < 0) return refuse(file.name, atByte(file.size), noDirectory());
  const end = tailOffset + at;
  const plain = {
    count: view.getUint16(at + 10, true),
    length: view.getUint32(at + 12, true),
    offset: view.getUint32(at + 16, true),
  };
  // Where there is one it counts: PyTorch writes it always.
  const wide = wideDirectory(file, end);
  const directory = wide?.directory ?? plain;
  if (wide === null && view.getUint16(at + 4, true) !== 0) refuse(file.name, atByte(end), splitZip());
  if (directory.offset + directory.length !== (wide?.end ?? end)) refuse(file.name, atByte(end), badDirectory());
  if (directory.length > LARGEST_DIRECTORY)
    refuse(file.name, atByte(directory.offset), tooLarge(directory.length, LARGEST_DIRECTORY));
  if (directory.count > MOST_TENSORS || directory.count * RECORD_LENGTH > directory.length)
    refuse(file.name, atByte(end), badDirectory());
  return directory;
}

const LOCATOR_LENGTH = 20;
const LOCATOR = 0x07064b50;
const WIDE_END_LENGTH = 56;
const WIDE_END = 0x06064b50;

/** `null` when there is no 64-bit end record; then the largest numbers stand for themselves. */
function wideDirectory(file: ByteSource, end: number): { readonly directory: Directory; readonly end: number } | null {
  if (end < LOCATOR_LENGTH) return null;
  const locator = viewOf(file.read(end - LOCATOR_LENGTH, LOCATOR_LENGTH));
  if (locator.getUint32(0, true) !== LOCATOR) return null;
  const at = uint64(locator, 8, file.name, end - LOCATOR_LENGTH + 8);
  const view = viewOf(file.read(at, WIDE_END_LENGTH));
  if (view.getUint32(0, true) !== WIDE_END) refuse(file.name, atByte(at), badDirectory());
  const [count, length, offset] = [32, 40, 48].map((field) => uint64(view, field, file.name, at + field));
  return { directory: { count, length, offset }, end: at };
}

interface EntryRecord {
  readonly name: string;
  readonly method: number;
  readonly sum: number;
  readonly compressed: number;
  readonly size: number;
  /** Of its local header. */
  readonly header: number;
  readonly isEncrypted: boolean;
  /** Bytes that its header and its data take at least. */
  readonly least: number;
}

const RECORD_LENGTH = 46;
const RECORD = 0x02014b50;
const LOCAL_LENGTH = 30;
const LOCAL = 0x04034b50;

function recordsOf(file: ByteSource, { offset, length, count }: Directory): EntryRecord[] {
  const bytes = file.read(offset, length);
  const view = viewOf(bytes);
  const records: EntryRecord[] = [];
  let at = 0;
  for (let i = 0; i < count; i++) {
    if (at + RECORD_LENGTH > length || view.getUint32(at, true) !== RECORD)
      refuse(file.name, atByte(offset + at), badDirectory());
    const [nameLength, extraLength, commentLength] = [28, 30, 32].map((field) => view.getUint16(at + field, true));
    const next = at + RECORD_LENGTH + nameLength + extraLength + commentLength;
    if (next > length) refuse(file.name, atByte(offset + at), badDirectory());
    const nameBytes = bytes.subarray(at + RECORD_LENGTH, at + RECORD_LENGTH + nameLength);
    const extra = bytes.subarray(at + RECORD_LENGTH + nameLength, at + RECORD_LENGTH + nameLength + extraLength);
    // In this order, and each only where the 32 bits are all ones.
    const wide = wideFields(extra);
    const field = (value: number): number => {
      if (value !== 0xffffffff || wide.at + 8 > wide.bytes.length) return value;
      wide.at += 8;
      return uint64(viewOf(wide.bytes), wide.at - 8, file.name, offset + at);
    };
    const size = field(view.getUint32(at + 24, true));
    const compressed = field(view.getUint32(at + 20, true));
    const header = field(view.getUint32(at + 42, true));
    records.push({
      name: utf8(nameBytes) ?? latin1(nameBytes),
      method: view.getUint16(at + 10, true),
      sum: view.getUint32(at + 16, true),
      compressed,
      size,
      header,
      isEncrypted: (view.getUint16(at + 8, true) & 1) !== 0,
      least: LOCAL_LENGTH + nameLength + compressed,
    });
    at = next;
  }
  return records;
}

/** The data of the extra field 1, of 64-bit sizes. */
function wideFields(extra: Uint8Array): { readonly bytes: Uint8Array; at: number } {
  const view = viewOf(extra);
  for (let at = 0; at + 4 <= extra.length;) {
    const length = view.getUint16(at + 2, true);
    if (view.getUint16(at, true) === 1) return { bytes: extra.subarray(at + 4, at + 4 + length), at: 0 };
    at += 4 + length;
  }
  return { bytes: new Uint8Array(0), at: 0 };
}

function requireApart(file: ByteSource, records: readonly EntryRecord[], end: number): void {
  const inOrder = [...records].sort((a, b) => a.header - b.header);
  inOrder.forEach((record, i) => {
    const limit = inOrder[i + 1]?.header ?? end;
    if (!(record.header + record.least <= limit)) refuse(file.name, place(record), entriesOverlap());
  });
}

/** DEFLATE makes at most 1032 bytes of one. */
const LARGEST_RATIO = 1032;

function entryOf(file: ByteSource, record: EntryRecord): ZipEntry {
  const offset = (): number => {
    const view = viewOf(file.read(record.header, LOCAL_LENGTH));
    if (view.getUint32(0, true) !== LOCAL) refuse(file.name, atByte(record.header), badLocalHeader());
    return record.header + LOCAL_LENGTH + view.getUint16(26, true) + view.getUint16(28, true);
  };
  return {
    name: record.name,
    size: record.size,
    isStored: record.method === 0,
    sum: record.sum,
    offset,
    source: (checkSum) => {
      if (record.isEncrypted) refuse(file.name, place(record), encryptedEntry());
      const data = partOf(file, offset(), record.compressed);
      if (record.method === 0) {
        if (record.compressed !== record.size) refuse(file.name, place(record), badDirectory());
        return data;
      }
      if (record.method !== 8) refuse(file.name, place(record), unknownCompression(record.method));
      if (record.size > LARGEST_RATIO * record.compressed + LARGEST_RATIO)
        refuse(file.name, place(record), impossibleRatio(record.compressed, record.size));
      return inflated(data, record.size, checkSum ? record.sum : null, place(record));
    },
  };
}

const place = ({ name }: EntryRecord): string => t`entry "${shortened(name)}"`;
