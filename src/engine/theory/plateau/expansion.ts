/**
 * Taylor expansions of the activations at 0, exact. Every coefficient is p + q c with rational p, q and one irrational
 * number c per activation (ln 2, 1/√(2π), 2/√π; all transcendental), so whether it vanishes is decided, not measured.
 * They are computed by series arithmetic from what defines the activation:
 *   sigmoid  1 / (1 + e^-z)          softplus  ln 2 + ∫ sigmoid        silu  z sigmoid(z)
 *   tanh     (e^z - e^-z) / (e^z + e^-z)      sin  from e^z, every other sign turned
 *   erf      2/√π ∫ e^{-z²}          gelu  z Φ(z) = z/2 + z (2π)^{-1/2} ∫ e^{-z²/2}
 */
import type { Series } from "../../math/series/power-series";
import {
  constant,
  exponential,
  integral,
  product,
  quotient,
  scaled,
  sum,
  variable,
} from "../../math/series/power-series";
import { ONE, rational, ZERO } from "../../math/series/rational";
import type { ActivationName } from "../../model/network";

export interface Expansion {
  /** The coefficient of z^k is rational[k] + irrational[k] · constant. */
  readonly rational: Series;
  readonly irrational: Series;
  readonly constant: Irrational | null;
}

export interface Irrational {
  /** "ln 2" */
  readonly text: string;
  readonly value: number;
}

/** Activations with a Taylor expansion at 0; the others have a kink there. */
export type SmoothActivation = Exclude<ActivationName, "relu" | "leaky-relu">;

/** Terms that are computed: the leading one of φ_σ has degree at most 3 for every activation of the table. */
const TERMS = 9;

export function expansionOf(name: SmoothActivation): Expansion {
  return EXPANSIONS[name]();
}

const LN_2: Irrational = { text: "ln 2", value: Math.LN2 };
const NORMAL: Irrational = { text: "1/√(2π)", value: 1 / Math.sqrt(2 * Math.PI) };
const ERROR: Irrational = { text: "2/√π", value: 2 / Math.sqrt(Math.PI) };

const z = variable(TERMS);
const one = constant(ONE, TERMS);
const none = constant(ZERO, TERMS);
const minus = rational(-1);
const half = rational(1, 2);
const squared = product(z, z);

const plain = (series: Series): Expansion => ({ rational: series, irrational: none, constant: null });
const sigmoid = (): Series => quotient(one, sum(one, exponential(scaled(minus, z))));

const EXPANSIONS: Readonly<Record<SmoothActivation, () => Expansion>> = {
  identity: () => plain(z),
  quadratic: () => plain(squared),
  sigmoid: () => plain(sigmoid()),
  tanh: () => {
    const [up, down] = [exponential(z), exponential(scaled(minus, z))];
    return plain(quotient(sum(up, scaled(minus, down)), sum(up, down)));
  },
  // sin z = z - z³/3! + …: the odd terms of e^z with alternating signs.
  sin: () =>
    plain(
      exponential(z).map((term, k) =>
        k % 2 === 0 ? ZERO : k % 4 === 1 ? term : { ...term, numerator: -term.numerator },
      ),
    ),
  silu: () => plain(product(z, sigmoid())),
  softplus: () => ({ rational: integral(sigmoid()).slice(0, TERMS), irrational: one, constant: LN_2 }),
  erf: () => ({
    rational: none,
    irrational: integral(exponential(scaled(minus, squared))).slice(0, TERMS),
    constant: ERROR,
  }),
  gelu: () => ({
    rational: scaled(half, z),
    irrational: product(z, integral(exponential(scaled(rational(-1, 2), squared)))),
    constant: NORMAL,
  }),
};
