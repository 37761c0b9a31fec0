/** Where a command runs and where it speaks: the process' own, or another one for whoever calls `run`. */
import path from "node:path";

export interface Terminal {
  /** Relative paths start here, and data files lie in here. */
  readonly folder: string;
  /** Holds the other bundles; package.json lies beside it. */
  readonly programs: string;
  /** Standard output. */
  readonly out: (text: string) => void;
  /** Standard error. */
  readonly error: (text: string) => void;
  /** Whether somebody watches standard error, so that progress is worth showing. */
  readonly watched: boolean;
}

/** The terminal of this process. `programs`: the folder that its bundle lies in. */
export function processTerminal(programs: string): Terminal {
  return {
    folder: process.cwd(),
    programs,
    out: (text) => void process.stdout.write(text),
    error: (text) => void process.stderr.write(text),
    watched: process.stderr.isTTY,
  };
}

/** Where a file is that the user named. */
export function placeOf({ folder }: Terminal, file: string): string {
  return path.resolve(folder, file);
}

/** Says a sentence on standard error. */
export function say({ error }: Terminal, what: string): void {
  error(`intrinsic: ${what}\n`);
}
