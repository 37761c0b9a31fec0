/** What a cure answers: a change of the text, or why there is none. */
import type { Problem } from "../../findings/problem";
import type { TextEdit } from "../../spec/edit/text-edit";

export type CureResult =
  /** `message`: what was done and how far it went, for the user. */
  | {
      readonly kind: "edit";
      readonly edits: readonly TextEdit[];
      readonly message: string;
      /** The new file that was written, from the spec's folder, where weights lie in one. */
      readonly file?: string;
    }
  /** The spec has errors that leave nothing to cure. */
  | { readonly kind: "invalid"; readonly problems: readonly Problem[] }
  | { readonly kind: "refused"; readonly reason: string; readonly help: string };
