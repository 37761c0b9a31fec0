/** The start of a spec that is cured: of its file, or drawn. */
import type { InitializationPlan } from "../../model/initialization";
import { initialize, type Initialized } from "../../model/initializers";
import type { Network } from "../../model/network";
import type { FileStart } from "./file-start";

export function startOf({
  network,
  plan,
  file,
}: {
  readonly network: Network;
  readonly plan: InitializationPlan;
  readonly file: FileStart | null;
}): Initialized {
  return file === null ? initialize(network, plan) : { kind: "theta", theta: file.theta };
}
