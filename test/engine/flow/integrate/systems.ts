/** Systems whose solutions are known, and how often their derivative was asked for. */
import assert from "node:assert/strict";
import type { IntegrateOptions, Result } from "../../../../src/engine/flow/integrate/outcome";
import { integrate } from "../../../../src/engine/flow/integrate/integrate";
import type { System } from "../../../../src/engine/flow/integrate/system";

export interface Known {
  readonly system: System;
  readonly start: Float64Array;
  readonly solution?: (t: number) => number[];
}

export function system(dimension: number, derivative: System["derivative"]): System {
  return { dimension, derivative };
}

/** Non-linear, non-autonomous and coupled: e^{sin 2t}, 1 / (1 + t²), and their product. */
export const smooth: Known = {
  system: system(3, (t, y, into) => {
    into[0] = 2 * y[0] * Math.cos(2 * t);
    into[1] = -2 * t * y[1] * y[1];
    into[2] = 2 * y[2] * Math.cos(2 * t) - 2 * t * y[1] * y[2];
  }),
  start: Float64Array.of(1, 1, 1),
  solution: (t) => [Math.exp(Math.sin(2 * t)), 1 / (1 + t * t), Math.exp(Math.sin(2 * t)) / (1 + t * t)],
};

/** x' = A x with eigenvalues -1 ± 2i and -3. */
export const linear: Known = {
  system: system(3, (_t, y, into) => {
    into[0] = -y[0] + 2 * y[1];
    into[1] = -2 * y[0] - y[1];
    into[2] = -3 * y[2];
  }),
  start: Float64Array.of(1, 0, 2),
  solution: (t) => [Math.exp(-t) * Math.cos(2 * t), -Math.exp(-t) * Math.sin(2 * t), 2 * Math.exp(-3 * t)],
};

/** One turn of a planet on an ellipse of eccentricity 0.1: it returns to its start after 2π. */
export const kepler: Known = {
  system: system(4, (_t, y, into) => {
    const cube = (y[0] * y[0] + y[1] * y[1]) ** 1.5;
    into[0] = y[2];
    into[1] = y[3];
    into[2] = -y[0] / cube;
    into[3] = -y[1] / cube;
  }),
  start: Float64Array.of(0.9, 0, 0, Math.sqrt(1.1 / 0.9)),
  solution: () => [0.9, 0, 0, Math.sqrt(1.1 / 0.9)],
};

export const lotkaVolterra: Known = {
  system: system(2, (_t, y, into) => {
    into[0] = (2 / 3) * y[0] - (4 / 3) * y[0] * y[1];
    into[1] = y[0] * y[1] - y[1];
  }),
  start: Float64Array.of(1, 1),
};

export const vanDerPol: Known = {
  system: system(2, (_t, y, into) => {
    into[0] = y[1];
    into[1] = 5 * (1 - y[0] * y[0]) * y[1] - y[0];
  }),
  start: Float64Array.of(2, 0),
};

/** Restricted three-body problem: a closed orbit of Arenstorf (HNW §II.0, (0.1), (0.2)). */
export const arenstorf: Known & { readonly period: number } = {
  system: system(4, (_t, y, into) => {
    const moon = 0.012277471;
    const earth = 1 - moon;
    const near = ((y[0] + moon) ** 2 + y[1] ** 2) ** 1.5;
    const far = ((y[0] - earth) ** 2 + y[1] ** 2) ** 1.5;
    into[0] = y[2];
    into[1] = y[3];
    into[2] = y[0] + 2 * y[3] - (earth * (y[0] + moon)) / near - (moon * (y[0] - earth)) / far;
    into[3] = y[1] - 2 * y[2] - (earth * y[1]) / near - (moon * y[1]) / far;
  }),
  start: Float64Array.of(0.994, 0, 0, -2.00158510637908252240537862224),
  period: 17.0652165601579625588917206249,
};

/** Runs to the end; the number of times it yielded is told, too. */
export function solve({ system, start }: Known, options: IntegrateOptions): Result & { readonly yields: number } {
  const running = integrate(system, start, options);
  for (let yields = 0; ; yields++) {
    const { done, value } = running.next();
    if (done) return { ...value, yields };
  }
}

/** Largest difference, relative to the largest component of `expected`. */
export function distance(actual: ArrayLike<number>, expected: ArrayLike<number>): number {
  assert.equal(actual.length, expected.length);
  let [most, size] = [0, 0];
  for (let i = 0; i < actual.length; i++) {
    most = Math.max(most, Math.abs(actual[i] - expected[i]));
    size = Math.max(size, Math.abs(expected[i]));
  }
  return most / size;
}
