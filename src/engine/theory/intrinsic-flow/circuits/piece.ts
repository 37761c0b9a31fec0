/**
 * Some of a network's weights with the part of z that is theirs. φ, the laws and M fall into those of the pieces (metric/circuits), so a
 * piece gives back weights with its part of z and the laws at the start, and turns a velocity of weights into one of its state:
 * K is one block for each.
 */
import type { ExitCondition } from "../intrinsic-flow";

export interface Piece {
  /** The state of the weights at the start: a part of z, or what stands for it. */
  readonly start: Float64Array;
  /** Weights with this state and the laws at the start, at their places in theta. False: there are none. */
  recover(state: Float64Array, theta: Float64Array): boolean;
  /** d state / dt where the weights just recovered move by `velocity`. False: there is none. */
  follow(state: Float64Array, theta: Float64Array, velocity: Float64Array, into: Float64Array): boolean;
  /** Whether `observe` shows all of z that is its own. */
  readonly shown: boolean;
  /** What the state says of z, comparable with `observe` of weights. */
  lifted(state: Float64Array): Float64Array;
  observe(theta: Float64Array): Float64Array;
  readonly exit: ExitCondition | null;
  /** Name of what is compared at this place. */
  label(index: number): string;
}
