/** Where a command's output goes: standard output, or the file of --out. */
import { writeFileSync } from "node:fs";
import { reasonOf } from "./files";
import { placeOf, say, type Terminal } from "./terminal";

/** False, after saying why, when the output would replace one of the specs. */
export function mayWrite(terminal: Terminal, out: string | null, specs: readonly string[]): boolean {
  if (out === null || specs.every((file) => placeOf(terminal, file) !== placeOf(terminal, out))) return true;
  say(terminal, `--out ${out} would overwrite the spec itself; name another file`);
  return false;
}

/** False, after saying why, when it cannot be written. */
export function write(terminal: Terminal, output: string, out: string | null): boolean {
  if (out === null) {
    terminal.out(output);
    return true;
  }
  try {
    writeFileSync(placeOf(terminal, out), output);
    return true;
  } catch (error) {
    say(terminal, `cannot write ${out}: ${reasonOf(error)}`);
    return false;
  }
}
