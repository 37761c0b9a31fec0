/** Training runs as the engine makes them, for the page's tests: small, and each made once. */
import type { KeptRun, TaskView } from "../../src/engine/protocol/messages";
import type { StateOf } from "../../src/engine/protocol/tasks";
import type { TrajectorySection } from "../../src/engine/report/run/facts";
import { analyzeSpec } from "../../src/engine/tasks/analyze/analyze";
import type { WitnessLayer } from "../../src/engine/report/metric/facts";
import { trajectorySection } from "../../src/engine/tasks/simulate/trajectory-section";
import { objectiveOf } from "../../src/engine/flow/objective/objective";
import type { Matrix } from "../../src/engine/math/dense/matrix";
import { randomStream } from "../../src/engine/math/random/streams";
import { drawRelaxedBalanced } from "../../src/engine/model/relaxed-balanced";
import { linearNetwork } from "../../src/engine/model/passes/transfer/linear";
import { endToEndGradient, transferOf } from "../../src/engine/model/passes/transfer/transfer";
import { lawFamilies } from "../../src/engine/theory/laws/families";
import { liftedMap } from "../../src/engine/theory/metric/lifted";
import { simulate } from "../../src/engine/theory/trajectory/simulate";
import type { Optimizer } from "../../src/engine/flow/plan";
import type { Training } from "../../src/engine/theory/trajectory/training";
import { chain, finish } from "../engine/networks";
import { twoLayers } from "../sample-report";

const WIDTHS = [3, 2, 3];
const FLOW: Optimizer = { type: "gradient-flow", time: 6, tolerance: 1e-9 };
const made = new Map<string, TrajectorySection>();

/** Relaxed balanced, two layers: the closed equation and the exact solution hold. */
export function balancedRun(): TrajectorySection {
  return once("balanced", () => training(balancedStart(), FLOW));
}

/** Independent Gaussian weights: no closed equation, and the second network of the counterexample goes its own way. */
export function pairRun(): TrajectorySection {
  return once("pair", () => {
    const { first, second } = counterexample();
    const map = liftedMap(chain(WIDTHS))!;
    return { ...training(first, FLOW), partner: { theta: second, lifted: (at) => map.value(at) } };
  });
}

/** Square and decoupled: each mode moves alone, at a time that is known beforehand. */
export function modesRun(): TrajectorySection {
  return once("modes", () => {
    const [start, target] = [Float64Array.of(0.1, 0.12, 0.14), diagonal(Float64Array.of(2, 1, 0.6))];
    const theta = Float64Array.from([...diagonal(start).data, ...diagonal(start).data]);
    return { ...training(theta, { type: "gradient-flow", time: 20, tolerance: 1e-9 }, [3, 3, 3], target) };
  });
}

/** Gradient descent with finite steps: the laws drift as predicted. */
export function descentRun(): TrajectorySection {
  return once("descent", () => training(balancedStart(), descent(0.05)));
}

/** A learning rate far too large. */
export function divergedRun(): TrajectorySection {
  return once("diverged", () => training(balancedStart(), descent(5)));
}

/** The first of its samples, as a run on its way shows them. */
export function runningRun(share = 0.4): TrajectorySection {
  const key = `running ${share}`;
  const known = made.get(key);
  if (known !== undefined) return known;
  const steps = simulate(training(balancedStart(), FLOW));
  for (let next = steps.next(); next.done !== true; next = steps.next())
    if (next.value.fraction >= share) {
      const section = trajectorySection(next.value.state);
      made.set(key, section);
      return section;
    }
  throw new Error("the run ended before");
}

export function doneState(trajectory: TrajectorySection): StateOf<"simulate"> {
  return { kind: "done", result: twoLayers({ trajectory }), milliseconds: 120, finishedAt: 2000 };
}

export function simulationOf(
  state: StateOf<"simulate">,
  change: Partial<TaskView<"simulate">> = {},
): TaskView<"simulate"> {
  return { state, stale: false, kept: null, ...change };
}

export function keptOf(trajectory: TrajectorySection, name = "gaussian (version 3)"): KeptRun {
  return { name, trajectory };
}

function once(name: string, of: () => Training): TrajectorySection {
  const section = made.get(name) ?? finished(of());
  made.set(name, section);
  return section;
}

function finished(of: Training): TrajectorySection {
  const steps = simulate(of);
  for (;;) {
    const next = steps.next();
    if (next.done === true) return trajectorySection(next.value);
  }
}

const TARGET: Matrix = { rows: 3, columns: 3, data: Float64Array.of(1.6, 0.4, 0, -0.2, 0.9, 0.3, 0.1, 0, 0.5) };

function training(theta: Float64Array, optimizer: Optimizer, widths = WIDTHS, target = TARGET): Training {
  const network = chain(widths);
  const objective = objectiveOf(network, { kind: "target", matrix: target }, "mse");
  return {
    network,
    theta,
    families: lawFamilies(network),
    objective,
    kinks: null,
    lossOfProduct: gradientOfLoss(target),
    target,
    optimizer,
    manifolds: null,
    partner: null,
  };
}

/** f(Z) = |Z - target|² / 2, as the objective has it. */
function gradientOfLoss(target: Matrix): Training["lossOfProduct"] {
  return {
    gradient: (z, into) => {
      let loss = 0;
      for (let i = 0; i < z.length; i++) {
        into[i] = z[i]! - target.data[i]!;
        loss += into[i]! ** 2 / 2;
      }
      return loss;
    },
  };
}

/** The gradient above is the objective's: through the product, it is the gradient in θ. */
export function gradientAgrees(): number {
  const { network, theta, objective, lossOfProduct } = training(balancedStart(), FLOW);
  const program = linearNetwork(network);
  const at = transferOf(program, theta);
  const z = at.forward[program.output]!;
  const g = new Float64Array(9);
  lossOfProduct!.gradient(z.data, g);
  const through = endToEndGradient(program, { rows: 3, columns: 3, data: g }, at);
  const direct = new Float64Array(theta.length);
  objective.gradient(theta, direct);
  return Math.max(...through.map((x, i) => Math.abs(x - direct[i]!)));
}

function balancedStart(): Float64Array {
  const draw = drawRelaxedBalanced(WIDTHS, [0], 0.3, randomStream(4, "page"));
  if (draw.kind !== "weights") throw new Error("no relaxed balanced start");
  return Float64Array.from(draw.weights.flatMap((u) => Array.from(u.data)));
}

function diagonal(values: Float64Array): Matrix {
  const n = values.length;
  return {
    rows: n,
    columns: n,
    data: Float64Array.from({ length: n * n }, (_, i) => (i % (n + 1) === 0 ? values[i / (n + 1)]! : 0)),
  };
}

/** Two networks with one φ and the same laws, as the analysis finds them. */
function counterexample(): { first: Float64Array; second: Float64Array } {
  const text = JSON.stringify({
    architecture: { widths: WIDTHS, activation: "identity", bias: false },
    initialization: { scheme: "gaussian", std: 0.5, seed: 7 },
  });
  const result = finish(analyzeSpec(text, { path: null }));
  const witness = result.kind === "report" ? result.report.intrinsicMetric.witness : null;
  const weights = (of: { readonly layers: readonly WitnessLayer[] | null }): Float64Array =>
    Float64Array.from((of.layers ?? []).flatMap((layer) => [...layer.weights]));
  if (witness === null) throw new Error("the analysis found no counterexample");
  return { first: weights(witness.first), second: weights(witness.second) };
}

function descent(learningRate: number): Optimizer {
  return { type: "gradient-descent", learningRate, steps: 300, momentum: 0, weightDecay: 0, batchSize: null, seed: 1 };
}
