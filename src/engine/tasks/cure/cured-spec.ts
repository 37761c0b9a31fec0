/** What a cure of a start begins with. */
import type { InitializationPlan } from "../../model/initialization";
import type { Network } from "../../model/network";
import type { ResolvedTraining } from "../../spec/read";
import type { FileStart } from "./file-start";

export interface CuredSpec {
  readonly text: string;
  readonly path: string | null;
  readonly network: Network;
  readonly plan: InitializationPlan;
  readonly training: ResolvedTraining | null;
  /** Where its weights lie in one. */
  readonly file: FileStart | null;
}
