// Runs that stay: listed with what changed, there after a reload, opened as what they are, compared, deleted.
import assert from "node:assert/strict";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { root } from "../../scripts/prepare.mjs";
import { openWorkbench } from "./harness.mjs";
import { scenario } from "./scenario.mjs";
import { workbenchUrl } from "./server.mjs";
import { until } from "./waits.mjs";

const FILE = "a.intrinsic.json";
const SPEC = `{
  "title": "Kept in view",
  "architecture": { "widths": [3, 2, 3], "activation": "identity" },
  "initialization": { "scheme": "balanced", "scale": 0.5, "seed": 7 },
  "training": {
    "data": { "kind": "teacher", "samples": 16, "seed": 3 },
    "optimizer": { "type": "gradient-flow", "time": 2 }
  }
}
`;

describe("kept runs", () => {
  scenario(
    "are listed with what changed, there after a reload, opened, compared and deleted",
    { files: { [FILE]: SPEC }, own: true },
    async (wb) => {
      const rows = rowsOf(wb);
      await wb.openFile(FILE);
      await wb.runCommand("View: Show Intrinsic");
      await wb.page.locator(".part.sidebar").getByText("is kept here").first().waitFor();
      await wb.focusEditor(FILE);
      await wb.runCommand("Intrinsic: Simulate");
      await expectRows(wb, /Kept in view.*done, loss/);
      await wb.focusEditor(FILE);
      await wb.retype("0.5", "0.1");
      await wb.runCommand("Intrinsic: Simulate");
      await expectRows(wb, /Kept in view.*scale 0.5 → 0.1.*done, loss/, /Kept in view.*done, loss/);
      await wb.focusEditor(FILE);
      await wb.page.keyboard.press("Control+s");

      await wb.reload();
      await expectRows(wb, /scale 0.5 → 0.1/, /Kept in view/);
      await rows.nth(1).click();
      let panel = await wb.webview("text=/This is a kept run of .*, not what holds now/");
      await panel.locator("section#training-run").getByText("Done: reached t = 2.").waitFor();
      assert.equal(await panel.getByRole("button", { name: "Simulate again" }).count(), 0, "a kept run begins nothing");

      await rows.nth(0).click({ modifiers: ["Control"] });
      await wb.runCommand("Intrinsic: Compare Runs");
      await panel.getByRole("heading", { name: "What differs in the specs" }).waitFor();
      await panel.getByRole("row", { name: /initialization\.scale 0\.5 0\.1/ }).waitFor();
      await panel.locator("#compared-loss-t-title").waitFor();
      const loss = panel.getByRole("row", { name: /loss at the end/ });
      assert.match(await loss.innerText(), /\d[^]*\d/, "there is no number for each run");

      await wb.reload();
      panel = await wb.webview("text=What differs in the specs");
      await panel.getByRole("button", { name: /Compare with 1: the spec of 2/ }).click();
      await wb.page.locator(".monaco-diff-editor").first().waitFor();
      await panel.getByRole("button", { name: "Back to the spec" }).click();
      await panel.getByRole("button", { name: "Analyze" }).waitFor();

      await rows.nth(0).click();
      await panel.getByText(/This is a kept run of/).waitFor();
      await wb.runCommand("Intrinsic: Delete Runs…");
      await wb.page.locator(".monaco-dialog-box").getByRole("button", { name: "Delete" }).click();
      await expectRows(wb, /Kept in view/);
      assert.deepEqual(await wb.notifications(), [], "something popped up uninvited");
      await wb.runCommand("View: Show Explorer");
    },
  );

  scenario("are renamed, and exported as a file", { files: { [FILE]: SPEC }, own: true }, async (wb, { folder }) => {
    await wb.openFile(FILE);
    await wb.runCommand("View: Show Intrinsic");
    await wb.focusEditor(FILE);
    await wb.runCommand("Intrinsic: Simulate");
    await expectRows(wb, /Kept in view.*done, loss/);
    await rowsOf(wb).nth(0).click();
    await wb.webview("text=/This is a kept run of .*, not what holds now/");
    await wb.runCommand("Intrinsic: Rename Run…");
    await wb.quickInput().fill("The first of them");
    await wb.page.keyboard.press("Enter");
    await expectRows(wb, /The first of them.*done, loss/);

    await wb.runCommand("Intrinsic: Export Run…");
    const name = wb.quickInput();
    await until("no dialog asks where to save", async () =>
      (await name.inputValue().catch(() => "")).endsWith(".json"),
    );
    const file = path.basename(await name.inputValue());
    await wb.page.keyboard.press("Enter");
    await wb.page.getByText(`Saved ${file}`).first().waitFor();
    const written = JSON.parse(readFileSync(path.join(folder, file), "utf8"));
    assert.match(JSON.stringify(written), /Kept in view/);
    await wb.runCommand("View: Show Explorer");
  });

  scenario(
    "are those of both windows of a workspace; one whose file is damaged says so, and the others go on",
    { files: { [FILE]: SPEC }, own: true },
    async (wb, { server, folder }) => {
      const ofOthers = new Set(runFiles(server));
      await wb.openFile(FILE);
      await wb.runCommand("View: Show Intrinsic");
      await wb.focusEditor(FILE);
      await wb.runCommand("Intrinsic: Simulate");
      await expectRows(wb, /Kept in view.*done, loss/);

      const browser = wb.page.context().browser();
      const other = await openWorkbench(browser, workbenchUrl(server, { folder, extension: root }));
      try {
        await other.openFile(FILE);
        await other.runCommand("View: Show Intrinsic");
        await expectRows(other, /Kept in view.*done, loss/);
        await other.focusEditor(FILE);
        await other.retype("0.5", "0.1");
        await other.runCommand("Intrinsic: Simulate");
        await expectRows(other, /scale 0.5 → 0.1.*done, loss/, /Kept in view/);
        await other.focusEditor(FILE);
        await other.page.keyboard.press("Control+s");
      } finally {
        await other.close();
      }
      await wb.reload();
      await expectRows(wb, /scale 0.5 → 0.1/, /Kept in view/);

      const kept = runFiles(server).filter((file) => !ofOthers.has(file));
      assert.equal(kept.length, 2);
      const damaged = kept.find((file) => !readFileSync(file, "utf8").includes("0.5 → 0.1"));
      writeFileSync(damaged, readFileSync(damaged, "utf8").slice(0, 50));
      await wb.reload();
      await expectRows(wb, /scale 0.5 → 0.1/, /damaged/);
      await wb.focusEditor(FILE);
      await wb.runCommand("Intrinsic: Simulate");
      await expectRows(wb, /done, loss/, /scale 0.5 → 0.1/, /damaged/);
      assert.equal(readFileSync(damaged, "utf8").length, 50, "what cannot be read is left as it is");
      await wb.runCommand("View: Show Explorer");
    },
  );
});

function rowsOf(wb) {
  return wb.page.locator(".part.sidebar .monaco-list-row");
}

async function expectRows(wb, ...wanted) {
  let last = [];
  await until(
    () => `the runs are ${JSON.stringify(last)} and not ${wanted}`,
    async () => {
      last = await rowsOf(wb).evaluateAll((all) => all.map((row) => row.textContent));
      return last.length === wanted.length && wanted.every((one, i) => one.test(last[i]));
    },
  );
}

/** All files of kept runs in the editor's data. */
function runFiles(server) {
  const data = path.resolve(server.logFolder, "..");
  return readdirSync(data, { recursive: true })
    .filter((name) => name.endsWith(".run.json"))
    .map((name) => path.join(data, name));
}
