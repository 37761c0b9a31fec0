/**
 * Bytes whose sum (CRC-32) is looked at when the last of them is read. Reading on sums as it goes; what was skipped until then is read
 * for the sum alone, piece by piece. Bytes given before the last are not yet known to be right.
 */
import { refuse } from "../refusal";
import { wrongSum } from "../words";
import { crc32 } from "./crc32";
import { checked, type ByteSource } from "./source";

/** `part`: for messages. */
export function summed(source: ByteSource, sum: number, part: string): ByteSource {
  /** The sum of the first `length` bytes. */
  let [length, soFar] = [0, 0];
  const add = (bytes: Uint8Array): void => {
    soFar = crc32(bytes, soFar);
    length += bytes.length;
  };
  return checked(source.name, source.size, (offset, count) => {
    const bytes = source.read(offset, count);
    if (offset === length) add(bytes);
    if (offset + count < source.size) return bytes;
    while (length < source.size) add(source.read(length, Math.min(PIECE, source.size - length)));
    if (soFar !== sum) refuse(source.name, part, wrongSum());
    return bytes;
  });
}

const PIECE = 1 << 20;
