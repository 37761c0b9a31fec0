// A throw-away copy of the examples, opened as a workspace, so that nothing a test does reaches the real ones.
import { cpSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { root } from "../../scripts/prepare.mjs";

/** `files`: further files, name to text. */
export function makeWorkspace(files = {}) {
  const parent = mkdtempSync(path.join(tmpdir(), "intrinsic-workspace-"));
  const folder = path.join(parent, "examples");
  cpSync(path.join(root, "examples"), folder, { recursive: true });
  for (const [name, text] of Object.entries(files)) writeFileSync(path.join(folder, name), text);
  return { folder, remove: () => rmSync(parent, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 }) };
}
