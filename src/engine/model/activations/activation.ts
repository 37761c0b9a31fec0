/**
 * What is known of an activation σ, which acts on one number at a time. An activation is one file here and one row in
 * index.ts: whatever else asks (passes, laws, manifolds, the saddle, the schema, docs/spec.md) reads it off the row.
 *
 * Every field must be said. Each has a value that claims nothing ("none", `null`, `false`): what nobody has proved of an
 * activation is then `unknown` in the report. test/house/activations.test.ts holds each row against its own numbers.
 */
import type { LayerKernel } from "../../math/layers/kernel";
import type { ModularMap } from "../../math/modular/maps";
import type { Ring } from "../../math/ring";
import type { Expansion } from "./expansion";
import type { FreeValues } from "./free-values";

export interface ActivationRow {
  /** The formula, in Markdown, for the schema and docs/spec.md; with what else a user should know. */
  readonly words: string;
  /** Its slope on the negative side, where a spec may choose one. */
  readonly slope: { readonly default: number; /** The default, with its reason. */ readonly words: string } | null;
  /** The function with this slope. */
  of(slope: number): Sigma;
}

export interface ActivationFunction {
  readonly value: (x: number) => number;
  /** Where there is none, by the convention of the frameworks: at 0 that from the left. */
  readonly derivative: (x: number) => number;
}

export interface Sigma extends ActivationFunction {
  /** σ(-z) = -σ(z), σ(-z) = σ(z), or neither. */
  readonly parity: "odd" | "even" | "none";
  /** The k with σ(c z) = c^k σ(z) for every c > 0; `null`: for none. Laws are known for these two. */
  readonly homogeneous: 1 | 2 | null;
  /** σ(z + c) = e^c σ(z): what a bias adds in front is a factor behind. */
  readonly translates: boolean;
  /** σ(0) */
  readonly atZero: number;
  /** σ'(0) = 0; for relu, which has no derivative there, by convention. */
  readonly flatAtZero: boolean;
  /** Equal to its Taylor series around every point: a hypothesis of theorems about orbits and generic points. */
  readonly analytic: boolean;
  /** How it begins at 0: its series, or the slopes on both sides where it has none or none is known. */
  readonly begins: (() => Expansion) | Slopes;
  /** z for z > 0 and this times z below; `null`: anything else. Its neurons are gated by their sign, if it is not 1. */
  readonly below: number | null;
  /** A polynomial with integer coefficients, as it runs over GF(p); `null`: anything else. */
  readonly polynomial: ModularMap | null;
  /** σ and σ' as rational functions of z and an exponential, in any arithmetic; `null`: they are none, or none is known. */
  readonly exponential: Exponential | null;
  /** The same of z, the density of a normal distribution at z and its integral from 0 to z. */
  readonly gaussian: Gaussian | null;
  /** What stands for its values modulo a prime, with a proof; `null`: none is known. */
  readonly freeValues: FreeValues | null;
  /** Quicker ways than number by number, with the same results. */
  readonly quick?: Partial<Elementwise>;
}

export interface Exponential {
  /** u in e = exp(u): an odd polynomial of z; absent: z itself. */
  readonly exponent?: <T>(z: T, ring: Ring<T>) => T;
  /** What it is of z and e. */
  readonly of: <T>(z: T, e: T, ring: Ring<T>) => { readonly value: T; readonly derivative: T };
  /** Among its coefficients is one that is transcendental (`Ring.transcendental`). */
  readonly transcendental?: true;
}

export interface Gaussian {
  /** k in the density g(z) = √(k/2π) exp(-k z²/2): the inverse of the variance. */
  readonly precision: 1 | 2;
  readonly of: <T>(
    z: T,
    normal: { readonly density: T; /** ∫_0^z g, an odd function. */ readonly integral: T },
    ring: Ring<T>,
  ) => { readonly value: T; readonly derivative: T };
}

/** The one-sided derivatives at 0. */
export interface Slopes {
  readonly below: number;
  readonly above: number;
}

/** On `count` numbers that begin at z before the activation, at y behind it; the derivatives by them at d. */
export interface Elementwise {
  /** y = σ(z) */
  activate(kernel: LayerKernel, z: number, y: number, count: number): void;
  /** d *= σ'(z) */
  gate(kernel: LayerKernel, z: number, y: number, d: number, count: number): void;
}

/** A function that has no slope to choose. */
export function fixed(words: string, sigma: Sigma): ActivationRow {
  return { words, slope: null, of: () => sigma };
}

/** An analytic function of which nothing more is claimed; rows add to it. */
export const ANALYTIC = {
  parity: "none",
  homogeneous: null,
  translates: false,
  atZero: 0,
  flatAtZero: false,
  analytic: true,
  below: null,
  polynomial: null,
  exponential: null,
  gaussian: null,
  freeValues: null,
} as const;
