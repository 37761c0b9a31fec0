/** The files of test/fixtures/checkpoints, opened, and what the programs that wrote them say is in them. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import { memorySource, type ByteSource, type Folder } from "../../../src/engine/checkpoint/bytes/source";
import type { Checkpoint } from "../../../src/engine/checkpoint/checkpoint";
import { openCheckpointFile } from "../../../src/engine/checkpoint/node";
import { CheckpointError, type Refusal } from "../../../src/engine/checkpoint/refusal";

export const FOLDER = path.resolve("test/fixtures/checkpoints");

/** Type, shape, and the doubles' 64 bits each. */
type Described = readonly [dtype: string, shape: readonly number[], bits: string];

export type Expected = Readonly<Record<string, Readonly<Record<string, Described>>>>;

export const expectedOf = (file: string): Expected =>
  JSON.parse(readFileSync(path.join(FOLDER, file), "utf8")) as Expected;

export const fixture = (file: string): Uint8Array => new Uint8Array(readFileSync(path.join(FOLDER, file)));

export const NO_FOLDER: Folder = {
  open: (name) => {
    throw new CheckpointError({ file: name, place: null, reason: "There is no other file.", help: "" });
  },
};

/** The files of the folder, in memory. */
export const FIXTURES: Folder = { open: (name) => memorySource(name, fixture(name)) };

/** Bytes that are counted as they are read. */
export function countingSource(source: ByteSource): ByteSource & { readonly readBytes: () => number } {
  let total = 0;
  return {
    ...source,
    read: (offset, length) => {
      total += length;
      return source.read(offset, length);
    },
    readBytes: () => total,
  };
}

/** Opens a file of the folder, works with it, and closes it. */
export async function withFile<T>(file: string, work: (checkpoint: Checkpoint) => T): Promise<T> {
  const { checkpoint, close } = await openCheckpointFile(file, FOLDER);
  try {
    return work(checkpoint);
  } finally {
    close();
  }
}

/** The 64 bits of each double; every NaN has the same. */
export function bitsOf(values: Float64Array): string {
  const bytes = Buffer.alloc(8 * values.length);
  values.forEach((value, i) => bytes.writeDoubleBE(Number.isNaN(value) ? NaN : value, 8 * i));
  return bytes.toString("hex");
}

/** What the work is refused with; anything else fails. */
export function refusalOf(work: () => unknown): Refusal {
  try {
    work();
  } catch (error) {
    if (error instanceof CheckpointError) return error.refusal;
    throw error;
  }
  return assert.fail("nothing was refused");
}

export async function rejectionOf(work: () => Promise<unknown>): Promise<Refusal> {
  const error = await work().then(
    () => assert.fail("nothing was refused"),
    (reason: unknown) => reason,
  );
  if (error instanceof CheckpointError) return error.refusal;
  throw error;
}

/** Milliseconds of processor time, which other programs of the machine do not lengthen much. */
export function processorTime(work: () => void): number {
  const start = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1000;
}
