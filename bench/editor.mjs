// How long a user waits in the real editor: for the extension to activate, from a report to the page that shows it, and from a keystroke
// to the underlined error while a simulation runs.
//   node bench/editor.mjs        needs a build, and the editor that `npm test` installs
import { root } from "../scripts/prepare.mjs";
import { launchBrowser, openWorkbench, VIEWPORT } from "../test/vscode/harness.mjs";
import { startServer, workbenchUrl } from "../test/vscode/server.mjs";
import { LONG_RUN } from "../test/vscode/specs.mjs";
import { makeWorkspace } from "../test/vscode/workspace.mjs";
import { until } from "../test/vscode/waits.mjs";

const FILE = "a.intrinsic.json";
const REPETITIONS = 5;

/** The specs whose pages are drawn: one with a counterexample, one with layers and charts of every kind. */
const PAGES = ["two-layer-random.intrinsic.json", "plateau.intrinsic.json"];

const workspace = makeWorkspace({ [FILE]: LONG_RUN });
const [server, browser] = await Promise.all([startServer(), launchBrowser()]);
const rounded = (times) => times.map((time) => Math.round(time)).join(", ");
try {
  const activations = [];
  for (let i = 0; i < REPETITIONS; i++) {
    const wb = await open();
    if (i === 0) await showPages(wb);
    activations.push(await millisecondsToActivate(wb));
    if (i === REPETITIONS - 1) await showKeystrokes(wb);
    await wb.close();
  }
  console.log(`activation of the extension, loading its code included: ${activations.join(", ")} ms`);
} finally {
  await browser.close();
  await server.stop();
  workspace.remove();
}

async function open() {
  const wb = await openWorkbench(browser, workbenchUrl(server, { folder: workspace.folder, extension: root }));
  await wb.openFile(FILE);
  return wb;
}

/** As VS Code itself measures it. Its list draws only the rows in view. */
async function millisecondsToActivate(wb) {
  await wb.runCommand("Developer: Show Running Extensions");
  await wb.page.setViewportSize({ width: 1400, height: 6000 });
  const row = wb.page.locator(".runtime-extensions-editor .monaco-list-row", { hasText: "Intrinsic" }).first();
  return until("the extension is not listed with a time", async () =>
    Number(/Activation: (\d+)\s*ms/.exec(await row.innerText())?.[1] ?? NaN),
  ).finally(async () => {
    await wb.page.setViewportSize(VIEWPORT);
    await wb.page.keyboard.press("Escape"); // the list lies over the editors
  });
}

/**
 * From the arrival of the first report in the page, which shows another spec or none, to the frame that shows it, and the same page
 * drawn whole again in place of an empty one.
 */
async function showPages(wb) {
  await wb.runCommand("Intrinsic: Show Panel");
  for (const name of PAGES) {
    await wb.openFile(name);
    const panel = await wb.webview("header");
    await panel.evaluate(listen);
    await wb.focusEditor(name);
    await wb.runCommand("Intrinsic: Analyze");
    await until(`no report of ${name}`, () =>
      panel.evaluate((spec) => window.painted.some((one) => one.spec === spec && one.whole), name),
    );
    const times = await panel.evaluate(async (count) => {
      const view = window.painted.findLast(({ whole }) => whole).message.view;
      const drawn = [];
      for (let i = 0; i < count; i++) {
        for (const next of [{ ...view, spec: null, last: null, state: null, tasks: {} }, view]) {
          const before = window.painted.length;
          postMessage({ type: "show", view: next }, "*");
          while (window.painted.length === before) await new Promise((resolve) => setTimeout(resolve, 5));
        }
        drawn.push(window.painted.at(-1).milliseconds);
      }
      return drawn;
    }, REPETITIONS);
    const first = await panel.evaluate(
      (spec) => window.painted.find((one) => one.spec === spec && one.reported).milliseconds,
      name,
    );
    console.log(
      `${name}: from a report to the page that shows it: first ${Math.round(first)}, then ${rounded(times)} ms`,
    );
  }
}

/** Runs in the page: notes how long each message takes until the frame that shows what it says. */
function listen() {
  if (window.painted !== undefined) return;
  window.painted = [];
  addEventListener(
    "message",
    ({ data }) => {
      if (data?.type !== "show") return;
      const start = performance.now();
      const report = data.view.last?.report;
      const known = {
        spec: data.view.spec?.name,
        reported: report !== undefined,
        whole: report !== undefined && report.pending === undefined,
        message: data,
      };
      // The second frame begins when the first has been shown.
      requestAnimationFrame(() =>
        requestAnimationFrame(() => window.painted.push({ ...known, milliseconds: performance.now() - start })),
      );
    },
    { capture: true },
  );
}

async function showKeystrokes(wb) {
  await wb.focusEditor(FILE);
  await wb.runCommand("Intrinsic: Simulate");
  await until("no step is reached", async () => /step \d+ of/.test(await wb.languageStatus()));
  const times = [];
  for (let i = 0; i < REPETITIONS; i++) {
    await wb.focusEditor(FILE);
    const lines = (await wb.text()).split("\n");
    const line = lines.findIndex((text) => text.includes("activation"));
    await wb.goTo(line + 1, lines[line].indexOf("activation") + "activ".length + 1);
    times.push(await millisecondsToError(wb.page, "Delete"));
    await wb.page.keyboard.press("Control+z");
    await until("the correction is not seen", async () => (await wb.squiggles()).length === 0);
  }
  console.log(`keystroke to underlined error during a run: ${rounded(times)} ms`);
}

/** From the key's arrival in the page to the picture with the first underline. No error may be underlined before. */
async function millisecondsToError(page, key) {
  // Two calls: a key sent beside the first could arrive before its listener is there.
  await page.evaluate(() => {
    window.untilError = new Promise((resolve) => {
      addEventListener(
        "keydown",
        () => {
          const start = performance.now();
          const observer = new MutationObserver(() => {
            if (document.querySelector(".editor-group-container.active .squiggly-error") === null) return;
            observer.disconnect();
            requestAnimationFrame(() => resolve(performance.now() - start));
          });
          observer.observe(document.body, {
            subtree: true,
            childList: true,
            attributes: true,
            attributeFilter: ["class"],
          });
        },
        { capture: true, once: true },
      );
    });
  });
  await page.keyboard.press(key);
  return page.evaluate(() => window.untilError);
}
