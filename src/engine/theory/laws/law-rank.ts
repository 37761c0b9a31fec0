/**
 * Rank over GF(p) of the gradients of the listed laws at one point: a lower bound of the number of independent ones
 * among them.
 *
 * Where more laws are listed than there are parameters, as many random combinations as parameters take their place:
 * they lie in the same span, so their rank is a lower bound too, and it falls short with probability 3 D/p at most
 * (Schwartz-Zippel: degree D in theta, 2 D in x and y). Of a matrix of laws S the combination is xᵀ S y for random x,
 * y: such forms span all others, and a set of polynomials in (x, y) has points in general position, so that as many of
 * them as are wanted are as independent as any. Its gradient is made of two products of a vector with each tensor, not
 * of one term for every law and weight.
 */
import type { Progress } from "../../findings/progress";
import { denseRank, denseRankWork } from "../../math/modular/dense-rank";
import { createEchelon, insert } from "../../math/modular/echelon";
import { DELAY, reduce } from "../../math/modular/field";
import type { RandomStream } from "../../math/random/streams";
import type { LawFamily } from "./families";
import type { Lines } from "./groups/group";
import { doubledBy, isWhole, lawIndices, linearLaws, visitGradient } from "./families";

/** From here on the gradients are eliminated together. */
const DENSE_FROM = 150;
/** What a term of a gradient costs, in operations: a remainder and its place (measured). */
const TERM_COST = 5;
/** Insertions between two looks at the host. */
const BETWEEN_YIELDS = 50;

/** How many laws the families list. */
export function listedLaws(families: readonly LawFamily[]): number {
  return families.reduce((sum, family) => sum + family.count, 0);
}

/** Operations of `lawRankAt`, about. */
export function lawRankWork(families: readonly LawFamily[], parameters: number): number {
  const rows = Math.min(listedLaws(families), parameters);
  const elimination = parameters >= DENSE_FROM ? denseRankWork(rows, parameters) : (rows * rows * parameters) / 2;
  return elimination + rows * gradientWork(families, parameters);
}

/** Operations of one row: a gradient, or a combination of all. */
function gradientWork(families: readonly LawFamily[], parameters: number): number {
  const listed = listedLaws(families);
  const combined = listed > parameters;
  const terms = families.reduce((sum, family) => {
    const entries = family.strands.reduce((all, { first }) => all + first.count * family.size, 0);
    return sum + (combined && isWhole(family) ? 4 * entries : (2 * entries * family.count) / family.size);
  }, 0);
  return TERM_COST * (combined ? terms : terms / Math.max(1, listed)) + parameters;
}

export function* lawRankAt(
  families: readonly LawFamily[],
  theta: Float64Array,
  prime: number,
  random: RandomStream,
): Generator<Progress, number> {
  const listed = listedLaws(families);
  const rows = Math.min(listed, theta.length);
  const gradients = allGradients(families, theta, prime);
  const next = (): Float64Array => {
    if (listed > theta.length) return combination(families, theta, prime, random);
    const { value } = gradients.next();
    return value ?? new Float64Array(theta.length);
  };
  if (theta.length >= DENSE_FROM)
    return yield* denseRank({
      rows,
      columns: theta.length,
      prime,
      fill: (_, row) => row.set(next()),
      fillWork: gradientWork(families, theta.length),
    });
  const echelon = createEchelon(prime, theta.length);
  for (let i = 0; i < rows; i++) {
    insert(echelon, next());
    if (i % BETWEEN_YIELDS === 0) yield { stage: "Checking that the known laws are independent", fraction: i / rows };
  }
  return echelon.rows.length;
}

function* allGradients(
  families: readonly LawFamily[],
  theta: Float64Array,
  prime: number,
): Generator<Float64Array, undefined> {
  for (const family of families) yield* lawGradientsMod(family, theta, prime);
  return undefined;
}

/** Gradients of a family at theta, mod p, one vector each. */
export function* lawGradientsMod(family: LawFamily, theta: Float64Array, prime: number): Generator<Float64Array> {
  const sums = linearLaws(family);
  for (const sum of sums ?? []) {
    const vector = new Float64Array(theta.length);
    for (const { at, sign } of sum) vector[at] = sign === 1 ? 1 : prime - 1;
    yield vector;
  }
  if (sums !== null) return;
  for (const [j, k] of lawIndices(family)) {
    const vector = new Float64Array(theta.length);
    visitGradient(family, j, k, (at, from, sign) => {
      vector[at] = reduce(vector[at] + (sign === 1 ? theta[from] : prime - theta[from]), prime);
    });
    const doubled = doubledBy(family, j);
    if (doubled !== undefined) vector[doubled] = reduce(vector[doubled] + 2, prime);
    yield vector;
  }
}

/** A random combination of the gradients of all laws. */
export function combination(
  families: readonly LawFamily[],
  theta: Float64Array,
  prime: number,
  random: RandomStream,
): Float64Array {
  const vector = new Float64Array(theta.length);
  for (const family of families) {
    if (isWhole(family)) {
      addForm(family, theta, prime, random, vector);
      continue;
    }
    const sums = linearLaws(family);
    for (const sum of sums ?? []) {
      const factor = random.integer(prime);
      for (const { at, sign } of sum) vector[at] = reduce(vector[at] + (sign === 1 ? factor : prime - factor), prime);
    }
    if (sums !== null) continue;
    for (const [j, k] of lawIndices(family)) {
      const factor = random.integer(prime);
      visitGradient(family, j, k, (at, from, sign) => {
        vector[at] = reduce(vector[at] + factor * (sign === 1 ? theta[from] : prime - theta[from]), prime);
      });
      const doubled = doubledBy(family, j);
      if (doubled !== undefined) vector[doubled] = reduce(vector[doubled] + 2 * factor, prime);
    }
  }
  return vector;
}

/** vector += the gradient of xᵀ S y, S the matrix of the family's laws, for random x and y. */
function addForm(family: LawFamily, theta: Float64Array, p: number, random: RandomStream, vector: Float64Array): void {
  const draw = (n: number): Float64Array => Float64Array.from({ length: n }, () => random.integer(p));
  const [x, y] = [draw(family.size), draw((family.partner ?? family).size)];
  for (const { sign, first, second } of family.strands)
    for (let c = 0; c < first.count; c++) {
      const [alongX, alongY] = [along(theta, first, c, x, p), along(theta, second, c, y, p)];
      const [timesX, timesY] = sign === 1 ? [alongX, alongY] : [p - alongX, p - alongY];
      for (let j = 0; j < x.length; j++) {
        const at = first.at(j, c);
        vector[at] = reduce(vector[at] + timesY * x[j], p);
      }
      for (let k = 0; k < y.length; k++) {
        const at = second.at(k, c);
        vector[at] = reduce(vector[at] + timesX * y[k], p);
      }
    }
}

/** Sum over the channels j of a line of theta's weights times x_j, mod p. */
function along(theta: Float64Array, { at }: Lines, line: number, x: Float64Array, p: number): number {
  let sum = 0;
  for (let j = 0; j < x.length; j++) {
    sum += theta[at(j, line)] * x[j];
    if ((j & (DELAY - 1)) === DELAY - 1) sum = reduce(sum, p);
  }
  return reduce(sum, p);
}
