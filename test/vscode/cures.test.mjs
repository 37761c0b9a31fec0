// Cures: the quick fixes of an initialization that is not relaxed balanced, from the editor's own menu and from the panel.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { scenario } from "./scenario.mjs";
import { EXPLICIT, FAILS, FAILS_SENTENCE, HOLDS_SENTENCE } from "./specs.mjs";
import { until } from "./waits.mjs";

const NEAREST = "Make relaxed balanced (nearest)";
const BALANCED = "Make balanced";
const CHOOSE = "Choose λ for me (least change)";

/** What each quick fix makes of each spec, as it can be seen in the text. */
const CASES = [
  ["explicit weights", EXPLICIT, '"explicit"', NEAREST, /nearest relaxed balanced point: λ = .*moved by .* % of ‖θ‖/],
  ["explicit weights", EXPLICIT, '"explicit"', BALANCED, /nearest balanced point: moved by .* % of ‖θ‖/],
  ["explicit weights", EXPLICIT, '"explicit"', CHOOSE, /"scheme": "relaxed-balanced",\s+"lambda": \[/],
  ["a random scheme", FAILS, '"gaussian"', NEAREST, /"scheme": "relaxed-balanced",\s+"lambda": \[.*\],\s+"seed": 7/],
  ["a random scheme", FAILS, '"gaussian"', BALANCED, /"scheme": "balanced",\s+"seed": 7/],
  ["a random scheme", FAILS, '"gaussian"', CHOOSE, /"scheme": "relaxed-balanced",\s+"lambda": \[/],
];

const CHAIN = readFileSync(new URL("../fixtures/cures/chain.safetensors", import.meta.url));
const IN_FILE = `{
  "architecture": { "widths": [2, 2, 2], "activation": "identity" },
  "initialization": {
    "scheme": "file",
    "path": "w.safetensors"
  }
}
`;

describe("a cure", () => {
  // One scenario for each spec: undo brings the text back before the next cure.
  for (const what of ["explicit weights", "a random scheme"])
    scenario(
      `makes ${what} intrinsic, each in its way, and undo brings the text back`,
      { files: { "a.intrinsic.json": CASES.find(([name]) => name === what)[1] } },
      async (wb) => {
        await wb.openFile("a.intrinsic.json");
        await wb.expectStatus(/not intrinsic/);
        const before = await wb.text();
        for (const [, spec, place, title, changed] of CASES.filter(([name]) => name === what)) {
          await atProblem(wb, spec, place);
          await wb.quickFix(title);
          await until(
            async () => `${title}: the text was not changed:\n${await wb.text()}`,
            async () => changed.test(await wb.text()),
          );
          await wb.expectStatus(/(?<!not )\bintrinsic\b/);
          await wb.expectNotification(/Moved the weights by .* %|Switched to the scheme/);
          await wb.focusEditor("a.intrinsic.json");
          await wb.page.keyboard.press("Control+z");
          await until(
            async () => `${title}: undo did not bring the text back:\n${await wb.text()}`,
            async () => (await wb.text()) === before,
          );
          await wb.expectStatus(/not intrinsic/);
        }
      },
    );

  scenario(
    "of weights in a file writes a new one beside it, as a quick fix and as a button of the panel; undo goes back to the old one",
    { files: { "a.intrinsic.json": IN_FILE, "w.safetensors": CHAIN } },
    async (wb) => {
      await wb.openFile("a.intrinsic.json");
      await wb.expectStatus(/not intrinsic/);
      await atProblem(wb, IN_FILE, '"file"');
      await wb.quickFix(BALANCED);
      await wb.expectNotification(/Moved the weights by .* in the new file w-cured\.safetensors/);
      assert.equal(await wb.text(), IN_FILE.replace("w.safetensors", "w-cured.safetensors"));
      await wb.expectStatus(/(?<!not )\bintrinsic\b/);
      await wb.focusEditor("a.intrinsic.json");
      await wb.page.keyboard.press("Control+z");
      await until(
        async () => `undo did not bring the text back:\n${await wb.text()}`,
        async () => (await wb.text()) === IN_FILE,
      );
      await wb.expectStatus(/not intrinsic/);
      await wb.runCommand("Intrinsic: Analyze");
      const panel = await wb.webview(`text=${FAILS_SENTENCE}`);
      await panel.getByRole("button", { name: NEAREST }).click();
      await panel.getByText(HOLDS_SENTENCE).waitFor();
      await wb.expectNotification(/in the new file w-cured-2\.safetensors/);
      await wb.focusEditor("a.intrinsic.json");
      assert.equal(await wb.text(), IN_FILE.replace("w.safetensors", "w-cured-2.safetensors"));
    },
  );

  scenario("is a button below the problem in the panel", { files: { "a.intrinsic.json": FAILS } }, async (wb) => {
    await wb.openFile("a.intrinsic.json");
    await wb.runCommand("Intrinsic: Analyze");
    const panel = await wb.webview(`text=${FAILS_SENTENCE}`);
    await panel.getByRole("button", { name: NEAREST }).click();
    await panel.getByText(HOLDS_SENTENCE).waitFor();
    assert.equal(await panel.getByRole("button", { name: NEAREST }).count(), 0);
    await wb.expectNotification(/Switched to the scheme relaxed-balanced with λ/);
    await wb.focusEditor("a.intrinsic.json");
    assert.match(await wb.text(), /"relaxed-balanced"/);
  });
});

/** The cursor to where the problem is shown: the scheme, or the first row of explicit weights. */
async function atProblem(wb, spec, place) {
  const lines = spec.split("\n");
  const sought = spec === EXPLICIT ? "[[1, 0]" : place;
  const line = lines.findIndex((text) => text.includes(sought));
  await wb.goTo(line + 1, lines[line].indexOf(sought) + 2);
}
