/**
 * Path lifting with every hidden neuron gated: counted on the graph, for any size. With E weights and H hidden neurons
 * on a path from the input (or a bias) to the output, dim Lie = rank dphi = E - H: flows on the graph that balance at
 * the hidden neurons (arXiv:2508.07370, ICLR Thm 3.1 / v1 Thm 3.8, the Frobenius property), and the H rescaling laws
 * are independent. Weights on no such path never move and count as one law each.
 */
import { t } from "../../findings/language";
import { certified } from "../../findings/claim";
import { parameterCount } from "../../model/compile";
import type { Network } from "../../model/network";
import { isPurePathLifting } from "../../model/structure";
import type { Decided } from "./claims";
import type { LawFamily } from "./families";
import { frozen } from "./groups/frozen";
import { rescaling } from "./groups/rescaling";
import { listedLaws } from "./law-rank";

const GRAPH_REFERENCE = "arXiv:2508.07370, ICLR Theorem 3.1 and Corollary 3.4 (v1: Theorem 3.8)";

/** Of a network that trains all its weights: exactly, at any size; `null`: its laws are not all counted on the graph. */
export function countByTheGraph(network: Network, families: readonly LawFamily[]): Decided | null {
  const counted = isPurePathLifting(network) && areOnGraph(families);
  return counted ? countOnGraph(families, parameterCount(network)) : null;
}

/** Whether they are all that the theorem counts: a law for each hidden neuron, and the weights that lead nowhere. */
function areOnGraph(families: readonly LawFamily[]): boolean {
  return families.every(({ group }) => group === rescaling || group === frozen);
}

function countOnGraph(families: readonly LawFamily[], parameters: number): Decided {
  const laws = listedLaws(families);
  return {
    independent: certified(laws, { reference: GRAPH_REFERENCE }),
    known: certified(laws, { reference: GRAPH_REFERENCE }),
    lieDimension: certified(parameters - laws, {
      reference: GRAPH_REFERENCE,
      note: t`Weights on a path to the output minus hidden neurons there, counted on the graph.`,
    }),
    complete: certified(true, { reference: GRAPH_REFERENCE }),
    certificate: {
      method: "combinatorial",
      primes: [],
      seed: 0,
      lieRank: parameters - laws,
      lawRank: laws,
      bracketDepth: 1,
    },
    frobenius: true,
  };
}
