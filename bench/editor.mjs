// How long it takes in the real editor from a keystroke to the underlined error, while a simulation runs.
//   node bench/editor.mjs        needs a build, and the editor that `npm test` installs
import { root } from "../scripts/prepare.mjs";
import { launchBrowser, openWorkbench } from "../test/vscode/harness.mjs";
import { startServer, workbenchUrl } from "../test/vscode/server.mjs";
import { LONG_RUN } from "../test/vscode/specs.mjs";
import { makeWorkspace } from "../test/vscode/workspace.mjs";
import { until } from "../test/vscode/waits.mjs";

const FILE = "a.intrinsic.json";
const REPETITIONS = 5;

const workspace = makeWorkspace({ [FILE]: LONG_RUN });
const [server, browser] = await Promise.all([startServer(), launchBrowser()]);
try {
  const wb = await openWorkbench(browser, workbenchUrl(server, { folder: workspace.folder, extension: root }));
  await wb.openFile(FILE);
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
  console.log(`keystroke to underlined error during a run: ${times.map(Math.round).join(", ")} ms`);
  await wb.close();
} finally {
  await browser.close();
  await server.stop();
  workspace.remove();
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
