/**
 * A sweep as a user runs it, processes and threads and all: ten seeds by five scales of a He-normal tanh network of eight layers, three
 * of them small. The "peer" is ourselves on one thread. Needs a build (`node scripts/build.mjs`).
 */
import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import path from "node:path";
import { row } from "./comparisons";
import { time } from "./measure";

const SMALL = ["layer1", "layer2", "layer3"];
const SPEC = {
  architecture: { widths: [8, 32, 32, 32, 32, 32, 32, 32, 1], activation: "tanh" },
  initialization: { scheme: "he-normal", seed: 1 },
  training: {
    data: { kind: "teacher", samples: 64, seed: 3, teacher: { widths: [8, 1], activation: "identity" } },
    optimizer: { type: "gradient-flow", time: 1e5, tolerance: 1e-6 },
  },
  sweep: {
    over: Object.fromEntries(
      SMALL.map((name) => [`initialization.layers.${name}.scale`, [0.1, 0.06, 0.03, 0.02, 0.01]]),
    ),
    zip: true,
    seeds: 10,
    measure: "escapeTime",
  },
};

export function compareSweeps(out: string): void {
  const file = path.join(out, "sweep.intrinsic.json");
  writeFileSync(file, JSON.stringify(SPEC));
  const sweep = (jobs: number): void => {
    const { status, stderr } = spawnSync(
      process.execPath,
      ["bin/intrinsic.js", "sweep", "--jobs", String(jobs), "--format", "csv", file],
      { encoding: "utf8" },
    );
    if (status !== 0) throw new Error(stderr);
  };
  const threads = availableParallelism();
  row(`sweep of 50 runs, ${threads} threads`, () => sweep(threads), {
    name: "one thread",
    seconds: () => time(() => sweep(1), 3) / 1000,
  });
}
