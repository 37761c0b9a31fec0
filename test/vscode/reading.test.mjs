// What is read beside the panel: the walkthrough that VS Code shows to newcomers, and a report that was taken along as one file.
import assert from "node:assert/strict";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { installAxe, axeFindings } from "./page-checks.mjs";
import { scenario } from "./scenario.mjs";
import { FAILS, FAILS_SENTENCE } from "./specs.mjs";
import { until } from "./waits.mjs";

const FILE = "a.intrinsic.json";

describe("a newcomer", () => {
  scenario("is led by a walkthrough of five steps, each with its picture", {}, async (wb) => {
    await wb.openFile("two-layer-relaxed-balanced.intrinsic.json");
    await wb.runCommand("Welcome: Open Walkthrough...");
    await until("the walkthrough is not offered", () => wb.focusRow("Get started with Intrinsic"));
    await wb.page.keyboard.press("Enter");
    const steps = wb.page.locator(".getting-started-step");
    await until("there are not five steps", async () => (await steps.count()) === 5);
    const picture = wb.page.locator(".getting-started-media img").first();
    for (const title of ["Open an example", "See what holds", "Watch it train", "Vary the start", "Write your own"]) {
      await steps.filter({ hasText: title }).click();
      await wb.page.locator(".getting-started-step.expanded", { hasText: title }).waitFor();
      await until(`“${title}” has no picture`, () =>
        picture.evaluate((image) => image.complete && image.naturalWidth > 0 && image.alt !== ""),
      );
    }
    await steps.filter({ hasText: "Write your own" }).getByRole("button", { name: "New spec" }).click();
    await until("no new spec is opened", async () => (await wb.text()).includes('"architecture"'));
    await wb.runCommand("View: Open Previous Editor");
  });
});

describe("a report as one HTML file", () => {
  scenario(
    "is read in a browser as the panel shows it: charts, formulas, no script, nothing for axe to find",
    { files: { [FILE]: FAILS } },
    async (wb, { folder }) => {
      await wb.openFile(FILE);
      await wb.runCommand("Intrinsic: Analyze");
      const panel = await wb.webview(`text=${FAILS_SENTENCE}`);
      await panel.getByRole("button", { name: "Export…" }).click();
      await panel.getByRole("button", { name: "Report as HTML" }).click();
      const name = wb.page.locator(".quick-input-widget input");
      await until("no dialog asks where to save", async () =>
        (await name.inputValue().catch(() => "")).endsWith("a.report.html"),
      );
      await wb.page.keyboard.press("Enter");
      await wb.page.getByText("Saved a.report.html").first().waitFor();
      const page = await wb.page.context().newPage();
      try {
        await page.goto(pathToFileURL(path.join(folder, "a.report.html")).href);
        await page.getByText(FAILS_SENTENCE).first().waitFor();
        const found = await page.evaluate(() => ({
          charts: [...document.querySelectorAll("svg")].filter((svg) => svg.getBoundingClientRect().height > 50).length,
          formulas: [...document.querySelectorAll("math")].filter((math) => math.getBoundingClientRect().width > 5)
            .length,
          scripts: document.scripts.length,
          elsewhere: performance.getEntriesByType("resource").map(({ name }) => name),
        }));
        assert.ok(found.charts > 0, "no chart is seen");
        assert.ok(found.formulas > 0, "no formula is seen");
        assert.equal(found.scripts, 0);
        assert.deepEqual(found.elsewhere, [], "the file is not whole");
        await page.setViewportSize({ width: 360, height: 800 });
        assert.ok(
          await page.evaluate(() => document.documentElement.scrollWidth <= 360),
          "it is wider than a telephone",
        );
        await installAxe(page);
        assert.deepEqual(await axeFindings(page), []);
      } finally {
        await page.close();
      }
    },
  );
});

describe("what is copied", () => {
  scenario(
    "is a claim with how it is known, a formula, and a table in three forms",
    { files: { [FILE]: FAILS } },
    async (wb) => {
      await wb.page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
      await wb.openFile(FILE);
      await wb.runCommand("Intrinsic: Analyze");
      const panel = await wb.webview(`text=${FAILS_SENTENCE}`);
      await panel.evaluate(() => {
        for (const one of document.querySelectorAll("details")) one.open = true;
      });
      await panel.locator("figure").first().getByRole("button", { name: "Table" }).click();
      for (const [button, wanted] of [
        [/^Copy: Dimension of the kernel/, /^Dimension of the kernel: 3 \(\p{L}+/u],
        [/^Copy LaTeX: /, /U_\{?2\}?\^/],
        [/^Copy as Markdown: /, /^\|.*\|\n\|[-:| ]+\|\n/m],
        [/^Copy as TSV: /, /\t/],
        [/^Copy as LaTeX: /, /\\begin\{tabular\}/],
      ]) {
        await panel.getByRole("button", { name: button }).first().click();
        let text = "";
        await until(
          () => `${button} copied ${text}`,
          async () => wanted.test((text = await wb.page.evaluate(() => navigator.clipboard.readText()))),
        );
      }
    },
  );
});
