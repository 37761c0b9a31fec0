/**
 * When a deep linear network learns each singular mode of a target with whitened inputs: a staircase of plateaus.
 *
 * With target T = sum_a S_a u_a v_aᵀ and the end-to-end matrix Z, the strength of mode a is u_aᵀ Z v_a. If the start is balanced
 * and Z shares T's singular vectors, modes move alone and their times are exact (../trajectory/exact-modes.ts). Otherwise each
 * is taken as if it did, du/dt = L u^{2-2/L} (S - u) from its strength at the start (arXiv:1312.6120): a prediction.
 */
import type { Claim } from "../../findings/claim";
import { unknown } from "../../findings/claim";
import { formatNumber } from "../../findings/numbers";
import { svd } from "../../math/dense/svd";
import { multiply, viewOf, type Matrix } from "../../math/dense/matrix";
import type { Network } from "../../model/network";
import { blocksOf } from "../../model/network";
import { isLinearChain } from "../../model/structure";
import { modeCurve } from "../exact-solutions/modes";
import { exactModes } from "../trajectory/exact-modes";

export interface ModePlateau {
  /** Strengths in the target and at the start. */
  readonly target: number;
  readonly initial: number;
  /** Time at which it reaches half of its target. */
  readonly learningTime: Claim<number>;
}

/** Wider targets are not decomposed. */
const WIDEST = 60;
/** Modes weaker than this share of the strongest are rounding. */
const NEGLIGIBLE = 1e-12;
const REFERENCE = "arXiv:1312.6120, one mode at a time";

/** Strongest first; `null` for networks or data that have no modes. */
export function modePlateaus(network: Network, theta: Float64Array, target: Matrix | null): ModePlateau[] | null {
  if (
    target === null ||
    !isLinearChain(network) ||
    network.layers.length < 2 ||
    Math.max(target.rows, target.columns) > WIDEST
  )
    return null;
  const exact = exactModes(network, theta, target);
  const exactTimes = exact.kind === "exact" ? exact.solution.learningTimes : [];
  const z = blocksOf(network)
    .map((block) => viewOf(theta, block.offset, block.rows, block.columns))
    .reduce((product, u) => multiply(u, product));
  const { left, values, right } = svd(target);
  const depth = network.layers.length;
  return Array.from(values)
    .filter((strength) => strength > NEGLIGIBLE * values[0])
    .map((strength, a) => {
      const initial = along(z, left, right, a);
      return { target: strength, initial, learningTime: exactTimes.at(a) ?? predictedTime(initial, strength, depth) };
    });
}

/** u_aᵀ Z v_a */
function along(z: Matrix, left: Matrix, right: Matrix, a: number): number {
  let sum = 0;
  for (let i = 0; i < z.rows; i++)
    for (let j = 0; j < z.columns; j++)
      sum += left.data[i * left.columns + a] * z.data[i * z.columns + j] * right.data[j * right.columns + a];
  return sum;
}

function predictedTime(initial: number, target: number, depth: number): Claim<number> {
  if (initial <= 0)
    return unknown(
      `The network starts ${initial === 0 ? "without any of this mode" : "against this mode"}, so that the formula for one mode does not apply.`,
    );
  const { learningTime } = modeCurve(initial, target, new Array<number>(depth).fill(0));
  if (learningTime === null) return unknown("This mode starts above half of its target.");
  return {
    value: learningTime,
    basis: "predicted",
    reference: REFERENCE,
    note: `From strength ${formatNumber(initial)} to half of ${formatNumber(target)}, as if the layers were balanced and the modes moved alone.`,
  };
}
