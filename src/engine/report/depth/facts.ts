/**
 * Of a linear neural ODE: what is seen along its depth s at the initialization, and along depth and time. JSON-safe.
 */
import type { Claim } from "../../findings/claim";

export interface DepthSection {
  readonly width: number;
  /** Number of nodes of the path. */
  readonly grid: number;
  /** The nodes s_j = (1 - cos(π j / (grid - 1))) / 2, where `singularValues` are given. */
  readonly nodes: readonly number[];
  /** Per node the singular values of Z_s, largest first. */
  readonly singularValues: readonly (readonly number[])[];
  /** Where `lambda` and `imbalance` are given: the nodes and as many places between them. */
  readonly places: readonly number[];
  /** λ(s) = tr h_s / n. */
  readonly lambda: readonly number[];
  /** ‖h_s - λ(s) I‖_F relative to the size of h's terms. */
  readonly imbalance: readonly number[];
  readonly tolerance: number;
  /** Share of the path in the highest coefficients of its polynomial; at rounding level where the grid suffices. */
  readonly unresolved: number;
  /** det Z_1 = exp ∫ tr A_s ds > 0 and the condition number of Z_1: Z_s never becomes singular, but can come close. */
  readonly determinant: number | null;
  readonly condition: number | null;
  /**
   * ‖M - K(Z_1)‖_F / ‖K(Z_1)‖_F, K the closed form with logarithmic means: small under relaxed balance, else only the
   * distance.
   */
  readonly closedFormError: Claim<number>;
  /** Residual networks U_i = I + A_{i/L}/L of growing depth against the ODE: relative errors, and the order in 1/L. */
  readonly finiteDepth: FiniteDepthSection;
  /**
   * Where the metric property fails: two paths with the same Z_1 and the same laws. `null` when none was looked for or
   * found.
   */
  readonly pair: PathPairSection | null;
}

export interface FiniteDepthSection {
  readonly depths: readonly number[];
  /** Of the end-to-end matrix, of the laws times L², and of the metric divided by L. */
  readonly end: readonly number[];
  readonly laws: readonly number[];
  readonly metric: readonly number[];
  /** log2 of the ratio of the last two errors; `null` where they vanish. */
  readonly order: { readonly end: number | null; readonly laws: number | null; readonly metric: number | null };
}

export interface PathPairSection {
  /** In L², relative to the first path. */
  readonly distance: number;
  readonly liftedDifference: number;
  readonly lawDifference: number;
  readonly tolerance: number;
  /** ‖M_2 - M_1‖_F / ‖M_1‖_F. */
  readonly metricDifference: number;
  /** A loss with the gradient G at Z_1 (‖G‖ = 1, n x n, row-major) falls at these two rates. */
  readonly gradient: readonly number[];
  readonly rates: readonly [number, number];
  /** The second path at the nodes, as the scheme "explicit" writes it: one row-major matrix per node. */
  readonly second: readonly (readonly number[])[];
}

/** Drift of the laws over depth and time, for a heat map. */
export interface DepthDrift {
  /** Depths, ascending. */
  readonly places: readonly number[];
  readonly times: readonly number[];
  /** Per time, per place: ‖h_s(t) - h_s(0)‖_F / scale. */
  readonly values: readonly (readonly number[])[];
  /** max_s of the size of h's terms at t = 0. */
  readonly scale: number;
}

export interface DepthFacts {
  /** Of a linear neural ODE: what is seen along its depth; absent for other networks. */
  readonly depth?: DepthSection;
}
