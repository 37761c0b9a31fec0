/** Tasks about files that the user has chosen: what they ask for, and what an import comes to. */
import type { ClaimedRun } from "../report/audit/run";

/** A file that the user has chosen: where it lies, and how it is spoken of. */
export interface ChosenFile {
  readonly path: string;
  readonly name: string;
}

export interface AuditAsked {
  /** An earlier checkpoint of the same run; `null`: the file is looked at alone. */
  readonly before: ChosenFile | null;
  /** What the run has recorded of its laws. */
  readonly log: ChosenFile | null;
  readonly run: ClaimedRun;
}

export interface ImportAsked {
  /** Of a file or a folder. */
  readonly from: string;
  /** What bends hidden layers, where a file of weights does not say it; `null`: nobody has said it. */
  readonly activation: string | null;
}

export type ImportedSpec =
  | {
      readonly kind: "spec";
      /** Where it lies, beside the model; then its name. */
      readonly folder: string;
      readonly name: string;
      /** False where this very spec was there already. */
      readonly isNew: boolean;
      /** Whether it names a file of weights. */
      readonly hasWeights: boolean;
      /** How many things of the model are not in it, or are there otherwise: its first comments say which. */
      readonly gaps: number;
    }
  /** The file does not say what bends these layers: one of these. */
  | { readonly kind: "activation"; readonly layers: readonly string[]; readonly names: readonly string[] };
