/** From what the spec asks of a training run to what a simulation needs: data read or drawn, functions to follow. */
import type { Problem } from "../findings/problem";
import type { DataSet, SampleSet } from "../flow/data/data-set";
import { readCsv } from "../flow/data/csv";
import { drawTeacherData } from "../flow/data/teacher";
import { objectiveOf } from "../flow/objective/objective";
import { readLabels, type LossName } from "../flow/objective/losses";
import type { CsvPlan, DataPlan } from "../flow/plan";
import { endNetwork, INPUT, type Network } from "../model/network";
import { isLinearChain } from "../model/structure";
import { endToEndShape } from "../model/transfer";
import type { ResolvedTraining, TrainingPlaces } from "../spec/read";
import type { DepthTraining } from "../theory/depth/simulate";
import type { Gradient } from "../theory/intrinsic-flow/intrinsic-flow";
import { liftedMap } from "../theory/metric/lifted";
import type { Training } from "../theory/trajectory/training";
import type { Study } from "./analyze";

/** The text of a file, named relative to the spec, or why there is none: a sentence for the user, and what to do. */
export type ReadDataFile = (path: string) => DataFile;

export type DataFile = { readonly kind: "text"; readonly text: string } | { readonly kind: "none"; readonly why: string; readonly help: string };

export type Prepared =
  | { readonly kind: "training"; readonly training: Training }
  /** The data file cannot be used. */
  | { readonly kind: "problem"; readonly problem: Problem }
  | { readonly kind: "refused"; readonly reason: string; readonly help: string };

/** Numbers that samples read from a file may make in all layers: as for samples written into the spec. */
const MOST_NUMBERS = 2e7;

export function prepareTraining({ network, theta, laws, metric }: Study, { plan, places }: ResolvedTraining, readDataFile: ReadDataFile): Prepared {
  const data = dataFor(network, plan.data, plan.loss, readDataFile);
  if (data.kind === "fault") return faulty(data, places);
  const { set } = data;
  const objective = objectiveOf(network, set, plan.loss);
  if (!Number.isFinite(objective.loss(theta)))
    return { kind: "refused", reason: "The loss at the initialization is too large to be represented, so there is nothing to follow.", help: "Choose smaller weights or data." };
  const map = liftedMap(network);
  const pair = metric.witness !== null && "pair" in metric.witness && metric.witness.fromInitialization ? metric.witness.pair : null;
  return {
    kind: "training",
    training: {
      network, theta, objective,
      families: laws.families,
      optimizer: plan.optimizer,
      lossOfProduct: isLinearChain(network) ? lossOfProduct(network, set, plan.loss) : null,
      target: set.kind === "target" ? set.matrix : null,
      partner: pair === null || map === null ? null : { theta: pair.second, lifted: (at) => map.value(at) },
    },
  };
}

export type PreparedDepth = { readonly kind: "training"; readonly training: DepthTraining } | Exclude<Prepared, { kind: "training" }>;

/** Of a linear neural ODE: data and loss see Z_1 alone. */
export function prepareDepth({ network, theta, report }: Study, { width, nodes }: { readonly width: number; readonly nodes: number }, { plan, places }: ResolvedTraining, readDataFile: ReadDataFile): PreparedDepth {
  if (plan.optimizer.type !== "gradient-flow") return DESCENT_OF_A_PATH;
  const end = endNetwork(network);
  const data = dataFor(end, plan.data, plan.loss, readDataFile);
  if (data.kind === "fault") return faulty(data, places);
  const { time, tolerance } = plan.optimizer;
  const second = report.depth?.pair?.second ?? null;
  const loss = objectiveOf(end, data.set, plan.loss);
  return { kind: "training", training: { width, nodes, path: theta, loss, time, tolerance, partner: second === null ? null : Float64Array.from(second.flat()) } };
}

const DESCENT_OF_A_PATH: PreparedDepth = {
  kind: "refused",
  reason: "The path of a linear neural ODE is trained by gradient flow; gradient descent on it is not part of this version.",
  help: 'Use the optimizer { "type": "gradient-flow", "time": 1 }.',
};

function faulty({ code, message, help }: Extract<Data, { kind: "fault" }>, places: TrainingPlaces): Extract<Prepared, { kind: "problem" }> {
  return { kind: "problem", problem: { code, severity: "error", message, range: places.path ?? places.data, help } };
}

/** f as a function of the end-to-end matrix Z: a network of one layer, whose weights are Z. */
function lossOfProduct(network: Network, data: DataSet, loss: LossName): Gradient {
  const [units, inputs] = endToEndShape(network);
  const { activation } = network.layers[network.layers.length - 1];
  const layer = { name: "Z", type: "dense", units, activation, bias: false, sources: [INPUT] } as const;
  return objectiveOf({ inputs, parametrization: "auto", layers: [layer] }, data, loss);
}

type Data = { readonly kind: "data"; readonly set: DataSet } | { readonly kind: "fault"; readonly code: "data.unreadable" | "data.mismatch"; readonly message: string; readonly help: string };

function dataFor(network: Network, plan: DataPlan, loss: LossName, readDataFile: ReadDataFile): Data {
  switch (plan.kind) {
    case "teacher":
      return { kind: "data", set: drawTeacherData(network, plan, loss) };
    case "target":
      return { kind: "data", set: plan };
    case "inline":
      return { kind: "data", set: { kind: "samples", x: plan.x, y: plan.y } };
    case "csv":
      return csvData(network, plan, loss, readDataFile(plan.path));
  }
}

function csvData(network: Network, plan: CsvPlan, loss: LossName, file: DataFile): Data {
  if (file.kind === "none") return { kind: "fault", code: "data.unreadable", message: file.why, help: file.help };
  const reading = readCsv(file.text, plan);
  if (reading.kind === "fault") return { kind: "fault", code: "data.mismatch", ...reading.fault };
  return fits(network, reading.set, loss);
}

/** The number of columns was checked with the spec. */
function fits(network: Network, set: SampleSet, loss: LossName): Data {
  const units = network.inputs + network.layers.reduce((sum, layer) => sum + layer.units, 0);
  if (set.x.rows * units > MOST_NUMBERS)
    return { kind: "fault", code: "data.mismatch", message: `The file has ${set.x.rows} samples, and through this network they would make ${set.x.rows * units} numbers; the limit is ${MOST_NUMBERS}.`, help: `Use at most ${Math.floor(MOST_NUMBERS / units)} samples, or a narrower network.` };
  const labels = readLabels(loss, network.layers[network.layers.length - 1].units, set.y);
  if (labels.kind === "fault") return { kind: "fault", code: "data.mismatch", message: `Sample ${labels.fault.row + 1}: ${labels.fault.message}`, help: labels.fault.help };
  return { kind: "data", set };
}
