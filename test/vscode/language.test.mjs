// In an editor that speaks German: commands, the view, and the panel's words; and nothing cut where the panel is narrow.
import assert from "node:assert/strict";
import { scenario } from "./scenario.mjs";
import { FAILS, HOLDS } from "./specs.mjs";
import { until } from "./waits.mjs";

const HOLDS_SENTENCE = "Die Trainingsdynamik ist von dieser Initialisierung aus intrinsisch.";

/** Between them they have all sections of an analysis. */
const EXAMPLES = [
  "plateau",
  "tied-neurons",
  "linear-neural-ode-random",
  "llama-block",
  "trained-weights",
  "relu-dead-neuron",
];
const ERRORS = `{ "architecture": { "widths": [2, 2], "activaton": "relu" }, "initialization": { "scheme": "gauss" } }\n`;

describe("in German", () => {
  scenario(
    "commands, status, panel, problems and hovers speak it, in 360 pixels too",
    { language: "de", files: { "a.intrinsic.json": HOLDS, "b.intrinsic.json": FAILS, "c.intrinsic.json": ERRORS } },
    async (wb) => {
      await wb.openFile("a.intrinsic.json");
      await wb.page.locator(".codelens-decoration", { hasText: "Erwarten, was jetzt gilt" }).waitFor();
      await wb.runCommand("Intrinsic: Panel anzeigen");
      const panel = await wb.webview(".verdict");
      await panel.getByText(HOLDS_SENTENCE).waitFor();
      await wb.expectStatus(/intrinsisch/);
      for (const title of [
        "Erhaltungsgrößen",
        "Initialisierung",
        "Invariante Mannigfaltigkeiten",
        "Intrinsische Metrik",
      ])
        await panel.getByRole("heading", { name: title, level: 2, exact: true }).waitFor();
      await panel.getByRole("button", { name: "Analysieren", exact: true }).waitFor();
      assert.equal(await panel.evaluate(() => document.documentElement.lang), "de");
      await computed(panel);

      for (const width of [720, 360]) {
        await widen(wb, panel, width);
        assert.deepEqual(await cut(panel), [], `at ${width} px`);
      }

      await wb.openFile("b.intrinsic.json");
      await panel.getByText("von dieser Initialisierung aus nicht intrinsisch").first().waitFor();
      await panel
        .getByText(/Die Initialisierung ist nicht relaxiert ausgeglichen: Zwischen layer1 und layer2/)
        .waitFor();
      await panel.getByRole("button", { name: "Relaxiert ausgleichen (nächster Punkt)" }).waitFor();
      await until("no counterexample", async () => (await panel.getByText("Gegenbeispiel").count()) > 0);
      assert.deepEqual(await english(panel), []);

      for (const name of EXAMPLES) {
        await wb.openFile(`${name}.intrinsic.json`);
        await panel.locator("header").getByText(`${name}.intrinsic.json`).waitFor();
        await computed(panel);
        await panel.locator(".verdict").waitFor();
        assert.deepEqual(await english(panel), [], name);
      }
      await wb.openFile("c.intrinsic.json");
      await panel.getByRole("heading", { name: "2 Fehler in der Spec" }).waitFor();
      await panel.getByText(/hat keine Eigenschaft "activaton"/).waitFor();
      assert.deepEqual(await english(panel), []);
      await wb.goTo(1, ERRORS.indexOf("widths") + 2);
      await wb.runCommand("Show or Focus Hover");
      const hover = wb.page.locator(".monaco-hover:visible");
      await until("the hover is not German", async () =>
        /Anzahl der Eingaben/.test((await hover.allInnerTexts()).join()),
      );
    },
  );
});

/** Nothing of the analysis is still to come. */
function computed(panel) {
  return until(
    "it is still computed",
    async () => (await panel.locator(".pending", { hasText: "Wird noch berechnet" }).count()) === 0,
  );
}

/** Texts of the page, behind disclosures too, with words that German has not; titles of papers and of specs are in their own language. */
async function english(panel) {
  return panel.evaluate(() => {
    for (const one of document.querySelectorAll("details")) one.open = true;
    const found = [];
    const walker = document.createTreeWalker(document.getElementById("app"), NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      // Lines that refer to a paper, or to a page of ours, are theirs.
      const lines = walker.currentNode.textContent.trim().split("\n");
      const text = lines.filter((line) => !/arXiv:|docs\/|Zhang & Peyré/.test(line)).join("\n");
      const other = walker.currentNode.parentElement.closest("code, cite, .reference, .code, header") !== null;
      if (!other && /\b(the|of|and|is|are|not|with|from|by|which|no|to)\b/i.test(text)) found.push(text);
    }
    return found;
  });
}

/** Makes the window so wide that the panel in it is about `width` pixels wide. */
async function widen(wb, panel, width) {
  await until(`the panel does not become ${width} px wide`, async () => {
    const now = await panel.evaluate(() => window.innerWidth);
    if (Math.abs(now - width) <= 6) return true;
    const { width: whole, height } = wb.page.viewportSize();
    await wb.page.setViewportSize({ width: Math.max(500, whole + 2 * (width - now)), height });
    return false;
  });
}

/** What is wider than its box, or than the page: tag, class and text of each. */
async function cut(panel) {
  return panel.evaluate(() => {
    const words = [
      ...document.querySelectorAll("h1, h2, h3, p, dt, dd, button, th, figcaption, li, .tag, .fact-value"),
    ];
    const wide = words.filter((one) => {
      const { display, overflowX, textOverflow } = getComputedStyle(one);
      if (one.closest(".table-box, .heat-box, .unseen, nav.contents") !== null || display === "inline") return false;
      return (
        one.scrollWidth > one.clientWidth + 1 &&
        one.clientWidth > 0 &&
        overflowX !== "auto" &&
        textOverflow !== "ellipsis"
      );
    });
    const { scrollWidth, clientWidth } = document.documentElement;
    return [
      ...(scrollWidth > clientWidth + 1 ? [`page: ${scrollWidth} of ${clientWidth}`] : []),
      ...wide.map((one) => `${one.tagName}.${one.className}: ${one.textContent.trim().slice(0, 60)}`),
    ];
  });
}
