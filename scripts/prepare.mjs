// What every command for newcomers needs first: a Node that is new enough and the npm packages of the lock file.
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "..");
const OLDEST_NODE = 20;

/** Ends the process with one sentence when this Node is too old to go on. */
export function requireNode() {
  if (Number.parseInt(process.versions.node, 10) >= OLDEST_NODE) return;
  console.error(
    `Intrinsic needs Node ${OLDEST_NODE} or newer; this is Node ${process.versions.node}. Install a newer Node and run the same command again.`,
  );
  process.exit(1);
}

/** Says what is being done, does it, and says how long it took. */
export async function step(title, work) {
  const start = Date.now();
  console.log(`- ${title} ...`);
  const result = await work();
  console.log(`  ${((Date.now() - start) / 1000).toFixed(1)} s`);
  return result;
}

/** Runs a program to its end, showing what it prints; true when it succeeded. */
export function succeeds(command, args, options = {}) {
  return spawnSync(command, args, { cwd: root, stdio: ["ignore", "inherit", "inherit"], ...options }).status === 0;
}

/** Runs a program to its end and throws one sentence when it fails. */
export function mustRun(command, args, options = {}) {
  if (!succeeds(command, args, options))
    throw new Error(`\`${[command, ...args].join(" ")}\` failed; its own message stands above.`);
}

/** Installs the packages of `folder`'s lock file unless they are there already. */
export async function installPackages(folder, title, flags = []) {
  if (packagesAreCurrent(folder)) return;
  await step(title, () => npm(["ci", ...flags], folder));
}

/** npm without its advertisements: only its errors are shown. On Windows npm is a script, which only a shell can start. */
export function npm(args, folder) {
  mustRun("npm", [...args, "--no-audit", "--no-fund", "--loglevel=error"], {
    cwd: folder,
    stdio: ["ignore", "ignore", "inherit"],
    shell: process.platform === "win32",
  });
}

/** npm keeps a list of what it installed; it must name every package of the lock file in the same version. */
function packagesAreCurrent(folder) {
  const installedList = path.join(folder, "node_modules/.package-lock.json");
  if (!existsSync(installedList)) return false;
  const installed = JSON.parse(readFileSync(installedList, "utf8")).packages;
  const wanted = JSON.parse(readFileSync(path.join(folder, "package-lock.json"), "utf8")).packages;
  return Object.entries(wanted).every(
    ([place, { version, optional }]) =>
      place === "" || (optional && !(place in installed)) || installed[place]?.version === version,
  );
}
