/**
 * The training section to a plan: what is learnt fits the network and the loss, and the optimizer's numbers make sense
 * together.
 */
import type { Node } from "jsonc-parser";
import type { Range } from "../../findings/problem";
import { counted, quote } from "../../findings/words";
import { meetsLoneBatch, normOfOneNumber } from "../../flow/lone-batch";
import { loneBatch, MORE_THAN_ONE_SAMPLE } from "../../flow/lone-batch-words";
import { sampleCount, type Optimizer, type TrainingPlan } from "../../flow/plan";
import type { LossName } from "../../flow/objective/losses";
import { fixedCount } from "../../model/fixed";
import { parameterCount } from "../../model/compile";
import { type Network } from "../../model/network";
import type { Notes } from "../notes";
import type { Spec } from "../schema";
import { opening, keyAt, valueAt } from "../tree";
import type { Lines } from "../text/lines";
import { resolveData } from "./training-data";
import { t } from "../../findings/language";

/** Where a run's findings are shown. */
export interface TrainingPlaces {
  readonly training: Range;
  readonly data: Range;
  /** The path of a data file. */
  readonly path: Range | null;
  readonly learningRate: Range | null;
  readonly time: Range | null;
}

export interface ResolvedTraining {
  readonly plan: TrainingPlan;
  readonly places: TrainingPlaces;
}

/** `null` when there is none, or an error was noted. */
export function resolveTraining(
  root: Node,
  spec: Spec,
  network: Network,
  lines: Lines,
  notes: Notes,
): ResolvedTraining | null {
  const node = valueAt(root, "training");
  const key = keyAt(root, "training");
  if (spec.training === undefined || node === null || key === null) return null;
  const before = notes.errors();
  const loss: LossName = spec.training.loss ?? "mse";
  const outputs = network.layers[network.layers.length - 1].units;
  const at = { node, data: valueAt(node, "data") ?? node, loss: valueAt(node, "loss") ?? opening(node) };
  if (loss === "logistic" && outputs !== 1)
    notes.error(
      "spec.conflict",
      at.loss,
      t`The loss "logistic" is for networks with one output; this one has ${outputs}.`,
      t`Use "cross-entropy", one output per class, or give the network one output.`,
    );
  if (loss === "cross-entropy" && outputs === 1)
    notes.error(
      "spec.conflict",
      at.loss,
      t`The loss "cross-entropy" needs one output per class, at least two; this network has 1.`,
      t`Use "logistic" for two classes and one output.`,
    );
  if (fixedCount(network) === parameterCount(network))
    notes.error(
      "spec.conflict",
      key,
      t`Every parameter is held fixed ("train"), so there is nothing to train.`,
      t`Remove "train" from a layer, or remove the training.`,
    );
  const data = resolveData(at.data, spec.training.data, network, loss, at.loss, notes);
  const optimizer = resolveOptimizer(spec.training.optimizer, spec.initialization?.seed ?? 0);
  const samples = data === null ? null : data.kind === "target" ? 0 : sampleCount(data);
  if (samples !== null) noteBatches(node, optimizer, samples, notes);
  noteLoneBatch(node, network, optimizer, samples === 0 ? null : samples, notes);
  if (data === null || notes.errors() > before) return null;
  const range = (place: Node | null): Range | null => (place === null ? null : lines.rangeOf(place));
  return {
    plan: { data, loss, optimizer },
    places: {
      training: lines.rangeOf(key),
      data: lines.rangeOf(valueAt(at.data, "kind") ?? opening(at.data)),
      path: range(valueAt(at.data, "path")),
      learningRate: range(valueAt(node, "optimizer", "learningRate")),
      time: range(valueAt(node, "optimizer", "time")),
    },
  };
}

type OptimizerSpec = NonNullable<Spec["training"]>["optimizer"];

/** What the schema requires of each type is there. */
function resolveOptimizer(spec: OptimizerSpec, seed: number): Optimizer {
  if (spec.type === "gradient-flow")
    return { type: "gradient-flow", time: spec.time ?? 1, tolerance: spec.tolerance ?? DEFAULT_TOLERANCE };
  const { learningRate = 0, steps = 0, momentum = 0, weightDecay = 0, batchSize = null } = spec;
  return { type: "gradient-descent", learningRate, steps, momentum, weightDecay, batchSize, seed };
}

const DEFAULT_TOLERANCE = 1e-10;

/** `samples`: 0 for a target matrix. */
function noteBatches(node: Node, optimizer: Optimizer, samples: number, notes: Notes): void {
  const at = valueAt(node, "optimizer", "batchSize");
  if (optimizer.type !== "gradient-descent" || optimizer.batchSize === null || at === null) return;
  if (samples === 0)
    notes.error(
      "spec.conflict",
      at,
      t`Data of the kind ${quote("target")} has no samples, so there are no batches of them.`,
      t`Remove "batchSize", or train on samples.`,
    );
  else if (optimizer.batchSize > samples)
    notes.warning(
      "spec.conflict",
      at,
      t`There are ${counted(samples, t`sample`, t`samples`)}, so a batch of ${optimizer.batchSize} is all of them.`,
      t`Remove "batchSize", or make it smaller.`,
    );
}

function noteLoneBatch(node: Node, network: Network, optimizer: Optimizer, samples: number | null, notes: Notes): void {
  const layer = meetsLoneBatch(samples, optimizer) ? normOfOneNumber(network) : null;
  if (layer === null) return;
  const at =
    valueAt(node, "optimizer", "batchSize") ?? valueAt(node, "data", "samples") ?? valueAt(node, "data") ?? node;
  notes.error("spec.conflict", at, loneBatch(layer), MORE_THAN_ONE_SAMPLE);
}
