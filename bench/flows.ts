/** Integrations of gradient flows: ours and odex on the same derivative, which allocates nothing, at the same tolerance. */
import { solveWithOdex } from "../test/engine/flow/odex";
import { dop853 } from "../src/engine/flow/integrate/dop853";
import { integrate } from "../src/engine/flow/integrate/integrate";
import type { System } from "../src/engine/flow/integrate/system";
import { randomStream } from "../src/engine/math/random/streams";
import { row } from "./comparisons";
import { time } from "./measure";

const END = 10;
const TOLERANCE = 1e-9;

export function compareFlows(): void {
  for (const widths of [[2, 3, 2], [5, 3, 4], [20, 20, 20]]) compareFlow(`linear [${widths.join(",")}]`, linearFlow(widths), 0.3);
  compareFlow("relu [10,40,1], 200 samples", reluFlow(10, 40, 200), 0.3);
}

function compareFlow(name: string, system: System, scale: number): void {
  const random = randomStream(1, "flow");
  const start = Float64Array.from({ length: system.dimension }, () => scale * random.normal());
  const repetitions = system.dimension > 100 ? 5 : 41;
  row(`flow of ${name} to t = ${END}, tolerance ${TOLERANCE}`, () => end(integrate(system, start, { end: END, tolerance: TOLERANCE, method: dop853 })), {
    name: `odex, distance ${distance(system, start).toExponential(0)}`,
    seconds: () => time(() => solveWithOdex(system, start, END, TOLERANCE), repetitions) / 1000,
  }, repetitions);
}

function end<T>(running: Generator<unknown, T>): T {
  for (;;) {
    const next = running.next();
    if (next.done) return next.value;
  }
}

/** How far the two ends are apart: whether it was the same work. */
function distance(system: System, start: Float64Array): number {
  const { y } = end(integrate(system, start, { end: END, tolerance: TOLERANCE, method: dop853 }));
  const odex = solveWithOdex(system, start, END, TOLERANCE).y;
  return Math.max(...y.map((x, i) => Math.abs(x - odex[i]))) / Math.max(...odex.map(Math.abs));
}

/** ½ ‖W₂ W₁ - M‖² with W₁ (hidden x inputs) and W₂ (outputs x hidden) row by row in θ. */
function linearFlow([inputs, hidden, outputs]: number[]): System {
  const random = randomStream(2, "target");
  const target = Float64Array.from({ length: outputs * inputs }, () => random.normal());
  const error = new Float64Array(outputs * inputs);
  const second = hidden * inputs;
  return {
    dimension: hidden * (inputs + outputs),
    derivative(_t, theta, into) {
      into.fill(0);
      for (let o = 0; o < outputs; o++) {
        for (let i = 0; i < inputs; i++) error[o * inputs + i] = target[o * inputs + i];
        for (let h = 0; h < hidden; h++) {
          const w = theta[second + o * hidden + h];
          for (let i = 0; i < inputs; i++) error[o * inputs + i] -= w * theta[h * inputs + i];
        }
        for (let h = 0; h < hidden; h++) {
          const w = theta[second + o * hidden + h];
          let sum = 0;
          for (let i = 0; i < inputs; i++) {
            const e = error[o * inputs + i];
            sum += e * theta[h * inputs + i];
            into[h * inputs + i] += w * e;
          }
          into[second + o * hidden + h] = sum;
        }
      }
    },
  };
}

/** Mean of ½ (Σ_h a_h relu(w_h · x) - y)², labels from y = sin(x_1). */
export function reluFlow(inputs: number, hidden: number, samples: number): System {
  const random = randomStream(3, "data");
  const x = Float64Array.from({ length: samples * inputs }, () => random.normal());
  const y = Float64Array.from({ length: samples }, (_, s) => Math.sin(x[s * inputs]));
  const active = new Float64Array(hidden);
  const second = hidden * inputs;
  return {
    dimension: hidden * (inputs + 1),
    derivative(_t, theta, into) {
      into.fill(0);
      for (let s = 0; s < samples; s++) {
        let error = y[s];
        for (let h = 0; h < hidden; h++) {
          let sum = 0;
          for (let i = 0; i < inputs; i++) sum += theta[h * inputs + i] * x[s * inputs + i];
          active[h] = Math.max(0, sum);
          error -= theta[second + h] * active[h];
        }
        error /= samples;
        for (let h = 0; h < hidden; h++) {
          if (active[h] === 0) continue;
          into[second + h] += error * active[h];
          const factor = error * theta[second + h];
          for (let i = 0; i < inputs; i++) into[h * inputs + i] += factor * x[s * inputs + i];
        }
      }
    },
  };
}
