/**
 * Follows a file that grows, by its size: whole lines are handed on, a last one without its end waits for it. A file that
 * was cut or replaced is read from its beginning. Invariant: what is kept is at most one line and one chunk.
 */

/** A file that another program writes. */
export interface FollowedFile {
  /** Without its folder. */
  readonly name: string;
  /** `null`: there is none now, or none that can be read. `identity` differs for another file under the same name. */
  look(): { readonly size: number; readonly identity: string } | null;
  /** At most so many bytes from there on; fewer at its end. */
  read(from: number, length: number): Uint8Array;
  /** UTF-8; what is none is marked, never refused. */
  decode(bytes: Uint8Array): string;
  /** Waits a while, so that looking again may find more. */
  pause(): void;
}

export type Followed =
  /** What has been read is no longer the file's. */
  | { readonly kind: "restart" }
  | { readonly kind: "line"; readonly text: string }
  /** A line longer than any can be; it was skipped. */
  | { readonly kind: "too-long" }
  /** There is no more for now. */
  | { readonly kind: "pause" };

const CHUNK = 1 << 20;
/** Bytes: a thousand families of 256 laws. */
const LONGEST_LINE = 32 << 20;
/** The beginning of a file tells whether it is still the same, where it was cut and has grown beyond again. */
const BEGINNING = 256;
const NEWLINE = 10;

export function* follow(file: FollowedFile): Generator<Followed, never> {
  let identity: string | null = null;
  let beginning: Uint8Array = new Uint8Array();
  let offset = 0;
  let rest: Uint8Array[] = [];
  let skipping = false;
  for (;;) {
    const now = file.look();
    const same = now !== null && (identity === null || now.identity === identity) && now.size >= offset;
    if (now === null || (same && now.size === offset)) {
      yield { kind: "pause" };
      file.pause();
      continue;
    }
    if (!same || !startsWith(file.read(0, beginning.length), beginning)) {
      [offset, rest, skipping, beginning] = [0, [], false, new Uint8Array()];
      yield { kind: "restart" };
    }
    identity = now.identity;
    const chunk = file.read(offset, Math.min(CHUNK, now.size - offset));
    if (chunk.length === 0) {
      yield { kind: "pause" };
      file.pause();
      continue;
    }
    if (beginning.length < BEGINNING) beginning = file.read(0, Math.min(BEGINNING, offset + chunk.length));
    offset += chunk.length;
    let from = 0;
    for (let end = chunk.indexOf(NEWLINE); end >= 0; end = chunk.indexOf(NEWLINE, from)) {
      rest.push(chunk.subarray(from, end));
      const text = file.decode(joined(rest));
      [rest, from] = [[], end + 1];
      if (!skipping && text.trim() !== "") yield { kind: "line", text };
      skipping = false;
    }
    rest.push(chunk.slice(from));
    if (rest.reduce((sum, one) => sum + one.length, 0) <= LONGEST_LINE) continue;
    rest = [];
    if (!skipping) yield { kind: "too-long" };
    skipping = true;
  }
}

function startsWith(bytes: Uint8Array, beginning: Uint8Array): boolean {
  return bytes.length >= beginning.length && beginning.every((byte, i) => byte === bytes[i]);
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  if (parts.length === 1) return parts[0];
  const whole = new Uint8Array(parts.reduce((sum, one) => sum + one.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
