import assert from "node:assert/strict";
import fc from "fast-check";
import {
  constant,
  exponential,
  integral,
  product,
  quotient,
  scaled,
  sum,
  variable,
  type Series,
} from "../../../../src/engine/math/series/power-series";
import {
  isZero,
  negative,
  ONE,
  over,
  plus,
  rational,
  times,
  toNumber,
} from "../../../../src/engine/math/series/rational";

const fractions = fc
  .tuple(fc.integer({ min: -20, max: 20 }), fc.integer({ min: 1, max: 20 }))
  .map(([a, b]) => rational(a, b));
const seriesOf = (terms: number): fc.Arbitrary<Series> => fc.array(fractions, { minLength: terms, maxLength: terms });

describe("power series", () => {
  it("divide what they multiply", () => {
    fc.assert(
      fc.property(seriesOf(6), seriesOf(6), (a, b) => {
        fc.pre(!isZero(b[0]));
        assert.deepEqual(quotient(product(a, b), b), a);
      }),
    );
  });

  it("have exponentials that turn sums into products", () => {
    fc.assert(
      fc.property(seriesOf(6), seriesOf(6), (a, b) => {
        const [x, y] = [a, b].map((s) => [rational(0), ...s.slice(1)]);
        assert.deepEqual(exponential(sum(x, y)), product(exponential(x), exponential(y)));
      }),
    );
  });

  it("know e^z and its integral", () => {
    const e = exponential(variable(7));
    assert.deepEqual(e.map(toNumber), [1, 1, 1 / 2, 1 / 6, 1 / 24, 1 / 120, 1 / 720]);
    assert.deepEqual(sum(integral(e).slice(0, 7), constant(ONE, 7)), e);
  });

  it("refuse what is not a series over the rationals", () => {
    assert.throws(() => exponential(constant(ONE, 3)), RangeError);
    assert.throws(() => quotient(constant(ONE, 3), variable(3)), RangeError);
  });
});

describe("fractions", () => {
  it("are in lowest terms with a positive denominator", () => {
    assert.deepEqual(rational(-6, -4), rational(3, 2));
    assert.deepEqual(rational(0, -7), rational(0));
    assert.throws(() => rational(1, 0), RangeError);
  });

  it("obey the laws of arithmetic", () => {
    fc.assert(
      fc.property(fractions, fractions, fractions, (a, b, c) => {
        assert.deepEqual(times(a, plus(b, c)), plus(times(a, b), times(a, c)));
        assert.ok(isZero(plus(a, negative(a))));
        if (!isZero(b)) assert.deepEqual(times(over(a, b), b), a);
        assert.deepEqual(scaled(a, [b]), [times(a, b)]);
      }),
    );
  });
});
