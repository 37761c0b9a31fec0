/** Arithmetic of numbers of any kind, for formulas that are written once and run in doubles, modulo primes and in jets. */
export interface Ring<T> {
  /** Of a whole number. */
  constant(value: number): T;
  /** Of a transcendental number, for which any number may stand, always the same. */
  transcendental(value: number): T;
  sum(a: T, b: T): T;
  difference(a: T, b: T): T;
  product(a: T, b: T): T;
  /** Of what is not 0. */
  inverse(a: T): T;
}

export const DOUBLES: Ring<number> = {
  constant: (value) => value,
  transcendental: (value) => value,
  sum: (a, b) => a + b,
  difference: (a, b) => a - b,
  product: (a, b) => a * b,
  inverse: (a) => 1 / a,
};
