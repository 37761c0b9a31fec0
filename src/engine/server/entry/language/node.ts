/**
 * What the server's own sentences (lenses, hints, why a task does not run) are said in: the bundle that the editor names.
 * Imported first, before any of them is made. Threads and the command line name none and speak English.
 */
import { readFileSync } from "node:fs";
import { speak, type Bundle } from "../../../findings/language";

const file = process.env["INTRINSIC_BUNDLE"];
if (file !== undefined) speak(bundleIn(file));

/** A bundle that cannot be read is none: English sentences are better than no server. */
function bundleIn(file: string): Bundle | undefined {
  try {
    return JSON.parse(readFileSync(file, "utf8")) as Bundle;
  } catch {
    return undefined;
  }
}
