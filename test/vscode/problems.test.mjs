// Problems, hover, completion: what the language server shows in the text.
import assert from "node:assert/strict";
import { scenario } from "./scenario.mjs";
import { HOLDS, TYPO } from "./specs.mjs";
import { until } from "./waits.mjs";

describe("in the text", () => {
  scenario(
    "a mistyped property is underlined, explained and gone once corrected",
    { files: { "a.intrinsic.json": TYPO } },
    async (wb) => {
      await wb.openFile("a.intrinsic.json");
      const [, ...others] = await until("no error is underlined", async () => nonEmpty(await wb.squiggles()));
      assert.equal(others.length, 0, "more than one place is underlined");
      // The lens that appears above the architecture moves the lines: the two are measured until they belong together.
      let away = "";
      await until(
        () => `the word is not what is underlined: ${away}`,
        async () => {
          const word = await wb.wordBox("activaton");
          const [line] = await wb.squiggles();
          if (line === undefined) return false;
          const quote = (word.right - word.left) / "activaton".length + 2; // the quotes may belong to the property's name
          const within = (distance) => distance >= -2 && distance <= quote;
          away = `from ${line.left} to ${line.right} at ${line.bottom}, the word from ${word.left} to ${word.right} at ${word.bottom}`;
          return (
            within(word.left - line.left) && within(line.right - word.right) && Math.abs(line.bottom - word.bottom) < 6
          );
        },
      );

      const problems = await wb.openProblems();
      const row = problems.filter({ hasText: "spec.unknown-property" });
      await row.waitFor();
      assert.match(await row.innerText(), /did you mean.*activation/is);

      await wb.focusEditor("a.intrinsic.json");
      await wb.retype("activaton", "activation");
      await row.waitFor({ state: "detached" });
      await until("the word is still underlined", async () => (await wb.squiggles()).length === 0);
    },
  );

  const HELPED = {
    "a.intrinsic.json": HOLDS,
    "part.intrinsic.json": '{\n  "architecture": { "widths": [2, 2], "activation": "identity" },\n  \n}\n',
    "empty.intrinsic.json": "",
  };
  scenario(
    "hovering explains a property, completion offers the missing ones, and in an empty file a whole spec",
    { files: HELPED },
    async (wb) => {
      await wb.openFile("a.intrinsic.json");
      const hover = await until('no explanation appears over "widths"', async () => {
        const { left, right, top, bottom } = await wb.wordBox("widths");
        await wb.page.mouse.move((left + right) / 2, (top + bottom) / 2);
        const box = wb.page.locator(".monaco-hover:visible").first();
        await box.waitFor({ timeout: 2000 }).catch(() => wb.page.mouse.move(left, bottom + 300));
        return (await box.isVisible()) ? box.innerText() : undefined;
      });
      assert.match(hover, /layer|neuron|unit|input/i);

      await wb.openFile("part.intrinsic.json");
      await wb.goTo(3, 3);
      const offers = await wb.complete();
      for (const property of ["title", "initialization", "expect"])
        await offers.filter({ hasText: property }).waitFor();
      assert.equal(await offers.filter({ hasText: "architecture" }).count(), 0, "architecture is offered twice");
      await wb.page.keyboard.press("Escape");

      await wb.openFile("empty.intrinsic.json");
      await wb.focusEditor("empty.intrinsic.json");
      await wb.complete();
      await wb.page.keyboard.press("Enter");
      await until(
        async () => `the text has become no spec:\n${await wb.text()}`,
        async () => /"architecture"[^]*\[/.test(await wb.text()),
      );
      await wb.page.keyboard.press("Escape");
      await wb.expectNoErrors();
    },
  );

  scenario(
    "a specification of 10 MB is refused and the editor goes on",
    { files: { "big.intrinsic.json": `{ "title": "${"long ".repeat(2e6)}" }`, "a.intrinsic.json": TYPO } },
    async (wb) => {
      await wb.openFile("big.intrinsic.json");
      const problems = await wb.openProblems();
      await problems.filter({ hasText: "spec.too-large" }).waitFor();
      await expectResponsive(wb, problems);
    },
  );

  scenario(
    "a layer of a billion neurons is refused and the editor goes on",
    { files: { "wide.intrinsic.json": HOLDS.replace("[5, 3, 4]", "[5, 1000000000, 4]"), "a.intrinsic.json": TYPO } },
    async (wb) => {
      await wb.openFile("wide.intrinsic.json");
      const problems = await wb.openProblems();
      await problems.filter({ hasText: "spec.too-large" }).waitFor();
      await expectResponsive(wb, problems);
    },
  );
});

/** Another file opens, and its problem is told. */
async function expectResponsive(wb, problems) {
  await wb.openFile("a.intrinsic.json");
  await problems.filter({ hasText: "spec.unknown-property" }).waitFor();
}

function nonEmpty(list) {
  return list.length > 0 && list;
}
