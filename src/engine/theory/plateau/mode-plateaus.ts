/**
 * When a deep linear network learns each singular mode of a target with whitened inputs: a staircase of plateaus.
 *
 * Strengths and "half learnt" are those of ../exact-solutions/mode-strengths.ts. Where an exact solution applies
 * (../trajectory/exact-modes.ts) the times are its own. Two layers from any other start follow nearly the Riccati
 * solution of a balanced one (../exact-solutions/riccati-times.ts): a prediction with an error bar. Three layers or
 * more have no such solution.
 */
import type { Claim } from "../../findings/claim";
import { unknown } from "../../findings/claim";
import { formatNumber } from "../../findings/numbers";
import { multiply, viewOf, type Matrix } from "../../math/dense/matrix";
import type { Network } from "../../model/network";
import { blocksOf } from "../../model/compile";
import { isLinearChain } from "../../model/structure";
import { balanceOf } from "../balance/relaxed-balance";
import { targetModes } from "../exact-solutions/mode-strengths";
import { riccatiTimes, type ModeTime } from "../exact-solutions/riccati-times";
import { exactModes } from "../trajectory/exact-modes";
import { ALREADY_LEARNT, DEEP, FAR_FROM_BALANCED, NOT_AFFORDED, notFound, WITHOUT, withError } from "./mode-words";

export interface ModePlateau {
  /** Strengths in the target and at the start. */
  readonly target: number;
  readonly initial: number;
  /** Time at which it reaches half of its target. */
  readonly learningTime: Claim<number>;
}

/** Wider targets are not decomposed. */
const WIDEST = 60;
const REFERENCE = "arXiv:2409.14623 (two layers, whitened inputs), without the imbalance";
/** A time whose error bar is a larger part of it says nothing. */
const MOST_ERROR = 0.5;

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
  const weights = blocksOf(network).map((block) => viewOf(theta, block.offset, block.rows, block.columns));
  const modes = targetModes(target);
  const initial = modes.of(weights.reduce((product, u) => multiply(u, product)));
  const times =
    exact.kind === "exact"
      ? exact.solution.learningTimes
      : weights.length === 2
        ? predictedTimes(network, theta, weights, target)
        : initial.map((u, k) => unknown<number>(2 * u >= modes.strengths[k] ? ALREADY_LEARNT : DEEP));
  return modes.strengths.map((strength, k) => ({
    target: strength,
    initial: initial[k],
    learningTime: times.at(k) ?? unknown(NOT_AFFORDED),
  }));
}

function predictedTimes(
  network: Network,
  theta: Float64Array,
  [u1, u2]: readonly Matrix[],
  target: Matrix,
): Claim<number>[] {
  const [{ lambda, deviations }] = balanceOf(network, theta);
  const imbalance = deviations.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  const known = deviations.length > 0;
  const modes = targetModes(target);
  // The error bar t ‖D‖ / s is a known share of t: where it is too large for every mode nothing is computed.
  if (imbalance > MOST_ERROR * modes.strengths[0]) {
    const initial = modes.of(multiply(u2, u1));
    return modes.strengths.map((s, k) => unknown<number>(2 * initial[k] >= s ? ALREADY_LEARNT : FAR_FROM_BALANCED));
  }
  return riccatiTimes(u1, u2, lambda, target, modes).map((mode) => predicted(mode, imbalance, known));
}

function predicted(
  { target, initial, growing, rounding, time, searched }: ModeTime,
  imbalance: number,
  known: boolean,
): Claim<number> {
  if (2 * initial >= target) return unknown(ALREADY_LEARNT);
  if (growing <= rounding) return unknown(WITHOUT);
  if (time === null) return unknown(notFound(searched));
  const error = (time * imbalance) / target;
  if (!known) return unknown(NOT_AFFORDED);
  if (error > MOST_ERROR * time) return unknown(FAR_FROM_BALANCED);
  return {
    value: time,
    basis: "predicted",
    reference: REFERENCE,
    note: withError(formatNumber(error, 2), formatNumber(initial), formatNumber(target)),
  };
}
