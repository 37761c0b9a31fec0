/**
 * Exact counting over GF(p) (docs/mathematics.md, "How a count becomes a certificate").
 *
 * At a random point theta mod p: lawRank = rank of the gradients of the known laws <= number of independent known laws;
 * lieRank = rank of fields and nested brackets <= dim Lie(W)(theta), so D - lieRank bounds the number of independent laws
 * from above. Where D - lieRank = lawRank both are exact: a certificate without tolerance or failure probability.
 *
 * Where they do not meet, brackets are added level by level until a whole level adds nothing. The fields found then span
 * a space closed under brackets with W, except with probability about D/p for each draw.
 *
 * Cost: lieRank draws, each O(3^m D) for its bracket and O(rank D) for the elimination: about D³/3 in all. From
 * DENSE_FROM parameters on, the draws that should suffice are eliminated together (math/modular/dense-rank.ts), some
 * times faster; where they fall short of the bound, the search goes on level by level as for small networks.
 */
import type { Echelon } from "../../math/modular/echelon";
import { denseRank } from "../../math/modular/dense-rank";
import { createEchelon, insert } from "../../math/modular/echelon";
import { reduce } from "../../math/modular/field";
import type { RandomStream } from "../../math/random/streams";
import { randomStream } from "../../math/random/streams";
import type { Network } from "../../model/network";
import { phiKindOf } from "../../model/structure";
import { endToEndColumns } from "../../model/transfer";
import type { Progress } from "../../findings/progress";
import type { LawFamily } from "./families";
import { lawIndices, visitGradient } from "./families";
import type { Field } from "./fields";
import { bracketAt, fieldSystem, randomField } from "./fields";

export interface ModularCount {
  readonly prime: number;
  readonly lieRank: number;
  readonly lawRank: number;
  /** Longest bracket that raised the rank; 1: the fields alone. */
  readonly bracketDepth: number;
  /** Rank of the fields alone, the generic rank of dphi; or, where it is below lieRank, an upper bound of it below lieRank. */
  readonly fieldRank: number;
  /** True when the search ended because a whole level added nothing (rather than because the bounds met). */
  readonly closed: boolean;
}

/** Below this the incremental search is as fast. */
const DENSE_FROM = 150;
/** Draws in a row that must fail before a level counts as exhausted. */
const FAILURES = 2;
/** No architecture tried so far needs more than 4; 8 bounds the cost 3^m if one ever does not close. */
const DEEPEST_BRACKET = 8;
/** Multiplications of one search: some seconds. */
const MOST_WORK = 4e9;
/** What a bracket of m fields costs, in multiplications per parameter and 3^m (measured; short rows are the worst). */
const BRACKET_COST = 40;
/** Yield after about this many multiplications, so that a cancel is felt within some milliseconds. */
const WORK_BETWEEN_YIELDS = 4e6;

export function* countModular(
  network: Network,
  families: readonly LawFamily[],
  parameters: number,
  prime: number,
  seed: number,
): Generator<Progress, ModularCount> {
  const random = randomStream(seed, `laws/${prime}`);
  const theta = Float64Array.from({ length: parameters }, () => 1 + random.integer(prime - 1));
  if (parameters >= DENSE_FROM) {
    const met = yield* countTogether(network, families, theta, prime, random);
    if (met !== null) return met;
  }
  const lawRank = yield* rankOfLaws(families, theta, prime);
  const target = parameters - lawRank;
  const system = fieldSystem(network, parameters, prime);
  const echelon = createEchelon(prime, parameters);
  const pace = pacer();
  let spent = 0;
  let bracketDepth = 1;
  let fieldRank = 0;
  for (let depth = 1; depth <= DEEPEST_BRACKET; depth++) {
    const before = rankOf(echelon);
    let failures = 0;
    while (failures < FAILURES && rankOf(echelon) < target) {
      const vector = bracketAt(
        system,
        fieldsFor(depth, () => randomField(system, random)),
        theta,
      );
      if (insert(echelon, vector)) failures = 0;
      else failures++;
      const work = (rankOf(echelon) + BRACKET_COST * 3 ** depth) * parameters;
      spent += work;
      if (spent > MOST_WORK)
        return { prime, lieRank: rankOf(echelon), lawRank, bracketDepth: depth, fieldRank, closed: false };
      if (pace(work))
        yield { stage: "Counting conservation laws", fraction: Math.min(1, rankOf(echelon) / Math.max(1, target)) };
    }
    if (depth === 1) fieldRank = rankOf(echelon);
    if (rankOf(echelon) > before) bracketDepth = depth;
    if (rankOf(echelon) >= target)
      return { prime, lieRank: rankOf(echelon), lawRank, bracketDepth, fieldRank, closed: false };
    if (rankOf(echelon) === before) return { prime, lieRank: before, lawRank, bracketDepth, fieldRank, closed: true };
  }
  return { prime, lieRank: rankOf(echelon), lawRank, bracketDepth, fieldRank, closed: false };
}

/**
 * One elimination for the laws and one for fields and brackets: as many fields as phi has coordinates, the rest brackets
 * of two and, if that is not enough, of three. null when phi's dimension is not known beforehand or the bounds do not meet.
 */
function* countTogether(
  network: Network,
  families: readonly LawFamily[],
  theta: Float64Array,
  prime: number,
  random: RandomStream,
): Generator<Progress, ModularCount | null> {
  if (phiKindOf(network) !== "product") return null;
  const parameters = theta.length;
  // One gradient at a time: all of them together would double the memory.
  const gradients = allGradients(families, theta, prime);
  const lawRank = yield* denseRank({
    rows: families.reduce((sum, family) => sum + family.count, 0),
    columns: parameters,
    prime,
    fill: (_, row) => {
      const { value } = gradients.next();
      if (value !== undefined) row.set(value);
    },
  });
  const target = parameters - lawRank;
  const coordinates = network.layers[network.layers.length - 1].units * endToEndColumns(network);
  const fields = Math.min(target, coordinates);
  const brackets = target - fields;
  const system = fieldSystem(network, parameters, prime);
  for (const bracketDepth of brackets === 0 ? [1] : [2, 3]) {
    if (bracketDepth === 3 && brackets * BRACKET_COST * 27 * parameters > MOST_WORK) return null;
    const depths = [fields, brackets, bracketDepth === 3 ? brackets : 0].flatMap((count, i) =>
      Array<number>(count).fill(i + 1),
    );
    const lieRank = yield* denseRank({
      rows: depths.length,
      columns: parameters,
      prime,
      fill: (i, row) =>
        row.set(
          bracketAt(
            system,
            fieldsFor(depths[i], () => randomField(system, random)),
            theta,
          ),
        ),
    });
    if (lieRank === target) return { prime, lieRank, lawRank, bracketDepth, fieldRank: fields, closed: false };
  }
  return null;
}

function* rankOfLaws(families: readonly LawFamily[], theta: Float64Array, prime: number): Generator<Progress, number> {
  const echelon = createEchelon(prime, theta.length);
  const pace = pacer();
  const total = families.reduce((sum, family) => sum + family.count, 0);
  let done = 0;
  for (const family of families) {
    for (const vector of lawGradientsMod(family, theta, prime)) {
      insert(echelon, vector);
      done++;
      if (pace((rankOf(echelon) + 1) * theta.length))
        yield { stage: "Checking that the known laws are independent", fraction: done / total };
    }
  }
  return rankOf(echelon);
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
  if (family.kind === "frozen") {
    for (const block of family.incoming)
      for (let i = 0; i < block.rows * block.columns; i++) {
        const vector = new Float64Array(theta.length);
        vector[block.offset + i] = 1;
        yield vector;
      }
    return;
  }
  for (const [j, k] of lawIndices(family)) {
    const vector = new Float64Array(theta.length);
    visitGradient(family, j, k, (at, from, sign) => {
      vector[at] = reduce(vector[at] + (sign === 1 ? theta[from] : prime - theta[from]), prime);
    });
    yield vector;
  }
}

function fieldsFor(depth: number, draw: () => Field): Field[] {
  return Array.from({ length: depth }, draw);
}

function rankOf(echelon: Echelon): number {
  return echelon.rows.length;
}

/** Returns a function that adds up work and is true when it is time to yield. */
function pacer(): (work: number) => boolean {
  let spent = 0;
  return (work) => {
    spent += work;
    if (spent < WORK_BETWEEN_YIELDS) return false;
    spent = 0;
    return true;
  };
}
