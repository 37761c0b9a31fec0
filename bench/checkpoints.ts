/**
 * Files of weights on the disk: how long the list of a hundred thousand tensors takes; that a file of 10 GB (most of it a hole)
 * is listed, and a tensor of it read, in the memory of one piece; and the sum of squares of 256 MB of floats beside NumPy's.
 */
import { closeSync, ftruncateSync, mkdirSync, openSync, rmSync, writeSync } from "node:fs";
import path from "node:path";
import type { Checkpoint } from "../src/engine/checkpoint/checkpoint";
import { openCheckpointFile } from "../src/engine/checkpoint/node";
import { processSeconds, row, type Peer } from "./comparisons";

const MB = 2 ** 20;
/** Elements that are read at once. */
const PIECE = 2 ** 18;

export async function readCheckpoints(out: string): Promise<void> {
  const folder = path.resolve(out, "checkpoints");
  mkdirSync(folder, { recursive: true });
  try {
    await listAndRead(folder, "sparse.safetensors", 40, 256 * MB);
    await list(folder, "many.safetensors", 100_000);
    await sumSquares(folder, "floats.safetensors", 256 * MB);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function listAndRead(folder: string, file: string, tensors: number, bytes: number): Promise<void> {
  writeFile(path.join(folder, file), tensors, bytes);
  const before = process.resourceUsage().maxRSS;
  const start = performance.now();
  const { checkpoint, close } = await openCheckpointFile(file, folder);
  const listed = performance.now() - start;
  const sum = squares(checkpoint, `layers.${tensors - 1}.weight`);
  const grown = (process.resourceUsage().maxRSS - before) / 1024;
  console.log(
    `${((tensors * bytes) / 1e9).toFixed(1)} GB in ${tensors} tensors: listed in ${listed.toFixed(1)} ms; one of ${bytes / MB} MB ` +
      `read piece by piece in ${(performance.now() - start - listed).toFixed(0)} ms (sum of squares ${sum}); ` +
      `memory grew by ${grown.toFixed(0)} MB`,
  );
  close();
}

async function list(folder: string, file: string, tensors: number): Promise<void> {
  writeFile(path.join(folder, file), tensors, 4);
  const times: number[] = [];
  for (let i = 0; i < 5; i++) {
    const start = performance.now();
    const { close } = await openCheckpointFile(file, folder);
    times.push(performance.now() - start);
    close();
  }
  console.log(`${tensors} tensors: listed in ${times.map((one) => one.toFixed(0)).join(", ")} ms`);
}

async function sumSquares(folder: string, file: string, bytes: number): Promise<void> {
  writeFile(path.join(folder, file), 1, bytes, (i) => Math.sin(i));
  const { checkpoint, close } = await openCheckpointFile(file, folder);
  const [{ name, place }] = checkpoint.tensors;
  const numpy: Peer = {
    name: "NumPy, the same pieces as doubles",
    seconds: () =>
      processSeconds(process.env.BENCH_PYTHON ?? "", [
        process.env.BENCH_SQUARES ?? "",
        path.join(folder, file),
        String(place?.offset),
        String(PIECE),
      ]),
  };
  row(`sum of squares of ${bytes / MB} MB of F32`, () => void squares(checkpoint, name), numpy);
  close();
}

function squares(checkpoint: Checkpoint, name: string): number {
  const elements = checkpoint.tensors.find((tensor) => tensor.name === name)?.elements ?? 0;
  let sum = 0;
  for (let from = 0; from < elements; from += PIECE) {
    const { values } = checkpoint.read(name, { from, count: Math.min(PIECE, elements - from) });
    for (let i = 0; i < values.length; i++) sum += values[i] * values[i];
  }
  return sum;
}

/** Tensors of F32. Without `valueAt` the file is a hole, which takes no place on most disks. */
function writeFile(file: string, tensors: number, bytes: number, valueAt?: (i: number) => number): void {
  const entries = Array.from({ length: tensors }, (_, i) => [
    `layers.${i}.weight`,
    { dtype: "F32", shape: [bytes / 4], data_offsets: [i * bytes, (i + 1) * bytes] },
  ]);
  const header = Buffer.from(JSON.stringify(Object.fromEntries(entries)));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(header.length));
  const handle = openSync(file, "w");
  writeSync(handle, Buffer.concat([length, header]));
  if (valueAt !== undefined)
    for (let at = 0; at < (tensors * bytes) / 4; at += PIECE)
      writeSync(
        handle,
        Float32Array.from({ length: Math.min(PIECE, (tensors * bytes) / 4 - at) }, (_, i) => valueAt(at + i)),
      );
  ftruncateSync(handle, 8 + header.length + tensors * bytes);
  closeSync(handle);
}
