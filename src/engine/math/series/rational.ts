/** Exact fractions of whole numbers of any size, in lowest terms with a positive denominator. Zero is 0/1. */
export interface Rational {
  readonly numerator: bigint;
  readonly denominator: bigint;
}

/** Throws a RangeError for a denominator of 0. */
export function rational(numerator: bigint | number, denominator: bigint | number = 1n): Rational {
  const [a, b] = [BigInt(numerator), BigInt(denominator)];
  if (b === 0n) throw new RangeError("a fraction with denominator 0");
  const divisor = commonDivisor(a < 0n ? -a : a, b < 0n ? -b : b);
  const sign = b < 0n ? -1n : 1n;
  return { numerator: (sign * a) / divisor, denominator: (sign * b) / divisor };
}

export const ZERO = rational(0);
export const ONE = rational(1);

export function plus(a: Rational, b: Rational): Rational {
  return rational(a.numerator * b.denominator + b.numerator * a.denominator, a.denominator * b.denominator);
}

export function times(a: Rational, b: Rational): Rational {
  return rational(a.numerator * b.numerator, a.denominator * b.denominator);
}

/** Throws a RangeError for b = 0. */
export function over(a: Rational, b: Rational): Rational {
  return rational(a.numerator * b.denominator, a.denominator * b.numerator);
}

export function negative(a: Rational): Rational {
  return { ...a, numerator: -a.numerator };
}

export function isZero(a: Rational): boolean {
  return a.numerator === 0n;
}

export function toNumber(a: Rational): number {
  return Number(a.numerator) / Number(a.denominator);
}

/** "−2/3", "1/4", "2". */
export function fractionText(a: Rational): string {
  const sign = a.numerator < 0n ? "−" : "";
  const size = a.numerator < 0n ? -a.numerator : a.numerator;
  return a.denominator === 1n ? `${sign}${size}` : `${sign}${size}/${a.denominator}`;
}

function commonDivisor(a: bigint, b: bigint): bigint {
  while (b !== 0n) [a, b] = [b, a % b];
  return a;
}
