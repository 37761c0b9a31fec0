/** Files that a user has chosen, as any client may name them. */
import type { ChosenFile } from "../../protocol/chosen";

/** Longer is no path of any system. */
const LONGEST_PATH = 32_768;

/** `null`: it is none. */
export function readPath(value: unknown): string | null {
  return typeof value === "string" && value !== "" && value.length <= LONGEST_PATH ? value : null;
}

export function readChosenFile(value: unknown): ChosenFile | null {
  if (typeof value !== "object" || value === null) return null;
  const { path, name } = value as { readonly path?: unknown; readonly name?: unknown };
  const read = readPath(path);
  return read === null ? null : { path: read, name: readPath(name) ?? read };
}
