/**
 * What the graph of the nonzero weights proves about a path lifting (docs/mathematics.md, recovering theta). Zeros are
 * exact here: nothing is decided on a tolerance, and no measurement can contradict it.
 *
 *  - Without loose weights theta is recoverable, so the property holds (arXiv:2508.07370, Thm 2.17).
 *  - Where every loose weight is zero, the neurons that no path of nonzero weights crosses have no weights at all, so
 *    their laws are in² - out² = 0. Near theta, on {h = h(theta)}, a neuron then has nonzero weights on both sides or
 *    on none: those with weights are recoverable up to signs, which the metric does not see, and the others add nothing
 *    to it. The property holds. At theta = 0 as well.
 */
import { alsoCiting, cited } from "../../findings/reference";
import type { GraphRecovery } from "./graph";
import { idleSentence, recoveryClauses } from "./words";
import type { TheoremCheck } from "./theorems";

export const RECOVERY = cited("arXiv:2508.07370", "theorem", "2.17");
/** Cited only where every weight is nonzero, as its hypothesis asks. */
const NONZERO = alsoCiting(RECOVERY, "; ICLR Corollary 3.3 (v1: 3.9)");
const IDLE = alsoCiting(RECOVERY, ", extended to neurons without weights in docs/mathematics.md, Recovering theta");

export function graphTheorems(graph: GraphRecovery): TheoremCheck[] {
  const recoverable: TheoremCheck = {
    reference: graph.zeroWeights === 0 ? NONZERO : RECOVERY,
    published: true,
    conclusion: "holds",
    hypotheses: [{ text: recoveryClauses(graph).join(". "), met: graph.looseEdges === 0 }],
  };
  if (graph.looseEdges === 0) return [recoverable];
  return [
    recoverable,
    {
      reference: IDLE,
      published: true,
      conclusion: "holds",
      hypotheses: [{ text: idleSentence(graph), met: graph.looseEdges === graph.looseZeroEdges }],
    },
  ];
}
