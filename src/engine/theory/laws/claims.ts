/**
 * From ranks modulo primes to claims: what meets is certified, what closes is measured with its chance of error, all
 * else is open.
 */
import { t } from "../../findings/language";
import type { Claim } from "../../findings/claim";
import { certified, measured, unknown } from "../../findings/claim";
import type { ModularCount } from "./modular-count";
import { noFurtherBracket, primesDisagree } from "./words";

/** What a count says. */
export interface Decided {
  readonly independent: Claim<number>;
  readonly known: Claim<number>;
  readonly lieDimension: Claim<number>;
  readonly complete: Claim<boolean>;
  readonly certificate: Certificate | null;
  /**
   * True when the fields alone already span their Lie algebra at a generic parameter (the Frobenius property); null
   * when that was not found out.
   */
  readonly frobenius: boolean | null;
}

export interface Certificate {
  readonly method: "modular" | "combinatorial";
  readonly primes: readonly number[];
  readonly seed: number;
  readonly lieRank: number;
  readonly lawRank: number;
  readonly bracketDepth: number;
}

/** The point's seed: the count does not depend on the initialization, so it is the same for every spec. */
export const POINT_SEED = 1;

const MODULAR_REFERENCE = "arXiv:2307.00144, section 3 (Frobenius); ranks over GF(p)";

/** The bounds met: proven whatever the luck of the draw. */
export function meeting(count: ModularCount, reference = MODULAR_REFERENCE): Decided {
  const extra = { reference };
  return {
    independent: certified(count.lawRank, extra),
    known: certified(count.lawRank, extra),
    lieDimension: certified(count.lieRank, extra),
    complete: certified(true, extra),
    certificate: certificateOf(count, [count.prime]),
    frobenius: count.fieldRank === count.lieRank,
  };
}

/** The bounds did not meet: the known laws are not all, if the search closed. */
export function apart(parameters: number, first: ModularCount, second: ModularCount): Decided {
  const certificate = certificateOf(first, [first.prime, second.prime]);
  if (first.lieRank !== second.lieRank || first.lawRank !== second.lawRank || !first.closed || !second.closed) {
    const note = primesDisagree([first.lieRank, second.lieRank], [first.lawRank, second.lawRank]);
    return { ...undecided(note), certificate };
  }
  const independent = parameters - first.lieRank;
  // A single field (up to a factor) generates a one-dimensional Lie algebra: nothing is left to chance.
  const exact = first.lieRank === 1;
  // Of each prime at most 3 D/p: the draw of the brackets, and that of the laws and of their combinations (law-rank.ts).
  const chance = Math.max(Number.MIN_VALUE, ((3 * parameters) / first.prime) * ((3 * parameters) / second.prime));
  const note = exact ? t`A single field generates its Lie algebra alone, so this is exact.` : noFurtherBracket(chance);
  const claim = <T>(value: T): Claim<T> =>
    exact
      ? certified(value, { reference: MODULAR_REFERENCE, note })
      : measured(value, chance, 1e-6, { reference: MODULAR_REFERENCE, note });
  return {
    independent: claim(independent),
    known: certified(first.lawRank, {
      reference: MODULAR_REFERENCE,
      note: t`A rank modulo a prime is a proven lower bound; two primes agree.`,
    }),
    lieDimension: claim(first.lieRank),
    complete: claim(false),
    certificate,
    frobenius: first.fieldRank === first.lieRank,
  };
}

export function undecided(note: string, known: Claim<number> = unknown(note)): Decided {
  return {
    independent: unknown(note),
    known,
    lieDimension: unknown(note),
    complete: unknown(note),
    certificate: null,
    frobenius: null,
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
