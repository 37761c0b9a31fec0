/** A host that writes nothing. */
import type { WriteNewFiles } from "../../../src/engine/tasks/new-files";

export const NO_NEW_FILES: WriteNewFiles = function* () {
  yield { stage: "Writing", fraction: 0 };
  return { kind: "none", why: "Nothing is written here.", help: "Nothing to do." };
};
