/**
 * Closed equations of circuits whose products have no short list: one number for each channel, of any degree, and wires that share weights.
 *
 * z is carried by the balanced weights β of its class (S_A = <β, Aβ> = 0 for all A in p; Kempf and Ness: those of least norm), up to turns
 * of channels the only ones. At each instant θ = T β has the laws at the start (metric/circuits/with-laws.ts); since S vanishes on [k, p], T is
 * unique up to isometries that leave the metric. As
 * ∂φ(θ) T = ∂φ(β), a velocity v of θ moves z as T⁻¹ v moves it from β, and β follows by
 *   β' = T⁻¹ v + R β,   R in p such that the laws of β stay:  Σ_B <Aβ, Bβ> R_B = -<Aβ, T⁻¹ v>.
 * Proof: docs/mathematics.md, "The metric of circuits". Cost: with g laws and D weights 2 g² D + g³ / 3 for a step, of which there are some six.
 */
import { solvePositiveDefinite } from "../../../math/dense/cholesky";
import { dot, norm, outerGram, zeros } from "../../../math/dense/matrix";
import { symmetricEigen } from "../../../math/dense/symmetric-eigen";
import { localOf, symmetricGenerators, type Local } from "../../metric/circuits/action";
import type { Circuit } from "../../metric/circuits/circuit";
import { lawRows } from "../../metric/circuits/products";
import { act, lawsAt, withLaws, type Step } from "../../metric/circuits/with-laws";
import type { ExitCondition } from "../intrinsic-flow";
import type { Piece } from "./piece";
import { t } from "../../../findings/language";

/** Operations of a step of Newton's method, g² D, up to which it is done at every evaluation. */
const MOST_WORK = 3e6;

/**
 * The law of every part must be a multiple of the identity, and no change of the circuit leave θ where it is. `label`: of the weight at a place
 * of theta. null: there is no balanced point, or it is too large.
 */
export function orbitPiece(
  { name, parts }: Pick<Circuit, "name" | "parts">,
  theta: Float64Array,
  label: (at: number) => string,
): Piece | null {
  const local = localOf(parts, theta);
  const generators = symmetricGenerators(parts);
  const invariants = invariantsOf(local);
  const shown = invariants ?? [];
  if (generators.length ** 2 * local.theta.length > MOST_WORK) return null;
  const laws = lawsAt(local, local.theta);
  const none = new Float64Array(laws.length);
  const start = withLaws(none, local, generators, local.theta)?.theta ?? null;
  if (start === null) return null;
  const gather = (from: Float64Array): Float64Array => Float64Array.from(local.at, (i) => from[i]);
  // The T of the θ last recovered, which a velocity of θ is taken back by.
  let steps: readonly Step[] = [];
  return {
    start,
    shown: invariants !== null,
    recover(beta, into) {
      const reached = withLaws(laws, local, generators, beta);
      if (reached === null) return false;
      steps = reached.steps;
      local.at.forEach((at, i) => (into[at] = reached.theta[i]));
      return true;
    },
    follow(beta, _theta, velocity, into) {
      const w = gather(velocity);
      for (const step of steps.toReversed()) act(local, step, w, "back");
      const rows = lawRows({ ...local, theta: beta }, generators);
      const row = (i: number): Float64Array => rows.data.subarray(i * rows.columns, (i + 1) * rows.columns);
      const along = Float64Array.from({ length: rows.rows }, (_, i) => -dot(row(i), w));
      const r = solvePositiveDefinite(outerGram(rows), along);
      if (r === null) return false;
      into.set(w);
      r.forEach((x, i) => row(i).forEach((a, e) => (into[e] += x * a)));
      return true;
    },
    lifted: (beta) => Float64Array.from(shown, (one) => valueOf(one, beta)),
    observe(at) {
      const beta = withLaws(none, local, generators, gather(at))?.theta ?? null;
      return Float64Array.from(shown, (one) => (beta === null ? NaN : valueOf(one, beta)));
    },
    exit: exitOf(name, local, start),
    label(index) {
      const [first] = shown[index];
      return shown[index].length === 1 && first.b === null
        ? t`β of ${label(local.at[first.a])}`
        : t`β of ${name}: product ${index}`;
    },
  };
}

/** What of balanced weights turns of channels do not change: a sum of weights and of products of two. */
type Invariant = readonly { readonly a: number; readonly b: number | null; readonly sign: number }[];

function valueOf(invariant: Invariant, beta: Float64Array): number {
  return invariant.reduce((sum, { a, b, sign }) => sum + sign * beta[a] * (b === null ? 1 : beta[b]), 0);
}

/** Weights that nothing turns, and the products through what turns; null: something is turned from two sides. */
function invariantsOf({ parts, theta }: Local): Invariant[] | null {
  const turned = new Uint8Array(theta.length);
  const turning = parts.filter(({ writers }) => writers.length > 1);
  for (const { writers, readers } of turning)
    for (const row of [...writers, ...readers]) for (const at of row) turned[at]++;
  if (turned.some((times) => times > 1)) return null;
  const still = Array.from(theta.keys()).filter((a) => turned[a] === 0);
  return [
    ...still.map((a): Invariant => [{ a, b: null, sign: 1 }]),
    ...turning.flatMap(({ phases, writers, readers }) =>
      Array.from(writers[0].keys()).flatMap((x) =>
        Array.from(readers[0].keys()).flatMap((y): Invariant[] => {
          const term = (i: number, j: number, sign = 1): Invariant[number] => ({
            a: writers[i][x],
            b: readers[j][y],
            sign,
          });
          const real = writers.map((_, j) => term(j, j));
          return phases ? [real, [term(0, 1), term(1, 0, -1)]] : [real];
        }),
      ),
    ),
  ];
}

/** What writes a part of balanced weights has lost a direction; what reads it has then, too. */
function exitOf(name: string, { parts }: Local, start: Float64Array): ExitCondition {
  const sizes = (beta: Float64Array): number[] =>
    parts.map(({ phases, writers }) => {
      const table = writers.map((row) => Float64Array.from(row, (i) => beta[i]));
      if (phases || table.length === 1) return norm(table.flatMap((row) => Array.from(row)));
      const gram = zeros(table.length, table.length);
      table.forEach((one, i) => table.forEach((other, j) => (gram.data[i * table.length + j] = dot(one, other))));
      return Math.sqrt(Math.max(0, symmetricEigen(gram).values[0]));
    });
  const initial = sizes(start);
  return {
    distance: (beta) => Math.min(...sizes(beta).map((size, p) => size / initial[p])),
    describe: () => t`the weights on one side of a channel of ${name} reach zero`,
  };
}
