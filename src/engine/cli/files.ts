/** Reading what the user named, and saying why when it cannot be read. */
import { readFileSync, statSync } from "node:fs";
import type { Hdf5 } from "../checkpoint/keras/hdf5";
import { LONGEST_SPEC } from "../spec/text/parse";
import { hdf5For } from "../worker/weights-files/node";
import { placeOf, say, type Terminal } from "./terminal";
import { fileTooLarge } from "./words";

/**
 * The file's text; `null` after saying on standard error why not. A file beyond the limit is read no further than it
 * takes to say so.
 */
export function readFile(terminal: Terminal, file: string): string | null {
  const place = placeOf(terminal, file);
  try {
    const stat = statSync(place);
    if (!stat.isFile()) throw new Error("it is not a file");
    if (stat.size > LONGEST_SPEC) {
      terminal.error(fileTooLarge(file, stat.size));
      return null;
    }
    return readFileSync(place, "utf8");
  } catch (error) {
    say(terminal, `cannot read ${file}: ${reasonOf(error)}`);
    return null;
  }
}

/** The library for HDF5, if one of these specs names such a file of weights. */
export async function hdf5ForFiles(terminal: Terminal, files: readonly string[]): Promise<Hdf5 | null> {
  for (const file of files) {
    try {
      const place = placeOf(terminal, file);
      if (statSync(place).size > LONGEST_SPEC) continue;
      const hdf5 = await hdf5For(readFileSync(place, "utf8"));
      if (hdf5 !== null) return hdf5;
    } catch {
      // Whoever reads the spec says why it cannot be read.
    }
  }
  return null;
}

const REASONS: Record<string, string> = {
  ENOENT: "there is no such file",
  EACCES: "permission denied",
  EISDIR: "it is a folder",
};

/** Why the system refused, in words. */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const code = "code" in error ? String(error.code) : "";
  return REASONS[code] ?? error.message;
}
