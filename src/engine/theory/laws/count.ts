/**
 * How many independent conservation laws, how many of them known, and whether there are others.
 *
 * Path lifting with every hidden neuron gated: counted on the graph, for any size. With E weights and H hidden neurons on
 * a path from the input (or a bias) to the output, dim Lie = rank dphi = E - H: flows on the graph that balance at the
 * hidden neurons (arXiv:2508.07370, ICLR Thm 3.1 / v1 Thm 3.8, the Frobenius property), and the H rescaling laws are
 * independent. Weights on no such path never move and count as one law each.
 *
 * Everything else piecewise linear: modulo a prime, for linear chains at a sparse point first (sparse-count.ts), else at a
 * random one (modular-count.ts).
 */
import type { Claim } from "../../findings/claim";
import { certified, measured, unknown } from "../../findings/claim";
import { formatNumber } from "../../findings/numbers";
import type { Progress } from "../../findings/progress";
import { PRIMES } from "../../math/modular/field";
import type { Network } from "../../model/network";
import { hasFixed } from "../../model/fixed";
import { parameterCount } from "../../model/network";
import { isLinearChain, isPurePathLifting, phiKindOf } from "../../model/structure";
import type { LawFamily } from "./families";
import { lawFamilies } from "./families";
import type { ModularCount } from "./modular-count";
import type { FunctionCount } from "./function-count";
import { countFunctionLaws } from "./function-count";
import { countModular } from "./modular-count";
import { countSparse } from "./sparse-count";

export interface LawCount {
  readonly families: readonly LawFamily[];
  readonly independent: Claim<number>;
  readonly known: Claim<number>;
  readonly lieDimension: Claim<number>;
  readonly complete: Claim<boolean>;
  readonly certificate: Certificate | null;
  /**
   * True when the fields alone already span their Lie algebra at a generic parameter (the Frobenius property); null when
   * that was not found out.
   */
  readonly frobenius: boolean | null;
  /** What the count would cost, where it was not made for that reason. */
  readonly estimate: CostEstimate | null;
}

export interface Certificate {
  readonly method: "modular" | "combinatorial";
  readonly primes: readonly number[];
  readonly seed: number;
  readonly lieRank: number;
  readonly lawRank: number;
  readonly bracketDepth: number;
}

/** How many parameters a count may have, by the way it is made. */
export interface CountLimits {
  /** Elimination at a random point: time grows with D³, memory with D². */
  readonly dense: number;
  /** A sparse point, for linear chains: time grows about with D. */
  readonly sparse: number;
}

/** While the user types: some seconds and 400 MB at most. */
export const TYPING_LIMITS: CountLimits = { dense: 5000, sparse: 200_000 };
/** When the user has seen the estimate and asked for it: up to a quarter of an hour and 4 GB. */
export const PATIENT_LIMITS: CountLimits = { dense: 16_000, sparse: 4_000_000 };

export interface CostEstimate {
  readonly seconds: number;
  readonly gigabytes: number;
  /** True when PATIENT_LIMITS allow it. */
  readonly possible: boolean;
}

/** Measured: D = 2000 takes about 0.8 s, and the work grows with D³. */
const SECONDS_AT_2000 = 0.8;
/** Measured: D = 720,000 takes about 5 s. */
const SECONDS_PER_SPARSE_PARAMETER = 7.5e-6;
/** The point's seed: the count does not depend on the initialization, so it is the same for every spec. */
const POINT_SEED = 1;

const GRAPH_REFERENCE = "arXiv:2508.07370, ICLR Theorem 3.1 and Corollary 3.4 (v1: Theorem 3.8)";
const MODULAR_REFERENCE = "arXiv:2307.00144, section 3 (Frobenius); ranks over GF(p)";

export function* countLaws(network: Network, limits: CountLimits = TYPING_LIMITS): Generator<Progress, LawCount> {
  const families = lawFamilies(network);
  if (hasFixed(network)) return undecided(families, FIXED);
  const parameters = parameterCount(network);
  if (phiKindOf(network) === "function") {
    const counted = yield* countFunctionLaws(network, families, parameters, POINT_SEED);
    return counted === null ? undecided(families, NOT_COUNTED) : ofFunction(families, counted);
  }
  if (isPurePathLifting(network)) return countOnGraph(families, parameters);
  if (isLinearChain(network) && parameters <= limits.sparse) {
    const sparse = yield* countSparse(network, families, parameters, PRIMES[0], POINT_SEED);
    if (sparse !== null)
      return meeting(families, {
        ...sparse,
        prime: PRIMES[0],
        fieldRank: sparse.bracketDepth === 1 ? sparse.lieRank : 0,
        closed: false,
      });
  }
  const listed = families.reduce((sum, family) => sum + family.count, 0);
  if (parameters > limits.dense || listed > MOST_LAWS_PER_PARAMETER * parameters)
    return tooCostly(families, parameters, isLinearChain(network) && parameters > limits.sparse);
  const first = yield* countModular(network, families, parameters, PRIMES[0], POINT_SEED);
  if (parameters - first.lieRank === first.lawRank) return meeting(families, first);
  if (!first.closed) return undecided(families, DID_NOT_CLOSE);
  const second = yield* countModular(network, families, parameters, PRIMES[1], POINT_SEED);
  if (parameters - second.lieRank === second.lawRank) return meeting(families, second);
  return apart(families, parameters, first, second);
}

const FIXED =
  "Some parameters are held fixed: neurons that have one keep no law with the others, and what else the trained ones conserve is not counted yet.";
const DID_NOT_CLOSE =
  "The brackets of the gradient fields were still growing when the search had to stop: this network needs deeper brackets than can be afforded.";
/** With more laws listed than this, eliminating the list alone would take too long. */
const MOST_LAWS_PER_PARAMETER = 4;

/** Not counted for its cost: how much that would be. `sparse`: the sparse point has not been tried either. */
function tooCostly(families: readonly LawFamily[], parameters: number, sparse: boolean): LawCount {
  const estimate: CostEstimate = sparse
    ? {
        seconds: SECONDS_PER_SPARSE_PARAMETER * parameters,
        gigabytes: (400 * parameters) / 1e9,
        possible: parameters <= PATIENT_LIMITS.sparse,
      }
    : {
        seconds: SECONDS_AT_2000 * (parameters / 2000) ** 3,
        gigabytes: (2 * parameters ** 2 * 8) / 1e9,
        possible: parameters <= PATIENT_LIMITS.dense,
      };
  const cost = `Counting the laws of ${parameters} parameters would take an estimated ${formatNumber(estimate.seconds, 2)} s and ${formatNumber(estimate.gigabytes, 2)} GB`;
  const note = estimate.possible
    ? `${cost}: it is done on request only.`
    : `${cost}: that is beyond what this version tries.`;
  return { ...undecided(families, note), estimate };
}

const NOT_COUNTED =
  "The gradients of this network's outputs alone do not decide the count (or the network is too large for that), and brackets are not computed for such activations yet.";

function ofFunction(families: readonly LawFamily[], { certificate, ...claims }: FunctionCount): LawCount {
  return {
    families,
    ...claims,
    certificate: certificate === null ? null : { method: "modular", seed: POINT_SEED, bracketDepth: 1, ...certificate },
    frobenius: null,
    estimate: null,
  };
}

function countOnGraph(families: readonly LawFamily[], parameters: number): LawCount {
  const laws = families.reduce((sum, family) => sum + family.count, 0);
  return {
    families,
    independent: certified(laws, { reference: GRAPH_REFERENCE }),
    known: certified(laws, { reference: GRAPH_REFERENCE }),
    lieDimension: certified(parameters - laws, {
      reference: GRAPH_REFERENCE,
      note: "Weights on a path to the output minus hidden neurons there, counted on the graph.",
    }),
    complete: certified(true, { reference: GRAPH_REFERENCE }),
    certificate: {
      method: "combinatorial",
      primes: [],
      seed: 0,
      lieRank: parameters - laws,
      lawRank: laws,
      bracketDepth: 1,
    },
    frobenius: true,
    estimate: null,
  };
}

/** The bounds met: proven whatever the luck of the draw. */
function meeting(families: readonly LawFamily[], count: ModularCount): LawCount {
  const extra = { reference: MODULAR_REFERENCE };
  return {
    families,
    independent: certified(count.lawRank, extra),
    known: certified(count.lawRank, extra),
    lieDimension: certified(count.lieRank, extra),
    complete: certified(true, extra),
    certificate: certificateOf(count, [count.prime]),
    frobenius: count.fieldRank === count.lieRank,
    estimate: null,
  };
}

/** The bounds did not meet: the known laws are not all, if the search closed. */
function apart(
  families: readonly LawFamily[],
  parameters: number,
  first: ModularCount,
  second: ModularCount,
): LawCount {
  const certificate = certificateOf(first, [first.prime, second.prime]);
  if (first.lieRank !== second.lieRank || first.lawRank !== second.lawRank || !first.closed || !second.closed) {
    const note = `The two primes disagree or the brackets did not close: Lie rank ${first.lieRank} and ${second.lieRank}, law rank ${first.lawRank} and ${second.lawRank}.`;
    return { ...undecided(families, note), certificate };
  }
  const independent = parameters - first.lieRank;
  // A single field (up to a factor) generates a one-dimensional Lie algebra: nothing is left to chance.
  const exact = first.lieRank === 1;
  const chance = Math.max(Number.MIN_VALUE, (parameters / first.prime) * (parameters / second.prime));
  const note = exact
    ? "A single field generates its Lie algebra alone, so this is exact."
    : `No further bracket raises the rank modulo two primes; the chance that both draws were unlucky is about ${formatNumber(chance, 1)}.`;
  const count = (value: number): Claim<number> =>
    exact
      ? certified(value, { reference: MODULAR_REFERENCE, note })
      : measured(value, chance, 1e-6, { reference: MODULAR_REFERENCE, note });
  return {
    families,
    independent: count(independent),
    known: certified(first.lawRank, {
      reference: MODULAR_REFERENCE,
      note: "A rank modulo a prime is a proven lower bound; two primes agree.",
    }),
    lieDimension: count(first.lieRank),
    complete: exact
      ? certified(false, { reference: MODULAR_REFERENCE, note })
      : measured(false, chance, 1e-6, { reference: MODULAR_REFERENCE, note }),
    certificate,
    frobenius: first.fieldRank === first.lieRank,
    estimate: null,
  };
}

function undecided(families: readonly LawFamily[], note: string): LawCount {
  return {
    families,
    independent: unknown(note),
    known: unknown(note),
    lieDimension: unknown(note),
    complete: unknown(note),
    certificate: null,
    frobenius: null,
    estimate: null,
  };
}

function certificateOf(count: ModularCount, primes: readonly number[]): Certificate {
  return {
    method: "modular",
    primes,
    seed: POINT_SEED,
    lieRank: count.lieRank,
    lawRank: count.lawRank,
    bracketDepth: count.bracketDepth,
  };
}
