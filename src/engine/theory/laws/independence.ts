/**
 * How many of the listed laws are independent, when the full count is not to be had.
 *
 * Formulas settle most networks, of any size (closed-rank.ts). Where they do not, ranks modulo a prime do (law-rank.ts); so
 * they do for laws of the network near one theta, which may be made of the same weights as those of phi.
 */
import { t } from "../../findings/language";
import type { Claim } from "../../findings/claim";
import { certified, measured, unknown } from "../../findings/claim";
import type { Progress } from "../../findings/progress";
import { PRIMES } from "../../math/modular/field";
import { randomStream } from "../../math/random/streams";
import { closedRank } from "./closed-rank";
import type { LawFamily } from "./families";
import { lawRankAt, lawRankWork, listedLaws } from "./law-rank";
import { independenceWouldTake } from "./words";

export const CLOSED_REFERENCE = "docs/mathematics.md, “Independent laws among the listed”";
/** Of the chance that a rank modulo two primes is too low. */
const TOLERANCE = 1e-6;

/** `most`: operations that the rank modulo one prime may take. */
export function* knownLaws(
  families: readonly LawFamily[],
  parameters: number,
  seed: number,
  most: number,
): Generator<Progress, Claim<number>> {
  const listed = listedLaws(families);
  const closed = closedRank(families);
  if (closed !== null) return certified(closed, { reference: CLOSED_REFERENCE });
  const work = lawRankWork(families, parameters);
  if (work > most) return unknown(independenceWouldTake(work));
  const ranks: number[] = [];
  for (const prime of PRIMES) {
    const random = randomStream(seed, `known laws/${prime}`);
    const theta = Float64Array.from({ length: parameters }, () => 1 + random.integer(prime - 1));
    ranks.push(yield* lawRankAt(families, theta, prime, random));
    if (ranks[0] === Math.min(listed, parameters))
      return certified(ranks[0], { reference: t`rank of the laws' gradients over GF(p)` });
  }
  const [rank] = ranks;
  if (rank !== ranks[1]) return unknown(t`The two primes disagree on how many of the listed laws are independent.`);
  // A minor of D gradients has degree D in theta; of D combinations xᵀ S y, degree 2 D more in what they are drawn from.
  const degree = listed > parameters ? 3 * parameters : parameters;
  const chance = PRIMES.reduce((product, prime) => product * (degree / prime), 1);
  if (chance > TOLERANCE)
    return unknown(
      t`At least ${rank} are independent; that it is not more, two random points cannot tell at this size.`,
    );
  return measured(rank, chance, TOLERANCE, {
    note: t`At least so many, proven; that it is not more rests on two random points modulo two primes.`,
  });
}
