/**
 * The intrinsic flow: an equation for z = phi(theta) alone, dz/dt = -K(z) grad f(z), whose K is fixed by the laws at
 * the start (arXiv:2508.07370, Def. 2.10). After t = 0 it never looks at theta.
 *
 * Its state need not be z itself: a network with too many paths carries coordinates on the image of phi. What it needs
 * of the loss is grad f(z), or, for path liftings, the gradient at the theta it has recovered.
 */
export interface IntrinsicFlow {
  readonly kind:
    "two-layer" | "two-point-spectrum" | "scalar" | "deep-linear" | "path-lifting" | "circuits" | "flow-map";
  /** The paper and statement the closed equation is from, or where it is derived. */
  readonly reference: string;
  /** Length of the state. */
  readonly dimension: number;
  /** The state of theta(0). */
  readonly start: Float64Array;
  /** d state / dt. */
  derivative(t: number, state: Float64Array, into: Float64Array): void;
  /** What the state says about z, comparable with `observe`. */
  lifted(state: Float64Array): Float64Array;
  /** The same of a theta on the real trajectory. */
  observe(theta: Float64Array): Float64Array;
  /** What a coordinate of `observe` is called, where the flow knows it best. */
  readonly label?: (coordinate: number) => string;
  /** How far the state is from where K ends; at 0 it is there. `null`: K has no end. */
  readonly exit: ExitCondition | null;
}

/** A closed equation, or why none is known: "…, because" this. */
export type Closed = { readonly flow: IntrinsicFlow } | { readonly flow: null; readonly why: string };

export interface ExitCondition {
  /** Relative size of what must not vanish: from 1 at the start, about, down to 0. */
  distance(state: Float64Array): number;
  /** What vanishes at this state, in words: "the weights into layer1[2]". */
  describe(state: Float64Array): string;
}

/** A function of a parameter vector with its gradient, as flow/objective makes them. */
export interface Gradient {
  /** Writes the gradient, returns the value. */
  gradient(theta: Float64Array, into: Float64Array): number;
}
