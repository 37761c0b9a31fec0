/**
 * Which exact solution applies to a linear chain that learns a target with whitened inputs, with its hypotheses checked:
 *  - relaxed balanced and decoupled (start and target share their singular vectors, no mode starts against its target): each
 *    singular mode moves alone, exact-solutions/modes.ts;
 *  - two relaxed balanced layers, any start: the Riccati solution, exact-solutions/riccati.ts, mode curves only as a whole.
 */
import type { Claim } from "../../findings/claim";
import { theorem, unknown } from "../../findings/claim";
import { formatNumber } from "../../findings/numbers";
import { svd } from "../../math/dense/svd";
import { multiply, norm, transpose, viewOf, type Matrix } from "../../math/dense/matrix";
import type { Network } from "../../model/network";
import { blocksOf } from "../../model/network";
import { hasFixed } from "../../model/fixed";
import { isLinearChain } from "../../model/structure";
import { BALANCE_TOLERANCE, balanceOf, isRelaxedBalanced } from "../balance/relaxed-balance";
import { modeCurve } from "../exact-solutions/modes";
import { riccatiSolution } from "../exact-solutions/riccati";

export interface ExactModes {
  readonly reference: string;
  /** Singular values of Z, largest first, at increasing times. */
  at(times: readonly number[]): number[][];
  /** Strongest target first; empty where modes do not move alone. */
  readonly learningTimes: readonly Claim<number>[];
}

export type ExactSolution =
  { readonly kind: "exact"; readonly solution: ExactModes } | { readonly kind: "none"; readonly why: string };

/** Start and target count as sharing singular vectors when the other entries are below this fraction of the largest. */
const DECOUPLED = 1e-10;
const SAXE = "arXiv:1312.6120 (balanced, decoupled modes, whitened inputs)";
const RELAXED = "arXiv:2508.07370, Theorem 3.11 (v1: 4.6), one mode at a time";
const RICCATI =
  "arXiv:2409.14623 (two λ-balanced layers, whitened inputs); the formula is checked in docs/mathematics.md";

export function exactModes(network: Network, theta: Float64Array, target: Matrix | null): ExactSolution {
  if (!isLinearChain(network) || network.layers.length < 2) return none("it is known for chains of linear layers");
  if (hasFixed(network)) return none("some parameters are held fixed");
  if (target === null) return none("it is known for whitened inputs: data of the kind “target”");
  const interfaces = balanceOf(network, theta);
  if (!isRelaxedBalanced(interfaces)) return none("the start is not relaxed balanced");
  const weights = blocksOf(network).map((block) => viewOf(theta, block.offset, block.rows, block.columns));
  const size = norm(theta) ** 2;
  const mu = interfaces.reduce<number[]>(
    (sums, { lambda }) => [
      ...sums,
      sums[sums.length - 1] + (Math.abs(lambda) <= BALANCE_TOLERANCE * size ? 0 : lambda),
    ],
    [0],
  );
  const widths = [network.inputs, ...network.layers.map(({ units }) => units)];
  const modes = sharedModes(
    weights.reduce((z, u) => multiply(u, z)),
    target,
  );
  const simple = mu.every((m) => m === 0) || widths.every((w) => w === widths[0]);
  if (modes !== null && simple) return { kind: "exact", solution: separate(modes, mu) };
  if (weights.length !== 2)
    return none(
      modes === null
        ? "the start and the target do not share their singular vectors"
        : "λ ≠ 0 and the layers are not square",
    );
  const [u1, u2] = weights;
  return {
    kind: "exact",
    solution: {
      reference: RICCATI,
      at: (times) => riccatiSolution(u1, u2, mu[1], target, times).map((z) => Array.from(svd(z).values)),
      learningTimes: [],
    },
  };
}

function none(why: string): ExactSolution {
  return { kind: "none", why };
}

interface Mode {
  readonly initial: number;
  readonly target: number;
}

/** Strengths of the start and the target in common singular vectors, strongest target first; null when there are none. */
function sharedModes(z: Matrix, target: Matrix): Mode[] | null {
  const [sizeZ, sizeT] = [norm(z.data) || 1, norm(target.data) || 1];
  // Where they share vectors, so does this sum; an irrational weight keeps its values apart.
  const { left, right } = svd({
    ...z,
    data: target.data.map((x, i) => x / sizeT + (Math.SQRT1_2 * z.data[i]) / sizeZ),
  });
  const inModes = (a: Matrix): Matrix => multiply(multiply(transpose(left), a), right);
  const [start, end] = [inModes(z), inModes(target)];
  const modes: Mode[] = [];
  for (let i = 0; i < z.rows; i++)
    for (let j = 0; j < z.columns; j++) {
      const at = i * z.columns + j;
      if (i !== j && (Math.abs(start.data[at]) > DECOUPLED * sizeZ || Math.abs(end.data[at]) > DECOUPLED * sizeT))
        return null;
      if (i !== j) continue;
      const [u, s] = [start.data[at], end.data[at]].map((x, k) =>
        Math.abs(x) <= DECOUPLED * (k === 0 ? sizeZ : sizeT) ? 0 : x,
      );
      if (u < 0 || s < 0) return null;
      modes.push({ initial: u, target: s });
    }
  return modes.sort((a, b) => b.target - a.target);
}

function separate(modes: readonly Mode[], mu: readonly number[]): ExactModes {
  const reference = mu.every((m) => m === 0) ? SAXE : RELAXED;
  const curves = modes.map(({ initial, target }) => modeCurve(initial, target, mu));
  return {
    reference,
    at: (times) => times.map((time) => curves.map((curve) => curve.at(time)).sort((a, b) => b - a)),
    learningTimes: curves
      .filter(({ target }) => target > 0)
      .map((curve) =>
        curve.learningTime !== null
          ? theorem(curve.learningTime, reference, {
              note: `From strength ${formatNumber(curve.initial)} to half of ${formatNumber(curve.target)}.`,
            })
          : unknown(
              curve.initial === 0
                ? "A mode that starts at exactly 0 is never learnt."
                : "This mode starts above half of its target.",
            ),
      ),
  };
}
