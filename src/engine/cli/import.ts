/** `intrinsic import`: a spec from a model that another program wrote. */
import { existsSync, writeFileSync } from "node:fs";
import path from "node:path";
import { importFrom } from "../import/node";
import type { ActivationName } from "../model/activations";
import { reasonOf } from "./files";
import { placeOf, say, type Terminal } from "./terminal";
import { wouldReplace } from "./words";

export interface ImportOptions {
  /** A file or a folder. */
  readonly from: string;
  readonly out: string | null;
  /** Of hidden layers, where a file of weights does not say it. */
  readonly activation: ActivationName | null;
}

/** Returns the exit code. The spec goes to standard output or to `out`, what is not in it to standard error. */
export async function importFile(terminal: Terminal, { from, out, activation }: ImportOptions): Promise<number> {
  const target = out === null ? null : placeOf(terminal, out);
  if (out !== null && target !== null && existsSync(target)) {
    say(terminal, wouldReplace(out));
    return 2;
  }
  const home = target === null ? terminal.folder : path.dirname(target);
  const imported = await importFrom(placeOf(terminal, from), home, activation);
  if (imported.kind === "refused") {
    say(terminal, `${from}: ${imported.reason} ${imported.help}`);
    return 2;
  }
  for (const { what, why } of imported.gaps) terminal.error(`${what}: ${why}\n`);
  if (target === null) {
    terminal.out(imported.text);
    return 0;
  }
  try {
    writeFileSync(target, imported.text, { flag: "wx" });
    return 0;
  } catch (error) {
    say(terminal, `cannot write ${target}: ${reasonOf(error)}`);
    return 2;
  }
}
