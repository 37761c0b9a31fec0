// Bundles test/fuzz/main.ts and runs it:  npm run fuzz -- [COUNT] [FIRST]
import { spawnSync } from "node:child_process";
import path from "node:path";
import { build } from "esbuild";
import { installPackages, root } from "./prepare.mjs";

await installPackages(root, "installing npm packages");
const outfile = path.join(root, "out/fuzz", `${process.pid}.cjs`);
await build({
  entryPoints: [path.join(root, "test/fuzz/main.ts")],
  outfile,
  bundle: true,
  platform: "node",
  target: "node20",
  packages: "external",
  sourcemap: "inline",
  logLevel: "warning",
});
const run = spawnSync(process.execPath, ["--enable-source-maps", outfile, ...process.argv.slice(2)], {
  cwd: root,
  stdio: "inherit",
});
process.exitCode = run.status ?? 1;
