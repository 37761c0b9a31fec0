/**
 * The laws of a network whose weights are not drawn: listed and counted by formulas, in a time that does not grow with its widths.
 *
 * Whether there are others is known without fields where a theorem says so: of path liftings (counted on the graph), and of two
 * linear layers, all of whose laws are functions of the listed ones where the two matrices side by side have full rank (arXiv:2506.06194,
 * Prop. 3.5), as they have at a generic theta.
 */
import type { Claim } from "../../findings/claim";
import { certified, theorem, unknown } from "../../findings/claim";
import { cited } from "../../findings/reference";
import type { LossName } from "../../flow/objective/losses";
import { parameterCount } from "../../model/compile";
import { hasFixed } from "../../model/fixed";
import type { Network } from "../../model/network";
import { isIdentity, isLinearChain } from "../../model/structure";
import { undecided } from "./claims";
import { closedRank } from "./closed-rank";
import type { LawCount } from "./count";
import { countByTheGraph } from "./graph-count";
import { lawFamilies, lossFamilies, type LawFamily } from "./families";
import { CLOSED_REFERENCE } from "./independence";
import type { LossCount } from "./loss-laws";
import type { LawStudy } from "./study";
import { activationBetween, BLOCK_BY_BLOCK, NO_FORMULA, NOT_COUNTED_AT_THIS_SIZE, SOME_ARE_FIXED } from "./words";

/** `loss`: of the spec's training. */
export function closedLaws(network: Network, loss: LossName | null): LawStudy {
  const families = lawFamilies(network);
  const count: LawCount = { estimate: null, ...countOf(network, families), families };
  return { count, network: null, loss: loss === null || hasFixed(network) ? null : underLoss(network, loss, count) };
}

function countOf(network: Network, families: readonly LawFamily[]): Omit<LawCount, "families" | "estimate"> {
  const onGraph = hasFixed(network) ? null : countByTheGraph(network, families);
  if (onGraph !== null) return onGraph;
  const laws = closedRank(families);
  if (hasFixed(network)) return undecided(SOME_ARE_FIXED, known(laws));
  if (laws !== null && isLinearChain(network) && network.layers.length === 2) {
    const of = <T>(value: T) => theorem(value, TWO_LAYERS);
    const [independent, lieDimension] = [of(laws), of(parameterCount(network) - laws)];
    return { ...undecided(""), independent, known: of(laws), lieDimension, complete: of(true) };
  }
  const blocks = network.layers.filter(({ type }) => type === "residual").length;
  const why = blocks > 1 ? `${NOT_COUNTED_AT_THIS_SIZE} ${BLOCK_BY_BLOCK}` : NOT_COUNTED_AT_THIS_SIZE;
  return undecided(why, known(laws));
}

const TWO_LAYERS = cited("arXiv:2506.06194", "proposition", "3.5", ": two linear layers of full rank");

function known(laws: number | null): Claim<number> {
  return laws === null ? unknown<number>(NO_FORMULA) : certified(laws, { reference: CLOSED_REFERENCE });
}

function underLoss(network: Network, loss: LossName, { families, known: every }: LawCount): LossCount {
  const none = { loss, independent: unknown<number>(NOT_COUNTED_AT_THIS_SIZE), network: null };
  const open = (why: string): LossCount => ({ ...none, families: [], known: every, complete: unknown(why) });
  if (!isIdentity(network.layers[network.layers.length - 1].activation)) return open(activationBetween(loss));
  const added = lossFamilies(network, loss);
  if ("why" in added) return open(added.why);
  return {
    ...none,
    families: added,
    known: known(closedRank([...families, ...added])),
    complete: unknown(NOT_COUNTED_AT_THIS_SIZE),
  };
}
