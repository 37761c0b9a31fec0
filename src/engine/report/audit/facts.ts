/** What an audit of weights files says. Plain data (docs/audit.md). */
import type { Claim } from "../../findings/claim";
import type { Problem } from "../../findings/problem";
import type { ClaimedRun } from "./run";

export interface AuditResult {
  /** Path of the spec that says what network it is; `null`: it was never saved. */
  readonly spec: string | null;
  readonly title: string | null;
  /** As the user named them. */
  readonly checkpoint: AuditedFile;
  /** An earlier one of the same run. */
  readonly before: AuditedFile | null;
  /** What was claimed of the run between them. */
  readonly run: ClaimedRun;
  readonly blocks: readonly AuditedBlock[];
  /** Units, heads and experts that are tied, or that do nothing. */
  readonly parts: readonly AuditedParts[];
  /** Norms of units, layer by layer. */
  readonly norms: readonly UnitNorms[];
  /** Against the log of the run; `null`: there is none. */
  readonly log: LogAudit | null;
  readonly problems: readonly Problem[];
}

export interface AuditedFile {
  readonly path: string;
  /** A row of the formats that are read: "safetensors". */
  readonly format: string;
  readonly tensors: number;
  readonly elements: number;
  /** Types in which its tensors are stored. */
  readonly dtypes: readonly string[];
  /** Those with numbers that are none, or that are zero altogether. */
  readonly notFinite: readonly { readonly tensor: string; readonly nan: number; readonly infinite: number }[];
  readonly zero: readonly string[];
  /** Tensors of the file that no layer of the spec takes. */
  readonly unused: readonly string[];
}

export interface AuditedBlock {
  /** A layer's name. */
  readonly name: string;
  readonly type: string;
  readonly families: readonly AuditedFamily[];
}

export interface AuditedFamily {
  readonly id: string;
  /** The group of transformations. */
  readonly group: string;
  readonly title: string;
  readonly reference: string;
  /** LaTeX, and plain. */
  readonly formula: string;
  readonly formulaText: string;
  /** Number of laws. */
  readonly count: number;
  readonly linear: boolean;
  /** The norm of all values together; its tolerance is what storing the weights may have done to it. */
  readonly norm: Claim<number>;
  /** Of one for each channel, or of a diagonal. */
  readonly least: number | null;
  readonly median: number | null;
  readonly greatest: number | null;
  /** All of them, where they are few. */
  readonly values: readonly number[] | null;
  /** Eigenvalues of a law matrix, ascending, where it is small. */
  readonly spectrum: readonly number[] | null;
  readonly change: LawChange | null;
}

/** From the earlier file to this one. */
export interface LawChange {
  /** ‖h_b − h_a‖. */
  readonly size: Claim<number>;
  /** Beside the changes of its two sides: 0 under gradient flow, 1 where they have nothing to do with each other; `null`: nothing moved. */
  readonly relative: number | null;
  /** ⟨h_b, h_a⟩ / |h_a|²: what a pure decay would have made of it; `null`: h_a is 0. */
  readonly factor: number | null;
  readonly verdict: LawVerdict;
}

/** What is possible beside what was measured. */
export interface LawVerdict {
  readonly kind: VerdictKind;
  /** What the claimed run allows, a sentence. */
  readonly possible: string;
  /** What was measured beside it, a sentence. */
  readonly found: string;
  /** How what is possible is known. */
  readonly basis: Claim<boolean>["basis"];
  /** Distance from what is possible, and how much rounding may make of it; `null`: there is none to tell. */
  readonly deviation: number | null;
  readonly tolerance: number | null;
}

/** "open": nothing that is known bounds it; "no-law": this optimizer has none. */
export type VerdictKind = "kept" | "fits" | "refuted" | "within-bound" | "open" | "no-law";

export interface AuditedParts {
  readonly layer: string;
  /** "unit", "head". */
  readonly word: string;
  readonly kind: PartsKind;
  /** Groups of those that are tied, or all that do nothing; only the first are listed. */
  readonly groups: readonly (readonly number[])[];
  /** Parts in all groups. */
  readonly count: number;
  readonly of: number;
  /** Largest distance, relative to the norms, and what counted as none. */
  readonly residual: number;
  readonly tolerance: number;
}

export type PartsKind = "identical" | "opposite" | "proportional" | "silent" | "unread" | "zero";

export interface UnitNorms {
  readonly layer: string;
  readonly units: number;
  /** Root of the sum of squares of what writes them, and of what reads them: least, median, greatest. */
  readonly incoming: readonly [number, number, number] | null;
  readonly outgoing: readonly [number, number, number] | null;
}

export interface LogAudit {
  readonly path: string;
  readonly records: number;
  /** Lines that are no records. */
  readonly skipped: number;
  /** The first and the last that it tells of; `null`: none. */
  readonly steps: readonly [number, number] | null;
  readonly families: readonly LoggedFamily[];
}

export interface LoggedFamily {
  readonly id: string;
  /** Steps whose next step is in the log too. */
  readonly pairs: number;
  /** Largest distance of a step from the recursion with what was claimed, relative to the largest value. */
  readonly deviation: number | null;
  readonly tolerance: number;
  /** The weight decay that fits the log best, and how far the log is from it. */
  readonly fitted: number | null;
  readonly fittedDeviation: number | null;
  readonly verdict: LawVerdict;
}
