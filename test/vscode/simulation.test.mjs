// Training in the editor: a run that grows before the reader's eyes, leaves typing alone, and stops when asked to.
import assert from "node:assert/strict";
import { lookOf } from "./charts.mjs";
import { scenario } from "./scenario.mjs";
import { LONG_RUN } from "./specs.mjs";
import { until } from "./waits.mjs";

const FILE = "a.intrinsic.json";
const FILES = { files: { [FILE]: LONG_RUN } };
/** The page's section about the run. */
const SECTION = "section#training-run";
/** Its charts, without the little lines of their legends. */
const CHART = `${SECTION} :is(canvas, svg:not(.curve-swatch, .chart-over))`;

describe("a simulation", () => {
  scenario(
    "grows in the panel and in the status, leaves typing alone, and stops with what it has",
    FILES,
    async (wb) => {
      await wb.openFile(FILE);
      await wb.select("balanced");
      await wb.runCommand("Intrinsic: Simulate");
      const panel = await wb.webview(CHART);
      const isInView = () =>
        panel.locator(SECTION).evaluate((section) => {
          const { top } = section.getBoundingClientRect();
          return top > -2 && top < innerHeight / 2;
        });
      await until("the run is not brought into view", isInView);
      await panel.evaluate(() => scrollTo(0, 0));
      await wb.page.keyboard.type("Focus stays");
      await until("typing does not reach the editor", async () => (await wb.text()).includes('"title": "Focus stays"'));
      assert.equal(await panel.evaluate(() => scrollY), 0, "a growing run moved what was in view");

      const early = await stepReached(wb);
      const chart = panel.locator(CHART).first();
      await chart.scrollIntoViewIfNeeded();
      const picture = () => lookOf(chart);
      const first = await picture();
      const second = await until("the chart does not grow", async () => {
        const now = await picture();
        return now !== first && now;
      });
      await until("the chart grows once only", async () => (await picture()) !== second);
      await until("the step in the status does not grow", async () => (await stepReached(wb)) > early);

      for (let i = 0; i < 2; i++) {
        const [line, column] = placeIn(await wb.text(), "activation", "activ".length);
        await wb.focusEditor(FILE);
        await wb.goTo(line, column);
        await wb.page.keyboard.press("Delete");
        await until("no error is underlined", async () => (await wb.squiggles()).length > 0);
        await stepReached(wb); // and the run goes on
        await wb.page.keyboard.press("Control+z");
        await until("the correction is not seen", async () => (await wb.squiggles()).length === 0);
      }

      await stepReached(wb); // it runs on
      await wb.runCommand("Intrinsic: Stop Simulation");
      await panel
        .locator(SECTION)
        .getByText(/stopped|cancelled/i)
        .first()
        .waitFor();
      await until("the status still shows a run", async () => !/step \d+ of/.test(await wb.languageStatus()));
      assert.equal(await chart.isVisible(), true, "the stopped run is no longer shown");
      assert.deepEqual(await wb.notifications(), [], "something popped up uninvited");
    },
  );

  scenario("is started and stopped by the lens above the training", FILES, async (wb) => {
    await wb.openFile(FILE);
    const lens = (title) => wb.page.locator(".codelens-decoration a", { hasText: new RegExp(`^${title}$`) });
    await clickLens(lens("Simulate"));
    await stepReached(wb);
    await clickLens(lens("Stop"));
    await lens("Simulate").waitFor();
    await until("the status still shows a run", async () => !/step \d+ of/.test(await wb.languageStatus()));
  });

  scenario("ends visibly with the engine, and can be run again", FILES, async (wb) => {
    await wb.openFile(FILE);
    await wb.runCommand("Intrinsic: Simulate");
    const panel = await wb.webview(CHART);
    await stepReached(wb);
    await wb.runCommand("Intrinsic: Restart Engine");
    await panel
      .locator(SECTION)
      .getByText(/ended with the engine/)
      .first()
      .waitFor();
    await until("the status still shows a run", async () => !/step \d+ of/.test(await wb.languageStatus()));
    await wb.focusEditor(FILE);
    await wb.runCommand("Intrinsic: Simulate");
    await stepReached(wb);
    await wb.runCommand("Intrinsic: Stop Simulation");
    await panel
      .locator(SECTION)
      .getByText(/stopped|cancelled/i)
      .first()
      .waitFor();
  });
});

/** The number of steps that the status item tells, once it tells one. */
function stepReached(wb) {
  let last = "";
  return until(
    () => `the status tells no step: ${last}`,
    async () => Number(/step (\d+) of \d+, loss /.exec((last = await wb.languageStatus()))?.[1]),
  );
}

/** A lens is drawn anew whenever the text's analysis says something: the click is tried until it has been taken. */
async function clickLens(lens) {
  await until("the lens cannot be clicked", () =>
    lens
      .first()
      .click({ timeout: 15_000 })
      .then(
        () => true,
        () => false,
      ),
  );
}

/** Line and column, from 1, at `offset` in the first occurrence of `word`. */
function placeIn(text, word, offset) {
  const lines = text.split("\n");
  const line = lines.findIndex((one) => one.includes(word));
  assert.ok(line >= 0, `"${word}" is not in the visible text:\n${text}`);
  return [line + 1, lines[line].indexOf(word) + offset + 1];
}
