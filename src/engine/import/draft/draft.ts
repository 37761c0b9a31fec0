/** A spec before it is written: what an importer makes of what it read. */
import type { ActivationName } from "../../model/activations";
import type { LayerType } from "../../model/blocks";
import type { LayerOwn } from "../../model/blocks/properties";

/** As a spec writes a layer; the name is that of its module. */
export interface LayerDraft extends LayerOwn {
  readonly name: string;
  readonly type: LayerType;
  readonly units?: number;
  readonly activation?: ActivationName;
  readonly slope?: number;
  readonly bias?: boolean;
  readonly from?: readonly string[];
  readonly share?: string;
  readonly body?: readonly LayerDraft[];
}

/** What of the model is not in the spec, or is there otherwise. Never guessed. */
export interface Gap {
  /** A key of the configuration, a tensor, an operator. */
  readonly what: string;
  readonly why: string;
}

/** How its framework draws a layer. */
export interface DrawDraft {
  readonly scheme:
    | "gaussian"
    | "uniform"
    | "xavier-uniform"
    | "xavier-normal"
    | "he-normal"
    | "he-uniform"
    | "lecun-normal"
    | "orthogonal"
    | "zeros";
  readonly std?: number;
  readonly limit?: number;
}

/** Where a weights file keeps a tensor or a module whose name is not the layer's. */
export type TensorDraft = string | { readonly name: string; readonly transposed: boolean };

export interface Draft {
  readonly title: string;
  readonly input: number | Readonly<Record<string, number>>;
  readonly layers: readonly LayerDraft[];
  /** Where the weights are not read from a file; `null`: the language's default. */
  readonly draw: DrawDraft | null;
  readonly draws: Readonly<Record<string, DrawDraft>>;
  readonly tensors: Readonly<Record<string, TensorDraft>>;
  readonly gaps: readonly Gap[];
  /** It says how likely each next token is, and is trained by their cross-entropy. */
  readonly nextTokens?: boolean;
  /** What a reader should know of the spec. */
  readonly remarks: readonly string[];
}
