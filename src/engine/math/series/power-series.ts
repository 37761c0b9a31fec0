/**
 * Truncated power series a_0 + a_1 z + … + a_{n-1} z^{n-1} + O(z^n) with exact rational coefficients (jets at 0), and
 * the arithmetic on them (Griewank & Walther, Evaluating Derivatives, 2nd ed., ch. 13):
 *   product    (ab)_k = sum_i a_i b_{k-i}
 *   quotient   q = a/b:  q_k = (a_k - sum_{i<k} q_i b_{k-i}) / b_0,  b_0 ≠ 0
 *   exp        e = exp(a), a_0 = 0:  k e_k = sum_{i=1..k} i a_i e_{k-i}
 * A result has as many terms as its shortest argument. Cost: n² products of fractions.
 */
import type { Rational } from "./rational";
import { isZero, negative, ONE, over, plus, rational, times, ZERO } from "./rational";

/** a_0, a_1, …; at least one term. */
export type Series = readonly Rational[];

/** The series of z itself, with `terms` terms. */
export function variable(terms: number): Series {
  return Array.from({ length: terms }, (_, k) => (k === 1 ? ONE : ZERO));
}

export function constant(value: Rational, terms: number): Series {
  return Array.from({ length: terms }, (_, k) => (k === 0 ? value : ZERO));
}

export function sum(a: Series, b: Series): Series {
  return shorter(a, b).map((_, k) => plus(a[k], b[k]));
}

export function scaled(factor: Rational, a: Series): Series {
  return a.map((x) => times(factor, x));
}

export function product(a: Series, b: Series): Series {
  return shorter(a, b).map((_, k) => added(k, (i) => times(a[i], b[k - i])));
}

/** Throws a RangeError when b begins with 0. */
export function quotient(a: Series, b: Series): Series {
  const q: Rational[] = [];
  for (let k = 0; k < Math.min(a.length, b.length); k++)
    q.push(over(plus(a[k], negative(added(k - 1, (i) => times(q[i], b[k - i])))), b[0]));
  return q;
}

/** Throws a RangeError when a does not begin with 0: its exponential would not be rational. */
export function exponential(a: Series): Series {
  if (!isZero(a[0])) throw new RangeError("the exponential of a series that does not begin with 0");
  const e: Rational[] = [ONE];
  for (let k = 1; k < a.length; k++)
    e.push(
      over(
        added(k - 1, (i) => times(times(rational(i + 1), a[i + 1]), e[k - 1 - i])),
        rational(k),
      ),
    );
  return e;
}

/** The integral from 0, with one term more. */
export function integral(a: Series): Series {
  return [ZERO, ...a.map((x, k) => over(x, rational(k + 1)))];
}

/** sum over i = 0 … last; 0 when last < 0. */
function added(last: number, term: (i: number) => Rational): Rational {
  let total = ZERO;
  for (let i = 0; i <= last; i++) total = plus(total, term(i));
  return total;
}

function shorter(a: Series, b: Series): Series {
  return a.length <= b.length ? a : b;
}
