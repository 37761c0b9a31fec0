/** New files beside a spec, as a task asks its host for them: the engine itself touches no disk. */
import type { WrittenTensor } from "../checkpoint/write/tensors";
import type { Progress } from "../findings/progress";

export interface NewFiles {
  readonly weights: {
    /** From the folder that they are written to; its extension names the format. */
    readonly name: string;
    readonly tensors: readonly WrittenTensor[];
    readonly metadata: Readonly<Record<string, string>>;
  };
  /** Beside it, its name without a folder; written after it, or neither. */
  readonly text?: { readonly name: string; readonly content: string };
}

/** All of them or none, and never over what is there. */
export type WriteNewFiles = (files: NewFiles) => Generator<Progress, WrittenFiles>;

export type WrittenFiles =
  /** The folder that they lie in. */
  | { readonly kind: "written"; readonly folder: string }
  /** `taken`: because there is something of the name already. */
  | { readonly kind: "none"; readonly why: string; readonly help: string; readonly taken?: true };
