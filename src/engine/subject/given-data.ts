/** The data a spec trains on as an analysis sees them: read or drawn once, where that is quick, or why not. */
import type { DataSet } from "../flow/data-set";
import type { LossName } from "../flow/objective/losses";
import { MOST_AT_ONCE } from "../flow/objective/compress";
import { sampleCount } from "../flow/plan";
import { compressionWork, objectiveOf, type Objective } from "../flow/objective/objective";
import { parameterCount } from "../model/compile";
import { type Network } from "../model/network";
import type { ResolvedTraining } from "../spec/read";
import { dataFor, type ReadDataFile } from "./training-data";
import { t } from "../findings/language";

/** Samples times parameters up to which data are drawn only to look ahead: some hundredths of a second while typing. */
const MOST_LOOKED_AT = { typing: 1e7, run: 2e8 } as const;

export type GivenData =
  | {
      readonly kind: "data";
      readonly set: DataSet;
      readonly classes: readonly string[] | null;
      readonly objective: Objective;
      readonly loss: LossName;
    }
  | { readonly kind: "none"; readonly why: string };

/** As `prepareTraining` has them. `readDataFile`: `null`: no data file may be read. */
export function givenData(
  network: Network,
  training: ResolvedTraining | null,
  readDataFile: ReadDataFile | null,
): GivenData {
  if (training === null) return none(t`There is no training section, so the loss is not known.`);
  const { data, loss } = training.plan;
  if (
    (data.kind === "csv" || data.kind === "npz" || (data.kind === "tokens" && data.path !== null)) &&
    readDataFile === null
  )
    return none(t`The samples are in a file, which is read when the training is simulated.`);
  const samples = sampleCount(data) ?? network.inputs;
  if (samples * parameterCount(network) > (readDataFile === null ? MOST_LOOKED_AT.typing : MOST_LOOKED_AT.run))
    return none(TOO_LONG);
  if (readDataFile === null && data.kind !== "target" && compressionWork(network, samples, loss) > MOST_AT_ONCE)
    return none(TOO_LONG);
  const found = dataFor(network, data, loss, readDataFile ?? NO_FILES);
  if (found.kind === "fault") return none(found.message);
  const { set, classes } = found;
  return { kind: "data", set, classes, objective: objectiveOf(network, set, loss), loss };
}

const TOO_LONG = t`One pass over the samples takes too long to look ahead while you type.`;

function none(why: string): GivenData {
  return { kind: "none", why };
}

const NO_FILES: ReadDataFile = () => ({ kind: "none", why: t`No file is read here.`, help: "" });
