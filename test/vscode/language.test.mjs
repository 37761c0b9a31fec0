// In an editor that speaks German: commands, the view, and the panel's words; and nothing cut where the panel is narrow.
import assert from "node:assert/strict";
import { scenario } from "./scenario.mjs";
import { FAILS, HOLDS } from "./specs.mjs";
import { until } from "./waits.mjs";

const HOLDS_SENTENCE = "Die Trainingsdynamik ist von dieser Initialisierung aus intrinsisch.";

describe("in German", () => {
  scenario(
    "commands, status and panel speak it, in 360 pixels too",
    { language: "de", files: { "a.intrinsic.json": HOLDS, "b.intrinsic.json": FAILS } },
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
      await panel.getByText("Wird noch berechnet").waitFor({ state: "detached" });

      for (const width of [720, 360]) {
        await widen(wb, panel, width);
        assert.deepEqual(await cut(panel), [], `at ${width} px`);
      }

      await wb.openFile("b.intrinsic.json");
      await panel.getByText("von dieser Initialisierung aus nicht intrinsisch").first().waitFor();
      await panel.getByText("der Start liegt neben der relaxiert ausgeglichenen Menge").waitFor();
      await panel.getByRole("button", { name: "Relaxiert ausgleichen (nächster Punkt)" }).waitFor();
      await until("no counterexample", async () => (await panel.getByText("Gegenbeispiel").count()) > 0);
    },
  );
});

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
