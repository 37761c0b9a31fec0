/** A TypeScript entry as one JavaScript file, to start a thread or a process from. */
import { mkdirSync, renameSync, writeFileSync } from "node:fs";
import path from "node:path";
import { build } from "esbuild";

const ROOT = process.cwd();

/** The file appears whole: another test's process may be starting from an earlier one of the same name. */
export async function bundle(entry: string, out: string): Promise<string> {
  const outfile = path.join(ROOT, "out", "threads", out);
  const { outputFiles } = await build({
    entryPoints: [path.join(ROOT, entry)],
    write: false,
    bundle: true,
    platform: "node",
    format: "cjs",
    target: "node20",
    mainFields: ["module", "main"],
    sourcemap: "inline",
    logLevel: "warning",
  });
  mkdirSync(path.dirname(outfile), { recursive: true });
  const fresh = `${outfile}.${process.pid}.new`;
  for (const { contents } of outputFiles) writeFileSync(fresh, contents);
  renameSync(fresh, outfile);
  return outfile;
}
