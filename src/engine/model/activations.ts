/**
 * Activations as a table: value and derivative, and what symmetry they have. erf(x) = 2/sqrt(pi) int_0^x exp(-t²) dt;
 * gelu(x) = x Phi(x) (exact form).
 */
import type { Activation, ActivationName } from "./network";

export interface ActivationFunction {
  readonly value: (x: number) => number;
  readonly derivative: (x: number) => number;
}

/** What symmetry of a neuron its activation allows. */
export interface ActivationTraits {
  /** sigma(-z) = -sigma(z), sigma(-z) = sigma(z), or neither. */
  readonly parity: "odd" | "even" | "none";
  /** sigma(c z) = c sigma(z) for c > 0. */
  readonly homogeneous: boolean;
  /** sigma(0). */
  readonly atZero: number;
  /**
   * sigma'(0) = 0; for relu, which has no derivative there, by the convention of every framework, and of this table.
   */
  readonly flatAtZero: boolean;
}

const logistic = (x: number): number => (x >= 0 ? 1 / (1 + Math.exp(-x)) : Math.exp(x) / (1 + Math.exp(x)));
const gauss = (x: number): number => Math.exp(-x * x);
const normalCdf = (x: number): number => (1 + erf(x / Math.SQRT2)) / 2;

const SMOOTH: Record<Exclude<ActivationName, "relu" | "leaky-relu">, ActivationFunction> = {
  identity: { value: (x) => x, derivative: () => 1 },
  tanh: { value: Math.tanh, derivative: (x) => 1 - Math.tanh(x) ** 2 },
  sigmoid: { value: logistic, derivative: (x) => logistic(x) * logistic(-x) },
  softplus: { value: (x) => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x))), derivative: logistic },
  silu: { value: (x) => x * logistic(x), derivative: (x) => logistic(x) * (1 + x * logistic(-x)) },
  gelu: {
    value: (x) => x * normalCdf(x),
    derivative: (x) => normalCdf(x) + (x * gauss(x / Math.SQRT2)) / Math.sqrt(2 * Math.PI),
  },
  erf: { value: erf, derivative: (x) => (2 / Math.sqrt(Math.PI)) * gauss(x) },
  sin: { value: Math.sin, derivative: Math.cos },
  quadratic: { value: (x) => x * x, derivative: (x) => 2 * x },
};

export function activationFunction({ name, slope }: Activation): ActivationFunction {
  if (name !== "relu" && name !== "leaky-relu") return SMOOTH[name];
  return { value: (x) => (x > 0 ? x : slope * x), derivative: (x) => (x > 0 ? 1 : slope) };
}

const PLAIN: ActivationTraits = { parity: "none", homogeneous: false, atZero: 0, flatAtZero: false };
const ODD: ActivationTraits = { ...PLAIN, parity: "odd" };

const TRAITS: Record<ActivationName, ActivationTraits> = {
  identity: { ...ODD, homogeneous: true },
  relu: { ...PLAIN, homogeneous: true, flatAtZero: true },
  "leaky-relu": { ...PLAIN, homogeneous: true },
  tanh: ODD,
  erf: ODD,
  sin: ODD,
  sigmoid: { ...PLAIN, atZero: 0.5 },
  softplus: { ...PLAIN, atZero: Math.LN2 },
  silu: PLAIN,
  gelu: PLAIN,
  quadratic: { ...PLAIN, parity: "even", flatAtZero: true },
};

export function activationTraits({ name, slope }: Activation): ActivationTraits {
  // With these slopes a leaky-relu is another function of the table.
  return name !== "leaky-relu"
    ? TRAITS[name]
    : slope === 1
      ? TRAITS.identity
      : slope === -1
        ? { ...TRAITS[name], parity: "even" }
        : slope === 0
          ? TRAITS.relu
          : TRAITS[name];
}

/**
 * The error function to full precision: its Taylor series below 2.5 (all terms of one sign in the form
 * exp(-x²) sum (2x²)^k x / (1·3·5…(2k+1))), the continued fraction of erfc beyond (Abramowitz & Stegun 7.1.6 and
 * 7.1.14).
 */
export function erf(x: number): number {
  const size = Math.abs(x);
  if (size > 6) return Math.sign(x);
  if (size < 2.5) {
    let term = x;
    let sum = x;
    for (let k = 1; Math.abs(term) > 1e-18 * Math.abs(sum); k++) {
      term *= (2 * x * x) / (2 * k + 1);
      sum += term;
    }
    return (2 / Math.sqrt(Math.PI)) * gauss(x) * sum;
  }
  let fraction = 0;
  for (let k = 60; k >= 1; k--) fraction = k / 2 / (size + fraction);
  return Math.sign(x) * (1 - gauss(size) / Math.sqrt(Math.PI) / (size + fraction));
}
