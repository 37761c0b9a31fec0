/**
 * What the sentences of the server and its threads are said in: the bundle that the editor names. Imported first, before any of
 * them is made. The command line names none and speaks English.
 */
import { readFileSync } from "node:fs";
import { speak, type Bundle } from "../language";

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
