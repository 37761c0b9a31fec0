/** The data that the spec trains on, as far as an analysis looked at them (docs/report.md). */

export interface DataSection {
  /** Number of samples; `null`: a target matrix, which has none. */
  readonly samples: number | null;
  /** Where the labels are names of classes: entry k is trained as class k. `null`: they are numbers. */
  readonly classes: readonly string[] | null;
  /** Layers with relu units that are 0 on every sample at the start. */
  readonly dead: readonly DeadUnits[];
}

export interface DeadUnits {
  readonly layer: string;
  /** Of this layer, counted from 0. */
  readonly units: readonly number[];
  /** The layer's width. */
  readonly of: number;
  /** Every one of them takes from the input alone, whose values training does not move. */
  readonly first: boolean;
}

/** "0 = cat, 1 = dog": which name is which class. */
export function classesText(classes: readonly string[]): string {
  const shown = classes.slice(0, MOST_CLASSES).map((name, k) => `${k} = ${name}`);
  return classes.length > MOST_CLASSES ? `${shown.join(", ")}, …` : shown.join(", ");
}

const MOST_CLASSES = 20;

export interface DataFacts {
  /**
   * The data that it trains on; absent where they were not looked at: without training, in a file, or too many to be
   * quick.
   */
  readonly data?: DataSection;
}
