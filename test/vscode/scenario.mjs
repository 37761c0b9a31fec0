// One scenario = one test, on a workspace as fresh as the examples; on failure a picture, the page's text and all logs in
// test-results/. All scenarios of a run share server, browser and window; each leaves the window as it was: no editor and no
// panel open, its files gone, the settings those of the start. A window that failed or cannot be cleared is replaced.
import { cpSync, existsSync, mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { root } from "../../scripts/prepare.mjs";
import { launchBrowser, openWorkbench } from "./harness.mjs";
import { descendants } from "./processes.mjs";
import { startServer, workbenchUrl } from "./server.mjs";
import { makeWorkspace } from "./workspace.mjs";

/** Milliseconds; it ends what hangs. Mocha's own limit lies above it, so that such a scenario still leaves its picture. */
const HANGS = 300_000;

let server;
let browser;
/** The window that is open, with its workspace and a list of its processes. */
let shared = null;
before(async () => {
  [server, browser] = await Promise.all([startServer(), launchBrowser()]);
});
after(async () => {
  await closeShared();
  await browser?.close();
  await server?.stop();
});

/**
 * Declares the test `title`. `files` (name to text) are added to the workspace, which is the one of the scenarios before,
 * or with `own` a new one in a new window: for what the extension keeps of a workspace; with `language` the window is its own
 * too, and in that language. `hangs`: milliseconds, where it takes longer. `play` gets the workbench, the server, the workspace's
 * folder, and a function that lists the processes of this window whose command line contains a text (the server may keep an
 * earlier window's for a while).
 */
export function scenario(title, { files = {}, own = false, language = null, hangs = HANGS }, play) {
  it(title, async () => {
    let good = false;
    try {
      if (own || language !== null) await closeShared();
      await within(hangs, async () => {
        const { workbench, processes, workspace } = await windowWith(files, language);
        await play(workbench, { server, processes, folder: workspace.folder });
      });
      good = true;
    } catch (error) {
      await keepEvidence(title, shared?.workbench).catch((problem) =>
        console.error(`no evidence kept: ${problem.message}`),
      );
      throw error;
    } finally {
      server.writeSettings();
      if (!good || language !== null || !(await cleared())) await closeShared();
    }
  });
}

/** The shared window with these files in its workspace, or a new one. */
async function windowWith(files, language) {
  if (shared !== null) {
    shared.workspace.restore(files);
    return shared;
  }
  const earlier = new Set(descendants(server.pid));
  shared = {
    workspace: makeWorkspace(files),
    processes: (text) => descendants(server.pid, text).filter((id) => !earlier.has(id)),
  };
  const url = workbenchUrl(server, { folder: shared.workspace.folder, extension: root });
  shared.workbench = await openWorkbench(browser, url, { language });
  return shared;
}

/** Whether the window could be left as it was; one that cannot is closed. */
async function cleared() {
  try {
    await shared.workbench.clear();
    return true;
  } catch (error) {
    console.error(`a new window, as this one cannot be cleared: ${error.message}`);
    return false;
  }
}

async function closeShared() {
  const old = shared;
  shared = null;
  await old?.workbench?.close().catch((problem) => console.error(`closing the window: ${problem.message}`));
  old?.workspace.remove();
}

async function within(milliseconds, work) {
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`not done after ${milliseconds / 1000} s`)), milliseconds);
  });
  try {
    await Promise.race([work(), late]);
  } finally {
    clearTimeout(timer);
  }
}

async function keepEvidence(title, workbench) {
  const folder = path.join(root, "test-results", title.replace(/[^a-z0-9]+/gi, "-").slice(0, 80));
  mkdirSync(folder, { recursive: true });
  if (existsSync(server.logFolder)) cpSync(server.logFolder, path.join(folder, "logs"), { recursive: true });
  if (workbench === undefined) return;
  await workbench.screenshot(path.join(folder, "window.png"));
  writeFileSync(path.join(folder, "console.txt"), workbench.console.join("\n"));
  const pages = await Promise.all(
    workbench.page
      .frames()
      .slice(1)
      .map((frame) => frame.content().catch(() => "")),
  );
  writeFileSync(path.join(folder, "webviews.html"), pages.join("\n<!-- next frame -->\n"));
}
