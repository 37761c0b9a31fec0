/**
 * The metric of the end-to-end map as a sum of Kronecker products, one for each matrix of weights (transfer.ts):
 *   M = sum_b P_b ⊗ Q_b,   P = B Bᵀ (outputs),   Q = Fᵀ F (columns),
 * and its derivative  dM = sum_b dP_b ⊗ Q_b + P_b ⊗ dQ_b. Weights that form no matrix have one term each. Where a weight
 * acts along several edges, the square of their sum is no such product: then all is one term, 1 ⊗ M.
 *
 * Else the d x d matrix is never formed. P and Q are kept packed: the upper triangle, off-diagonal entries times sqrt 2, so
 * that the Euclidean product of two packed matrices is their Frobenius product.
 */
import type { Matrix } from "../../../math/dense/matrix";
import { addProduct, multiply, outerGram, transpose } from "../../../math/dense/matrix";
import type { LinearProgram, Product } from "./linear";
import { endToEndJacobian, jacobianDerivative, type Transfer } from "./transfer";

/** P ⊗ Q, both packed. */
export interface KroneckerTerm {
  readonly p: Float64Array;
  readonly q: Float64Array;
}

export function metricTerms(program: LinearProgram, at: Transfer): KroneckerTerm[] {
  if (isShared(program)) return [whole(outerGram(endToEndJacobian(program, at)))];
  return factors(program, at, at).map(({ b, f }) => ({
    p: packed(multiply(b, transpose(b))),
    q: packed(multiply(transpose(f), f)),
  }));
}

/** For each term of `metricTerms`, dP and dQ along the direction whose transfer derivative is `change`. */
export function metricTermDerivatives(program: LinearProgram, at: Transfer, change: Transfer): KroneckerTerm[] {
  if (isShared(program)) {
    const [j, dj] = [endToEndJacobian(program, at), jacobianDerivative(program, at, change)];
    return [{ ...whole(symmetrized(j, dj)), p: new Float64Array(1) }];
  }
  return factors(program, at, change).map(({ b, db, f, df }) => ({
    p: packed(symmetrized(b, db)),
    q: packed(symmetrized(transpose(f), transpose(df))),
  }));
}

function whole(metric: Matrix): KroneckerTerm {
  return { p: Float64Array.of(1), q: packed(metric) };
}

/** Does some weight act along several edges, or in several products? */
export function isShared(program: LinearProgram): boolean {
  const products = program.steps.filter((step) => step.does === "product");
  return (
    products.some(({ wiring }) => !wiring.oneEdgeEach) ||
    new Set(products.map(({ offset }) => offset)).size !== products.length
  );
}

/** How many there are. */
export function metricTermCount(program: LinearProgram): number {
  if (isShared(program)) return 1;
  return productsOf(program).reduce((sum, { wiring }) => sum + (wiring.name === "full" ? 1 : wiring.left), 0);
}

interface Factors {
  readonly b: Matrix;
  readonly db: Matrix;
  readonly f: Matrix;
  readonly df: Matrix;
}

function factors(program: LinearProgram, at: Transfer, change: Transfer): Factors[] {
  return productsOf(program).flatMap(({ wiring, from, into }): Factors[] => {
    const [b, db] = [at.backward[into], change.backward[into]];
    const [f, df] = [at.forward[from], change.forward[from]];
    if (wiring.name === "full") return [{ b, db, f, df }];
    const terms: Factors[] = [];
    wiring.edges((i, j, o) => {
      terms[i] = { b: columnOf(b, o), db: columnOf(db, o), f: rowOf(f, j), df: rowOf(df, j) };
    });
    return terms;
  });
}

function productsOf({ steps }: LinearProgram): Product[] {
  return steps.filter((step) => step.does === "product");
}

/** da aᵀ + a daᵀ. */
function symmetrized(a: Matrix, da: Matrix): Matrix {
  const sum = multiply(da, transpose(a));
  addProduct(sum, a, transpose(da));
  return sum;
}

function packed(a: Matrix): Float64Array {
  const n = a.rows;
  const result = new Float64Array((n * (n + 1)) / 2);
  let at = 0;
  for (let i = 0; i < n; i++) {
    result[at++] = a.data[i * n + i];
    for (let j = i + 1; j < n; j++) result[at++] = Math.SQRT2 * a.data[i * n + j];
  }
  return result;
}

function columnOf(a: Matrix, j: number): Matrix {
  return { rows: a.rows, columns: 1, data: Float64Array.from({ length: a.rows }, (_, i) => a.data[i * a.columns + j]) };
}

function rowOf(a: Matrix, i: number): Matrix {
  return { rows: 1, columns: a.columns, data: a.data.slice(i * a.columns, (i + 1) * a.columns) };
}
