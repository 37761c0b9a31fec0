/**
 * Which exact solution applies to a linear chain that learns a target with whitened inputs, with its hypotheses
 * checked:
 *  - relaxed balanced and decoupled (start and target share their singular vectors): each singular mode moves alone,
 *    exact-solutions/modes.ts. Balanced (all mu 0), a mode that starts against its target falls to 0 and is never
 *    learnt;
 *  - two relaxed balanced layers, any start: the Riccati solution, exact-solutions/riccati.ts.
 */
import type { Claim } from "../../findings/claim";
import { t } from "../../findings/language";
import { theorem, unknown } from "../../findings/claim";
import { formatNumber } from "../../findings/numbers";
import { cited, type Reference } from "../../findings/reference";
import { svd } from "../../math/dense/svd";
import { multiply, norm, transpose, viewOf, type Matrix } from "../../math/dense/matrix";
import type { Network } from "../../model/network";
import { blocksOf } from "../../model/compile";
import { hasFixed } from "../../model/fixed";
import { isLinearChain } from "../../model/structure";
import { BALANCE_TOLERANCE, balanceOf, isRelaxedBalanced } from "../balance/relaxed-balance";
import { modeCurve } from "../exact-solutions/modes";
import { targetModes } from "../exact-solutions/mode-strengths";
import { riccatiTimes, type ModeTime } from "../exact-solutions/riccati-times";
import { riccatiSolution } from "../exact-solutions/riccati";
import { fallsForEver, startsAtRounding } from "./words";

export interface ExactModes {
  readonly reference: string;
  /** Singular values of Z, largest first, at increasing times. */
  at(times: readonly number[]): number[][];
  /** Strongest target first; empty where modes do not move alone. */
  readonly learningTimes: readonly Claim<number>[];
}

export type ExactSolution =
  { readonly kind: "exact"; readonly solution: ExactModes } | { readonly kind: "none"; readonly why: string };

/** Strengths below this part of the product's size come from its rounding … */
const ROUNDING = 1e-14;
/** … and those below this one have few digits left of it. */
const FAINT = 1e-9;
/** Start and target count as sharing singular vectors when the other entries are below this fraction of the largest. */
const DECOUPLED = 1e-10;
const SAXE: Reference = { text: "arXiv:1312.6120 (balanced, decoupled modes, whitened inputs)" };
const OPPOSED =
  "a scalar equation with the resting point 0 (arXiv:1312.6120; proof in docs/mathematics.md, exact solutions)";
const RELAXED = cited("arXiv:2508.07370", "theorem", "3.11", " (v1: 4.6), one mode at a time");
const RICCATI: Reference = {
  text: "arXiv:2409.14623 (two λ-balanced layers, whitened inputs); the formula is checked in docs/mathematics.md",
};

export function exactModes(network: Network, theta: Float64Array, target: Matrix | null): ExactSolution {
  if (!isLinearChain(network) || network.layers.length < 2) return none(t`it is known for chains of linear layers`);
  if (hasFixed(network)) return none(t`some parameters are held fixed`);
  if (target === null) return none(t`it is known for whitened inputs: data of the kind “target”`);
  const interfaces = balanceOf(network, theta);
  if (!isRelaxedBalanced(interfaces)) return none(t`the start is not relaxed balanced`);
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
  const z = weights.reduce((product, u) => multiply(u, product));
  const balanced = mu.every((m) => m === 0);
  const modes = sharedModes(z, target, balanced);
  const simple = balanced || widths.every((w) => w === widths[0]);
  // What is 0 to rounding in a product of two matrices may be well above it in each of them, and the Riccati solution
  // sees these.
  const fine = modes?.every(({ initial }) => !(initial > 0 && initial < FAINT * norm(z.data))) ?? false;
  if (modes !== null && simple && (fine || weights.length > 2))
    return { kind: "exact", solution: separate(modes, mu, weights) };
  if (weights.length !== 2)
    return none(
      modes === null
        ? t`the start and the target do not share their singular vectors`
        : t`λ ≠ 0 and the layers are not square`,
    );
  const [u1, u2] = weights;
  return {
    kind: "exact",
    solution: {
      reference: RICCATI.text,
      at: (times) => riccatiSolution(u1, u2, mu[1], target, times).map((at) => Array.from(svd(at).values)),
      learningTimes: riccatiTimes(u1, u2, mu[1], target, targetModes(target)).map((mode) =>
        mode.time === null
          ? notLearnt(mode, weights)
          : theorem(mode.time, RICCATI, {
              note: t`From strength ${formatNumber(mode.initial)} to half of ${formatNumber(mode.target)}.`,
            }),
      ),
    },
  };
}

function none(why: string): ExactSolution {
  return { kind: "none", why };
}

interface Mode {
  /** At least 0. */
  readonly initial: number;
  /** Below 0: the start is against it. */
  readonly target: number;
  readonly left: Float64Array;
  readonly right: Float64Array;
}

/**
 * Strengths of the start and the target in common singular vectors, strongest target first; null when there are none.
 * The start may be against a mode only where `opposed` says so.
 */
function sharedModes(z: Matrix, target: Matrix, opposed: boolean): Mode[] | null {
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
      const s = Math.abs(end.data[at]) <= ROUNDING * sizeT ? 0 : end.data[at];
      // The product's own rounding is not a start against the target.
      const u = Math.abs(start.data[at]) <= ROUNDING * sizeZ ? Math.abs(start.data[at]) : start.data[at];
      const towards = u < 0 ? -s : s;
      if (towards < 0 && !opposed) return null;
      modes.push({
        initial: Math.abs(u),
        target: towards,
        left: column(left, i),
        right: column(right, j),
      });
    }
  return modes.sort((a, b) => Math.abs(b.target) - Math.abs(a.target) || strengthOf(b) - strengthOf(a));
}

/** Towards the target's own singular vectors. */
function strengthOf({ initial, target }: Mode): number {
  return target < 0 ? -initial : initial;
}

function column(a: Matrix, j: number): Float64Array {
  return Float64Array.from({ length: a.rows }, (_, i) => a.data[i * a.columns + j]);
}

function separate(modes: readonly Mode[], mu: readonly number[], weights: readonly Matrix[]): ExactModes {
  const reference = mu.every((m) => m === 0) ? SAXE : RELAXED;
  const size = Math.sqrt(modes.reduce((sum, { initial }) => sum + initial ** 2, 0));
  const curves = modes.map((mode) => ({ mode, curve: modeCurve(mode.initial, mode.target, mu) }));
  const lost = modes.filter((mode) => mode.target < 0 || (mode.target > 0 && isExactlyZero(mode, weights)));
  const doubtful = modes.some((mode) => mode.target > 0 && !lost.includes(mode) && mode.initial <= ROUNDING * size);
  const left = lost.reduce((sum, { target }) => sum + target ** 2 / 2, 0);
  const limit = doubtful ? "" : t` What is never learnt leaves the loss at ${formatNumber(left, 6)}, its limit.`;
  return {
    reference: reference.text,
    at: (times) => times.map((time) => curves.map(({ curve }) => curve.at(time)).sort((a, b) => b - a)),
    learningTimes: curves
      .filter(({ mode }) => mode.target !== 0)
      .map(({ mode, curve }): Claim<number> => {
        if (mode.target < 0)
          return {
            value: null,
            basis: "theorem",
            reference: OPPOSED,
            note: fallsForEver(mode.initial, mode.target, limit),
          };
        if (curve.learningTime !== null && mode.initial > ROUNDING * size)
          return theorem(curve.learningTime, reference, {
            note: t`From strength ${formatNumber(curve.initial)} to half of ${formatNumber(curve.target)}.`,
          });
        if (curve.learningTime === null && mode.initial > 0)
          return unknown(t`This mode starts above half of its target.`);
        if (mu.some((m) => m !== 0) && curve.learningTime !== null)
          return theorem(curve.learningTime, reference, { note: t`From strength 0, from where λ ≠ 0 pushes it away.` });
        return isExactlyZero(mode, weights)
          ? {
              value: null,
              basis: "theorem",
              reference: reference.text,
              note: `${t`Never: no weight begins with any of this mode.`}${limit}`,
            }
          : unknown(zeroToRounding(mode.target));
      }),
  };
}

/**
 * Does every product of a weight of the first and last layers with the mode's vectors vanish, so that no rounding is in
 * it?
 */
function isExactlyZero({ left, right }: Mode, weights: readonly Matrix[]): boolean {
  const [first, last] = [weights[0], weights[weights.length - 1]];
  return (
    first.data.every((weight, at) => weight * right[at % first.columns] === 0) &&
    last.data.every((weight, at) => weight * left[Math.floor(at / last.columns)] === 0)
  );
}

function zeroToRounding(target: number): string {
  return startsAtRounding(target);
}

function notLearnt(mode: ModeTime, weights: readonly Matrix[]): Claim<number> {
  const { initial, target, growing, rounding, searched } = mode;
  if (initial >= target / 2) return unknown(t`This mode starts above half of its target.`);
  if (growing <= rounding)
    return weights.every(({ data }) => data.every((weight) => weight === 0))
      ? {
          value: null,
          basis: "theorem",
          reference: RICCATI.text,
          note: t`Never: all weights are 0, where nothing moves.`,
        }
      : unknown(zeroToRounding(target));
  return unknown(t`It is not half learnt before t = ${formatNumber(searched)}, where the search ended.`);
}
