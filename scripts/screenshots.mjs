// Makes the pictures of the README anew: media/screenshots/*.png, from the real editor.
//   node scripts/screenshots.mjs
import { mkdirSync, readFileSync, statSync } from "node:fs";
import path from "node:path";
import { installPackages, mustRun, requireNode, root, step } from "./prepare.mjs";

const FOLDER = path.join(root, "media/screenshots");
const LARGEST = 300_000;
const VIEWPORT = { width: 1520, height: 900 };

/** name: the picture; spec: the example it shows; edit: a change to its text first. */
const PICTURES = [
  {
    name: "problems",
    spec: "two-layer-relaxed-balanced",
    edit: (text) => text.replace('"activation"', '"activaton"'),
    show: showProblems,
  },
  { name: "panel-holds", spec: "two-layer-relaxed-balanced", show: showPanel },
  { name: "panel-fails", spec: "two-layer-random", show: showPanel },
  { name: "charts", spec: "two-layer-random", show: showCharts },
  { name: "training", spec: "train-two-layer", show: showTraining },
  {
    name: "manifolds",
    spec: "tied-neurons",
    show: showSection("Intrinsic: Analyze", "figure:has(#manifold-lattice-title)"),
  },
  { name: "plateau", spec: "plateau", show: showSection("Intrinsic: Analyze", "section#plateau") },
  { name: "sweep", spec: "plateau", show: showSection("Intrinsic: Sweep", "section#sweep:has-text('Done')") },
  { name: "block", spec: "llama-block", show: showSection("Intrinsic: Analyze", "section#laws") },
  {
    name: "audit",
    spec: "trained-weights",
    show: showSection("Intrinsic: Audit the Weights", "section#audit:has(.audit-laws)"),
  },
  { name: "depth", spec: "linear-neural-ode", show: showSection("Intrinsic: Simulate", "section#depth") },
];

requireNode();
await installPackages(root, "installing npm packages");
await step("building", () => mustRun(process.execPath, ["scripts/build.mjs"]));
const { installBrowser, installEditor } = await import("../test/vscode/setup.mjs");
await installEditor();
await installBrowser();
const { launchBrowser, openWorkbench } = await import("../test/vscode/harness.mjs");
const { startServer, workbenchUrl } = await import("../test/vscode/server.mjs");
const { makeWorkspace } = await import("../test/vscode/workspace.mjs");
const { showChart } = await import("../test/vscode/charts.mjs");

mkdirSync(FOLDER, { recursive: true });
const server = await startServer();
const browser = await launchBrowser();
try {
  for (const picture of PICTURES) await step(picture.name, () => take(picture));
} finally {
  await browser.close();
  await server.stop();
}

async function take({ name, spec, edit = (text) => text, show }) {
  const file = `${spec}.intrinsic.json`;
  const text = edit(readFileSync(path.join(root, "examples", file), "utf8"));
  const workspace = makeWorkspace({ [file]: text });
  server.writeSettings({
    "workbench.activityBar.location": "hidden",
    "breadcrumbs.enabled": false,
    "editor.lineNumbersMinChars": 3,
    "editor.wordWrap": "on",
  });
  try {
    const workbench = await openWorkbench(
      browser,
      workbenchUrl(server, { folder: workspace.folder, extension: root }),
      { viewport: VIEWPORT },
    );
    await workbench.openFile(file);
    await show(workbench);
    await workbench.page.mouse.move(0, 0); // nothing is lit up under the mouse
    const picture = path.join(FOLDER, `${name}.png`);
    await workbench.screenshot(picture);
    const { size } = statSync(picture);
    if (size > LARGEST) throw new Error(`${name}.png has ${size} bytes, more than ${LARGEST}.`);
    await workbench.close();
  } finally {
    workspace.remove();
  }
}

async function showProblems(workbench) {
  const problems = await workbench.openProblems();
  await problems.filter({ hasText: "spec.unknown-property" }).waitFor();
}

async function showPanel(workbench) {
  await workbench.runCommand("View: Toggle Primary Side Bar Visibility");
  await workbench.runCommand("Intrinsic: Analyze");
  const panel = await workbench.webview("text=The training dynamics are");
  await panel.getByRole("region", { name: "Facts" }).waitFor();
  return panel;
}

async function showCharts(workbench) {
  await showChart(await showPanel(workbench));
}

/** Runs a command and shows the section of the panel that it is about. */
function showSection(command, selector) {
  return async (workbench) => {
    await workbench.runCommand("View: Toggle Primary Side Bar Visibility");
    await workbench.runCommand(command);
    const panel = await workbench.webview("section.facts");
    const section = panel.locator(selector).first();
    await section.waitFor();
    // What is above it may still grow.
    await section.evaluate(async (element) => {
      for (let last = NaN; last !== element.getBoundingClientRect().top;) {
        element.scrollIntoView({ block: "start" });
        last = element.getBoundingClientRect().top;
        await new Promise((resolve) => setTimeout(resolve, 500));
      }
    });
  };
}

async function showTraining(workbench) {
  await workbench.runCommand("View: Toggle Primary Side Bar Visibility");
  await workbench.runCommand("Intrinsic: Simulate");
  const panel = await workbench.webview("section#training-run");
  const section = panel.locator("section#training-run");
  await section
    .getByText(/done: reached/i)
    .first()
    .waitFor();
  await section.scrollIntoViewIfNeeded();
  await section.evaluate((element) => element.scrollIntoView({ block: "start" }));
}
