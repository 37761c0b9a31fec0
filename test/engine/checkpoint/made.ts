/** Small files made by hand, right or wrong. */
import { crc32 } from "../../../src/engine/checkpoint/bytes/crc32";

export const text = (value: string): Uint8Array => new TextEncoder().encode(value);

export function joined(...parts: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

export function littleEndian(value: number, width: number): Uint8Array {
  const bytes = new Uint8Array(width);
  for (let i = 0; i < width; i++) bytes[i] = Number((BigInt(value) >> BigInt(8 * i)) & 255n);
  return bytes;
}

/** `header`: JSON, as text or as a value; `data`: how many bytes follow. */
export function safetensorsOf(header: unknown, data: number): Uint8Array {
  const json = text(typeof header === "string" ? header : JSON.stringify(header));
  return joined(littleEndian(json.length, 8), json, new Uint8Array(data));
}

export interface MadeEntry {
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly method?: number;
  /** What the lists say, where it is not the truth. */
  readonly size?: number;
  readonly compressed?: number;
  readonly sum?: number;
  readonly flags?: number;
  /** Where the list says that the entry begins. */
  readonly at?: number;
}

export function zipOf(entries: readonly MadeEntry[]): Uint8Array {
  let body: Uint8Array = new Uint8Array(0);
  let list: Uint8Array = new Uint8Array(0);
  for (const {
    name,
    bytes,
    method = 0,
    size = bytes.length,
    compressed = bytes.length,
    flags = 0,
    ...said
  } of entries) {
    const fields = joined(
      littleEndian(flags, 2),
      littleEndian(method, 2),
      littleEndian(0, 4),
      littleEndian(said.sum ?? crc32(bytes), 4),
      littleEndian(compressed, 4),
      littleEndian(size, 4),
      littleEndian(text(name).length, 2),
      littleEndian(0, 2),
    );
    const start = said.at ?? body.length;
    body = joined(body, littleEndian(0x04034b50, 4), littleEndian(20, 2), fields, text(name), bytes);
    const rest = joined(littleEndian(0, 10), littleEndian(start, 4));
    list = joined(
      list,
      littleEndian(0x02014b50, 4),
      littleEndian(20, 2),
      littleEndian(20, 2),
      fields,
      rest,
      text(name),
    );
  }
  const end = joined(
    littleEndian(0x06054b50, 4),
    littleEndian(0, 4),
    littleEndian(entries.length, 2),
    littleEndian(entries.length, 2),
    littleEndian(list.length, 4),
    littleEndian(body.length, 4),
    littleEndian(0, 2),
  );
  return joined(body, list, end);
}

/** A `.npy` of zeros, or with the data given. */
export function npyOf(header: string, data: Uint8Array): Uint8Array {
  return joined(
    Uint8Array.of(0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0),
    littleEndian(header.length, 2),
    text(header),
    data,
  );
}

/** A PyTorch file with this pickle, written byte by byte or as text, and storages of zeros. */
export function pytorchOf(pickle: Uint8Array, storages: Readonly<Record<string, number>> = {}): Uint8Array {
  return zipOf([
    { name: "archive/data.pkl", bytes: pickle },
    ...Object.entries(storages).map(([key, length]) => ({
      name: `archive/data/${key}`,
      bytes: new Uint8Array(length),
    })),
  ]);
}
