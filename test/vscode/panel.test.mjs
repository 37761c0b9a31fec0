// The panel beside the editor.
import assert from "node:assert/strict";
import { lookOf, paintedCharts, showChart } from "./charts.mjs";
import { scenario } from "./scenario.mjs";
import { FAILS, FAILS_SENTENCE, HOLDS, HOLDS_SENTENCE, LARGE } from "./specs.mjs";
import { until } from "./waits.mjs";

const FACTS = ["Parameters", "Conservation laws", "Lie algebra dimension", "Intrinsic metric"];

describe("the panel", () => {
  scenario(
    "opens beside the editor without taking the focus and shows verdict, facts and chart",
    { files: { "a.intrinsic.json": HOLDS } },
    async (wb) => {
      await wb.openFile("a.intrinsic.json");
      await wb.select("balanced");
      const panel = await openPanel(wb, HOLDS_SENTENCE);

      await wb.page.keyboard.type("Focus stays");
      await until("typing does not reach the editor", async () => (await wb.text()).includes('"title": "Focus stays"'));

      const facts = panel.getByRole("region", { name: "Facts" });
      for (const fact of FACTS) await facts.getByText(fact).waitFor();
      await showChart(panel);
    },
  );

  scenario("shows a chart's numbers as a table, by keyboard", { files: { "a.intrinsic.json": HOLDS } }, async (wb) => {
    await wb.openFile("a.intrinsic.json");
    const panel = await openPanel(wb, HOLDS_SENTENCE);
    await showChart(panel);
    const toggle = panel.getByRole("button", { name: "Table" }).first();
    await toggle.focus();
    const tables = () => panel.locator("table:visible").count();
    const before = await tables();
    await wb.page.keyboard.press("Enter");
    await until("Enter opens no table", async () => (await tables()) === before + 1);
  });

  scenario(
    "asks before a count that takes long, and makes it on request",
    { files: { "a.intrinsic.json": LARGE } },
    async (wb) => {
      await wb.openFile("a.intrinsic.json");
      const panel = await openPanel(wb, FAILS_SENTENCE);
      await panel.getByText("it is done on request only").first().waitFor();
      await panel.getByRole("button", { name: "Count anyway" }).click();
      await panel.getByText("certified: no others").waitFor();
    },
  );

  scenario("never shows an older result as the current one", { files: { "a.intrinsic.json": FAILS } }, async (wb) => {
    await wb.openFile("a.intrinsic.json");
    const panel = await openPanel(wb, FAILS_SENTENCE);
    await recordStates(panel);
    await wb.retype("gaussian", "balanced");
    await panel.getByText(HOLDS_SENTENCE).waitFor();
    const states = await panel.evaluate(() => window.seenByTest);
    assert.ok(
      states.some((text) => /the text has changed|analysing|…/i.test(text)),
      `the panel never said that its result was old:\n${states.join("\n---\n")}`,
    );
    const firstNew = states.findIndex((text) => text.includes(HOLDS_SENTENCE));
    assert.ok(
      !states.slice(firstNew).some((text) => text.includes(FAILS_SENTENCE)),
      "the older result came back after the newer one",
    );
  });

  scenario(
    "is back with its content after a reload of the window",
    { files: { "a.intrinsic.json": HOLDS } },
    async (wb) => {
      await wb.openFile("a.intrinsic.json");
      await openPanel(wb, HOLDS_SENTENCE);
      await wb.reload();
      await wb.webview(`text=${HOLDS_SENTENCE}`);
    },
  );

  scenario(
    "follows the active spec, and stays with one when pinned",
    { files: { "a.intrinsic.json": HOLDS, "b.intrinsic.json": FAILS } },
    async (wb) => {
      await wb.openFile("a.intrinsic.json");
      const panel = await openPanel(wb, HOLDS_SENTENCE);
      await wb.openFile("b.intrinsic.json");
      await panel.getByText(FAILS_SENTENCE).waitFor();

      await panel.getByRole("button", { name: "Pin", exact: true }).click();
      await panel.getByRole("button", { name: "Pinned", pressed: true }).waitFor();
      await wb.focusEditor("a.intrinsic.json");
      await wb.retype("activation", "activaton");
      await until("the engine does not see the other spec", async () => (await wb.squiggles()).length > 0);
      assert.equal(await panel.getByText(FAILS_SENTENCE).isVisible(), true, "the pinned panel left its spec");
      assert.equal(await panel.getByText(HOLDS_SENTENCE).count(), 0);
    },
  );

  scenario(
    "follows a change to high contrast at once",
    { files: { "a.intrinsic.json": HOLDS } },
    async (wb, { server }) => {
      await wb.openFile("a.intrinsic.json");
      const panel = await openPanel(wb, HOLDS_SENTENCE);
      await showChart(panel);
      const looks = async () => ({
        text: await panel.evaluate(() => getComputedStyle(document.querySelector("h2")).color),
        chart: await lookOf(panel.locator(".chart-frame > :is(canvas, svg)").first()),
      });
      const before = await looks();
      server.writeSettings({ "workbench.colorTheme": "Default High Contrast Light" });
      await until("the page keeps its colours", async () => (await looks()).text !== before.text);
      await until(
        "the chart keeps its colours",
        async () => (await looks()).chart !== before.chart && paintedCharts(panel),
      );
    },
  );

  scenario("breaks no content security rule", { files: { "a.intrinsic.json": FAILS } }, async (wb) => {
    await wb.openFile("a.intrinsic.json");
    const panel = await openPanel(wb, FAILS_SENTENCE);
    await showChart(panel);
    assert.deepEqual(
      wb.console.filter((line) => /content security policy|refused to/i.test(line)),
      [],
    );
  });
});

/** Runs the command and waits until the panel says `sentence`. */
async function openPanel(wb, sentence) {
  await wb.runCommand("Intrinsic: Analyze");
  const panel = await wb.webview(`text=${sentence}`);
  await panel.getByText(sentence).first().waitFor();
  return panel;
}

/** Notes every text the page shows from now on, in window.seenByTest. */
function recordStates(panel) {
  return panel.evaluate(() => {
    window.seenByTest = [];
    const note = () => {
      const text = document.body.innerText;
      if (window.seenByTest.at(-1) !== text) window.seenByTest.push(text);
    };
    new MutationObserver(note).observe(document.body, {
      subtree: true,
      childList: true,
      characterData: true,
      attributes: true,
    });
    note();
  });
}
