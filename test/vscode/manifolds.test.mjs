// Invariant manifolds in the editor: a warning at the tied rows, cures that free them, and pictures of what is tied.
import assert from "node:assert/strict";
import { scenario } from "./scenario.mjs";
import { example } from "./specs.mjs";
import { until } from "./waits.mjs";

const FILE = "tied-neurons.intrinsic.json";
// Without the expectations: with them, being tied is no warning.
const TIED = example(FILE).replace(/,\s*"expect": \{[^}]*\}/, "");
const CODE = "init.on-invariant-manifold";

describe("invariant manifolds", () => {
  scenario(
    "are drawn, and a run shows that tied neurons stay together",
    { files: { [FILE]: example(FILE) } },
    async (wb) => {
      await wb.openFile(FILE);
      await wb.runCommand("Intrinsic: Simulate");
      const panel = await wb.webview("section#manifolds");
      const section = panel.locator("section#manifolds");
      assert.equal(await section.locator(".neuron.group-0").count(), 2);
      await section.getByRole("heading", { name: "Lattice of manifolds" }).waitFor();
      await section.getByRole("heading", { name: "Before and after the run" }).waitFor();
      await panel.locator("section#training-run").getByText("Exactly 0 at every sample").waitFor();
    },
  );

  scenario(
    "end by the quick fixes “Break the symmetry” and “Reduce the width”",
    { files: { [FILE]: TIED } },
    async (wb) => {
      await wb.openFile(FILE);
      const rows = await wb.openProblems();
      const before = await wb.text();
      for (const [title, change] of [
        ["Break the symmetry (seeded noise)", /symmetry broken: noise/],
        ["Reduce the width to 2", /"widths": \[2, 2, 1\]/],
      ]) {
        await rows.filter({ hasText: CODE }).first().waitFor();
        const [line, column] = placeOf(TIED, "[0.8, -0.3]");
        await wb.focusEditor(FILE);
        await wb.goTo(line, column + 1);
        await wb.quickFix(title);
        await until(`${title}: the fix is not in the text`, async () => change.test(await wb.text()));
        await until(
          `${title}: the problem is still there`,
          async () => (await rows.filter({ hasText: CODE }).count()) === 0,
        );
        await wb.focusEditor(FILE);
        await wb.page.keyboard.press("Control+z");
        await until(`${title}: undo did not bring the text back`, async () => (await wb.text()) === before);
      }
    },
  );
});

function placeOf(text, words) {
  const before = text.slice(0, text.indexOf(words)).split("\n");
  return [before.length, (before.at(-1) ?? "").length + 1];
}
