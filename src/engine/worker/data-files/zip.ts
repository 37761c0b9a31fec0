/**
 * Members of a zip archive (PKWARE's APPNOTE, 4.3), stored or deflated: what stands in its directory at the end is believed only as far as
 * the file reaches, and nothing is unpacked that is larger than was said, or than is allowed.
 */

export interface Member {
  readonly name: string;
  readonly size: number;
  /** As it is packed. */
  readonly packed: Uint8Array;
  readonly deflated: boolean;
  readonly checksum: number;
}

const [END, DIRECTORY, LOCAL] = [0x06054b50, 0x02014b50, 0x04034b50];
const [STORED, DEFLATED] = [0, 8];
const LONGEST_COMMENT = 65_535;

/** `null`: it is no archive, is cut off, encrypted, or packed in another way. */
export function membersOf(bytes: Uint8Array, decode: (name: Uint8Array) => string): Member[] | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const end = endOf(view);
  if (end === null) return null;
  const members: Member[] = [];
  const count = view.getUint16(end + 10, true);
  let at = view.getUint32(end + 16, true);
  for (let i = 0; i < count; i++) {
    if (at + 46 > bytes.length || view.getUint32(at, true) !== DIRECTORY) return null;
    const [flags, method] = [view.getUint16(at + 8, true), view.getUint16(at + 10, true)];
    const [packedSize, size, local] = [20, 24, 42].map((offset) => view.getUint32(at + offset, true));
    const [nameLength, extra, comment] = [28, 30, 32].map((offset) => view.getUint16(at + offset, true));
    const name = decode(bytes.subarray(at + 46, at + 46 + nameLength));
    if ((flags & 1) !== 0 || (method !== STORED && method !== DEFLATED)) return null;
    if (local + 30 > bytes.length || view.getUint32(local, true) !== LOCAL) return null;
    const from = local + 30 + view.getUint16(local + 26, true) + view.getUint16(local + 28, true);
    if (from + packedSize > bytes.length) return null;
    const packed = bytes.subarray(from, from + packedSize);
    members.push({ name, size, packed, deflated: method === DEFLATED, checksum: view.getUint32(at + 16, true) });
    at += 46 + nameLength + extra + comment;
  }
  return members;
}

/** The last record of an archive, behind which there may be a comment. */
function endOf(view: DataView): number | null {
  const first = Math.max(0, view.byteLength - 22 - LONGEST_COMMENT);
  for (let at = view.byteLength - 22; at >= first; at--) if (view.getUint32(at, true) === END) return at;
  return null;
}

/** CRC-32, as archives have it. */
export function checksumOf(bytes: Uint8Array): number {
  let sum = 0xffffffff;
  for (const byte of bytes) sum = TABLE[(sum ^ byte) & 0xff] ^ (sum >>> 8);
  return (sum ^ 0xffffffff) >>> 0;
}

const TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let sum = byte;
  for (let bit = 0; bit < 8; bit++) sum = sum & 1 ? (sum >>> 1) ^ 0xedb88320 : sum >>> 1;
  return sum;
});
