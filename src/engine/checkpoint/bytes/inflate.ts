/**
 * The bytes that a DEFLATE stream (RFC 1951) stands for, read by ranges without holding them: reading on goes on where it
 * was, reading back begins anew. Memory: two pieces. A stream that gives more or fewer bytes than it said, or others than its
 * sum says, is refused where that is seen.
 */
import { Inflate } from "fflate/browser";
import { refuse } from "../refusal";
import { inflatesToOtherSize, notDeflate, wrongSum } from "../words";
import { checked, type ByteSource } from "./source";
import { crc32 } from "./crc32";

/** Bytes given to the decoder at once: at most 1032 times as many come out of them. */
const PIECE = 8192;

/** `size`: bytes that should come out; `sum`: their CRC-32, or `null` when it is not to be looked at; `part`: for messages. */
export function inflated(compressed: ByteSource, size: number, sum: number | null, part: string): ByteSource {
  let run = new Run(compressed, size, sum, part);
  return checked(compressed.name, size, (offset, length) => {
    if (run.isBroken || offset < run.start) run = new Run(compressed, size, sum, part);
    return run.take(offset, length);
  });
}

class Run {
  /** Offset of the first byte that is still held. */
  start = 0;
  /** Once something was refused, the decoder is in the middle of it. */
  isBroken = false;
  private held: Uint8Array[] = [];
  private heldLength = 0;
  private readAt = 0;
  private made = 0;
  private sumSoFar = 0;
  private isDone = false;
  private readonly decoder: Inflate;

  constructor(
    private readonly source: ByteSource,
    private readonly size: number,
    private readonly sum: number | null,
    private readonly part: string,
  ) {
    this.decoder = new Inflate((piece, final) => {
      this.made += piece.length;
      if (this.made > size) refuse(source.name, part, inflatesToOtherSize(size));
      if (sum !== null) this.sumSoFar = crc32(piece, this.sumSoFar);
      if (piece.length > 0) this.held.push(piece);
      this.heldLength += piece.length;
      if (final) this.isDone = true;
    });
  }

  take(offset: number, length: number): Uint8Array {
    this.isBroken = true;
    const bytes = new Uint8Array(length);
    let at = 0;
    while (at < length) {
      this.forget(offset + at);
      if (this.heldLength === 0 || this.start + this.heldLength <= offset + at) {
        if (this.isDone) refuse(this.source.name, this.part, inflatesToOtherSize(this.size));
        this.decode();
        continue;
      }
      const [first] = this.held;
      const skip = offset + at - this.start;
      const count = Math.min(first.length - skip, length - at);
      bytes.set(first.subarray(skip, skip + count), at);
      at += count;
    }
    if (offset + length === this.size) this.finish();
    this.isBroken = false;
    return bytes;
  }

  /** Drops whole pieces before `offset`. */
  private forget(offset: number): void {
    while (this.held.length > 0 && this.start + this.held[0].length <= offset) {
      const [gone, ...rest] = this.held;
      this.start += gone.length;
      this.heldLength -= gone.length;
      this.held = rest;
    }
  }

  private decode(): void {
    const length = Math.min(PIECE, this.source.size - this.readAt);
    const final = this.readAt + length === this.source.size;
    const piece = this.source.read(this.readAt, length);
    this.readAt += length;
    decoding(this.source.name, this.part, () => {
      this.decoder.push(piece, final);
    });
    if (final) this.isDone = true;
  }

  /** Once the last byte is given: nothing may follow, and the sum must be right. */
  private finish(): void {
    while (!this.isDone) this.decode();
    if (this.made !== this.size) refuse(this.source.name, this.part, inflatesToOtherSize(this.size));
    if (this.sum !== null && this.sumSoFar !== this.sum) refuse(this.source.name, this.part, wrongSum());
  }
}

function decoding(file: string, part: string, work: () => void): void {
  try {
    work();
  } catch (error) {
    // The library's own errors carry a number; ours, thrown from within it, pass.
    if (error instanceof Error && "code" in error) refuse(file, part, notDeflate());
    throw error;
  }
}
