// From a model that another program wrote to its audit: imported, opened, looked at, compared.
import assert from "node:assert/strict";
import { readFileSync, truncateSync, writeFileSync } from "node:fs";
import path from "node:path";
import { chooseFile } from "./dialogs.mjs";
import { scenario } from "./scenario.mjs";
import { retrying, TRIES, TRY, until } from "./waits.mjs";

const AUDIT = new URL("../fixtures/audit/", import.meta.url);
const fixture = (name) => readFileSync(new URL(name, AUDIT));

/** A folder as transformers leaves it, a copy with ties put in, and what the run began with. */
const TINY = {
  "tiny/config.json": fixture("llama-config.json"),
  "tiny/model.safetensors": fixture("llama-tied.safetensors"),
};
const RUN = {
  "run/config.json": fixture("llama-config.json"),
  "run/model.safetensors": fixture("llama-end.safetensors"),
  "start/model.safetensors": fixture("llama-start.safetensors"),
};

/** A chain whose audit takes a minute: its laws are estimated from random vectors. */
const WIDTHS = [10_000, 8_000, 10_000];
const LARGE = `{
  "title": "a large one",
  "architecture": { "widths": [${WIDTHS.join(", ")}] },
  "initialization": { "scheme": "file", "path": "large.safetensors" }
}
`;

describe("models of other programs", () => {
  scenario("are imported from the Explorer, and audited in the panel", { files: TINY, own: true }, async (wb) => {
    await fromExplorer(wb, "tiny", "Import Model…");
    await wb.tab("tiny.intrinsic.json").waitFor();
    await wb.expectNotification(/Wrote tiny\.intrinsic\.json beside the model/);
    const text = await wb.text();
    assert.match(text, /Imported from tiny\/config\.json/);
    await wb.expectNoErrors();

    const asked = Date.now();
    await wb.focusEditor("tiny.intrinsic.json");
    await wb.runCommand("Intrinsic: Audit the Weights");
    const panel = await wb.webview("section#audit .audit-laws");
    const section = panel.locator("section#audit");
    await section.getByText(/Done in .*: 3 findings/).waitFor();
    console.log(`      (audit after ${Date.now() - asked} ms)`);
    await section.getByRole("row", { name: /^model\.layers\.0\.mlp gated/ }).waitFor();
    await section.getByRole("row", { name: /‖U₆\[j,:\]‖² − ‖D₆\[:,j\]‖².*12/ }).waitFor();
    await section.getByText('1 query head of 2 in "model.layers.0.self_attn" is identical to another.').waitFor();
    await section.getByRole("heading", { name: "Norms of units over layers" }).waitFor();
    await section.locator("figure").getByRole("button", { name: "Table" }).click();
    await section
      .getByRole("region", { name: "Norms of units: data" })
      .getByText("model.layers.0.mlp")
      .first()
      .waitFor();
  });

  scenario("are told apart by what their runs are said to be", { files: RUN, own: true }, async (wb) => {
    await fromExplorer(wb, "run", "Import Model…");
    await wb.tab("run.intrinsic.json").waitFor();
    await wb.expectNoErrors();
    await wb.focusEditor("run.intrinsic.json");
    await wb.runCommand("Intrinsic: Audit Against an Earlier Checkpoint…");
    await chooseFile(wb, "run", "../start/model.safetensors");
    const panel = await wb.webview("section#audit .audit-change");
    const section = panel.locator("section#audit");
    await section.getByText("start/model.safetensors").first().waitFor();

    const claim = async (decay) => {
      await section.getByRole("combobox", { name: /^loss/ }).selectOption("cross-entropy");
      await section.getByLabel("optimizer").selectOption("sgd");
      await section.getByLabel("learning rate").fill("0.02");
      await section.getByLabel("weight decay").fill(decay);
      await section.getByLabel("steps").fill("100");
      await section.getByRole("button", { name: "Audit with these" }).click();
    };
    const head = section.getByRole("row", { name: /Σᵢ W₉\[i,j\]/ });
    const said = async () => (await head.allInnerTexts()).join();
    await claim("0.1");
    await until("the true decay does not fit", async () => /as claimed/.test(await said()));
    assert.doesNotMatch(await said(), /not as claimed/);
    await claim("0.2");
    await until("the wrong decay is not told", async () => /not as claimed/.test(await said()));
    await section
      .getByText(/changed as the claimed run cannot change it/)
      .first()
      .waitFor();
    await section.getByLabel("steps").fill("2.5");
    await section.getByRole("button", { name: "Audit with these" }).click();
    assert.equal(
      await section.getByLabel("steps").evaluate((field) => field.validationMessage),
      "steps should be a whole number up to 100000000.",
    );

    await wb.focusEditor("run.intrinsic.json");
    await wb.retype("llama, 1 block", "Llama, 1 block");
    await section.getByText("The text has changed since.").waitFor();
  });

  scenario(
    "are audited with their progress, leave typing alone meanwhile, and are stopped",
    { files: { "large.intrinsic.json": LARGE } },
    async (wb, { folder }) => {
      writeLarge(path.join(folder, "large.safetensors"));
      await wb.openFile("large.intrinsic.json");
      await wb.runCommand("Intrinsic: Audit the Weights");
      const panel = await wb.webview("section#audit");
      const section = panel.locator("section#audit");
      const stop = section.getByRole("button", { name: "Stop the audit" });
      await stop.waitFor();
      const reached = async () => Number((await section.getByRole("progressbar").getAttribute("value")) ?? 0);
      const early = await reached();
      await until("the progress does not grow", async () => (await reached()) > early);
      await wb.focusEditor("large.intrinsic.json");
      await wb.retype("a large one", "a larger one");
      await stop.click();
      await section.getByText("Stopped.").waitFor();
      await section.getByRole("button", { name: "Audit again" }).waitFor();
      assert.equal(await section.getByRole("progressbar").count(), 0);
      assert.equal(await section.locator(".audit-laws").count(), 0, "what was stopped is shown as found");
      await until("the status still shows an audit", async () => !/audit/i.test(await wb.languageStatus()));
    },
  );
});

/** Its weights, all 0: the file is one hole that takes no room. */
function writeLarge(file) {
  const sizes = [WIDTHS[0] * WIDTHS[1] * 4, WIDTHS[1] * WIDTHS[2] * 4];
  const header = JSON.stringify({
    "layer1.weight": { dtype: "F32", shape: [WIDTHS[1], WIDTHS[0]], data_offsets: [0, sizes[0]] },
    "layer2.weight": { dtype: "F32", shape: [WIDTHS[2], WIDTHS[1]], data_offsets: [sizes[0], sizes[0] + sizes[1]] },
  });
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(header.length));
  writeFileSync(file, Buffer.concat([length, Buffer.from(header)]));
  truncateSync(file, 8 + header.length + sizes[0] + sizes[1]);
}

/** A command of a folder's context menu, which a window that is still starting does not have yet. */
async function fromExplorer(wb, folder, title) {
  const row = wb.page.locator(".explorer-folders-view .monaco-list-row", { hasText: new RegExp(`^${folder}$`) });
  const item = wb.page.locator(".monaco-menu .action-item", { hasText: title });
  await retrying(
    TRIES,
    async () => {
      await row.click({ button: "right", timeout: TRY });
      await item.waitFor({ timeout: TRY });
      // For its first 100 ms a menu takes no click.
      await until(
        "the menu stays open",
        async () => {
          if (await item.isVisible()) await item.click({ timeout: TRY });
          return !(await item.isVisible());
        },
        TRY,
      );
    },
    async () => {
      await wb.page.keyboard.press("Escape");
      await wb.runCommand("File: Focus on Files Explorer");
    },
  );
}
