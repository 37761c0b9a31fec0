/**
 * An audit of a file of weights of 2 GB beside NumPy, which sums the squares of its rows and columns; and how much memory it takes, of five times
 * as much too. What is audited besides (a projection of every row and column, for ties) NumPy does not do. Seconds are the processor's.
 */
import { closeSync, ftruncateSync, mkdirSync, openSync, rmSync, writeSync } from "node:fs";
import path from "node:path";
import { openCheckpointFile } from "../src/engine/checkpoint/node";
import { finished } from "../src/engine/findings/progress";
import { randomStream } from "../src/engine/math/random/streams";
import { NOTHING_CLAIMED } from "../src/engine/report/audit/run";
import { auditCheckpoint } from "../src/engine/tasks/audit/audit";
import { processSeconds } from "./comparisons";
import { median } from "./measure";

const SIZE = 8192;
const LAYERS = 8;
/** Of the file that shows how memory grows. */
const MORE_LAYERS = 40;
/** Rows that NumPy holds at once: 2 MB of floats, as the audit does. */
const ROWS = 64;

/** Each of ours and NumPy's, in turn. */
const ROUNDS = 3;

export async function auditLarge(out: string): Promise<void> {
  const folder = path.resolve(out, "audits");
  mkdirSync(folder, { recursive: true });
  const file = path.join(folder, "large.safetensors");
  try {
    const offset = write(file, LAYERS);
    const peer = [process.env.BENCH_GRAMS ?? "", file, String(offset), String(SIZE), String(LAYERS), String(ROWS)];
    const seconds: { readonly ours: number; readonly theirs: number | null }[] = [];
    for (let round = 0; round < ROUNDS; round++)
      seconds.push({
        ours: await audited(file, LAYERS),
        theirs: processSeconds(process.env.BENCH_PYTHON ?? "", peer, 1),
      });
    const ours = median(seconds.map((one) => one.ours));
    const known = seconds.flatMap(({ theirs }) => (theirs === null ? [] : [theirs]));
    const beside =
      known.length < ROUNDS
        ? "NumPy is not installed"
        : `NumPy, norms of rows and columns: ${median(known).toFixed(2)} s, ratio ${(ours / median(known)).toFixed(2)}`;
    console.log(`audit of ${gigabytes(LAYERS)} GB of F32: ${ours.toFixed(2)} s of processor time; ${beside}`);
    rmSync(file);
    write(file, MORE_LAYERS, true);
    const before = process.resourceUsage().maxRSS;
    const more = await audited(file, MORE_LAYERS);
    const most = process.resourceUsage().maxRSS;
    console.log(
      `audit of ${gigabytes(MORE_LAYERS)} GB: ${more.toFixed(2)} s; memory ${(most / 1024).toFixed(0)} MB at most, ${((most - before) / 1024).toFixed(0)} MB of it more than for ${gigabytes(LAYERS)} GB`,
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const gigabytes = (layers: number): string => ((4 * layers * SIZE * SIZE) / 1e9).toFixed(1);

/** Seconds of the processor, the system's included: the machine may have other work. */
async function audited(file: string, layers: number): Promise<number> {
  const { checkpoint, close } = await openCheckpointFile(file, path.dirname(file));
  try {
    const before = process.cpuUsage();
    const run = { ...NOTHING_CLAIMED };
    const outcome = finished(
      auditCheckpoint(specOf(layers), { path: null, file: { path: file, checkpoint }, before: null, log: null, run }),
    );
    if (outcome.kind !== "audit") throw new Error(outcome.kind);
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1e6;
  } finally {
    close();
  }
}

function specOf(layers: number): string {
  return JSON.stringify({
    architecture: {
      input: SIZE,
      layers: Array.from({ length: layers }, (_, l) => ({
        type: "dense",
        name: `layers.${l}`,
        units: SIZE,
        activation: l === layers - 1 ? "identity" : "relu",
      })),
    },
  });
}

/** Returns where the first matrix begins. `hole`: zeros that take no place on the disk. */
function write(file: string, layers: number, hole = false): number {
  const each = 4 * SIZE * SIZE;
  const header = Buffer.from(
    JSON.stringify(
      Object.fromEntries(
        Array.from({ length: layers }, (_, l) => [
          `layers.${l}.weight`,
          { dtype: "F32", shape: [SIZE, SIZE], data_offsets: [l * each, (l + 1) * each] },
        ]),
      ),
    ),
  );
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(header.length));
  const handle = openSync(file, "w");
  writeSync(handle, Buffer.concat([length, header]));
  if (hole) {
    ftruncateSync(handle, 8 + header.length + layers * each);
    closeSync(handle);
    return 8 + header.length;
  }
  const stream = randomStream(1, "large");
  // No two rows are the same: a piece that does not fit the rows goes round.
  const piece = Float32Array.from({ length: 2 ** 20 + 1 }, () => stream.normal());
  for (let left = (layers * each) / 4; left > 0; left -= piece.length)
    writeSync(handle, left < piece.length ? piece.subarray(0, left) : piece);
  closeSync(handle);
  return 8 + header.length;
}
