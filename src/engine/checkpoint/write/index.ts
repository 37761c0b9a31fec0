/** The formats that are written, a row each. */
import { npzFile } from "./npz";
import { safetensorsFile } from "./safetensors";
import type { WrittenFormat } from "./tensors";

export const WRITTEN_FORMATS: readonly WrittenFormat[] = [safetensorsFile, npzFile];

/** By the extension; `undefined` for every other. */
export function writtenFormatOf(file: string): WrittenFormat | undefined {
  return WRITTEN_FORMATS.find(({ extension }) => file.toLowerCase().endsWith(extension));
}
