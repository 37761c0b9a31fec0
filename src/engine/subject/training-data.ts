/** The samples that a spec trains on: drawn, as they stand in it, or read from a file that it names. */
import type { DataSet, SampleSet } from "../flow/data-set";
import { namesFault } from "../flow/data/class-names";
import { readCsv } from "../flow/data/csv";
import { readNpz, type Arrays } from "../flow/data/npz";
import { drawTeacherData } from "../flow/data/teacher";
import { drawTokens, readTokens, tokensAsInputs } from "../flow/data/tokens";
import { isDiscrete } from "../model/inputs";
import { outputLayout, readLabels, targetWidths, type LossName } from "../flow/objective/losses";
import type { CsvPlan, DataPlan, NpzPlan, TokensPlan } from "../flow/plan";
import type { Network } from "../model/network";
import { vector } from "../model/shape";
import { isOfBatches } from "../model/whole";
import { fileTooLarge, notTokens } from "./words";
import { t } from "../findings/language";

/**
 * The text of a file, named relative to the spec, or of a file of arrays those of these names; or why there is none: a sentence for the
 * user, and what to do.
 */
export type ReadDataFile = (path: string, arrays?: readonly string[]) => DataFile;

export type { StoredArray } from "../flow/data/npz";

export type DataFile =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "arrays"; readonly arrays: Arrays }
  | { readonly kind: "none"; readonly why: string; readonly help: string };

/** Numbers that samples read from a file may make in all layers: as for samples written into the spec. */
const MOST_NUMBERS = 2e7;
/** The same where a pass holds all samples at once. */
const MOST_AT_ONCE = 2e6;

function mostNumbers(network: Network): number {
  return isOfBatches(network) ? MOST_AT_ONCE : MOST_NUMBERS;
}

export type Data =
  /** `classes`: their names, where the labels are names; entry k is class k. */
  { readonly kind: "data"; readonly set: DataSet; readonly classes: readonly string[] | null } | DataFault;

export interface DataFault {
  readonly kind: "fault";
  readonly code: "data.unreadable" | "data.mismatch";
  readonly message: string;
  readonly help: string;
}

/** Drawn, taken from the spec, or read and checked. */
export function dataFor(network: Network, plan: DataPlan, loss: LossName, readDataFile: ReadDataFile): Data {
  switch (plan.kind) {
    case "teacher":
      return { kind: "data", set: drawTeacherData(network, plan, loss), classes: null };
    case "target":
      return { kind: "data", set: plan, classes: null };
    case "inline":
      return { kind: "data", set: { kind: "samples", x: plan.x, y: plan.y }, classes: plan.classes };
    case "tokens":
      return tokenData(network, plan, readDataFile);
    case "csv":
      return csvData(network, plan, loss, readDataFile(plan.path));
    case "npz":
      return npzData(network, plan, loss, readDataFile(plan.path, [plan.inputs, plan.targets]));
  }
}

function csvData(network: Network, plan: CsvPlan, loss: LossName, file: DataFile): Data {
  if (file.kind !== "text") return unreadable(file);
  const reading = readCsv(file.text, plan);
  if (reading.kind === "fault") return { kind: "fault", code: "data.mismatch", ...reading.fault };
  return asInputs(network, reading.set, reading.classes, loss);
}

function npzData(network: Network, plan: NpzPlan, loss: LossName, file: DataFile): Data {
  if (file.kind !== "arrays") return unreadable(file);
  const shape = network.shape ?? vector(network.inputs);
  const reading = readNpz(file.arrays, plan, shape, targetWidths(loss, outputLayout(network)));
  if ("message" in reading) return { kind: "fault", code: "data.mismatch", ...reading };
  return asInputs(network, reading, null, loss);
}

function asInputs(network: Network, set: SampleSet, classes: readonly string[] | null, loss: LossName): Data {
  if (!isDiscrete(network)) return fits(network, set, classes, loss);
  const x = tokensAsInputs(network, set.x);
  if ("row" in x) return { kind: "fault", code: "data.mismatch", ...notTokens(x.row, network.shape!.channels) };
  return fits(network, { ...set, x }, classes, loss);
}

function unreadable(file: DataFile): DataFault {
  const { why, help } = file.kind === "none" ? file : OTHER_KIND;
  return { kind: "fault", code: "data.unreadable", message: why, help };
}

const OTHER_KIND = { why: t`The file was read as another kind of data.`, help: t`Name a file of this kind.` };

function tokenData(network: Network, { path, samples, seed }: TokensPlan, readDataFile: ReadDataFile): Data {
  if (path === null) return { kind: "data", set: drawTokens(network, samples ?? 1, seed), classes: null };
  const file = readDataFile(path);
  if (file.kind !== "text") return unreadable(file);
  // Of a text no more windows are made than a network may take.
  const units = network.inputs + network.layers.reduce((sum, layer) => sum + layer.units, 0);
  const most = Math.max(1, Math.floor(mostNumbers(network) / units));
  const reading = readTokens(network, file.text, Math.min(samples ?? most, most));
  if (reading.kind === "fault") return { kind: "fault", code: "data.mismatch", ...reading.fault };
  return fits(network, reading.set, null, "cross-entropy");
}

/** The number of columns was checked with the spec. */
function fits(network: Network, set: SampleSet, classes: readonly string[] | null, loss: LossName): Data {
  const outputs = network.layers[network.layers.length - 1].units;
  const units = network.inputs + network.layers.reduce((sum, layer) => sum + layer.units, 0);
  const most = mostNumbers(network);
  if (set.x.rows * units > most)
    return {
      kind: "fault",
      code: "data.mismatch",
      message: fileTooLarge(set.x.rows, units, most),
      help: t`Use at most ${Math.floor(most / units)} samples, or a narrower network.`,
    };
  const misnamed = classes === null ? null : namesFault(classes, loss, outputs);
  if (misnamed !== null) return { kind: "fault", code: "data.mismatch", ...misnamed };
  const labels = readLabels(loss, outputLayout(network), set.y);
  if (labels.kind === "fault")
    return {
      kind: "fault",
      code: "data.mismatch",
      message: t`Sample ${labels.fault.row + 1}: ${labels.fault.message}`,
      help: labels.fault.help,
    };
  return { kind: "data", set, classes };
}
