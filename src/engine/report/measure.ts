/** The number that each run of a sweep contributes. Rows: measures.ts. */
import type { Facts } from "./facts";
import type { TrajectorySection } from "./run/facts";

/** What it is read off: the start, a whole simulated run, or a run of which only the loss is followed. */
export type Measure = OfTheStart | OfARun;

interface OfTheStart extends Row {
  readonly of: "start";
  found(facts: Facts): MeasuredValue;
}

interface OfARun extends Row {
  readonly of: "run" | "loss";
  /** Of a run that has come to its end. */
  foundInRun(facts: Facts, run: TrajectorySection): MeasuredValue;
}

interface Row {
  /** In the schema: Markdown, one sentence. */
  readonly says: string;
  /** In a heading: "escape time". */
  readonly words: string;
}

export interface MeasuredValue {
  readonly value: number | null;
  /** Why there is none. */
  readonly note: string | null;
}
