// Files below a folder, recursively, that satisfy a predicate; sorted, absolute. (Node 20 has no fs.globSync.)
import { readdirSync } from "node:fs";
import path from "node:path";

export function globSync(folder, keep) {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && !entry.parentPath.includes("node_modules"))
    .map((entry) => path.join(entry.parentPath, entry.name))
    .filter(keep)
    .sort();
}
