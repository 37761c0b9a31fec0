/** The command line as its process would be, in this one. */
import path from "node:path";
import { run } from "../../src/engine/cli/run";

export interface Said {
  /** The exit code; `null`: it goes on. */
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** Runs a command in a folder; `run`'s processes are those of the last build. */
export async function intrinsicIn(folder: string, ...args: readonly string[]): Promise<Said> {
  let [out, err] = ["", ""];
  const code = await run([...args], {
    folder,
    programs: path.resolve("dist"),
    out: (text) => (out += text),
    error: (text) => (err += text),
    watched: false,
  });
  return { code, out, err };
}
