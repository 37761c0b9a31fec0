/**
 * Loss and gradient of the blocks that people train, one batch: ours in double precision, against PyTorch on one thread in double
 * precision (the same work) and in single precision (what it is used with). How far the gradients are apart says whether it was
 * the same work.
 */
import { spawnSync } from "node:child_process";
import { objectiveOf } from "../src/engine/flow/objective/objective";
import { zeros } from "../src/engine/math/dense/matrix";
import { randomStream } from "../src/engine/math/random/streams";
import { parameterCount } from "../src/engine/model/compile";
import { readSpec } from "../src/engine/spec/read";
import { row } from "./comparisons";

interface Case {
  /** What the peer calls it. */
  readonly block: "llama" | "attention" | "swiglu" | "conv2d" | "dense";
  readonly name: string;
  readonly input: object | number;
  readonly layers: readonly object[];
  readonly samples: number;
}

const TOKENS = 32;
const SEQUENCE = { tokens: TOKENS, width: 64 };
const CASES: readonly Case[] = [
  {
    block: "llama",
    name: "llama block, 64 wide, 4 heads, 32 tokens, batch 16",
    input: SEQUENCE,
    layers: [{ type: "transformer-block", preset: "llama", heads: 4 }],
    samples: 16,
  },
  {
    block: "attention",
    name: "attention, 64 wide, 4 heads, 32 tokens, batch 16",
    input: SEQUENCE,
    layers: [{ type: "attention", heads: 4, mask: "causal", rope: "half" }],
    samples: 16,
  },
  {
    block: "swiglu",
    name: "SwiGLU, 64 to 256, 32 tokens, batch 16",
    input: SEQUENCE,
    layers: [{ type: "gated", hidden: 256 }],
    samples: 16,
  },
  {
    block: "conv2d",
    name: "conv2d 16 to 16, 3 x 3, 32 x 32, batch 16",
    input: { channels: 16, height: 32, width: 32 },
    layers: [{ type: "conv2d", channels: 16, kernel: 3, padding: 1 }],
    samples: 16,
  },
  {
    block: "dense",
    name: "dense relu [64,256,256,10], batch 512",
    input: 64,
    layers: [
      { type: "dense", units: 256, activation: "relu" },
      { type: "dense", units: 256, activation: "relu" },
      { type: "dense", units: 10 },
    ],
    samples: 512,
  },
];
const REPETITIONS = 15;

export function compareBlocks(): void {
  for (const one of CASES) compareBlock(one);
}

function compareBlock({ block, name, input, layers, samples }: Case): void {
  const { network } = readSpec(JSON.stringify({ architecture: { input, layers } }));
  if (network === null) throw new Error(`${name} is no network.`);
  const random = randomStream(1, "blocks");
  const x = zeros(samples, network.inputs);
  for (let i = 0; i < x.data.length; i++) x.data[i] = random.normal();
  const theta = Float64Array.from({ length: parameterCount(network) }, () => random.normal() / 8);
  const y = zeros(samples, network.layers[network.layers.length - 1].units);
  const objective = objectiveOf(network, { kind: "samples", x, y }, "mse");
  const gradient = new Float64Array(theta.length);
  const run = (): void => void objective.gradient(theta, gradient);
  run();
  for (const double of [true, false]) {
    const job = { block, double, tokens: TOKENS, samples, theta: [...theta], x: [...x.data], repetitions: REPETITIONS };
    const torch = solveWithTorch(job);
    const precision = double ? "float64" : "float32";
    row(
      `gradient of ${name}`,
      run,
      {
        name: `PyTorch ${precision}, one thread${torch === null ? "" : ` (gradients ${apart(torch.gradient, gradient)} apart)`}`,
        seconds: () => torch?.seconds ?? null,
      },
      REPETITIONS,
    );
  }
}

interface Solved {
  readonly seconds: number;
  readonly gradient: readonly number[];
}

/** null where PyTorch is not installed. */
function solveWithTorch(job: object): Solved | null {
  const { BENCH_TORCH: python = "", BENCH_BLOCKS: script = "" } = process.env;
  if (python === "") return null;
  const run = spawnSync(python, [script], { encoding: "utf8", input: JSON.stringify(job), maxBuffer: 64e6 });
  return run.status === 0 ? (JSON.parse(run.stdout) as Solved) : null;
}

function apart(a: readonly number[], b: Float64Array): string {
  const size = Math.max(...b.map(Math.abs));
  return (a.reduce((most, value, i) => Math.max(most, Math.abs(value - b[i])), 0) / size).toExponential(0);
}
