/**
 * Integrations of gradient flows at tolerance 1e-9, to t = 10 (ReLU to t = 1: later trajectories slide along kinks, where every
 * adaptive method chatters and the count of steps says nothing): ours; odex on our own derivative, which allocates nothing; SciPy's
 * DOP853 on a NumPy derivative. How far the ends are apart says whether it was the same work.
 */
import { spawnSync } from "node:child_process";
import { chain } from "../test/engine/networks";
import { solveWithOdex } from "../test/engine/flow/odex";
import { drawTeacherData } from "../src/engine/flow/data/teacher";
import { dop853 } from "../src/engine/flow/integrate/dop853";
import { integrate } from "../src/engine/flow/integrate/integrate";
import type { Result } from "../src/engine/flow/integrate/outcome";
import { objectiveOf } from "../src/engine/flow/objective/objective";
import { randomStream } from "../src/engine/math/random/streams";
import { parameterCount } from "../src/engine/model/compile";
import { descentSystem } from "../src/engine/theory/trajectory/gradient-flow";
import { row } from "./comparisons";
import { time } from "./measure";

const TOLERANCE = 1e-9;

interface Case {
  readonly widths: readonly number[];
  readonly activation: "identity" | "relu";
  readonly samples: number;
  readonly end: number;
  readonly repetitions: number;
}

const CASES: readonly Case[] = [
  { widths: [2, 3, 2], activation: "identity", samples: 50, end: 10, repetitions: 41 },
  { widths: [5, 3, 4], activation: "identity", samples: 64, end: 10, repetitions: 41 },
  { widths: [3, 8, 1], activation: "relu", samples: 30, end: 1, repetitions: 9 },
  { widths: [20, 20, 20], activation: "identity", samples: 200, end: 10, repetitions: 5 },
  { widths: [10, 40, 1], activation: "relu", samples: 200, end: 1, repetitions: 5 },
];

export function compareFlows(): void {
  for (const one of CASES) compareFlow(one);
}

function compareFlow({ widths, activation, samples, end: until, repetitions }: Case): void {
  const network = chain([...widths], activation);
  const data = drawTeacherData(network, { kind: "teacher", samples, noise: 0.1, seed: 2, teacher: null }, "mse");
  const random = randomStream(1, "flow");
  const start = Float64Array.from({ length: parameterCount(network) }, () => 0.3 * random.normal());
  const system = descentSystem(objectiveOf(network, data, "mse"));
  const solve = (): Result => end(integrate(system, start, { end: until, tolerance: TOLERANCE, method: dop853 }));
  const ours = solve();
  const name = `flow of ${activation} [${widths.join(",")}], ${samples} samples, t = ${until}`;
  const odex = solveWithOdex(system, start, until, TOLERANCE);
  row(
    name,
    solve,
    {
      name: `odex, our derivative (${ours.steps.evaluations} and ${odex.evaluations} evaluations; ends ${apart(ours.y, odex.y)} apart)`,
      seconds: () => time(() => solveWithOdex(system, start, until, TOLERANCE), repetitions) / 1000,
    },
    repetitions,
  );
  const scipy = solveWithScipy({
    widths,
    activation,
    x: [...data.x.data],
    y: [...data.y.data],
    theta: [...start],
    time: until,
    tolerance: TOLERANCE,
    repetitions,
  });
  row(
    name,
    solve,
    {
      name:
        scipy === null
          ? "SciPy DOP853"
          : `SciPy DOP853, NumPy derivative (${scipy.evaluations} evaluations; ends ${apart(ours.y, scipy.theta)} apart)`,
      seconds: () => scipy?.seconds ?? null,
    },
    repetitions,
  );
}

interface Solved {
  readonly seconds: number;
  readonly evaluations: number;
  readonly theta: number[];
}

/** null where SciPy is not installed. */
function solveWithScipy(job: object): Solved | null {
  const { BENCH_PYTHON: python = "", BENCH_FLOW: script = "" } = process.env;
  if (python === "") return null;
  const run = spawnSync(python, [script], { encoding: "utf8", input: JSON.stringify(job), maxBuffer: 64e6 });
  return run.status === 0 ? (JSON.parse(run.stdout) as Solved) : null;
}

function end<T>(running: Generator<unknown, T>): T {
  for (;;) {
    const next = running.next();
    if (next.done) return next.value;
  }
}

function apart(a: Float64Array, b: readonly number[]): string {
  return (Math.max(...a.map((x, i) => Math.abs(x - b[i]))) / Math.max(...b.map(Math.abs))).toExponential(0);
}
