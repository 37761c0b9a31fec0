/** The report's section about the initialization: the laws' values at it, and its balance. JSON-safe. */
import type { Range } from "../../findings/problem";
import type { Claim } from "../../findings/claim";

export interface LawValues {
  readonly family: string;
  /** rows x columns; a list of per-neuron values has one row. */
  readonly rows: number;
  readonly columns: number;
  /** Row-major; `null` when too many to carry (then `note`). */
  readonly values: readonly number[] | null;
  /** Labels of the columns (and rows, when square): neuron names such as "layer1[0]". */
  readonly labels: readonly string[];
  readonly note?: string;
}

export interface Interface {
  /** Names of the two layers that meet. */
  readonly between: readonly [string, string];
  /** The multiple of the identity nearest to the interface's law matrix: its trace divided by its size. */
  readonly lambda: number;
  /** Frobenius norm of (law matrix - lambda I) divided by (norm of U_{i+1}^T U_{i+1} + norm of U_i U_i^T). */
  readonly imbalance: number;
  /** Eigenvalues of the law matrix minus lambda, ascending (empty when too large). */
  readonly deviations: readonly number[];
  readonly range: Range | null;
}

export interface InitializationSection {
  readonly scheme: string;
  readonly relaxedBalanced: Claim<boolean>;
  /** Per interface, first to last; empty where relaxed balance is not defined. */
  readonly lambda: readonly number[];
  readonly imbalance: readonly number[];
  readonly interfaces: readonly Interface[];
  readonly laws: readonly LawValues[];
  readonly range: Range | null;
}

export interface InitializationFacts {
  readonly initialization: InitializationSection;
}
