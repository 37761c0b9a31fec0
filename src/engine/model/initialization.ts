import type { PathPlan } from "./path/plan";
import type { SchemeName } from "./schemes";
import type { Own } from "./schemes/scheme";

export type { SchemeName } from "./schemes";

/**
 * What the spec asks of the initialization, resolved per layer: plain data; `initialize` (initializers.ts) makes theta
 * of it.
 */
export interface InitializationPlan {
  readonly seed: number;
  /** The scheme named at the top, for reports; if it draws all layers together it is that of every layer. */
  readonly scheme: SchemeName;
  /** One entry per layer of the network. */
  readonly layers: readonly LayerScheme[];
  /** Of a linear neural ODE: how its path starts; then `layers` and `lambda` play no role. */
  readonly path?: PathPlan;
  /** Of a scheme that draws all layers together: one number per inner interface (layers.length - 1); else `null`. */
  readonly lambda: readonly number[] | null;
  /** Where the layers whose scheme is "file" come from. */
  readonly file?: FilePlan;
  /** Of such a scheme: multiplies the first layer's draw. */
  readonly scale: number;
}

/** A file of weights. */
export interface FilePlan {
  /** Relative to the spec. */
  readonly path: string;
  /** What its tensors are called where they are not named as the layers are: by the name of a tensor or of a layer. */
  readonly tensors: ReadonlyMap<string, { readonly name: string; readonly transposed: boolean }>;
}

/** How one layer's weights are drawn. */
export interface LayerScheme {
  readonly scheme: SchemeName;
  /** The scheme's own numbers, all of them. */
  readonly own: Own;
  /** Multiplies the weights (not the biases). */
  readonly scale: number;
  /** Standard deviation of the biases; 0: they start at 0. */
  readonly biasStd: number;
  /**
   * Of a scheme that is given weights: row-major. Several sources stand side by side, in the order of `from`: shape
   * [units, sum of the sources' widths]. A diagonal layer lists one weight per coordinate.
   */
  readonly weights: readonly number[] | null;
  /** Of such a scheme: the bias, if any was given. */
  readonly bias: readonly number[] | null;
}
