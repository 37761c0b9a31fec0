// “List Polynomial Laws…”: from the palette over the degree to the listing beside.
import assert from "node:assert/strict";
import { scenario } from "./scenario.mjs";
import { HOLDS } from "./specs.mjs";
import { until } from "./waits.mjs";

describe("the listing of polynomial laws", () => {
  scenario(
    "opens beside, and says when the spec has changed since",
    { files: { "a.intrinsic.json": HOLDS } },
    async (wb) => {
      await wb.openFile("a.intrinsic.json");
      await wb.runCommand("Intrinsic: List Polynomial Laws…");
      await wb.page.locator(".quick-input-list .monaco-list-row", { hasText: "Degree 2" }).click();
      await wb.tab("laws of a.intrinsic.json up to degree 2").waitFor();
      const shows = (wanted) =>
        until(
          async () => `the listing does not say ${wanted}:\n${await wb.text()}`,
          async () => wanted.test(await wb.text()),
        );
      await shows(/6 polynomial laws of degree at most 2[^]*W1\[0,0\]/);
      assert.deepEqual(await wb.notifications(), [], "something was said beyond the listing");

      await wb.focusEditor("a.intrinsic.json");
      await wb.retype("balanced", "changed");
      await wb.focusEditor("laws of a.intrinsic.json up to degree 2");
      await shows(/The spec has changed since[^]*W1\[0,0\]/);
    },
  );
});
