// VS Code's own web server (full workbench, Node extension host) on 127.0.0.1, started and stopped as one process group.
import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdirSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { nodeForEditor, serverMain } from "./setup.mjs";

/** No telemetry, no updates, nothing that pops up by itself. */
const QUIET_SETTINGS = {
  "telemetry.telemetryLevel": "off",
  "update.mode": "none",
  "extensions.autoUpdate": false,
  "extensions.autoCheckUpdates": false,
  "extensions.ignoreRecommendations": true,
  "workbench.startupEditor": "none",
  "workbench.enableExperiments": false,
  "workbench.tips.enabled": false,
  "workbench.secondarySideBar.defaultVisibility": "hidden",
  "workbench.colorTheme": "Default Dark Modern",
  "security.workspace.trust.enabled": false,
  "chat.disableAIFeatures": true,
  "git.enabled": false,
  "editor.minimap.enabled": false,
  "editor.cursorBlinking": "solid",
  "files.autoSave": "off",
};

const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"];

/**
 * Starts the server with a fresh data folder, which `stop` removes again. Whoever opens the page must know the random
 * token in its address: without one, any web page could reach a server on 127.0.0.1 and run programs through it.
 */
export async function startServer({ port, settings = {}, env = {} } = {}) {
  const base = mkdtempSync(path.join(tmpdir(), "intrinsic-vscode-"));
  const data = path.join(base, "data");
  const logFile = path.join(base, "server.log");
  const token = randomBytes(16).toString("hex");
  const tokenFile = path.join(base, "token");
  writeFileSync(tokenFile, token, { mode: 0o600 });
  const writeSettings = (more = {}) => {
    for (const level of ["User", "Machine"]) {
      mkdirSync(path.join(data, "data", level), { recursive: true });
      writeFileSync(
        path.join(data, "data", level, "settings.json"),
        JSON.stringify({ ...QUIET_SETTINGS, ...settings, ...more }, null, 2),
      );
    }
  };
  writeSettings();
  port = await freePort(port);
  const log = openSync(logFile, "a");
  const child = spawn(
    nodeForEditor(),
    [
      serverMain,
      "--host",
      "127.0.0.1",
      "--port",
      String(port),
      "--connection-token-file",
      tokenFile,
      "--server-data-dir",
      data,
      "--extensions-dir",
      path.join(base, "extensions"),
      "--accept-server-license-terms",
      // Only with the smoke-test driver does a built workbench take an extension from its folder (`payload` below).
      "--enable-smoke-test-driver",
      "--disable-telemetry",
      "--disable-workspace-trust",
      "--disable-experiments",
    ],
    { env: environment(env), stdio: ["ignore", log, log], detached: true },
  );
  let ended = false;
  child.on("exit", () => (ended = true));
  // The group holds the extension host too. However this process ends, the group and the data go with it.
  const end = (signal) => {
    try {
      process.kill(-child.pid, signal);
    } catch {
      /* it is gone */
    }
  };
  const clean = () => {
    end("SIGKILL");
    rmSync(base, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  };
  const leave = () => process.exit(1);
  process.once("exit", clean);
  for (const signal of SIGNALS) process.once(signal, leave);

  const origin = `http://127.0.0.1:${port}`;
  const deadline = Date.now() + 180_000;
  while (!(await answers(`${origin}/version`))) {
    if (ended || Date.now() > deadline)
      throw new Error(`VS Code's server did not start:\n${readFileSync(logFile, "utf8")}`);
    await pause(100);
  }
  return {
    origin,
    token,
    pid: child.pid,
    logFile,
    logFolder: path.join(data, "data/logs"),
    writeSettings,
    /** Ends the server and everything it started, and removes its data. */
    async stop() {
      end("SIGTERM");
      for (const late = Date.now() + 3000; !ended && Date.now() < late;) await pause(50);
      clean();
      process.off("exit", clean);
      for (const signal of SIGNALS) process.off(signal, leave);
    },
  };
}

/** The address that opens `folder` with the extension of `extension` (a folder with package.json), taken as it is. */
export function workbenchUrl(server, { folder, extension }) {
  const url = new URL(server.origin);
  const remote = `vscode-remote://${url.host}${path.resolve(extension)}`;
  url.searchParams.set("tkn", server.token);
  url.searchParams.set("folder", path.resolve(folder));
  url.searchParams.set("payload", JSON.stringify([["extensionDevelopmentPath", remote]]));
  return url.href;
}

/** `wanted` when it is free, else any free port. */
export function freePort(wanted = 0) {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once("error", (error) => (wanted === 0 ? reject(error) : freePort().then(resolve, reject)));
    probe.listen(wanted, "127.0.0.1", () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
}

/** Without what a surrounding VS Code sets in its terminals, and without a marketplace to ask for updates. */
function environment(more) {
  const kept = Object.entries(process.env).filter(([name]) => !/^(VSCODE_|ELECTRON_|NODE_OPTIONS$|npm_)/.test(name));
  return { ...Object.fromEntries(kept), EXTENSIONS_GALLERY: "{}", ...more };
}

async function answers(address) {
  try {
    return (await fetch(address)).ok;
  } catch {
    return false;
  }
}
