/**
 * The products through one wire as a map φ of the weights that meet it (circuit.ts):  Z = wᵀ r for each part, of pairs with phases
 * the real and imaginary parts of w* r. It is quadratic, φ_i(θ) = sum c θ_a θ_b, so ∂(∂φ) v = ∂φ(v), and the metric M = ∂φ ∂φᵀ and its
 * derivative ∂φ(v) ∂φᵀ + ∂φ ∂φ(v)ᵀ are small tables. Not for activations of degree 2 between.
 */
import { dot, norm, zeros, type Matrix } from "../../../math/dense/matrix";
import type { LiftedMap } from "../lifted";
import { symmetricGenerators, applied, type Generator, type Local } from "./action";

interface Term {
  readonly a: number;
  readonly b: number;
  readonly factor: number;
}

/** Number of products. */
export function productCount({ parts }: Pick<Local, "parts">): number {
  return parts.reduce(
    (sum, { phases, writers, readers }) => sum + (phases ? 2 : 1) * writers[0].length * readers[0].length,
    0,
  );
}

/** The map, as the measurement takes it. */
export function productsOf(local: Local): Pick<LiftedMap, "jacobian" | "metric" | "metricWork" | "value"> {
  const terms = termsOf(local);
  const [d, parameters] = [terms.length, local.theta.length];
  const jacobian = (theta: Float64Array): Matrix => {
    const j = zeros(d, parameters);
    terms.forEach((own, i) => {
      for (const { a, b, factor } of own) {
        j.data[i * parameters + a] += factor * theta[b];
        j.data[i * parameters + b] += factor * theta[a];
      }
    });
    return j;
  };
  return {
    jacobian,
    metricWork: 2 * d * d * parameters,
    value: (theta) =>
      Float64Array.from(terms, (own) => own.reduce((sum, { a, b, factor }) => sum + factor * theta[a] * theta[b], 0)),
    metric: (theta) => metricFrom(jacobian(theta), jacobian),
  };
}

/** M = j jᵀ and its derivatives, from those of j. */
export function metricFrom(j: Matrix, change: (v: Float64Array) => Matrix): ReturnType<LiftedMap["metric"]> {
  const { rows: d, columns } = j;
  const row = (of: Matrix, i: number): Float64Array => of.data.subarray(i * columns, (i + 1) * columns);
  return {
    size: norm(packed(d, (a, b) => dot(row(j, a), row(j, b)))),
    coordinates: (d * (d + 1)) / 2,
    derivative(v) {
      const dj = change(v);
      return packed(d, (a, b) => dot(row(dj, a), row(j, b)) + dot(row(j, a), row(dj, b)));
    },
  };
}

/** The gradients of the circuit's laws, a row each. */
export function lawRows(local: Local, generators: readonly Generator[] = symmetricGenerators(local.parts)): Matrix {
  const rows = zeros(generators.length, local.theta.length);
  generators.forEach((generator, i) => rows.data.set(applied(local, generator, local.theta), i * rows.columns));
  return rows;
}

/** Upper triangle of a symmetric matrix, off-diagonal entries times √2: keeps the Frobenius norm. */
export function packed(size: number, at: (i: number, j: number) => number): Float64Array {
  const result = new Float64Array((size * (size + 1)) / 2);
  let next = 0;
  for (let i = 0; i < size; i++) for (let j = i; j < size; j++) result[next++] = (i === j ? 1 : Math.SQRT2) * at(i, j);
  return result;
}

function termsOf({ parts }: Local): Term[][] {
  return parts.flatMap(({ phases, writers, readers }) => {
    const all: Term[][] = [];
    for (let x = 0; x < writers[0].length; x++)
      for (let y = 0; y < readers[0].length; y++) {
        const term = (i: number, j: number, factor = 1): Term => ({ a: writers[i][x], b: readers[j][y], factor });
        if (phases) all.push([term(0, 0), term(1, 1)], [term(0, 1), term(1, 0, -1)]);
        else all.push(writers.map((_, j) => term(j, j)));
      }
    return all;
  });
}
