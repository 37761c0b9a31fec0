/** What is said of a report as a whole: its problems, what cannot be computed, and what is advised. */
import { formatNumber } from "../findings/numbers";
import { RESOLUTION_TOLERANCE } from "../theory/depth/laws";
import { counted, listed } from "../findings/words";
import type { SchemeName } from "../model/initialization";

/** Where numbers leave the range of double precision. */
export const SMALLER_NUMBERS =
  "Choose smaller weights, scales or standard deviations; about 1 is usual. Laws and metrics are made of squares and products of all layers' weights.";

export const LARGER_NUMBERS =
  "Choose larger weights or write exact zeros: all laws and metrics are made of squares and products of weights, which round to 0 here.";

export const CLOSED_FORM_NEEDS_BALANCE =
  "The closed form belongs to relaxed balance: off it the difference says how far, not whether the property fails.";

export function notContinuousBalanced(worst: number, tolerance: number): string {
  return `The path is not continuous relaxed balanced: the traceless part of h_s is up to ${formatNumber(worst)} of the size of its terms (limit ${formatNumber(tolerance)}).`;
}

export function tooFewNodes(nodes: number, unresolved: number): string {
  return `${nodes} nodes do not carry this path: ${formatNumber(unresolved)} of it lies in the highest coefficients of its polynomial (limit ${formatNumber(RESOLUTION_TOLERANCE)}).`;
}

export function nearlySingular(condition: number | null | undefined): string {
  return `Z₁ is nearly singular: its condition number is ${condition === null ? "beyond double precision" : formatNumber(condition ?? 0)}. It can never become singular, because det Z₁ = exp ∫ tr A, but training along its weak directions is slow and inexact.`;
}

export function pathsComeApart(separation: readonly number[]): string {
  return `From one Z₁ and the same laws, the two paths come apart by up to ${formatNumber(Math.max(0, ...separation), 3)} relative to Z₁.`;
}

export const ODE_LAWS_ARE_NOT_POLYNOMIALS =
  "The laws of a linear neural ODE contain derivatives along depth: on a grid they are conserved up to its error, not as polynomials in its nodes.";

export function lawsFound({
  laws,
  degree,
  parameters,
  fresh,
}: {
  readonly laws: number;
  readonly degree: number;
  readonly parameters: number;
  readonly fresh: number;
}): string {
  return `  ${laws} polynomial laws of degree at most ${degree} in ${parameters} parameters (a basis); ${fresh} new`;
}

export function lawsCertified(monomials: number, classes: number): string {
  return `  certified: each is proven over the integers; ${monomials} monomials in ${classes} classes were tried`;
}

export function expectedButUnknown(property: string, expected: string, why: string): string {
  return `Expected ${property} to be ${expected}, but it is not known: ${why}`;
}

export const NEVER_SURER = `class 0 is never given a probability above 0.5, nor class 1 one above ${formatNumber(1 / (1 + Math.exp(-1)))}`;

export function appliedTwice(loss: "logistic" | "cross-entropy", what: string, why: string): string {
  return `The loss "${loss}" applies a ${what} itself, and the output layer has a sigmoid already: applied twice, ${why}.`;
}

export function tooSmallToPass(small: readonly string[]): string {
  return ` ${counted(small.length, "layer")} (${listed(small, "and")}) ${small.length === 1 ? "starts" : "start"} too small to pass a signal on.`;
}

export function longPlateau({
  level,
  time,
  bar,
  steps,
  share,
  why,
}: {
  readonly level: number;
  readonly time: number;
  readonly bar: string;
  readonly steps: string;
  readonly share: string;
  readonly why: string;
}): string {
  return `The loss is predicted to stay above ${100 * level} % of its start until t ≈ ${formatNumber(time, 2)}${bar}${steps}: ${share}.${why}`;
}

export function lawsMissing(of: "network" | "phi", independent: number, known: number): string {
  return `${of === "network" ? "This network" : "This network's φ"} has ${independent} independent conservation laws, but only ${known} are known in closed form.`;
}

export const READ_COUNT_AS_EXACT =
  "Read the count as exact and the list as partial; scalar input and output make laws that no listed family contains.";

export function notBalanced(between: readonly [string, string], imbalance: number, lambda: number): string {
  return `The initialization is not relaxed balanced: between ${between[0]} and ${between[1]} the imbalance is ${formatNumber(imbalance)} (nearest λ = ${formatNumber(lambda)}).`;
}

export const HOW_TO_BALANCE =
  'Use the scheme "relaxed-balanced" (or "balanced" for λ = 0) to start on the set where the dynamics are intrinsic.';

export function metricChangesAlong(seen: number, directions: string): string {
  return `the metric changes (by up to ${formatNumber(seen)} relative to its norm) along ${directions} neither φ nor any conservation law`;
}

export const HOW_TO_BE_INTRINSIC =
  "Read φ's trajectory from the parameters, not from a closed equation in φ, or choose an initialization where the property holds.";

export function tooLongToDraw(scheme: SchemeName, seconds: number): string {
  return `Drawing weights with the scheme "${scheme}" would take an estimated ${formatNumber(seconds, 2)} s for these widths, because orthonormal frames cost the cube of a width.`;
}

export function weightOutOfRange(large: boolean, name: string, largest: number): string {
  return large
    ? `A weight of ${name} ${Number.isFinite(largest) ? `has the size ${formatNumber(largest)}` : "is not finite"}: its square leaves the range of double precision (about 10³⁰⁸).`
    : `The largest weight of all, in ${name}, has the size ${formatNumber(largest)}: squares of the weights vanish in double precision.`;
}

export function reportNotFinite(where: string): string {
  return `Numbers computed from these weights leave the range of double precision: “${where}” of the report is not finite.`;
}

export const HOW_TO_TRAIN =
  'Add one: "training": { "data": { "kind": "teacher", "samples": 64 }, "optimizer": { "type": "gradient-flow", "time": 10 } }.';

export function fileTooLarge(rows: number, units: number, mostNumbers: number): string {
  return `The file has ${rows} samples, and through this network they would make ${rows * units} numbers; the limit is ${mostNumbers}.`;
}

export function networksComeApart(most: number): string {
  return `From one φ and the same laws, the two networks come apart by up to ${formatNumber(most, 3)} relative to φ.`;
}

export function stableRateAdvice(stableLearningRate: number): string {
  return `Choose a learning rate below about ${formatNumber(stableLearningRate, 2)}: the bound 2 (1 + momentum) / (largest eigenvalue of the Hessian + weight decay) at the start.`;
}

export const KINKS_MEET_ADVICE =
  "The trajectory may be where kinks of the loss meet that cannot be told apart, each a neuron's input that stays at 0 for some sample: look at the run up to there, or choose a shorter time, other samples, or a smooth activation.";
