import type { PathPlan } from "./path/plan";

/**
 * What the spec asks of the initialization, resolved per layer: plain data; `initialize` (initializers.ts) makes theta
 * of it.
 */
export type SchemeName =
  | "gaussian"
  | "uniform"
  | "xavier-normal"
  | "xavier-uniform"
  | "he-normal"
  | "he-uniform"
  | "lecun-normal"
  | "orthogonal"
  | "identity"
  | "zeros"
  | "constant"
  | "balanced"
  | "relaxed-balanced"
  | "explicit";

/** How one layer's weights are drawn. Numbers irrelevant to the scheme are at their defaults. */
export interface LayerScheme {
  readonly scheme: SchemeName;
  /** gaussian: standard deviation. */
  readonly std: number;
  /** uniform: entries in [-limit, limit]. */
  readonly limit: number;
  /** constant: the value. */
  readonly value: number;
  /** Multiplies the weights (not the biases). */
  readonly scale: number;
  /** Standard deviation of the biases; 0: they start at 0. */
  readonly biasStd: number;
  /**
   * explicit: row-major weights of the layer. Several sources stand side by side, in the order of `from`: shape
   * [units, sum of the sources' widths]. A diagonal layer lists one weight per coordinate.
   */
  readonly weights: readonly number[] | null;
  /** explicit: the bias, if any was given. */
  readonly bias: readonly number[] | null;
}

export interface InitializationPlan {
  readonly seed: number;
  /** The scheme named at the top, for reports. */
  readonly scheme: SchemeName;
  /** One entry per layer of the network. */
  readonly layers: readonly LayerScheme[];
  /** Of a linear neural ODE: how its path starts; then `layers` and `lambda` play no role. */
  readonly path?: PathPlan;
  /** balanced, relaxed-balanced: one number per inner interface (layers.length - 1); `null` for other schemes. */
  readonly lambda: readonly number[] | null;
  /** balanced, relaxed-balanced: multiplies the first layer's draw. */
  readonly scale: number;
}
