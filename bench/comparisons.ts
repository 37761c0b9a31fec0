/** Every row: what is computed, our median time, the peer's in the same run, their ratio. Milliseconds of wall clock. */
import { spawnSync } from "node:child_process";
import suite from "../test/fixtures/suite100.json";
import { chain, finish } from "../test/engine/networks";
import { denseRank } from "../src/engine/math/modular/dense-rank";
import { PRIMES } from "../src/engine/math/modular/field";
import type { ModularKernel } from "../src/engine/math/modular/kernel";
import { modularKernel, plainKernel } from "../src/engine/math/modular/kernel";
import { randomStream } from "../src/engine/math/random/streams";
import type { Network } from "../src/engine/model/network";
import { parameterCount } from "../src/engine/model/compile";
import { discoverLaws } from "../src/engine/theory/discovery/discover";
import { countLaws } from "../src/engine/theory/laws/count";
import { kernelTest } from "../src/engine/theory/metric/kernel";
import { liftedMap } from "../src/engine/theory/metric/lifted";
import { measure } from "../src/engine/theory/metric/measure";
import { decideMetric } from "../src/engine/theory/metric/verdict";
import { median, time } from "./measure";

export interface Peer {
  readonly name: string;
  /** Seconds, or null when it is not installed. */
  readonly seconds: () => number | null;
}

export function row(what: string, run: () => void, peer: Peer | string, repetitions = 3): void {
  const ours = time(run, repetitions);
  const seconds = typeof peer === "string" ? null : peer.seconds();
  const name = typeof peer === "string" ? peer : peer.name;
  const theirs =
    seconds === null ? (typeof peer === "string" ? "" : "not installed") : `${(1000 * seconds).toFixed(1)} ms`;
  const ratio = seconds === null ? "" : (ours / (1000 * seconds)).toFixed(2);
  console.log(
    `${what.padEnd(58)} ${`${ours.toFixed(1)} ms`.padStart(12)}  ${theirs.padStart(14)} ${ratio.padStart(7)}  ${name}`,
  );
}

export function processSeconds(command: string, args: string[], repetitions = 3): number | null {
  if (command === "") return null;
  const runs = Array.from({ length: repetitions }, () =>
    Number(spawnSync(command, args, { encoding: "utf8" }).stdout.trim().split(/\s+/).at(-1)),
  );
  return runs.every(Number.isFinite) ? median(runs) : null;
}

const env = (name: string): string => process.env[name] ?? "";
const count = (network: Network) => (): void => void finish(countLaws(network));

export function compare(): void {
  console.log(`${"what".padEnd(58)} ${"ours".padStart(12)}  ${"peer".padStart(14)} ${"ratio".padStart(7)}  peer`);

  const networks = suite.architectures.map((a) =>
    chain(a.widths, a.family === "relu" ? "relu" : "identity", a.hiddenBias ? "hidden" : "none"),
  );
  row(
    "laws of the 100 reference architectures, certified",
    () => networks.forEach((n) => count(n)()),
    "published: 34 min + 1 h 53 min on 64 cores (floating point)",
  );
  row("laws of linear [5,5,5,4,3]", count(chain([5, 5, 5, 4, 3])), "published notebooks: 405 s on two cores", 9);
  for (const widths of [
    [8, 6, 8],
    [16, 16, 16],
    [20, 20, 20, 20],
    [31, 31, 31],
    [40, 40, 40],
  ])
    row(`laws of linear [${widths.join(",")}] (D = ${parameterCount(chain(widths))})`, count(chain(widths)), "");
  row("laws of relu [1000,2000,3000,667] (D = 10,001,000)", count(chain([1000, 2000, 3000, 667], "relu")), "");

  const n = 2000;
  const [p] = PRIMES;
  const drawn = ((random) => new Float64Array(n * n).map(() => random.integer(p)))(randomStream(1, "bench"));
  const rank = (kernel: (length: number, prime: number) => ModularKernel) => (): void => {
    finish(
      denseRank(
        {
          rows: n,
          columns: n,
          prime: p,
          fill: (i, target) => target.set(drawn.subarray(i * n, (i + 1) * n)),
          fillWork: n,
        },
        kernel,
      ),
    );
  };
  const linbox: Peer = {
    name: "LinBox FFPACK::Rank, one thread",
    seconds: () => processSeconds(env("BENCH_LINBOX"), [String(n), String(p)]),
  };
  row("rank 2000 x 2000 mod 4194301, WebAssembly", rank(modularKernel), linbox);
  row("rank 2000 x 2000 mod 4194301, plain typed arrays", rank(plainKernel), linbox, 1);

  for (const widths of [
    [8, 6, 8],
    [16, 16, 16],
    [40, 30, 40],
  ]) {
    const network = chain(widths);
    const random = randomStream(1, "bench");
    const theta = Float64Array.from({ length: parameterCount(network) }, () => random.normal());
    const laws = finish(countLaws(network));
    const map = liftedMap(network)!;
    const kernel = kernelTest(network, map, laws.families);
    const repetitions = widths[0] === 40 ? 1 : 3;
    row(
      `kernel test of linear [${widths.join(",")}]`,
      () => void finish(measure(map, finish(kernel.decide(theta))!, theta, Infinity)),
      {
        name: "NumPy, dense",
        seconds: () => processSeconds(env("BENCH_PYTHON"), [env("BENCH_METRIC"), ...widths.map(String)], repetitions),
      },
      repetitions,
    );
    row(
      `the verdict for linear [${widths.join(",")}], with a pair of networks`,
      () => void finish(decideMetric(network, laws, theta)),
      "",
      repetitions,
    );
  }
  for (const [widths, degree] of [
    [[2, 2, 2], 2],
    [[5, 3, 4], 2],
    [[2, 2, 2], 4],
  ] as [number[], number][])
    row(
      `all polynomial laws of degree <= ${degree} of linear [${widths.join(",")}]`,
      () => void finish(discoverLaws(chain(widths), degree)),
      "",
    );
}
