/**
 * The laws of the network's function, where phi is a lifting of it and may have fewer.
 *
 * A law of phi is one of the network. The converse holds where the gates that inputs set near theta (gates.ts) keep the
 * coordinates of phi apart. One hidden layer of gated neurons at a generic parameter: crossing the hyperplane of neuron
 * k changes the matrix N_gamma by (1 - slope) u_k (v_k, b_k), so its entries, coordinates of phi, are functions of the
 * network (arXiv:2307.00144 and 2508.07370, Theorem 3.4). Elsewhere the fields of N_gamma for patterns found near theta
 * are counted over GF(p), like those of phi:
 *
 *   lawRank <= independent laws of the network <= D - lieRank
 *
 * holds whichever patterns are missing, since more fields only raise lieRank. Where the two meet the count is
 * certified. Where all patterns are known, the search for brackets may close below that, as for phi.
 */
import type { Claim } from "../../findings/claim";
import { theorem, unknown } from "../../findings/claim";
import type { Progress } from "../../findings/progress";
import { cited } from "../../findings/reference";
import { PRIMES, residueOf } from "../../math/modular/field";
import { randomStream } from "../../math/random/streams";
import { isDiscrete } from "../../model/inputs";
import type { Network } from "../../model/network";
import { INPUT } from "../../model/network";
import { familyOf, isAnalytic, isDense, isGate, isGraph, phiKindOf } from "../../model/structure";
import type { Certificate, Decided } from "./claims";
import { apart, meeting, POINT_SEED } from "./claims";
import type { LawCount } from "./count";
import type { LawFamily } from "./families";
import { networkFamilies } from "./families";
import type { Field } from "./fields";
import { randomField } from "./fields";
import type { GatePattern } from "./gate-reading";
import { isGated } from "./gate-reading";
import type { GateStudy } from "./gates";
import { studyGates } from "./gates";
import { knownLaws } from "./independence";
import { lawRankWork } from "./law-rank";
import type { FieldSource, ModularCount } from "./modular-count";
import { countModular } from "./modular-count";
import * as words from "./network-words";

export interface NetworkCount {
  /** Laws near the initialization that phi does not have. */
  readonly families: readonly LawFamily[];
  readonly independent: Claim<number>;
  /** Independent ones among the listed families, those of phi included. */
  readonly known: Claim<number>;
  readonly complete: Claim<boolean>;
  /** A proven upper bound of `independent`; `null`: none was found. */
  readonly atMost: number | null;
  /** Whether it holds near every generic parameter, or near the initialization. */
  readonly near: "generic" | "initialization";
  readonly certificate: Certificate | null;
}

export interface NetworkLimits {
  /** Parameters. */
  readonly parameters: number;
  /** Operations for the laws, and for the fields. */
  readonly work: number;
}

/** While the user types: half a second or so. */
export const TYPING_NETWORK: NetworkLimits = { parameters: 1200, work: 1e9 };
export const PATIENT_NETWORK: NetworkLimits = { parameters: 8000, work: 5e11 };

const REFERENCE = "docs/mathematics.md, “Laws of the network”; ranks over GF(p)";
const WALLS_REFERENCE = cited(
  "arXiv:2508.07370",
  "theorem",
  "3.4",
  " (arXiv:2307.00144): one hidden layer, distinct hyperplanes",
);
/** Relative size of the step aside, where the initialization itself is special. */
const ASIDE = 1e-3;
/** Up to so many parameters the step aside is tried. */
const SMALL = 300;
/** Patterns in one random field, where not all are known. */
const PATTERNS_AT_ONCE = 4;

export function* countNetworkLaws(
  network: Network,
  theta: Float64Array,
  count: LawCount,
  limits: NetworkLimits,
): Generator<Progress, NetworkCount> {
  const gated = network.layers.some((_, l) => isGated(network, l));
  if (phiKindOf(network) === "function" && !isAnalytic(network) && (familyOf(network) === "analytic" || !gated))
    return open(
      count,
      network.layers.slice(0, -1).some(({ activation }) => isGate(activation)) ? words.MIXED : words.PIECES,
    );
  if (phiKindOf(network) === "function" && familyOf(network) === "analytic") return sameAs(count, words.SAME_FUNCTION);
  if (gated && isDiscrete(network)) return open(count, words.GATES_OF_TOKENS);
  if (phiKindOf(network) === "product" || (phiKindOf(network) === "function" && !gated))
    return sameAs(count, words.SAME_FUNCTION);
  if (phiKindOf(network) === "path-lifting" && isOneLayerOfWalls(network)) return byDistinctWalls(count);
  if (!isGraph(network)) return open(count, words.NO_GRAPH);
  if (theta.length > limits.parameters) return open(count, words.tooManyForNetwork(theta.length));
  const here = yield* near(network, theta, count, limits);
  if (here.complete.value !== null || theta.length > SMALL) return here;
  const random = randomStream(POINT_SEED, "beside the initialization");
  const size = Math.sqrt(theta.reduce((sum, x) => sum + x * x, 0) / theta.length) || 1;
  const aside = theta.map((x) => (x === 0 ? ASIDE * size : ASIDE * x) * random.normal() + x);
  const beside = yield* near(network, aside, count, limits);
  return beside.complete.value === null ? here : noted(beside, words.BESIDE);
}

function sameAs({ independent, known, complete, certificate }: LawCount, why: string): NetworkCount {
  const more = <T>(claim: Claim<T>): Claim<T> => (claim.value === null ? claim : { ...claim, note: why });
  const atMost = certificate === null ? independent.value : null;
  return {
    families: [],
    independent: more(independent),
    known,
    complete: more(complete),
    atMost,
    near: "generic",
    certificate: null,
  };
}

function open({ known }: LawCount, why: string, families: readonly LawFamily[] = []): NetworkCount {
  return {
    families,
    independent: unknown(why),
    known: families.length === 0 ? known : unknown(why),
    complete: unknown(why),
    atMost: null,
    near: "initialization",
    certificate: null,
  };
}

/** One hidden layer of dense gated neurons that see the input through two numbers or more (a bias is one). */
function isOneLayerOfWalls(network: Network): boolean {
  const [hidden, output] = network.layers;
  return (
    network.layers.length === 2 &&
    isDense(network, 0) &&
    isDense(network, 1) &&
    isGated(network, 0) &&
    output.sources.includes(0) &&
    hidden.sources.every((source) => source === INPUT) &&
    network.inputs + (hidden.bias ? 1 : 0) >= 2
  );
}

function byDistinctWalls({ independent, known, complete }: LawCount): NetworkCount {
  const of = <T>({ value, note }: Claim<T>): Claim<T> =>
    value === null ? unknown(note ?? "") : theorem(value, WALLS_REFERENCE, { note: words.DISTINCT_WALLS });
  return {
    families: [],
    independent: of(independent),
    known,
    complete: of(complete),
    atMost: independent.value,
    near: "generic",
    certificate: null,
  };
}

/** Near one theta, from the gates that inputs set there. */
function* near(
  network: Network,
  theta: Float64Array,
  count: LawCount,
  limits: NetworkLimits,
): Generator<Progress, NetworkCount> {
  yield { stage: "Looking for the gates that inputs set", fraction: null };
  const parameters = theta.length;
  const outputs = network.layers[network.layers.length - 1].units;
  const hidden = network.layers.reduce((sum, { units }, l) => sum + (isGated(network, l) ? units : 0), 0);
  const wanted = 16 + 2 * hidden + Math.ceil((2 * parameters) / outputs);
  const study = studyGates(network, theta, wanted, randomStream(POINT_SEED, "gates"));
  if (study.patterns.length === 0) return open(count, words.NO_PATTERN);
  const families = networkFamilies(network, study, count.families);
  const all = [...count.families, ...families];
  if (lawRankWork(all, parameters) > limits.work) return open(count, words.tooManyForNetwork(parameters), families);
  const runs: ModularCount[] = [];
  for (const prime of PRIMES) {
    const run = yield* countModular(
      network,
      all,
      parameters,
      prime,
      POINT_SEED,
      patternFields(network, study, prime, limits.work),
    );
    if (parameters - run.lieRank === run.lawRank)
      return ofNetwork(meeting(run), families, run, parameters, words.PATTERNS_MEET);
    runs.push(run);
    if (!study.exhaustive || !run.closed) break;
  }
  const [first, second] = runs;
  if (runs.length === 2)
    return ofNetwork(apart(parameters, first, second), families, first, parameters, words.ALL_PATTERNS);
  const why = words.patternsApart(first.lawRank, parameters - first.lieRank);
  const known = yield* knownLaws(all, parameters, POINT_SEED, limits.work);
  return { ...open(count, why, families), known, atMost: parameters - first.lieRank };
}

function ofNetwork(
  decided: Decided,
  families: readonly LawFamily[],
  { lieRank }: ModularCount,
  parameters: number,
  why: string,
): NetworkCount {
  const of = <T>(claim: Claim<T>): Claim<T> =>
    claim.value === null
      ? claim
      : { ...claim, reference: REFERENCE, note: claim.note === undefined ? why : `${why} ${claim.note}` };
  return {
    families,
    independent: of(decided.independent),
    known: decided.known,
    complete: of(decided.complete),
    atMost: parameters - lieRank,
    near: "initialization",
    certificate: decided.certificate,
  };
}

function noted(count: NetworkCount, why: string): NetworkCount {
  const of = <T>(claim: Claim<T>): Claim<T> => ({ ...claim, note: `${claim.note ?? ""} ${why}`.trim() });
  return { ...count, independent: of(count.independent), complete: of(count.complete) };
}

/** Fields of the matrices N_gamma: of all of them together where they are few and known, else of some drawn ones. */
function patternFields(
  network: Network,
  { patterns, exhaustive }: GateStudy,
  prime: number,
  work: number,
): FieldSource {
  const gates = patterns.map((pattern) => residues(pattern, prime));
  const { units } = network.layers[network.layers.length - 1];
  const columns = network.inputs + (network.layers.some(({ bias }) => bias) ? 1 : 0);
  return {
    patience: exhaustive ? 2 : 6,
    // Where all patterns are known, the search decides; elsewhere it only betters a bound.
    work: exhaustive ? 4 * work : work / 4,
    terms: exhaustive ? 1 : Math.min(PATTERNS_AT_ONCE, patterns.length),
    most: exhaustive ? patterns.length * units * columns : null,
    draw(system, random, theta) {
      const chosen =
        exhaustive || gates.length <= PATTERNS_AT_ONCE
          ? gates
          : Array.from({ length: PATTERNS_AT_ONCE }, () => gates[random.integer(gates.length)]);
      const [first, ...also] = chosen.map((one): Field => ({ ...randomField(system, random, theta), gates: one }));
      return { ...first, also };
    },
  };
}

function residues(pattern: GatePattern, prime: number): (Float64Array | null)[] {
  return pattern.map((gates) => gates?.map((gate) => residueOf(gate, prime)) ?? null);
}
