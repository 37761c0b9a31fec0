/** A TypeScript entry as one JavaScript file, to start a thread or a process from. */
import path from "node:path";
import { build } from "esbuild";

const ROOT = process.cwd();

export async function bundle(entry: string, out: string): Promise<string> {
  const outfile = path.join(ROOT, "out", "threads", out);
  await build({
    entryPoints: [path.join(ROOT, entry)],
    outfile,
    bundle: true,
    platform: "node",
    format: "cjs",
    target: "node20",
    mainFields: ["module", "main"],
    sourcemap: "inline",
    logLevel: "warning",
  });
  return outfile;
}
