/** The whole blocks that a spec may name: a row each. */
import type { Preset } from "./preset";
import { basicBlock, bottleneckBlock } from "./resnet";
import { transformer } from "./transformer";

const ROWS = {
  "transformer-block": transformer,
  "basic-block": basicBlock,
  "bottleneck-block": bottleneckBlock,
} as const;

export type PresetType = keyof typeof ROWS;

export const PRESET_TYPES = Object.keys(ROWS) as readonly PresetType[];

export function isPreset(type: string): type is PresetType {
  return Object.hasOwn(ROWS, type);
}

export function presetOf(type: PresetType): Preset {
  return ROWS[type];
}
