/** All that is said of a network's laws: of phi, of its function near the initialization, and under the spec's loss. */
import type { Effort, Progress } from "../../findings/progress";
import type { LossName } from "../../flow/objective/losses";
import { hasFixed } from "../../model/fixed";
import type { Network } from "../../model/network";
import type { LawCount } from "./count";
import { countLaws, countLimits } from "./count";
import type { LawFamily } from "./families";
import type { LossCount } from "./loss-laws";
import { countLossLaws } from "./loss-laws";
import type { NetworkCount } from "./network-count";
import { countNetworkLaws, PATIENT_NETWORK, TYPING_NETWORK } from "./network-count";

export interface LawStudy {
  readonly count: LawCount;
  /** `null`: not looked for. */
  readonly network: NetworkCount | null;
  /** `null`: the spec names no loss, or it was not looked for. */
  readonly loss: LossCount | null;
}

/** `lean`: the laws of phi alone. */
export function* studyLaws(
  network: Network,
  theta: Float64Array,
  loss: LossName | null,
  { effort, lean }: { readonly effort: Effort; readonly lean: boolean },
): Generator<Progress, LawStudy> {
  const limits = { count: countLimits(effort), network: effort === "patient" ? PATIENT_NETWORK : TYPING_NETWORK };
  const count = yield* countLaws(network, limits.count);
  // Which laws a network has of whose parameters some are held fixed is not known here, be it of its function or under
  // a loss.
  if (lean || hasFixed(network)) return { count, network: null, loss: null };
  const ofNetwork = yield* countNetworkLaws(network, theta, count, limits.network);
  const underLoss =
    loss === null ? null : yield* countLossLaws(network, theta, loss, { count, network: ofNetwork }, limits);
  return { count, network: ofNetwork, loss: underLoss };
}

/** Every listed law: those of phi, of the network and of the loss. */
export function allFamilies({ count, network, loss }: LawStudy): LawFamily[] {
  return [...count.families, ...(network?.families ?? []), ...(loss?.families ?? [])];
}
