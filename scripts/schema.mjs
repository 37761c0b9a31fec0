// Writes what is read off src/engine: schemas/intrinsic.schema.json, and the tables of docs/spec.md that list rows.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build } from "esbuild";

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "..");
const folder = mkdtempSync(path.join(tmpdir(), "intrinsic-schema-"));
const load = (name) => import(pathToFileURL(path.join(folder, `${name}.mjs`)).href);
try {
  await build({
    entryPoints: [path.join(root, "src/engine/spec/schema.ts"), path.join(root, "src/engine/spec/tables.ts")],
    outdir: folder,
    outExtension: { ".js": ".mjs" },
    bundle: true,
    format: "esm",
    platform: "node",
    logLevel: "warning",
  });
  const { specSchema } = await load("schema");
  writeFileSync(path.join(root, "schemas/intrinsic.schema.json"), `${JSON.stringify(specSchema, null, 2)}\n`);
  const { withTables } = await load("tables");
  const docs = path.join(root, "docs/spec.md");
  writeFileSync(docs, withTables(readFileSync(docs, "utf8")));
} finally {
  rmSync(folder, { recursive: true, force: true });
}
