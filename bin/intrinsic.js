#!/usr/bin/env node
// The command line's door: loads the built bundle, building it first on a fresh clone.
"use strict";
const { existsSync } = require("node:fs");
const { spawnSync } = require("node:child_process");
const path = require("node:path");

const root = path.resolve(__dirname, "..");
const bundle = path.join(root, "dist", "cli.js");
if (!existsSync(bundle)) {
  const build = path.join(root, "scripts", "build.mjs");
  const built =
    existsSync(build) && existsSync(path.join(root, "node_modules", "esbuild"))
      ? spawnSync(process.execPath, [build], { cwd: root, stdio: ["ignore", 2, 2] }).status === 0
      : false;
  if (!built) {
    process.stderr.write("intrinsic: not built yet. Run `npm start -- --check` once in this folder.\n");
    process.exit(2);
  }
}
require(bundle);
