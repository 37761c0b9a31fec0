// A run that is trained elsewhere, followed in the panel while its file grows.
import { appendFileSync, readFileSync } from "node:fs";
import path from "node:path";
import { chooseFile } from "./dialogs.mjs";
import { scenario } from "./scenario.mjs";
import { HOLDS } from "./specs.mjs";

const LINES = readFileSync(new URL("../fixtures/runs/sgd.jsonl", import.meta.url), "utf8").split(/(?<=\n)/);
/** The header and the first steps. */
const FIRST = 6;

describe("a watched run", () => {
  scenario(
    "is drawn as its file grows, beside what its steps make of its laws, until it is stopped",
    { files: { "runs/run.jsonl": LINES.slice(0, FIRST).join(""), "runs/watched.intrinsic.json": HOLDS } },
    async (wb, { folder }) => {
      await wb.openFile("watched.intrinsic.json");
      await wb.runCommand("Intrinsic: Watch Run…");
      await chooseFile(wb, "runs", "run.jsonl");
      const panel = await wb.webview("section#watch .pair");
      const section = panel.locator("section#watch");
      await section
        .getByText(/run\.jsonl: step 4, 5 lines, SGD with learning rate 0\.05, weight decay 0\.02\./)
        .waitFor();

      appendFileSync(path.join(folder, "runs/run.jsonl"), LINES.slice(FIRST, 20).join(""));
      await section.getByText(/step 18, 19 lines/).waitFor();
      // A line that is half written is no line yet.
      const [head, tail] = [LINES[20].slice(0, 40), LINES[20].slice(40)];
      appendFileSync(path.join(folder, "runs/run.jsonl"), head);
      appendFileSync(path.join(folder, "runs/run.jsonl"), tail + LINES.slice(21).join(""));
      await section.getByText(new RegExp(`step ${LINES.length - 2}, `)).waitFor();
      await section.getByText(/which plain SGD follows exactly/).waitFor();
      await section.locator("figure").first().getByRole("button", { name: "Table" }).click();
      await section
        .getByRole("region", { name: /: data/ })
        .first()
        .waitFor();
      await section
        .getByRole("row", { name: /rescaling:0|‖W₁/ })
        .first()
        .waitFor();

      await section.getByRole("button", { name: "Stop watching" }).click();
      await section.getByText(/^No longer watched/).waitFor();
      await wb.expectNoErrors();
    },
  );
});
