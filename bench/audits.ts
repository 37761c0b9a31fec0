/**
 * An audit of a file of weights of 2 GB beside NumPy, which sums the squares of its rows and columns; and how much memory it takes. What is audited
 * besides (a projection of every row and column, for ties) NumPy does not do.
 */
import { NOTHING_CLAIMED } from "../src/engine/report/audit/run";
import { closeSync, mkdirSync, openSync, rmSync, writeSync } from "node:fs";
import path from "node:path";
import { openCheckpointFile } from "../src/engine/checkpoint/node";
import { finished } from "../src/engine/findings/progress";
import { randomStream } from "../src/engine/math/random/streams";
import { auditCheckpoint } from "../src/engine/tasks/audit/audit";
import { processSeconds, row } from "./comparisons";

const SIZE = 8192;
const LAYERS = 8;
/** Rows that NumPy holds at once: 2 MB of floats, as the audit does. */
const ROWS = 64;

export async function auditLarge(out: string): Promise<void> {
  const folder = path.resolve(out, "audits");
  mkdirSync(folder, { recursive: true });
  const file = path.join(folder, "large.safetensors");
  try {
    const offset = write(file);
    const { checkpoint, close } = await openCheckpointFile(file, folder);
    const before = process.resourceUsage().maxRSS;
    const bytes = 4 * LAYERS * SIZE * SIZE;
    row(
      `audit of ${(bytes / 1e9).toFixed(1)} GB of F32`,
      () => {
        const run = NOTHING_CLAIMED;
        const outcome = finished(
          auditCheckpoint(SPEC, { path: null, file: { path: file, checkpoint }, before: null, log: null, run }),
        );
        if (outcome.kind !== "audit") throw new Error(outcome.kind);
      },
      {
        name: "NumPy: norms of rows and columns",
        seconds: () =>
          processSeconds(
            process.env.BENCH_PYTHON ?? "",
            [process.env.BENCH_GRAMS ?? "", file, String(offset), String(SIZE), String(LAYERS), String(ROWS)],
            1,
          ),
      },
      1,
    );
    console.log(`its memory grew by ${((process.resourceUsage().maxRSS - before) / 1024).toFixed(0)} MB`);
    close();
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const SPEC = JSON.stringify({
  architecture: {
    input: SIZE,
    layers: Array.from({ length: LAYERS }, (_, l) => ({
      type: "dense",
      name: `layers.${l}`,
      units: SIZE,
      activation: l === LAYERS - 1 ? "identity" : "relu",
    })),
  },
});

/** Returns where the first matrix begins. */
function write(file: string): number {
  const each = 4 * SIZE * SIZE;
  const header = Buffer.from(
    JSON.stringify(
      Object.fromEntries(
        Array.from({ length: LAYERS }, (_, l) => [
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
  const stream = randomStream(1, "large");
  // No two rows are the same: a piece that does not fit the rows goes round.
  const piece = Float32Array.from({ length: 2 ** 20 + 1 }, () => stream.normal());
  for (let left = (LAYERS * each) / 4; left > 0; left -= piece.length)
    writeSync(handle, left < piece.length ? piece.subarray(0, left) : piece);
  closeSync(handle);
  return 8 + header.length;
}
