/**
 * How many independent conservation laws, how many of them known, and whether there are others.
 *
 * Path liftings with every hidden neuron gated are counted on the graph (graph-count.ts). Everything else piecewise linear: modulo a prime, for linear chains at a sparse point first (sparse-count.ts), else
 * at a random one (modular-count.ts).
 */
import { measured, unknown, type Claim } from "../../findings/claim";
import { budgetOf, OPERATIONS_PER_SECOND } from "../../findings/budget";
import { telling, type Effort, type Progress } from "../../findings/progress";
import { PRIMES } from "../../math/modular/field";
import type { Network } from "../../model/network";
import { fixedCount, isFixed } from "../../model/fixed";
import { isDiscrete } from "../../model/inputs";
import { blocksOf, compile, parameterCount } from "../../model/compile";
import { isOfBatches } from "../../model/whole";
import { isLinearChain, isPolynomial, phiKindOf } from "../../model/structure";
import type { Decided } from "./claims";
import { apart, meeting, POINT_SEED, undecided } from "./claims";
import type { LawFamily } from "./families";
import { lawFamilies } from "./families";
import { countByTheGraph } from "./graph-count";
import type { FunctionCount } from "./function-count";
import { countFunctionLaws } from "./function-count";
import { knownLaws } from "./independence";
import { listedLaws } from "./law-rank";
import { allFields, countModular, deepWork, modularWork } from "./modular-count";
import { countSparse } from "./sparse-count";
import { gatesOf, isOfAll, type Pulls } from "./fields";
import { drawsFor } from "./roots";
import { GATE_MARGIN } from "./set-gates";
import { isTower, runsAsItIs } from "./tower";
import {
  AT_BATCHES_OF_FOUR,
  FOR_ANY_BATCH,
  GATES_SET,
  GENERIC_FIXED,
  MANY_SEQUENCES,
  NOT_DECIDED,
  NOT_INDEPENDENT,
  TOKENS_NOT_TESTED,
  SOME_ARE_FIXED,
  stillGrowing,
  wouldTake,
} from "./words";

export interface LawCount extends Decided {
  readonly families: readonly LawFamily[];
  /** What the count would cost, where it was not made for that reason. */
  readonly estimate: CostEstimate | null;
}

/** How many parameters a count may have, by the way it is made. */
export interface CountLimits {
  /** Elimination at a random point: time grows with D³, memory with D². */
  readonly dense: number;
  /** A sparse point, for linear chains: time grows about with D. */
  readonly sparse: number;
  /** Which budget of operations holds for both. */
  readonly effort: Effort;
}

/** While the user types: seconds (findings/budget.ts) and 400 MB at most. */
export const TYPING_LIMITS: CountLimits = { dense: 5000, sparse: 200_000, effort: "typing" };
/** When the user has seen the estimate and asked for it: some minutes and 4 GB. */
const PATIENT_LIMITS: CountLimits = { dense: 16_000, sparse: 4_000_000, effort: "patient" };

export function countLimits(effort: Effort): CountLimits {
  return effort === "patient" ? PATIENT_LIMITS : TYPING_LIMITS;
}

export interface CostEstimate {
  readonly seconds: number;
  readonly gigabytes: number;
  /** True when PATIENT_LIMITS allow it. */
  readonly possible: boolean;
}

/** Measured: D = 720,000 takes about 5 s. */
const SECONDS_PER_SPARSE_PARAMETER = 7.5e-6;

/** `more`: laws under a loss whose gradient in the outputs adds up to 0 at every position, of a function. */
export function* countLaws(
  network: Network,
  limits: CountLimits = TYPING_LIMITS,
  more: readonly LawFamily[] = [],
): Generator<Progress, LawCount> {
  const families = [...lawFamilies(network), ...more];
  const pulls = more.length > 0 ? "centred" : "all";
  const fixed = blocksOf(network).filter((block) => isFixed(network, block));
  // Fixed numbers that a spec sets, such as biases of 0, are special values, at which there may be more laws.
  if (fixed.some(({ held }) => held !== true)) return { estimate: null, ...undecided(SOME_ARE_FIXED), families };
  const counted = ofBatches(network, yield* countListed(network, families, limits, pulls));
  const found = fixed.length === 0 ? counted : noted(counted, GENERIC_FIXED);
  // Neither needs the other: the listed laws are counted by themselves.
  const known =
    found.known.value === null
      ? yield* knownLaws(
          families,
          parameterCount(network),
          POINT_SEED,
          budgetOf("laws", parameterCount(network), limits.effort) / 2,
        )
      : found.known;
  return { estimate: null, ...found, known: known.value === null ? found.known : known, families };
}

/** Where the count is at some batches: whether it is that of any. */
function ofBatches(network: Network, counted: Counted): Counted {
  if (!isOfBatches(network)) return counted;
  return noted(counted, counted.complete.value === true ? FOR_ANY_BATCH : AT_BATCHES_OF_FOUR);
}

/** Says more of what was counted, as that weights which are held fixed are drawn: the count is for almost all values of them. */
function noted(counted: Counted, why: string): Counted {
  const more = <T>(claim: Claim<T>): Claim<T> =>
    claim.value === null ? claim : { ...claim, note: `${claim.note ?? ""} ${why}`.trim() };
  const { independent, complete, lieDimension } = counted;
  return { ...counted, independent: more(independent), complete: more(complete), lieDimension: more(lieDimension) };
}

/** Ranks are exact, the gates they were taken with are not: what rests on both is measured. */
function withGatesRead(counted: Counted): Counted {
  const read = <T>({ value, reference, note }: Claim<T>): Claim<T> =>
    value === null
      ? unknown(note ?? "")
      : measured(value, Number.EPSILON, GATE_MARGIN, {
          note: GATES_SET,
          ...(reference === undefined ? {} : { reference }),
        });
  const { independent, complete, lieDimension } = counted;
  return { ...counted, independent: read(independent), complete: read(complete), lieDimension: read(lieDimension) };
}

type Counted = Decided & Partial<Pick<LawCount, "estimate">>;

function* countListed(
  network: Network,
  families: readonly LawFamily[],
  limits: CountLimits,
  pulls: Pulls,
): Generator<Progress, Counted> {
  const fixed = fixedCount(network);
  const parameters = parameterCount(network) - fixed;
  const most = budgetOf("laws", parameters, limits.effort);
  if (phiKindOf(network) === "function" && !isPolynomial(network)) {
    const { met, instead } = yield* countTower(network, families, most, pulls, limits.effort);
    if (met !== null) return met;
    if (fixed > 0) return undecided(SOME_ARE_FIXED);
    const counted = yield* countFunctionLaws(network, families, parameters, POINT_SEED, pulls);
    return counted === null ? instead : ofFunction(counted);
  }
  const onGraph = fixed === 0 ? countByTheGraph(network, families) : null;
  if (onGraph !== null) return onGraph;
  if (fixed === 0 && isLinearChain(network) && (parameters <= limits.sparse || isNarrowAtTheEnds(network))) {
    const sparse = yield* countSparse(network, families, parameters, PRIMES[0], POINT_SEED, most);
    if (sparse !== null)
      return meeting({
        ...sparse,
        prime: PRIMES[0],
        fieldRank: sparse.bracketDepth === 1 ? sparse.lieRank : 0,
        closed: false,
      });
  }
  const work = modularWork(families, parameters);
  if (parameters > limits.dense || work > most)
    return tooCostly(parameters, work, isLinearChain(network) && parameters > limits.sparse);
  const source = allFields(network, most, pulls);
  const first = yield* countModular(network, families, parameters, PRIMES[0], POINT_SEED, source);
  const met = parameters - first.lieRank === first.lawRank;
  // At few of many sequences nobody knows what the fields alone span, and a search that found nothing more proves nothing.
  if (!isOfAll(network)) return met ? { ...meeting(first), frobenius: null } : undecided(MANY_SEQUENCES);
  if (met) return meeting(first);
  if (!first.closed) return didNotClose(parameters, first.lawRank, limits.effort);
  const second = yield* countModular(network, families, parameters, PRIMES[1], POINT_SEED, source);
  return parameters - second.lieRank === second.lawRank ? meeting(second) : apart(parameters, first, second);
}

interface TowerCount {
  /** Where the bounds meet; else `null`. */
  readonly met: Counted | null;
  /** What is said where nothing else decides either. */
  readonly instead: Counted;
}

/** Of a function with exponentials. */
function* countTower(
  network: Network,
  families: readonly LawFamily[],
  most: number,
  pulls: Pulls,
  effort: Effort,
): Generator<Progress, TowerCount> {
  const parameters = parameterCount(network) - fixedCount(network);
  const listed = listedLaws(families);
  const { beforeLoss, blocks } = compile(network);
  const edges = blocks.reduce((sum, { wiring }) => sum + wiring.edgeCount, 0);
  // Weights that act at many places cost as much as so many more weights, and inputs are drawn until all roots exist.
  const draws = 1 + drawsFor(network) / PASSES_PER_FIELD;
  const heavier = Math.max(1, edges / parameters) * draws;
  if (parameters > LARGEST_TOWER) return { met: null, instead: undecided(NOT_DECIDED) };
  // Nothing stands for what it does, or brackets would have to be taken longer.
  const stands = PRIMES.some((prime) => runsAsItIs(beforeLoss, prime));
  const costly = stands && !isDiscrete(network) ? didNotClose(parameters, listed, effort, heavier) : null;
  let instead: Counted = undecided(stands && isDiscrete(network) ? TOKENS_NOT_TESTED : NOT_DECIDED);
  if (heavier * modularWork(families, parameters) > most) return { met: null, instead: costly ?? instead };
  const stage = { stage: "Counting conservation laws", fraction: null };
  for (const prime of PRIMES) {
    if (!(yield* telling(isTower(network, prime, POINT_SEED), stage))) {
      if (costly !== null && runsAsItIs(beforeLoss, prime)) instead = undecided(NOT_INDEPENDENT);
      continue;
    }
    const source = allFields(network, most / heavier / 2, pulls);
    const found = yield* countModular(network, families, parameters, prime, POINT_SEED, source);
    if (parameters - found.lieRank === found.lawRank) {
      const counted = meeting(found, TOWER_REFERENCE);
      return { met: gatesOf(network).length > 0 ? withGatesRead(counted) : counted, instead };
    }
    instead = found.closed || costly === null ? undecided(NOT_DECIDED) : costly;
  }
  return { met: null, instead };
}

/** Exponentials are computed number by number: some times slower than gates. */
const LARGEST_TOWER = 1500;
/** What one field or bracket costs, in forward passes that end at the first missing root. */
const PASSES_PER_FIELD = 200;
const TOWER_REFERENCE =
  "docs/mathematics.md, “Functions with exponentials and roots” (J. Ax 1971, Theorem 3); ranks over GF(p)";

/** Two layers whose few fields and closed count of laws need no elimination worth the name, whatever the hidden width. */
function isNarrowAtTheEnds({ inputs, layers }: Network): boolean {
  return layers.length === 2 && inputs * layers[1].units <= MOST_ENDS;
}

/** Inputs times outputs. */
const MOST_ENDS = 1000;
/** The search had to stop: what going on would cost at least, one level of brackets after the other. `heavier`: than of weights alone. */
function didNotClose(parameters: number, laws: number, effort: Effort, heavier = 1): Counted {
  const work = heavier * deepWork(parameters, laws);
  const most = budgetOf("laws", parameters, "patient");
  const possible = effort === "typing" && parameters <= PATIENT_LIMITS.dense && work <= most;
  const estimate = { seconds: work / OPERATIONS_PER_SECOND, gigabytes: (parameters ** 2 * 8) / 1e9, possible };
  return { ...undecided(stillGrowing(estimate)), estimate };
}
/** Not counted for its cost: how much that would be. `sparse`: the sparse point has not been tried either. */
function tooCostly(parameters: number, work: number, sparse: boolean): Counted {
  const estimate: CostEstimate = sparse
    ? {
        seconds: SECONDS_PER_SPARSE_PARAMETER * parameters,
        gigabytes: (400 * parameters) / 1e9,
        possible: parameters <= PATIENT_LIMITS.sparse,
      }
    : {
        seconds: work / OPERATIONS_PER_SECOND,
        gigabytes: (2 * parameters ** 2 * 8) / 1e9,
        possible: parameters <= PATIENT_LIMITS.dense && work <= budgetOf("laws", parameters, "patient"),
      };
  return { ...undecided(wouldTake(parameters, estimate)), estimate };
}

function ofFunction({ certificate, ...claims }: FunctionCount): Counted {
  return {
    ...claims,
    certificate: certificate === null ? null : { method: "modular", seed: POINT_SEED, bracketDepth: 1, ...certificate },
    frobenius: null,
  };
}
