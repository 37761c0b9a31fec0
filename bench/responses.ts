/**
 * How long the user waits: from a keystroke to its error, from Stop to the end, for texts made of mistakes and very wide networks.
 * The scenarios are those of tests that assert what happens; nothing depends on how long it takes here. Needs a build.
 */
import path from "node:path";
import { CancellationTokenSource } from "vscode-languageserver/node";
import { randomStream } from "../src/engine/math/random/streams";
import { parameterCount } from "../src/engine/model/compile";
import { ASK_TASK, START_TASK, STOP_TASK } from "../src/engine/protocol/messages";
import { readSpec } from "../src/engine/spec/read";
import { analyzeSpec } from "../src/engine/tasks/analyze/analyze";
import { LONGEST_SPEC } from "../src/engine/spec/text/parse";
import { findManifolds } from "../src/engine/theory/manifolds/manifolds";
import { startClient, type Client } from "../test/engine/server/client";
import { chain, finish } from "../test/engine/networks";
import { median, time } from "./measure";

const URI = "file:///work/a.intrinsic.json";
const LONG = `{
  "architecture": { "widths": [5, 3, 4], "activation": "identity" },
  "initialization": { "scheme": "relaxed-balanced", "lambda": [0.7], "seed": 7 },
  "training": {
    "data": { "kind": "teacher", "samples": 16, "seed": 3 },
    "optimizer": { "type": "gradient-descent", "learningRate": 1e-4, "steps": 50000000 }
  }
}
`;
const TYPO = LONG.replace('"activation"', '"activaton"');

export async function showResponses(): Promise<void> {
  console.log("\nResponses, median (longest) in ms");
  await withClient(async (client) => {
    tell("a keystroke to its error", await keystrokes(client));
  });
  await withClient(async (client) => {
    await client.connection.sendRequest(START_TASK, { task: "simulate", uri: URI });
    await client.simulation(URI, (state) => state.kind === "running" && (state.partial?.times.length ?? 0) > 0);
    tell("a keystroke to its error, during a simulation", await keystrokes(client));
    const start = performance.now();
    await client.connection.sendRequest(STOP_TASK, { task: "simulate", uri: URI });
    await client.simulation(URI, ({ kind }) => kind !== "running");
    tell("Stop to the end of a simulation", [performance.now() - start]);
  });
  await withClient(async (client) => {
    const source = new CancellationTokenSource();
    const answer = client.connection.sendRequest(
      ASK_TASK,
      { task: "list-laws", uri: URI, asked: { degree: 6 } },
      source.token,
    );
    // By the time a later request is answered, the first one is at work.
    const other = { task: "list-laws", uri: "file:///work/other", asked: { degree: 1 } };
    await client.connection.sendRequest(ASK_TASK, other).catch(() => null);
    const start = performance.now();
    source.cancel();
    await answer;
    tell("cancelling a listing of laws to its answer", [performance.now() - start]);
  });
  for (const [what, key] of [
    ["repeated keys", () => "a"],
    ["unknown keys", (i: number) => `w${i}`],
    ["near-miss keys", (i: number) => `architectur${i}`],
  ] as const) {
    const text = longestOf(key);
    tell(`reading 2 MiB of ${what}`, [time(() => readSpec(text), 3)]);
  }
  for (const [what, sizes] of LANGUAGE_MODELS) {
    const text = languageModel(sizes);
    tell(
      `reading a model of ${what}`,
      repeated(() => void readSpec(text)),
    );
    if (sizes.width > 1000)
      tell(
        `listing and counting its laws`,
        repeated(() => void finish(analyzeSpec(text, { path: null }))),
      );
  }
  const network = chain([1000, 1000, 1000, 10], "tanh", "all");
  const random = randomStream(1, "speed");
  for (const [what, draw] of [
    ["random", () => random.normal()],
    ["equal", () => 0.1],
    ["zero and one", () => random.integer(2)],
  ] as const) {
    const theta = Float64Array.from({ length: parameterCount(network) }, draw);
    tell(`invariant manifolds of [1000, 1000, 1000, 10], ${what} weights`, [
      time(() => findManifolds(network, theta), 3),
    ]);
  }
}

interface Sizes {
  readonly width: number;
  readonly heads: number;
  readonly kvHeads: number;
  readonly hidden: number;
  readonly blocks: number;
}

const LANGUAGE_MODELS: readonly (readonly [string, Sizes])[] = [
  ["48 llama blocks 16 wide", { width: 16, heads: 4, kvHeads: 2, hidden: 32, blocks: 48 }],
  ["48 llama blocks 4096 wide", { width: 4096, heads: 32, kvHeads: 8, hidden: 11008, blocks: 48 }],
  ["80 llama blocks 8192 wide", { width: 8192, heads: 64, kvHeads: 8, hidden: 28672, blocks: 80 }],
];

function languageModel({ width, heads, kvHeads, hidden, blocks }: Sizes): string {
  const block = { type: "transformer-block", preset: "llama", repeat: blocks, heads, kvHeads, hidden };
  const layers = [
    { type: "embedding", units: width },
    block,
    { type: "norm", norm: "rms" },
    { type: "dense", units: 32000 },
  ];
  return JSON.stringify({ architecture: { input: { tokens: 2048, vocabulary: 32000 }, layers } }, null, 2);
}

/** As while typing: the code is warm, and nothing of the text before is kept. */
function repeated(work: () => void): number[] {
  return Array.from({ length: 10 }, () => time(work, 1));
}

/** An object of such keys, as long as a spec may be: a longer one is refused unread. */
function longestOf(key: (i: number) => string): string {
  const entries: string[] = [];
  for (let left = LONGEST_SPEC - "{}".length, i = 0; ; i++) {
    const entry = `"${key(i)}":1`;
    left -= entry.length + ",".length;
    if (left < 0) return `{${entries.join(",")}}`;
    entries.push(entry);
  }
}

async function withClient(work: (client: Client) => Promise<void>): Promise<void> {
  const client = await startClient({ commands: true }, {}, [], path.resolve("dist/server.js"));
  try {
    await client.open(URI, LONG);
    await client.state(URI, 1, "done");
    await work(client);
  } finally {
    await client.end();
  }
}

async function keystrokes(client: Client): Promise<number[]> {
  const times: number[] = [];
  for (let version = 2; version <= 12; version++) {
    const start = performance.now();
    await client.change(URI, version, version % 2 === 0 ? TYPO : LONG);
    await client.problems((published) => published.version === version);
    times.push(performance.now() - start);
  }
  return times;
}

function tell(what: string, times: number[]): void {
  const [middle, longest] = [median([...times]), Math.max(...times)].map((ms) => ms.toFixed(1));
  console.log(`  ${what.padEnd(72)} ${middle.padStart(8)}${times.length > 1 ? ` (${longest})` : ""}`);
}
