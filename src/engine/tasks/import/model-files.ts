/** Models that the user has chosen, and specs beside them, as the import asks its host for them. */
import type { Imported } from "../../import/import";
import type { ActivationName } from "../../model/activations";

export interface ModelFiles {
  /** `place`: of a file or a folder. Only headers are read. */
  readonly read: (place: string, activation: ActivationName | null) => Imported;
  /** Writes a spec beside it, under the first name that is free: nothing that is there is changed. */
  readonly write: (place: string, text: string) => WrittenSpec;
}

export type WrittenSpec =
  /** `isNew`: false where a spec with this very text was there. */
  | { readonly kind: "written"; readonly folder: string; readonly name: string; readonly isNew: boolean }
  | { readonly kind: "none"; readonly why: string; readonly help: string };
