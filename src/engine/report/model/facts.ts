/** The report's section about the network itself. JSON-safe. */
import type { Range } from "../../findings/problem";

export type Family = "linear" | "relu" | "analytic" | "other" | "linear-ode";

export type Parametrization = "product" | "path-lifting" | "function" | "flow-map";

export interface ModelSection {
  readonly family: Family;
  readonly parametrization: Parametrization;
  /** D, the number of trained parameters. */
  readonly parameters: number;
  /** How many more are held fixed; absent: none. */
  readonly fixed?: number;
  /** d, the dimension of the space phi maps into; `null` (with a note) when phi has no finite list of coordinates. */
  readonly liftedDimension: number | null;
  readonly note?: string;
  readonly inputs: number;
  /** How a spec writes them, where they are no plain vector. */
  readonly input?: Readonly<Record<string, number>>;
  readonly layers: readonly LayerSummary[];
}

export interface LayerSummary {
  readonly name: string;
  /** As the spec names it. */
  readonly type: string;
  readonly units: number;
  /** How its numbers are laid out, where they are no plain vector: "image 4 x 6 x 6", channels first. */
  readonly shape?: string;
  /** Name of the layer whose matrix it uses too. */
  readonly shares?: string;
  /** What a spec says of it that only its type has. */
  readonly own?: Readonly<Record<string, number | string | readonly (number | readonly number[])[]>>;
  /** linear-ode: nodes in depth. */
  readonly grid?: number;
  readonly sources: readonly string[];
  /** With its slope where it has one: "leaky-relu (slope 0.2)". */
  readonly activation: string;
  /**
   * What a spec writes: the same with its slope; the units, absent where they are those of the source; and the weights, a
   * matrix with a row for each unit or a list with a number for each.
   */
  readonly written: {
    readonly activation: string;
    readonly slope?: number;
    readonly units?: number;
    readonly weights: "matrix" | "list";
  };
  readonly bias: boolean;
  /** What of it is trained; absent: all. */
  readonly trained?: "all" | "weights" | "biases" | "none";
  readonly parameters: number;
  /** Where the layer stands in the text: its object in the long form, its width in the short form. */
  readonly range: Range | null;
}

export interface ModelFacts {
  readonly model: ModelSection;
}
