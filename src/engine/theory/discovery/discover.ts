/**
 * All polynomial conservation laws up to a degree (the `solve(k, V)` step of arXiv:2307.00144, made exact).
 *
 * h = sum_m a_m m is a law iff sum_m a_m <grad m, X>(theta) = 0 for every theta and every field X = grad <c, phi>. Each
 * random (theta, c) over GF(p) gives one linear equation for the a_m; they are solved class by class (monomials.ts),
 * with a few equations more than unknowns. The kernel has a basis of small fractions, found by rational reconstruction
 * (nullspace.ts), and each polynomial is then proven a law over the integers (verify.ts). So nothing that is listed
 * rests on chance; that nothing is missing does, with probability about (degree + depth) / p per class, and only
 * downwards: the kernel mod p of random equations can only be too large, and what is in it is verified.
 *
 * A law is *new* when its gradient at a random point is independent of those of the known families and of the new laws
 * listed before it; products and combinations of known laws are not new.
 * Cost for a class of n monomials: n³ for the elimination, n² degree for the equations.
 */
import type { Progress } from "../../findings/progress";
import { createEchelon, insert } from "../../math/modular/echelon";
import { PRIMES } from "../../math/modular/field";
import { randomStream } from "../../math/random/streams";
import type { Network } from "../../model/network";
import { parameterCount } from "../../model/compile";
import { listPaths, pathCount } from "../../model/paths";
import type { LawFamily } from "../laws/families";
import { lawFamilies } from "../laws/families";
import type { FieldSystem } from "../laws/fields";
import { bracketAt, fieldSystem, randomField, randomPoint } from "../laws/fields";
import { lawGradientsMod } from "../laws/law-rank";
import type { Monomial } from "./monomials";
import { monomialClasses, monomialCount } from "./monomials";
import { addRow, emptyForm, integersFrom, kernelOf } from "./nullspace";
import type { Polynomial } from "./polynomial";
import { gradientMod, monomialDerivative } from "./polynomial";
import { expansionSize, isLaw, MOST_TERMS } from "./verify";
import { tooManyMonomials } from "./words";
import { t } from "../../findings/language";

export interface DiscoveredLaw {
  readonly polynomial: Polynomial;
  /**
   * The family whose gradients span this law's gradient; null for a new law, and for one that mixes several families.
   */
  readonly family: LawFamily | null;
  /** True when its gradient is independent of all known laws and the new ones before it. */
  readonly isNew: boolean;
  /** False when it is locally a function of the laws before it in the list (a product of two of them, say). */
  readonly independent: boolean;
}

export interface Discovery {
  readonly degree: number;
  /** Number of monomials tried and of classes they fell into. */
  readonly monomials: number;
  readonly classes: number;
  /** A basis of all polynomial laws up to the degree, without constants. */
  readonly laws: readonly DiscoveredLaw[];
  /** Kernel vectors that were no small fractions or failed the proof: 0 unless something is wrong. */
  readonly rejected: number;
}

export type DiscoveryOutcome =
  { readonly kind: "found"; readonly discovery: Discovery } | { readonly kind: "too-large"; readonly reason: string };

/** More monomials than this would take more than about a minute to sort and solve. */
const MOST_MONOMIALS = 400_000;
const LARGEST_CLASS = 3000;
const MOST_PATHS = 20_000;
/** Equations beyond the number of unknowns. */
const SURPLUS = 8;

export function* discoverLaws(network: Network, degree: number): Generator<Progress, DiscoveryOutcome> {
  const parameters = parameterCount(network);
  const total = monomialCount(parameters, degree);
  if (total > MOST_MONOMIALS)
    return {
      kind: "too-large",
      reason: tooManyMonomials({ degree, parameters, total, mostMonomials: MOST_MONOMIALS }),
    };
  if (pathCount(network) > MOST_PATHS)
    return {
      kind: "too-large",
      reason: t`Proving a law expands it over ${pathCount(network)} paths; the limit is ${MOST_PATHS}.`,
    };
  yield { stage: "Sorting the monomials", fraction: null };
  const classes = monomialClasses(network, parameters, degree);
  const largest = Math.max(...classes.map((members) => members.length));
  if (largest > LARGEST_CLASS)
    return {
      kind: "too-large",
      reason: t`One class has ${largest} monomials that can meet; the limit is ${LARGEST_CLASS}.`,
    };
  const system = fieldSystem(network, PRIMES[0]);
  const lifting = listPaths(network);
  const found: Polynomial[] = [];
  let rejected = 0;
  let done = 0;
  for (const members of classes) {
    for (const vector of yield* solveClass(system, members, done / classes.length)) {
      const coefficients = integersFrom(vector, system.prime);
      const h = coefficients === null ? [] : polynomialOf(coefficients, members);
      if (h.length > 0 && expansionSize(h, lifting) <= MOST_TERMS && isLaw(h, lifting)) found.push(h);
      else rejected++;
    }
    done++;
  }
  const laws = classify(network, system, found);
  return {
    kind: "found",
    discovery: { degree, monomials: Math.round(total), classes: classes.length, laws, rejected },
  };
}

function* solveClass(
  system: FieldSystem,
  members: readonly Monomial[],
  fraction: number,
): Generator<Progress, Float64Array[]> {
  const p = system.prime;
  const parameters = parameterCount(system.network);
  const random = randomStream(1, `discovery/${members[0].join()}/${members.length}`);
  const form = emptyForm(members.length);
  let work = 0;
  for (let row = 0; row < members.length + SURPLUS && form.rows.length < members.length; row++) {
    const theta = randomPoint(system, random);
    const field = bracketAt(system, [randomField(system, random, theta)], theta);
    const before = form.rows.length;
    addRow(
      form,
      Float64Array.from(members, (monomial) => monomialDerivative(monomial, field, theta, p)),
      p,
    );
    work += (form.rows.length + 10) * members.length + parameters * 10;
    if (work > 4e6) {
      work = 0;
      yield { stage: "Solving for polynomial laws", fraction };
    }
    // A random equation that says nothing new, and another: the system is complete.
    if (form.rows.length === before && row - form.rows.length >= SURPLUS) break;
  }
  return kernelOf(form, p);
}

function polynomialOf(coefficients: readonly number[], members: readonly Monomial[]): Polynomial {
  return coefficients.flatMap((coefficient, i) => (coefficient === 0 ? [] : [{ coefficient, monomial: members[i] }]));
}

/** Sorts the laws into known families and new ones, by the rank of gradients at one random point. */
function classify(network: Network, system: FieldSystem, polynomials: readonly Polynomial[]): DiscoveredLaw[] {
  const p = system.prime;
  const parameters = parameterCount(network);
  const random = randomStream(2, "discovery/classify");
  const theta = Float64Array.from({ length: parameters }, () => 1 + random.integer(p - 1));
  const families = lawFamilies(network);
  const spans = families.map((family) => {
    const span = createEchelon(p, parameters);
    for (const gradient of lawGradientsMod(family, theta, p)) insert(span, gradient);
    return { family, span };
  });
  const all = createEchelon(p, parameters);
  const listed = createEchelon(p, parameters);
  for (const family of families) for (const gradient of lawGradientsMod(family, theta, p)) insert(all, gradient);
  return [...polynomials]
    .sort((a, b) => a[0].monomial.length - b[0].monomial.length)
    .map((polynomial) => {
      const gradient = gradientMod(polynomial, theta, p);
      const home = spans.find(({ span }) => {
        const trial = { ...span, rows: span.rows.slice(), pivots: span.pivots.slice() };
        return !insert(trial, gradient.slice());
      });
      return {
        polynomial,
        family: home?.family ?? null,
        independent: insert(listed, gradient.slice()),
        isNew: insert(all, gradient),
      };
    });
}
