/** The loss that a study of the saddle looks ahead on: the one the spec trains with, where that is quickly had. */
import { objectiveOf } from "../flow/objective/objective";
import { parameterCount, type Network } from "../model/network";
import type { ResolvedTraining } from "../spec/read";
import type { PlateauData } from "../theory/plateau/study";
import { dataFor, type ReadDataFile } from "./training-data";

/** Samples times parameters up to which data are drawn only to look ahead: some hundredths of a second while typing. */
const MOST_LOOKED_AT = { typing: 1e7, run: 2e8 } as const;

/** The loss that a study of the saddle looks at: as `prepareTraining` has it, if it is quickly had. `null`: no data file may be read. */
export function plateauData(
  network: Network,
  training: ResolvedTraining | null,
  readDataFile: ReadDataFile | null,
): PlateauData {
  if (training === null) return { why: "There is no training section, so the loss is not known." };
  const { data, loss } = training.plan;
  if (data.kind === "csv" && readDataFile === null)
    return { why: "The samples are in a file, which is read when the training is simulated." };
  const samples = data.kind === "teacher" ? data.samples : data.kind === "inline" ? data.x.rows : network.inputs;
  if (samples * parameterCount(network) > (readDataFile === null ? MOST_LOOKED_AT.typing : MOST_LOOKED_AT.run))
    return { why: "One pass over the samples takes too long to look ahead while you type." };
  const found = dataFor(network, data, loss, readDataFile ?? NO_FILES);
  if (found.kind === "fault") return { why: found.message };
  return { objective: objectiveOf(network, found.set, loss), set: found.set, loss };
}

const NO_FILES: ReadDataFile = () => ({ kind: "none", why: "No file is read here.", help: "" });
