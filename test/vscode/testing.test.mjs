// A spec is a test of itself: the Test Explorer lists what it expects, and runs it.
import assert from "node:assert/strict";
import { scenario } from "./scenario.mjs";
import { HOLDS, LONG_RUN } from "./specs.mjs";
import { retrying, TRIES, TRY, until } from "./waits.mjs";

const EXPECTS = HOLDS.replace(
  /\n}\n$/,
  `,
  // What this spec is about.
  "expect": { "laws": 6, "intrinsicMetric": "fails" }
}
`,
);
const NAME = "a-test-of-itself.intrinsic.json";
/** Its expectation needs the run, which takes minutes: there is something to cancel on every machine. */
const LONG = LONG_RUN.replace(/\n}\n$/, ',\n  "expect": { "maxDrift": 1 }\n}\n');
const LONG_NAME = "a-long-test.intrinsic.json";

describe("the Test Explorer", () => {
  scenario(
    "lists what specs expect, runs it, says what was found, runs it again on save, and what holds is written down",
    { files: { [NAME]: EXPECTS } },
    async (wb) => {
      await wb.openFile(NAME);
      await wb.expectStatus(/intrinsic/);
      await wb.runCommand("View: Show Testing");
      await expand(wb, NAME);
      await expectRow(wb, /^laws: 6/);
      await until("the examples are not there", async () => (await rows(wb)).filter(isSpec).length > 1);

      await wb.focusEditor(NAME);
      await wb.runCommand("Test: Run Tests in Current File");
      await expectRow(wb, /^laws: 6.*-passed-/);
      await expectRow(wb, /^intrinsicMetric: "fails".*-failed-/);
      await expectInEditor(wb, "holds != fails");

      const spec = rowOf(wb, NAME);
      await spec.hover();
      await spec.locator(".codicon-testing-turn-continuous-run-on, [aria-label*='Continuous Run']").first().click();
      await wb.focusEditor(NAME);
      await wb.retype("fails", "holds");
      await wb.page.keyboard.press("Control+s");
      await expectRow(wb, /^intrinsicMetric: "holds".*-passed-/);

      await wb.page.locator(".codelens-decoration a", { hasText: "Expect what holds now" }).first().click();
      await until(
        async () => `nothing was added:\n${await wb.text()}`,
        async () => /"expect": \{ "laws": 6, "intrinsicMetric": "holds", .*"complete": true/.test(await wb.text()),
      );
      assert.match(await wb.text(), /\/\/ What this spec is about\./);
      await expectRow(wb, /^complete: true/);
      await wb.expectNoErrors();
      await wb.runCommand("View: Show Explorer");
    },
  );

  scenario("runs all and is cancelled", { files: { [NAME]: EXPECTS, [LONG_NAME]: LONG } }, async (wb) => {
    await wb.openFile(NAME);
    await wb.runCommand("View: Show Testing");
    await expand(wb, NAME);
    await expand(wb, LONG_NAME);
    await wb.runCommand("Test: Run All Tests");
    await expectRow(wb, /^intrinsicMetric: "fails".*-failed-/);
    await expectRow(wb, /^maxDrift: 1 .*-loading/);
    await wb.runCommand("Test: Cancel Test Run");
    await until("the run goes on", async () => (await rows(wb)).every((row) => !/-(loading|queued)/.test(row)));
    await wb.runCommand("View: Show Explorer");
  });
});

/** What the rows of the tree say, and behind it the name of the icon that shows how it went. */
function rows(wb) {
  return wb.page
    .locator(".test-explorer-tree .monaco-list-row")
    .evaluateAll((all) =>
      all.map(
        (row) => `${row.querySelector(".label")?.textContent} ${row.querySelector(".computed-state")?.className}`,
      ),
    );
}

function isSpec(row) {
  return /\.intrinsic\.json/.test(row);
}

function rowOf(wb, name) {
  return wb.page.locator(".test-explorer-tree .monaco-list-row", { hasText: name }).first();
}

async function expectRow(wb, wanted) {
  await until(
    async () => `no row says ${wanted}: ${JSON.stringify(await rows(wb))}`,
    async () => (await rows(wb)).some((row) => wanted.test(row)),
  );
}

async function expand(wb, name) {
  const row = rowOf(wb, name);
  await row.waitFor();
  await retrying(
    TRIES,
    async () => {
      if ((await row.getAttribute("aria-expanded")) !== "true") {
        await row.click({ timeout: TRY });
        await wb.page.keyboard.press("ArrowRight");
      }
      await until("the row stays closed", async () => (await row.getAttribute("aria-expanded")) === "true", TRY);
    },
    () => {},
  );
}

async function expectInEditor(wb, message) {
  await until(
    async () => `the editor does not say ${message}`,
    async () =>
      (await wb.page.locator(".editor-instance").allInnerTexts()).some((text) => said(text).includes(message)),
  );
}

/** VS Code draws spaces as no-break spaces. */
function said(text) {
  return text.replaceAll("\u00a0", " ");
}
