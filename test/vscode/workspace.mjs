// A throw-away copy of the examples, opened as a workspace, so that nothing a test does reaches the real ones.
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { root } from "../../scripts/prepare.mjs";

/** `files`: further files, name to text or bytes; names may have folders. `restore`: as it was made, with these further files instead. */
export function makeWorkspace(files = {}) {
  const parent = mkdtempSync(path.join(tmpdir(), "intrinsic-workspace-"));
  const folder = path.join(parent, "examples");
  const write = (more) => {
    cpSync(path.join(root, "examples"), folder, { recursive: true });
    for (const [name, content] of Object.entries(more)) {
      mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
      writeFileSync(path.join(folder, name), content);
    }
  };
  write(files);
  return {
    folder,
    restore(more) {
      // What is in the folder goes, and not the folder itself, which the editor watches.
      for (const name of readdirSync(folder)) rmSync(path.join(folder, name), { recursive: true, force: true });
      write(more);
    },
    remove: () => rmSync(parent, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 }),
  };
}
