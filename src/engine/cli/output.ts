/** Where a command's output goes: standard output, or the file of --out. */
import { writeFileSync } from "node:fs";
import path from "node:path";
import { reasonOf } from "./files";

/** False, after saying why, when the output would replace one of the specs. */
export function mayWrite(out: string | null, specs: readonly string[]): boolean {
  if (out === null || specs.every((file) => path.resolve(file) !== path.resolve(out))) return true;
  process.stderr.write(`intrinsic: --out ${out} would overwrite the spec itself; name another file\n`);
  return false;
}

/** False, after saying why, when it cannot be written. */
export function write(output: string, out: string | null): boolean {
  if (out === null) {
    process.stdout.write(output);
    return true;
  }
  try {
    writeFileSync(out, output);
    return true;
  } catch (error) {
    process.stderr.write(`intrinsic: cannot write ${out}: ${reasonOf(error)}\n`);
    return false;
  }
}
