// Writes schemas/intrinsic.schema.json from its one source, src/engine/spec/schema.ts.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build } from "esbuild";

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "..");
const folder = mkdtempSync(path.join(tmpdir(), "intrinsic-schema-"));
try {
  const outfile = path.join(folder, "schema.mjs");
  await build({
    entryPoints: [path.join(root, "src/engine/spec/schema.ts")],
    outfile,
    bundle: true,
    format: "esm",
    platform: "node",
    logLevel: "warning",
  });
  const { specSchema } = await import(pathToFileURL(outfile).href);
  writeFileSync(path.join(root, "schemas/intrinsic.schema.json"), `${JSON.stringify(specSchema, null, 2)}\n`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
