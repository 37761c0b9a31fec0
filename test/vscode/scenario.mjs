// One scenario = one test in a window of its own: a fresh copy of the examples as workspace, and on failure a picture,
// the page's text and all logs in test-results/. The server and the browser are shared by all scenarios of a run.
import { cpSync, existsSync, mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { root } from "../../scripts/prepare.mjs";
import { launchBrowser, openWorkbench } from "./harness.mjs";
import { descendants } from "./processes.mjs";
import { startServer, workbenchUrl } from "./server.mjs";
import { makeWorkspace } from "./workspace.mjs";

/** A little below mocha's limit of 60 s, so that a scenario that hangs still leaves its picture. */
const LIMIT = 56_000;

let server;
let browser;
before(async () => {
  [server, browser] = await Promise.all([startServer(), launchBrowser()]);
});
after(async () => {
  await browser?.close();
  await server?.stop();
});

/**
 * Declares the test `title`. `files` (name to text) are added to the workspace, `settings` to the user's settings;
 * `play` gets the workbench, the server, and a function that lists the processes of this window whose command line
 * contains a text (the server may keep an earlier window's for a while).
 */
export function scenario(title, { files = {}, settings = {} }, play) {
  it(title, async () => {
    const workspace = makeWorkspace(files);
    server.writeSettings(settings);
    const earlier = new Set(descendants(server.pid));
    const processes = (text) => descendants(server.pid, text).filter((id) => !earlier.has(id));
    let workbench;
    try {
      await within(LIMIT, async () => {
        workbench = await openWorkbench(browser, workbenchUrl(server, { folder: workspace.folder, extension: root }));
        await play(workbench, { server, processes });
      });
    } catch (error) {
      await keepEvidence(title, workbench).catch((problem) => console.error(`no evidence kept: ${problem.message}`));
      throw error;
    } finally {
      await workbench?.close().catch((problem) => console.error(`closing the window: ${problem.message}`));
      workspace.remove();
    }
  });
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
