/**
 * Exact counting over GF(p) (docs/mathematics.md, "How a count becomes a certificate").
 *
 * At a random point theta mod p: lawRank = rank of the gradients of the known laws <= number of independent known laws;
 * lieRank = rank of fields and nested brackets <= dim Lie(W)(theta), so D - lieRank bounds the number of independent
 * laws from above. Where D - lieRank = lawRank both are exact: a certificate without tolerance or failure probability.
 *
 * Where they do not meet, brackets are added level by level until a whole level adds nothing. The fields found then
 * span a space closed under brackets with W, except with probability about D/p for each draw.
 *
 * Cost: lieRank draws, each O(3^m D) for its bracket and O(rank D) for the elimination: about D³/3 in all. From
 * DENSE_FROM parameters on, the draws that should suffice are eliminated together (math/modular/dense-rank.ts), some
 * times faster; where they fall short of the bound, the search goes on level by level as for small networks.
 */
import type { Echelon } from "../../math/modular/echelon";
import { denseRank, denseRankWork } from "../../math/modular/dense-rank";
import { createEchelon, insert } from "../../math/modular/echelon";
import { reduce } from "../../math/modular/field";
import type { RandomStream } from "../../math/random/streams";
import { randomStream } from "../../math/random/streams";
import type { Network } from "../../model/network";
import { phiKindOf } from "../../model/structure";
import { endToEndColumns } from "../../model/passes/transfer/linear";
import type { Progress } from "../../findings/progress";
import type { LawFamily } from "./families";
import type { Field, FieldSystem } from "./fields";
import { bracketAt, fieldOfAll, fieldSystem, isOfAll, randomPoint, termsOf, type Pulls } from "./fields";
import { combination, lawRankAt, lawRankWork, listedLaws } from "./law-rank";

export interface ModularCount {
  readonly prime: number;
  readonly lieRank: number;
  readonly lawRank: number;
  /** Longest bracket that raised the rank; 1: the fields alone. */
  readonly bracketDepth: number;
  /**
   * Rank of the fields alone, the generic rank of dphi; or, where it is below lieRank, an upper bound of it below
   * lieRank.
   */
  readonly fieldRank: number;
  /** True when the search ended because a whole level added nothing (rather than because the bounds met). */
  readonly closed: boolean;
}

/** Below this the incremental search is as fast. */
const DENSE_FROM = 150;
/** Where the fields come from; `patience`: draws in a row that must fail before a level counts as exhausted. */
export interface FieldSource {
  readonly draw: (system: FieldSystem, random: RandomStream, theta: Float64Array) => Field;
  readonly patience: number;
  /** How many independent ones there can be, where that is known. */
  readonly most: number | null;
  /** Operations after which the search ends, and how many fields are added up in one. */
  readonly work: number;
  readonly terms: number;
}

/** Those of phi: each draw is a random combination of all of them, but for many sequences of tokens (`isOfAll`). */
export function allFields(network: Network, work: number, pulls: Pulls = "all"): FieldSource {
  const draw: FieldSource["draw"] = (system, random, theta) => fieldOfAll(system, random, theta, pulls);
  return { draw, patience: isOfAll(network) ? 2 : PATIENCE_WITH_TOKENS, most: null, work, terms: termsOf(network) };
}

/** One more draw may be of a sequence that was not met: the search ends sooner only where the bounds meet. */
const PATIENCE_WITH_TOKENS = 20;

/** No architecture tried so far needs more than 4; 8 bounds the cost 3^m if one ever does not close. */
const DEEPEST_BRACKET = 8;
/** What a bracket of m fields costs, in multiplications per parameter and 3^m (measured; short rows are the worst). */
const BRACKET_COST = 40;
/** Yield after about this many multiplications, so that a cancel is felt within some milliseconds. */
const WORK_BETWEEN_YIELDS = 4e6;

/** `parameters`: those that are trained. */
export function* countModular(
  network: Network,
  families: readonly LawFamily[],
  parameters: number,
  prime: number,
  seed: number,
  source: FieldSource,
): Generator<Progress, ModularCount> {
  const { draw, patience } = source;
  const random = randomStream(seed, `laws/${prime}`);
  const system = fieldSystem(network, prime);
  const theta = randomPoint(system, random);
  refuseFalseLaws(network, families, theta, prime, source);
  let spent = 0;
  let lawRank: number;
  if (parameters >= DENSE_FROM) {
    const { spent: gone, ...met } = yield* countTogether(network, families, parameters, theta, prime, random, source);
    if (parameters - met.lieRank === met.lawRank) return met;
    // Field by field it would take longer than the search may.
    if (gone + ((parameters - met.lawRank) ** 2 * parameters) / 2 > source.work) return met;
    spent = gone;
    lawRank = met.lawRank;
  } else lawRank = yield* lawRankAt(families, theta, prime, random);
  const target = parameters - lawRank;
  const echelon = createEchelon(prime, theta.length);
  const pace = pacer();
  let bracketDepth = 1;
  let fieldRank = 0;
  for (let depth = 1; depth <= DEEPEST_BRACKET; depth++) {
    const before = rankOf(echelon);
    let failures = 0;
    while (failures < patience && rankOf(echelon) < target) {
      const vector = bracketAt(
        system,
        fieldsFor(depth, () => draw(system, random, theta)),
        theta,
      );
      const raised = insert(echelon, vector);
      failures = raised ? 0 : failures + 1;
      const work = (rankOf(echelon) + BRACKET_COST * source.terms * 3 ** depth) * parameters;
      spent += work;
      // Where this level still finds something, the bounds are as many draws away as the rank is from its target.
      const ahead = raised ? (target - rankOf(echelon)) * work : 0;
      if (spent + ahead > source.work)
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
 * The bounds mean nothing where something else than laws is listed: an error then, for that is a fault of a row of
 * groups/. One field and, family by family, one combination of gradients: a false law gets by with probability about D/p.
 */
function refuseFalseLaws(
  network: Network,
  families: readonly LawFamily[],
  theta: Float64Array,
  prime: number,
  { draw }: FieldSource,
): void {
  if (families.length === 0) return;
  const random = randomStream(POINT_OF_LAWS, `are laws/${prime}`);
  const system = fieldSystem(network, prime);
  const field = bracketAt(system, [draw(system, random, theta)], theta);
  for (const family of families) {
    const gradient = combination([family], theta, prime, random);
    if (gradient.reduce((sum, x, i) => reduce(sum + x * field[i], prime), 0) !== 0)
      throw new Error(`${family.id} is no law of this network.`);
  }
}

const POINT_OF_LAWS = 1;

/**
 * One elimination for the laws and one for fields and brackets: as many fields as phi has coordinates, the rest
 * brackets of two and, if that is not enough, of three, as far as the search may go.
 */
function* countTogether(
  network: Network,
  families: readonly LawFamily[],
  parameters: number,
  theta: Float64Array,
  prime: number,
  random: RandomStream,
  { draw, most, work, terms }: FieldSource,
): Generator<Progress, ModularCount & { readonly spent: number }> {
  const coordinates =
    phiKindOf(network) === "product"
      ? network.layers[network.layers.length - 1].units * endToEndColumns(network)
      : Infinity;
  const lawRank = yield* lawRankAt(families, theta, prime, random);
  const target = parameters - lawRank;
  const fields = Math.min(target, coordinates, most ?? Infinity);
  const brackets = target - fields;
  const system = fieldSystem(network, prime);
  let spent = lawRankWork(families, parameters);
  let best: ModularCount = { prime, lieRank: 0, lawRank, bracketDepth: 1, fieldRank: 0, closed: false };
  for (const bracketDepth of brackets === 0 ? [1] : [2, 3]) {
    const ahead = togetherWork({ parameters, fields, brackets, terms, bracketDepth });
    if (spent + ahead > work) break;
    spent += ahead;
    const depths = [fields, brackets, bracketDepth === 3 ? brackets : 0].flatMap((count, i) =>
      Array<number>(count).fill(i + 1),
    );
    const lieRank = yield* denseRank({
      rows: depths.length,
      columns: theta.length,
      prime,
      fill: (i, row) =>
        row.set(
          bracketAt(
            system,
            fieldsFor(depths[i], () => draw(system, random, theta)),
            theta,
          ),
        ),
      fillWork: BRACKET_COST * terms * 3 ** bracketDepth * parameters,
    });
    best = { prime, lieRank, lawRank, bracketDepth, fieldRank: fields, closed: false };
    if (lieRank === target) break;
  }
  return { ...best, spent };
}

/** Operations of the first elimination of `countModular`, and of the laws' before it: what has to be afforded at least. */
export function modularWork(families: readonly LawFamily[], parameters: number): number {
  const brackets = Math.max(0, parameters - listedLaws(families));
  const together = togetherWork({ parameters, fields: 0, brackets, terms: 1, bracketDepth: 1 });
  return lawRankWork(families, parameters) + together;
}

/** Operations of the search field by field, where it needs brackets of four: what the deep ones cost at least. */
export function deepWork(parameters: number, lawRank: number): number {
  const target = parameters - lawRank;
  return target * (target / 2 + 3 ** 4 * BRACKET_COST) * parameters;
}

function togetherWork(of: {
  parameters: number;
  fields: number;
  brackets: number;
  terms: number;
  bracketDepth: number;
}): number {
  const { parameters, fields, brackets, terms, bracketDepth } = of;
  const rows = fields + brackets + (bracketDepth === 3 ? brackets : 0);
  const drawn = 3 * fields + brackets * ((bracketDepth === 1 ? 0 : 9) + (bracketDepth === 3 ? 27 : 0));
  return denseRankWork(rows, parameters) + drawn * BRACKET_COST * terms * parameters;
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
