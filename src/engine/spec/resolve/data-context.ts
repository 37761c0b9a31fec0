/** What is known where the data of a training run are resolved, and how many samples a network may take. */
import type { Node } from "jsonc-parser";
import { grouped } from "../../findings/words";
import type { TeacherPlan } from "../../flow/plan";
import type { LossName, OutputLayout } from "../../flow/objective/losses";
import type { Network } from "../../model/network";
import { positionsOf } from "../../model/shape";
import { isOfBatches } from "../../model/whole";
import type { Notes, Span } from "../notes";
import type { Spec } from "../schema";
import { tooLargeToDraw } from "./sizes";
import { tooManyNumbers } from "./words";
import { t } from "../../findings/language";

export type DataSpec = NonNullable<Spec["training"]>["data"];

export interface Context {
  readonly node: Node;
  readonly spec: DataSpec;
  readonly network: Network;
  readonly outputs: number;
  readonly layout: OutputLayout;
  readonly loss: LossName;
  readonly lossAt: Span;
  readonly notes: Notes;
}

/** Numbers that the samples and what the layers make of them may take: 160 MB. */
const MOST_NUMBERS = 2e7;
/** The same where a pass holds all samples at once, as for a norm of the batch: ten numbers for each, with what comes back. */
const MOST_AT_ONCE = 2e6;

export function noteSamples({ network, notes }: Context, at: Span, samples: number, teacher: TeacherPlan | null): void {
  // Nothing is run then.
  if (tooLargeToDraw(network) !== null) return;
  const units = Math.max(
    network.inputs + network.layers.reduce((sum, layer) => sum + layer.units, 0),
    (teacher?.widths ?? []).reduce((a, b) => a + b, 0),
  );
  const most = isOfBatches(network) ? MOST_AT_ONCE : MOST_NUMBERS;
  if (samples * units > most)
    notes.error(
      "spec.too-large",
      at,
      tooManyNumbers(samples, units, most),
      t`Use at most ${grouped(Math.max(1, Math.floor(most / units)))} samples, or a narrower network.`,
    );
}

/** Of tokens one number at each position. */
export function columnsOf({ inputs, shape }: Network): number {
  return shape?.discrete === true ? positionsOf(shape) : inputs;
}
