/** A start that lies in a file of weights, and another one that a cure has found. */
import type { Checkpoint } from "../../checkpoint/checkpoint";
import type { FilePlan, InitializationPlan } from "../../model/initialization";
import type { Network } from "../../model/network";
import type { Report } from "../../report/types";
import type { OpenWeights } from "../../subject/parameters";
import type { Matched } from "../../weights/match";
import type { WriteNewFiles } from "../new-files";

/** What cures need of the host where weights lie in a file; `null`: it is not there. */
export interface CureFiles {
  readonly openWeights: OpenWeights | null;
  /** `null`: nothing may be written now. */
  readonly writeNewFiles: WriteNewFiles | null;
}

/** A spec's start in a file that is open. */
export interface FileStart extends CureFiles {
  readonly text: string;
  /** Only quoted in reports. */
  readonly path: string | null;
  readonly network: Network;
  readonly plan: InitializationPlan;
  readonly file: FilePlan;
  readonly theta: Float64Array;
  readonly checkpoint: Checkpoint;
  /** The pieces that come from the file. */
  readonly matched: readonly Matched[];
}

export type GivenStart = Omit<FileStart, "file" | "checkpoint" | "matched">;

/** Another start. */
export interface NewStart {
  readonly theta: Float64Array;
  /** Of a network with fewer neurons and the same layers, and the text that says so, with the old path. */
  readonly narrow?: { readonly network: Network; readonly text: string };
  /** What was done, for the user. */
  readonly message: string;
  /** `theta`: as the new file has it, rounded; `null` where it cannot be read. */
  readonly isCured: (report: Report, theta: () => Float64Array | null) => boolean;
  /** What is left of what the cure is about, relative as `tolerance` counts it; `null`: it is no matter of digits. */
  readonly residual: ((report: Report) => number | null) | null;
}
