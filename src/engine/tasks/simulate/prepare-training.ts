/** From what the spec asks of a training run to what a simulation needs: data read or drawn, functions to follow. */
import { t } from "../../findings/language";
import type { Problem } from "../../findings/problem";
import type { DataSet } from "../../flow/data-set";
import { meetsLoneBatch, normOfOneNumber } from "../../flow/lone-batch";
import { loneBatch, MORE_THAN_ONE_SAMPLE } from "../../flow/lone-batch-words";
import { objectiveOf } from "../../flow/objective/objective";
import { kinksOf } from "../../flow/sliding/kinks";
import type { LossName } from "../../flow/objective/losses";
import { endNetwork, INPUT, type Network } from "../../model/network";
import { isLinearChain } from "../../model/structure";
import { endToEndShape } from "../../model/passes/transfer/linear";
import { laws } from "../../ideas/laws/idea";
import { manifolds } from "../../ideas/manifolds/idea";
import { metric } from "../../ideas/metric/idea";
import type { ResolvedTraining, TrainingPlaces } from "../../spec/read";
import type { DepthTraining } from "../../theory/depth/simulate";
import type { Gradient } from "../../theory/intrinsic-flow/intrinsic-flow";
import { allFamilies } from "../../theory/laws/study";
import { liftedMap } from "../../theory/metric/lifted";
import type { Training } from "../../theory/trajectory/training";
import type { Study } from "../analyze/analyze";
import { dataFor, type DataFault, type ReadDataFile } from "../../subject/training-data";
import { DESCENT_OF_A_LINEAR_ODE } from "./words";

export type Prepared =
  | { readonly kind: "training"; readonly training: Training }
  /** The data file cannot be used. */
  | { readonly kind: "problem"; readonly problem: Problem }
  | { readonly kind: "refused"; readonly reason: string; readonly help: string };

export function prepareTraining(
  { subject: { network, theta }, found }: Study,
  { plan, places }: ResolvedTraining,
  readDataFile: ReadDataFile,
): Prepared {
  const data = dataFor(network, plan.data, plan.loss, readDataFile);
  if (data.kind === "fault") return faulty(data, places);
  const { set } = data;
  const lone = set.kind === "samples" && meetsLoneBatch(set.x.rows, plan.optimizer) ? normOfOneNumber(network) : null;
  if (lone !== null) return { kind: "refused", reason: loneBatch(lone), help: MORE_THAN_ONE_SAMPLE };
  const objective = objectiveOf(network, set, plan.loss);
  if (!Number.isFinite(objective.loss(theta)))
    return {
      kind: "refused",
      reason: t`The loss at the initialization is too large to be represented, so there is nothing to follow.`,
      help: t`Choose smaller weights or data.`,
    };
  const map = liftedMap(network);
  const { witness } = found(metric);
  const pair = witness !== null && "pair" in witness && witness.fromInitialization ? witness.pair : null;
  return {
    kind: "training",
    training: {
      network,
      theta,
      objective,
      kinks: set.kind === "samples" ? kinksOf(network, set.x, objective) : null,
      families: allFamilies(found(laws)),
      manifolds: found(manifolds)?.study.search ?? null,
      optimizer: plan.optimizer,
      lossOfProduct: isLinearChain(network) ? lossOfProduct(network, set, plan.loss) : null,
      target: set.kind === "target" ? set.matrix : null,
      partner: pair === null || map === null ? null : { theta: pair.second, lifted: (at) => map.value(at) },
    },
  };
}

export type PreparedDepth =
  { readonly kind: "training"; readonly training: DepthTraining } | Exclude<Prepared, { kind: "training" }>;

/** Of a linear neural ODE: data and loss see Z_1 alone. */
export function prepareDepth(
  { subject: { network, theta }, report }: Study,
  { width, nodes }: { readonly width: number; readonly nodes: number },
  { plan, places }: ResolvedTraining,
  readDataFile: ReadDataFile,
): PreparedDepth {
  if (plan.optimizer.type !== "gradient-flow") return DESCENT_OF_A_PATH;
  const end = endNetwork(network);
  const data = dataFor(end, plan.data, plan.loss, readDataFile);
  if (data.kind === "fault") return faulty(data, places);
  const { time, tolerance } = plan.optimizer;
  const second = report.depth?.pair?.second ?? null;
  const loss = objectiveOf(end, data.set, plan.loss);
  return {
    kind: "training",
    training: {
      width,
      nodes,
      path: theta,
      loss,
      time,
      tolerance,
      partner: second === null ? null : Float64Array.from(second.flat()),
    },
  };
}

const DESCENT_OF_A_PATH: PreparedDepth = {
  kind: "refused",
  reason: DESCENT_OF_A_LINEAR_ODE,
  help: t`Use the optimizer { "type": "gradient-flow", "time": 1 }.`,
};

function faulty({ code, message, help }: DataFault, places: TrainingPlaces): Extract<Prepared, { kind: "problem" }> {
  return { kind: "problem", problem: { code, severity: "error", message, range: places.path ?? places.data, help } };
}

/** f as a function of the end-to-end matrix Z: a network of one layer, whose weights are Z. */
function lossOfProduct(network: Network, data: DataSet, loss: LossName): Gradient {
  const [units, inputs] = endToEndShape(network);
  const { activation } = network.layers[network.layers.length - 1];
  const layer = { name: "Z", type: "dense", units, activation, bias: false, sources: [INPUT] } as const;
  return objectiveOf({ inputs, parametrization: "auto", layers: [layer] }, data, loss);
}
