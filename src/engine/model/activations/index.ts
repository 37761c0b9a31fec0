/** The activations: a row each, in the order in which the spec language lists them. What is not here is known nowhere. */
import type { ActivationRow, Sigma } from "./activation";
import { exp } from "./exp";
import { sigmoid, silu, softplus } from "./logistic";
import { mish } from "./mish";
import { geluTanh } from "./gelu-tanh";
import { erf, gelu } from "./normal";
import { elu, hardTanh, reluSquared, selu } from "./pieces";
import { quadratic } from "./quadratic";
import { identity, leakyRelu, relu } from "./rectifiers";
import { sin } from "./sin";
import { tanh } from "./tanh";

const ROWS = {
  identity,
  relu,
  "leaky-relu": leakyRelu,
  tanh,
  sigmoid,
  softplus,
  silu,
  gelu,
  "gelu-tanh": geluTanh,
  erf,
  sin,
  quadratic,
  elu,
  selu,
  mish,
  "hard-tanh": hardTanh,
  "relu-squared": reluSquared,
  exp,
} as const;

export type ActivationName = keyof typeof ROWS;

export const ACTIVATION_NAMES = Object.keys(ROWS) as readonly ActivationName[];

/** What a layer applies to each of its neurons. */
export interface Activation {
  readonly name: ActivationName;
  /** On the negative side, of an activation that has a slope to choose; unused otherwise. */
  readonly slope: number;
}

export function activationRow(name: ActivationName): ActivationRow {
  return ROWS[name];
}

/** The function with all that is known of it. */
export function sigmaOf({ name, slope }: Activation): Sigma {
  return ROWS[name].of(slope);
}

/** With the slope asked for, or the default one; 0 where there is none to choose. */
export function activationNamed(name: ActivationName, slope?: number): Activation {
  const own = activationRow(name).slope;
  return { name, slope: own === null ? 0 : (slope ?? own.default) };
}

/** "leaky-relu (slope 0.2)", "tanh" */
export function activationText(activation: Activation): string {
  const { activation: name, slope } = activationWritten(activation);
  return slope === undefined ? name : `${name} (slope ${slope})`;
}

/** As a spec writes it, its slope even where it is the default. */
export function activationWritten({ name, slope }: Activation): { activation: ActivationName; slope?: number } {
  return activationRow(name).slope === null ? { activation: name } : { activation: name, slope };
}

/** Those that have a slope to choose. */
export const SLOPED = ACTIVATION_NAMES.filter((name) => activationRow(name).slope !== null);

/** Those under which phi may have a coordinate per path. */
export const LIFTED_BY_PATHS = ACTIVATION_NAMES.filter((name) => sigmaOf(activationNamed(name)).below !== null);

/** What symmetry of a neuron its activation allows. */
export interface ActivationTraits extends Pick<Sigma, "parity" | "atZero" | "flatAtZero"> {
  /** σ(c z) = c σ(z) for c > 0. */
  readonly homogeneous: boolean;
}

export function activationTraits(activation: Activation): ActivationTraits {
  const { parity, homogeneous, atZero, flatAtZero } = sigmaOf(activation);
  return { parity, homogeneous: homogeneous === 1, atZero, flatAtZero };
}
