/**
 * Which theorem decides the intrinsic metric property of a linear chain, its hypotheses checked one by one
 * (arXiv:2508.07370; ICLR numbering, v1's in brackets; docs/mathematics.md has the statements).
 *
 *  - relaxed balanced, two layers: sufficient (Thm 3.8 [4.3]). For lambda != 0 the range projectors in the closed metric
 *    are functions of Z only if the factor that lambda forces to full column rank r either fills its space or Z has rank r.
 *  - relaxed balanced, all widths equal, any depth: sufficient (Thm 3.11 [4.6]).
 *  - not relaxed balanced, two layers, r <= max(n, m): the property fails (Thm 3.9 [4.4]).
 */
import { decideRank } from "../../math/dense/rank";
import { multiply, viewOf } from "../../math/dense/matrix";
import type { Network } from "../../model/network";
import { blocksOf } from "../../model/network";
import type { InterfaceBalance } from "../balance/relaxed-balance";
import { BALANCE_TOLERANCE, isRelaxedBalanced } from "../balance/relaxed-balance";

export interface TheoremVerdict {
  readonly verdict: "holds" | "fails";
  readonly reference: string;
  /** The hypotheses that were checked, in a sentence. */
  readonly because: string;
  /** The number behind the decisive hypothesis and what it was compared with. */
  readonly residual: number;
  readonly tolerance: number;
}

export function decideByTheorem(network: Network, theta: Float64Array, interfaces: readonly InterfaceBalance[]): TheoremVerdict | null {
  const depth = network.layers.length;
  const residual = Math.max(0, ...interfaces.map(({ imbalance }) => imbalance));
  const numbers = { residual, tolerance: BALANCE_TOLERANCE };
  const balanced = isRelaxedBalanced(interfaces);
  const widths = [network.inputs, ...network.layers.map((layer) => layer.units)];
  if (depth === 2) {
    const [m, r, n] = widths;
    if (!balanced)
      return r <= Math.max(n, m)
        ? {
            verdict: "fails",
            reference: "arXiv:2508.07370, Theorem 3.9 (v1: 4.4)",
            because: `With two layers and ${r} hidden units, at most max(${n}, ${m}), relaxed balance is necessary, and it does not hold.`,
            ...numbers,
          }
        : null;
    const rank = rankCondition(network, theta, interfaces[0].lambda, m, r, n);
    return rank === null
      ? null
      : { verdict: "holds", reference: "arXiv:2508.07370, Theorem 3.8 (v1: 4.3)", because: `The initialization is relaxed balanced; ${rank}.`, ...numbers };
  }
  if (depth > 2 && balanced && widths.every((w) => w === widths[0]))
    return {
      verdict: "holds",
      reference: "arXiv:2508.07370, Theorem 3.11 (v1: 4.6)",
      because: "The initialization is relaxed balanced and all layers are square.",
      ...numbers,
    };
  return null;
}

/** The rank condition for lambda != 0, in words when it is met; null when not. */
function rankCondition(network: Network, theta: Float64Array, lambda: number, m: number, r: number, n: number): string | null {
  const blocks = blocksOf(network).map((block) => viewOf(theta, block.offset, block.rows, block.columns));
  const size = blocks.reduce((sum, u) => sum + u.data.reduce((s, x) => s + x * x, 0), 0);
  // lambda at rounding level is lambda = 0: then the closed metric needs no projector.
  if (Math.abs(lambda) <= BALANCE_TOLERANCE * size) return "λ = 0 needs no rank condition";
  const full = lambda > 0 ? n : m;
  if (r === full) return `λ ≠ 0 and the factor it acts on is square (${r} x ${full})`;
  const rank = decideRank(multiply(blocks[1], blocks[0])).rank;
  return rank === r ? `λ ≠ 0 and the product has rank ${r}` : null;
}
