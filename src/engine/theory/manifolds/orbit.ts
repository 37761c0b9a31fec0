/**
 * The dimension of theta's orbit: of the set that gradient flows can reach from theta, whatever the data. A check that
 * does not know any symmetry (for analytic activations: Hermann 1960, Nagano 1966; the invariant manifolds are unions
 * of orbits).
 *
 * At theta itself the fields X_(x,y) = grad <y, F(.)(x)> may span less than the orbit's tangent space (a neuron whose
 * outgoing weights are 0, say), at a generic point of the orbit they mostly span it. So: flow along a few of these
 * fields to a point theta' of the orbit; there take the rank of the fields at random x, y, and, when that is less than
 * expected, of them and their brackets  [X, Y] = DY.X - DX.Y  (derivatives along a direction by differences of fourth
 * order). That rank is a lower bound of the orbit's dimension. It is one in floating point: `measured`, with the values
 * on both sides of the decision.
 *
 * Cost: D + 10 gradients, and O(D³) for the rank.
 */
import { dop853 } from "../../flow/integrate/dop853";
import { integrate } from "../../flow/integrate/integrate";
import type { LossRule } from "../../flow/objective/losses";
import { passOf } from "../../flow/objective/pass";
import { telling, type Progress } from "../../findings/progress";
import { norm, zeros, type Matrix } from "../../math/dense/matrix";
import { spectrumSteps } from "../../math/dense/rank";
import { randomStream } from "../../math/random/streams";
import { randomInput } from "../../model/inputs";
import type { Network } from "../../model/network";
import { parameterCount } from "../../model/compile";
import { wholeOf } from "../../model/whole";

const STAGE: Progress = { stage: "Measuring the orbit", fraction: null };

/** The gradients of <y, F(.)(x)> for so many random x and y. */
export interface Fields {
  readonly parameters: number;
  readonly count: number;
  gradient(index: number, theta: Float64Array, into: Float64Array): void;
}

export interface OrbitRank {
  /** At most the orbit's dimension; equal to it when nothing longer than brackets of two fields is needed. */
  readonly rank: number;
  /** False when singular values fade out into rounding, so that the rank is at least this. */
  readonly clear: boolean;
  /** Singular values, largest first, and below which of them counts as zero. */
  readonly values: readonly number[];
  readonly tolerance: number;
  readonly gap: number | null;
  readonly brackets: boolean;
}

/** Rows beyond D, so that an unlucky draw does not cost the decision. */
const SURPLUS = 10;
/**
 * Fields that are followed, and how far: this part of 1 + |theta|, all together; backwards where it is negative. A
 * point for each.
 */
const FLOWS = 4;
const REACHES = [0.5, -0.5, 0.1] as const;
const FLOW_TOLERANCE = 1e-12;
/** Part of a field's first speed below which its flow is no longer sped up. */
const SLOW = 1e-3;
/** Inputs are drawn with these standard deviations in turn, so that activations are seen both bent and saturated. */
const INPUT_SIZES = [0.7, 1.5, 3];
/** Step of the differences, and what their error leaves of a zero: h⁴ and u / h. */
const DIFFERENCE = 2e-3;

/**
 * Parts of the largest singular value: above the first one counts, below the second it is error, in between nobody
 * knows.
 */
interface RankTolerance {
  readonly counted: number;
  readonly rounding: number;
}

/** Rows of unit length are right to some 1e-16; a hundred times their sum's error is no error. */
const FIELD_TOLERANCE: RankTolerance = { counted: 1e-11, rounding: 1e-13 };
const BRACKET_TOLERANCE: RankTolerance = { counted: 1e-7, rounding: 1e-9 };

export function fieldsOf(network: Network, seed: number): Fields {
  const parameters = parameterCount(network);
  const count = parameters + SURPLUS + FLOWS;
  const random = randomStream(seed, "orbit");
  const outputs = network.layers[network.layers.length - 1].units;
  // Where samples act on each other a field is that of a few of them.
  const { samples } = wholeOf(network);
  const rows = count * samples;
  const x: Matrix = zeros(rows, network.inputs);
  for (let row = 0; row < rows; row++)
    x.data.set(
      randomInput(network, random, () => INPUT_SIZES[row % INPUT_SIZES.length] * random.normal()),
      row * network.inputs,
    );
  const y: Matrix = {
    rows,
    columns: outputs,
    data: Float64Array.from({ length: rows * outputs }, () => random.normal()),
  };
  const pass = passOf(network, { x, y, constants: null }, pairing);
  const batch = new Int32Array(samples);
  return {
    parameters,
    count,
    gradient(index, theta, into) {
      for (let s = 0; s < samples; s++) batch[s] = index * samples + s;
      pass.runOn(batch, theta, 1, into);
    },
  };
}

/** <y, f>, whose derivative by f is y. */
const pairing: LossRule = ({ numbers, outputs, from, targets, into }, count, stride, weight) => {
  let sum = 0;
  for (let row = 0; row < outputs; row++)
    for (let s = row * stride; s < row * stride + count; s++) {
      sum += numbers[from + s] * numbers[targets + s];
      numbers[into + s] = weight * numbers[targets + s];
    }
  return weight * sum;
};

/**
 * `expected`: an upper bound of the dimension; more points and brackets are taken only when the fields at the first one
 * have a smaller rank.
 */
export function* orbitRank(fields: Fields, theta: Float64Array, expected: number): Generator<Progress, OrbitRank> {
  const found: { readonly point: Float64Array; readonly rows: Matrix; readonly decision: OrbitRank }[] = [];
  for (const [at, reach] of REACHES.entries()) {
    yield { ...STAGE, fraction: 0.2 * at };
    const point = pointOfOrbit(fields, theta, reach);
    yield STAGE;
    const rows = fieldRows(fields, point);
    yield STAGE;
    const decision = yield* rankOf(rows, FIELD_TOLERANCE, false);
    // All that there can be: what is left is rounding.
    if (decision.rank === expected) return { ...decision, clear: true };
    if (decision.clear && decision.rank > expected) return decision;
    found.push({ point, rows, decision });
  }
  const [best] = found.toSorted((a, b) => b.decision.rank - a.decision.rank);
  const { point, rows } = best;
  const brackets = zeros(rows.rows, fields.parameters);
  for (let row = 0; row < brackets.rows; row++) {
    if (row % 20 === 0) yield { ...STAGE, fraction: 0.6 + (0.3 * row) / brackets.rows };
    brackets.data.set(
      bracket(fields, point, rows, row, (row + 1 + (row % (brackets.rows - 1))) % brackets.rows),
      row * fields.parameters,
    );
  }
  const both = zeros(2 * rows.rows, fields.parameters);
  both.data.set(rows.data);
  both.data.set(brackets.data, rows.data.length);
  const second = yield* rankOf(both, BRACKET_TOLERANCE, true);
  if (second.rank === expected) return { ...second, clear: true };
  // Where one spectrum fades out into rounding, another one's smaller rank does not settle it; nor do brackets whose
  // own error is larger.
  const clear = second.clear && second.rank >= best.decision.rank && found.every(({ decision }) => decision.clear);
  return { ...(second.rank > best.decision.rank ? second : best.decision), clear };
}

/** A point of the orbit, a few flows away. */
function pointOfOrbit(fields: Fields, theta: Float64Array, reach: number): Float64Array {
  let point: Float64Array = theta.slice();
  const length = (Math.abs(reach) * (1 + norm(theta))) / FLOWS;
  const start = new Float64Array(fields.parameters);
  for (let flow = 0; flow < FLOWS; flow++) {
    const index = fields.count - 1 - flow;
    fields.gradient(index, point, start);
    // Below this speed it is slowed down, so that it comes to rest at a zero of the field.
    const size = norm(start);
    const least = SLOW * size;
    // A field that vanishes, or is so small or large that its flow has no finite length, leads nowhere.
    if (!(least > 0) || !Number.isFinite(size)) continue;
    const steps = integrate(
      {
        dimension: fields.parameters,
        derivative: (_t, at, into) => {
          fields.gradient(index, at, into);
          const factor = Math.sign(reach) / (norm(into) + least);
          for (let k = 0; k < into.length; k++) into[k] *= factor;
        },
      },
      point,
      { end: length, tolerance: FLOW_TOLERANCE, method: dop853, maxSteps: 2000 },
    );
    for (;;) {
      const next = steps.next();
      if (next.done !== true) continue;
      point = next.value.y;
      break;
    }
  }
  return point;
}

/** Each of unit length, so that large inputs do not drown small ones; 0 stays 0. */
function fieldRows(fields: Fields, point: Float64Array): Matrix {
  const rows = zeros(fields.count - FLOWS, fields.parameters);
  const into = new Float64Array(fields.parameters);
  for (let row = 0; row < rows.rows; row++) {
    fields.gradient(row, point, into);
    const size = norm(into) || 1;
    for (let k = 0; k < into.length; k++) rows.data[row * fields.parameters + k] = into[k] / size;
  }
  return rows;
}

/**
 * [X_a, X_b] of the fields divided by their lengths at the point, itself divided by its length unless it is all
 * rounding.
 */
function bracket(fields: Fields, point: Float64Array, rows: Matrix, a: number, b: number): Float64Array {
  const row = (index: number): Float64Array =>
    rows.data.subarray(index * fields.parameters, (index + 1) * fields.parameters);
  const first = derivativeAlong(fields, point, b, row(a));
  const second = derivativeAlong(fields, point, a, row(b));
  const result = first.map((value, k) => value - second[k]);
  const size = Math.max(norm(result), 1e-3 * Math.max(norm(first), norm(second)), Number.MIN_VALUE);
  return result.map((value) => value / size);
}

/** DX_index . direction, of the field divided by its length at the point. */
function derivativeAlong(fields: Fields, point: Float64Array, index: number, direction: Float64Array): Float64Array {
  const h = DIFFERENCE * (1 + norm(point) / Math.sqrt(point.length));
  const result = new Float64Array(fields.parameters);
  const at = new Float64Array(fields.parameters);
  const into = new Float64Array(fields.parameters);
  fields.gradient(index, point, into);
  const size = norm(into) || 1;
  for (const [step, weight] of [
    [1, 8],
    [-1, -8],
    [2, -1],
    [-2, 1],
  ]) {
    for (let k = 0; k < at.length; k++) at[k] = point[k] + step * h * direction[k];
    fields.gradient(index, at, into);
    for (let k = 0; k < into.length; k++) result[k] += (weight * into[k]) / (12 * h * size);
  }
  return result;
}

function* rankOf(matrix: Matrix, relative: RankTolerance, brackets: boolean): Generator<Progress, OrbitRank> {
  if (!matrix.data.every(Number.isFinite))
    return { rank: 0, values: [], tolerance: 0, gap: null, brackets, clear: false };
  const values = Array.from((yield* telling(spectrumSteps(matrix), STAGE)).singularValues);
  const largest = values[0] ?? 0;
  const tolerance = relative.counted * largest;
  const rank = values.filter((value) => value > tolerance).length;
  const gap =
    rank === 0 || rank === values.length ? null : values[rank - 1] / Math.max(values[rank], Number.EPSILON * largest);
  return {
    rank,
    values,
    tolerance,
    gap,
    brackets,
    clear: values.every((value) => value > tolerance || value <= relative.rounding * largest),
  };
}
