/**
 * Of which network a file of weights is, where nobody says it: of the only spec beside it that starts from it, else of the model whose
 * configuration (config.json of transformers) lies beside it.
 */
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import path from "node:path";
import { importFrom } from "../import/node";
import { readSpec } from "../spec/read";
import { LONGEST_SPEC } from "../spec/text/parse";
import { readFile } from "./files";
import { placeOf, say, type Terminal } from "./terminal";
import { noSpecBeside, networkOfConfiguration, severalSpecsBeside } from "./words";

export interface AuditedNetwork {
  /** `null`: it was imported, and is nowhere. */
  readonly spec: string | null;
  readonly text: string;
}

/** `null` after saying why there is none. */
export async function networkOf(terminal: Terminal, file: string, spec: string | null): Promise<AuditedNetwork | null> {
  const place = placeOf(terminal, file);
  const folder = path.dirname(place);
  const found = spec === null ? specsOf(folder, place) : [spec];
  if (found.length === 1) {
    const text = readFile(terminal, found[0]);
    return text === null ? null : { spec: found[0], text };
  }
  if (found.length > 1) {
    say(
      terminal,
      severalSpecsBeside(
        file,
        found.map((one) => path.basename(one)),
      ),
    );
    return null;
  }
  const configuration = path.join(folder, CONFIGURATION);
  if (!existsSync(configuration)) {
    say(terminal, noSpecBeside(file));
    return null;
  }
  const imported = await importFrom(configuration, folder);
  if (imported.kind === "refused") {
    say(terminal, `${noSpecBeside(file)}. ${CONFIGURATION}: ${imported.reason} ${imported.help}`);
    return null;
  }
  say(terminal, networkOfConfiguration(file, imported.gaps.length));
  return { spec: null, text: imported.text };
}

const SPEC_ENDING = ".intrinsic.json";
const CONFIGURATION = "config.json";

/** The specs of a folder that start from this file of weights. */
function specsOf(folder: string, file: string): string[] {
  try {
    return readdirSync(folder)
      .filter((name) => name.endsWith(SPEC_ENDING))
      .map((name) => path.join(folder, name))
      .filter((spec) => {
        if (statSync(spec).size > LONGEST_SPEC) return false;
        const named = readSpec(readFileSync(spec, "utf8")).initialization?.file;
        return named !== undefined && path.resolve(folder, named.path) === file;
      });
  } catch {
    // Whoever opens the file says why it cannot be read.
    return [];
  }
}
