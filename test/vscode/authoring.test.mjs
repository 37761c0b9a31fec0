// Writing a spec: names that are renamed wherever they are meant, words that are replaced, hints, and what the panel says of errors.
import assert from "node:assert/strict";
import { scenario } from "./scenario.mjs";
import { FAILS_SENTENCE, HOLDS_SENTENCE } from "./specs.mjs";
import { retrying, TRY, until } from "./waits.mjs";

const NAMED = `{
  "architecture": {
    "input": 3,
    "layers": [
      { "type": "dense", "name": "hidden", "units": 4 },
      { "type": "dense", "name": "output", "units": 2, "from": ["hidden"] }
    ]
  },
  "initialization": { "layers": { "hidden": { "scale": 2 } } },
  "sweep": { "over": { "initialization.layers.hidden.scale": [1, 2] }, "measure": "violation" }
}
`;
const FOREIGN = `{
  "architecture": { "widths": [5, 3, 4], "activation": "linear" },
  "initialization": { "scheme": "glorot_uniform" }
}
`;

describe("writing a spec", () => {
  scenario(
    "a layer is renamed in sources, overrides and paths of a sweep, and its laws are hinted at once that is asked for",
    { files: { "a.intrinsic.json": NAMED } },
    async (wb, { server }) => {
      await wb.openFile("a.intrinsic.json");
      await wb.expectStatus(/laws|intrinsic/);
      await wb.goTo(5, NAMED.split("\n")[4].indexOf("hidden") + 2);
      const box = wb.page.locator(".rename-input:visible, .rename-box input:visible").first();
      await until("nothing asks for a new name", async () => {
        await wb.page.keyboard.press("F2");
        return box.waitFor({ timeout: 10_000 }).then(
          () => true,
          () => false,
        );
      });
      await box.fill("first");
      await wb.page.keyboard.press("Enter");
      await until(
        async () => `the layer was not renamed everywhere:\n${await wb.text()}`,
        async () => {
          const text = await wb.text();
          return text.split("first").length === 5 && !text.includes("hidden");
        },
      );
      assert.match(await wb.text(), /"initialization\.layers\.first\.scale"/);

      assert.doesNotMatch(await wb.text(), /12 parameters/);
      server.writeSettings({ "intrinsic.inlayHints": true });
      await until(
        async () => `there are no hints:\n${await wb.text()}`,
        async () => /"first" ?12 parameters, in 10 laws/.test(await wb.text()),
      );
      server.writeSettings();
      await retrying(
        2,
        () => until("the hints stay", async () => !/\d parameters, in/.test(await wb.text()), TRY),
        async () => {
          // A busy editor may miss a change of its settings, whose files it watches, and reads them when it begins.
          console.error("      (the hints stayed until the window was loaded anew)");
          await wb.page.keyboard.press("Control+s");
          await wb.reload();
          await until("the spec is not open again", async () => /"first"/.test(await wb.text()));
          await wb.expectStatus(/laws|intrinsic/);
        },
      );
    },
  );

  scenario(
    "words of other tools are replaced from the editor's menu and from the panel, which lists all errors",
    { files: { "b.intrinsic.json": FOREIGN } },
    async (wb) => {
      await wb.openFile("b.intrinsic.json");
      await wb.runCommand("Intrinsic: Show Panel");
      const panel = await wb.webview("text=2 errors in the spec, so nothing was computed.");
      assert.equal(await panel.locator(".problem").count(), 2);
      await wb.focusEditor("b.intrinsic.json");
      await wb.goTo(2, FOREIGN.split("\n")[1].indexOf("linear") + 2);
      await wb.quickFix('Write "identity"');
      await until("the activation was not replaced", async () => /"activation": "identity"/.test(await wb.text()));
      await panel.getByRole("heading", { name: "1 error in the spec" }).waitFor();
      await panel.getByRole("button", { name: 'Write "xavier-uniform"' }).click();
      await wb.focusEditor("b.intrinsic.json");
      await until(
        async () => `the scheme was not replaced:\n${await wb.text()}`,
        async () => /"scheme": "xavier-uniform"/.test(await wb.text()),
      );
      await panel.getByText(FAILS_SENTENCE).waitFor();
    },
  );

  scenario(
    "an empty file is offered a spec to begin with, and three examples",
    { files: { "empty.intrinsic.json": "" } },
    async (wb) => {
      await wb.openFile("empty.intrinsic.json");
      await wb.runCommand("Intrinsic: Show Panel");
      const panel = await wb.webview("text=This spec is empty.");
      assert.equal(await panel.locator(".example").count(), 3);
      await panel.getByRole("button", { name: "Write a small spec" }).click();
      await wb.focusEditor("empty.intrinsic.json");
      await until("the file is still empty", async () => /"widths"/.test(await wb.text()));
      await panel.getByText(HOLDS_SENTENCE).waitFor();
    },
  );
});
