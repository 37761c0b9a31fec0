/** What a spec may expect of a report: of what kind the value is, and what the report says of it. Rows: expectations.ts. */
import type { Basis } from "../findings/claim";
import type { Facts } from "./facts";
import type { TrajectorySection } from "./run/facts";

export type Expectation = OfTheReport | OfARun;

interface OfTheReport extends Row {
  found(facts: Facts): FoundValue;
}

/** Only a simulation knows it; a plain number is the upper bound. */
interface OfARun extends Row {
  foundInRun(run: TrajectorySection): FoundValue;
}

interface Row {
  /** For hover and completion: Markdown, one sentence. */
  readonly says: string;
  readonly value: ExpectedKind;
}

export type ExpectedKind =
  | { readonly is: "yes-or-no" }
  /** One of these, each with what it means. */
  | { readonly is: "word"; readonly words: Readonly<Record<string, string>> }
  | { readonly is: "number" | "integer"; readonly minimum?: number; readonly example: number };

export interface FoundValue {
  readonly value: number | boolean | string | null;
  /** Where there is no value: why, in whole sentences. */
  readonly note?: string | undefined;
  /** How it is known, where it is a claim's. */
  readonly basis?: Basis;
  /** Measured: what it is uncertain by … */
  readonly residual?: number;
  /** … predicted: the ends of its error bar. */
  readonly low?: number;
  readonly high?: number;
}
