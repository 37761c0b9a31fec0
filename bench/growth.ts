/**
 * How the cost of a count grows. The exponent is the slope of the least-squares
 * line through (log size, log time), beside the one the algorithm's operation count promises.
 */
import { writeFileSync } from "node:fs";
import path from "node:path";
import { chain, finish } from "../test/engine/networks";
import { PRIMES } from "../src/engine/math/modular/field";
import type { Network } from "../src/engine/model/network";
import { parameterCount } from "../src/engine/model/compile";
import { countLaws } from "../src/engine/theory/laws/count";
import { lawFamilies } from "../src/engine/theory/laws/families";
import { allFields, countModular } from "../src/engine/theory/laws/modular-count";
import type { PlotSeries } from "./log-plot";
import { logPlot } from "./log-plot";
import { median } from "./measure";

interface Series {
  readonly name: string;
  readonly networks: readonly Network[];
  readonly count: (network: Network) => void;
  readonly expected: string;
  readonly why: string;
  /** Smaller sizes are measured and drawn, but left out of the fit: there other work outweighs what is fitted. */
  readonly fitFrom: number;
}

const laws = (network: Network): void => void finish(countLaws(network));

const SERIES: readonly Series[] = [
  {
    name: "linear [n,n,n], sparse point",
    networks: [8, 11, 16, 22, 32, 45, 63, 90, 127, 180, 250, 316].map((n) => chain([n, n, n])),
    count: laws,
    expected: "1",
    why: "about D vectors of a handful of entries each, and elimination hardly fills in",
    fitFrom: 1000,
  },
  {
    name: "linear [n,n,n], random point",
    networks: [9, 11, 14, 17, 20, 24, 28, 33, 39].map((n) => chain([n, n, n])),
    count: (network) =>
      void finish(
        countModular(network, lawFamilies(network), parameterCount(network), PRIMES[0], 1, allFields(network, 4e9)),
      ),
    expected: "2 to 3",
    why: "elimination D³/3 in blocks, plus D brackets of cost D each, which weigh more while D is small",
    fitFrom: 700,
  },
  {
    name: "relu [n,n,n,n], graph, wider",
    networks: [10, 20, 40, 80, 160, 320, 640, 1280, 2560].map((n) => chain([n, n, n, n], "relu")),
    count: laws,
    expected: "0",
    why: "neurons and blocks are counted, weights are never visited",
    fitFrom: 0,
  },
  {
    name: "relu 10 wide, graph, deeper",
    networks: [32, 64, 128, 256, 512, 1024, 2048].map((depth) => chain(Array<number>(depth + 1).fill(10), "relu")),
    count: laws,
    expected: "2",
    why: "each of L layers looks up its blocks and consumers among all L; above 2 where these lists outgrow the caches",
    fitFrom: 20_000,
  },
];

export function showGrowth(out: string): void {
  console.log(
    `${"processor time of a count against the parameters D".padEnd(52)} ${"exponent".padStart(8)} ${"expected".padStart(9)}  why`,
  );
  const plotted = SERIES.map((series): PlotSeries => {
    const points = series.networks.map((network) => ({
      x: parameterCount(network),
      y: millisecondsOf(() => series.count(network)),
    }));
    const fitted = points.filter(({ x }) => x >= series.fitFrom);
    const slope = slopeOf(fitted).toFixed(2);
    console.log(`${series.name.padEnd(52)} ${slope.padStart(8)} ${series.expected.padStart(9)}  ${series.why}`);
    for (const { x, y } of points)
      console.log(
        `  D = ${String(x).padStart(9)} ${`${y.toPrecision(3)} ms`.padStart(16)}${x < series.fitFrom ? "  (not in the fit)" : ""}`,
      );
    return { label: series.name, note: `slope ${slope.replace("-", "−")}`, points };
  });
  const file = path.join(out, "growth.svg");
  writeFileSync(
    file,
    logPlot("Cost of counting conservation laws", "parameters D", "milliseconds of processor time", plotted),
  );
  console.log(`written: ${path.relative(process.cwd(), file)}`);
}

/** A short run is repeated until a sample takes about this many milliseconds. */
const SHORTEST_SAMPLE = 5;

/** Milliseconds of runs beforehand, so that the compiler is done with them. */
const WARM_UP = 50;

/** Processor time, so that what else the machine does matters less. */
function millisecondsOf(run: () => void): number {
  const sample = (repetitions: number): number => {
    const start = process.cpuUsage();
    for (let i = 0; i < repetitions; i++) run();
    const { user, system } = process.cpuUsage(start);
    return (user + system) / 1000 / repetitions;
  };
  for (const start = performance.now(); performance.now() - start < WARM_UP;) sample(1);
  const once = sample(1);
  if (once > 1000) return once;
  const repetitions = Math.max(1, Math.ceil(SHORTEST_SAMPLE / Math.max(once, 1e-3)));
  return median(Array.from({ length: 5 }, () => sample(repetitions)));
}

/** Least squares: sum (u - ū)(v - v̄) / sum (u - ū)² for u = log x, v = log y. */
function slopeOf(points: readonly { readonly x: number; readonly y: number }[]): number {
  const u = points.map(({ x }) => Math.log(x));
  const v = points.map(({ y }) => Math.log(y));
  const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [mu, mv] = [mean(u), mean(v)];
  const covariance = u.reduce((sum, value, i) => sum + (value - mu) * (v[i] - mv), 0);
  return covariance / u.reduce((sum, value) => sum + (value - mu) ** 2, 0);
}
