/** Whole blocks by name: what a spec may say of one, and the layers that it stands for. A file each here, a row in index.ts. */
import type { ActivationName } from "../../model/activations";
import type { LayerType } from "../../model/blocks";
import type { LayerOwn } from "../../model/blocks/properties";

export interface Preset {
  /** What the block is, in Markdown. */
  readonly words: string;
  /** The values of `preset`, where there are several, each in Markdown. */
  readonly kinds: Readonly<Record<string, string>>;
  readonly needs: readonly string[];
  readonly takes: readonly string[];
  readonly snippet: { readonly description: string; readonly properties: Readonly<Record<string, string>> };
  /** First to last; the last one has the block's name. `channels`: of the image that it reads; `null`: it reads none. */
  layers(asked: Asked, channels: number | null): readonly PresetLayer[];
}

/** What a spec says of the block. */
export interface Asked extends LayerOwn {
  readonly preset?: string | undefined;
}

export interface PresetLayer {
  readonly type: LayerType;
  /** Behind the block's name; absent: the block's own. */
  readonly name?: string;
  readonly own?: LayerOwn;
  readonly activation?: ActivationName;
  readonly bias?: boolean;
  /** So many units for each channel of what the block reads. */
  readonly wide?: number;
  readonly units?: number;
  /** What it takes from: layers of the block, by their names behind the block's, or "source", what the block reads. Absent: the one before. */
  readonly from?: readonly string[];
  /** Of a residual layer: its branch. */
  readonly body?: readonly PresetLayer[];
}
