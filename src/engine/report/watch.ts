/** What is known of a run that something else does and writes down (docs/python.md): its laws, beside what its steps make of them. JSON-safe. */

export interface WatchedRun {
  /** Name of the file, without its folder. */
  readonly file: string;
  /** `waiting`: there is no such file, or nothing in it yet. */
  readonly state: "waiting" | "following";
  /** "SGD", with what it was told at the last line; `null`: no header yet. */
  readonly optimizer: WatchedOptimizer | null;
  /** Steps from one line to the next. */
  readonly every: number;
  /** Lines with a step since the file began, and the step of the last. */
  readonly lines: number;
  readonly step: number | null;
  /** Lines that could not be read, and the number of the first of them, from 1. */
  readonly unreadable: number;
  readonly firstUnreadable: number | null;
  /** How often the file began anew: it was cut or replaced. */
  readonly restarts: number;
  /** Families beyond those that are followed. */
  readonly leftOut: number;
  /** `exact`: a line for each step. `held`: the gradient's numbers are held between lines, an estimate. `none`: this optimizer has no recursion. */
  readonly recursion: "exact" | "held" | "none";
  readonly families: readonly WatchedFamily[];
  readonly loss: Curve;
}

export interface WatchedOptimizer {
  readonly type: string;
  readonly learningRate: number;
  readonly weightDecay: number;
  readonly momentum: number;
}

/** Values at steps, thinned where there are many. */
export interface Curve {
  readonly steps: readonly number[];
  readonly values: readonly number[];
}

export interface WatchedFamily {
  readonly id: string;
  readonly formula: string;
  readonly between: readonly string[];
  /** How many laws of it are written down. */
  readonly laws: number;
  /** ‖h − h(0)‖ at the last line, and the same of the recursion; `null` where there is none. */
  readonly change: number;
  readonly predicted: number | null;
  /** Largest ‖h − recursion‖ / ‖h‖ of one single step; `null` where none could be compared. Measured. */
  readonly mismatch: number | null;
  /** ‖h − h(0)‖ over the steps, and the recursion's; `null`: it is not among those drawn. */
  readonly curves: { readonly measured: Curve; readonly predicted: Curve | null } | null;
}
