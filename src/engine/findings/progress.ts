/** "typing" stays within seconds; "patient" does what the user has seen the estimate of and asked for. */
export type Effort = "typing" | "patient";

/** How far a long computation has come, in words a user knows. */
export interface Progress {
  /** What is being computed: "Counting conservation laws". */
  readonly stage: string;
  /** 0 to 1, or `null` when it cannot be told. */
  readonly fraction: number | null;
}

/**
 * Steps that only say what they have cost: at each pause the operations since the last one. One operation is a
 * multiplication with its addition in a tight loop, about a nanosecond.
 */
export type Paced<T> = Generator<number, T>;

/** Operations after which a long loop pauses: about 20 ms, so that a cancel is felt well within 100 ms on a busy machine. */
export const OPERATIONS_BETWEEN_PAUSES = 2e7;

/** Adds up what a loop does and pauses when it is time: `yield* pause(operations)` after each round. */
export function pauses(): (operations: number) => Paced<void> {
  let since = 0;
  return function* (operations) {
    since += operations;
    if (since < OPERATIONS_BETWEEN_PAUSES) return;
    yield since;
    since = 0;
  };
}

/** The same steps, with this to tell at each pause. */
export function* telling<T>(steps: Paced<T>, progress: Progress): Generator<Progress, T> {
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
    yield progress;
  }
}

/** The same steps; `null` where they turn out to cost more than `most` operations. */
export function* within<T>(steps: Paced<T>, most: number): Paced<T | null> {
  for (let spent = 0; ;) {
    const step = steps.next();
    if (step.done === true) return step.value;
    spent += step.value;
    if (spent > most) return null;
    yield step.value;
  }
}

/** The result, all pauses skipped. */
export function finished<T>(steps: Generator<unknown, T>): T {
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}
