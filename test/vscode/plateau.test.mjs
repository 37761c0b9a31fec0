// The plateau and sweeps in the editor: a prediction at the scale, a cure for it, and a sweep that can be watched and stopped.
import { scenario } from "./scenario.mjs";
import { example } from "./specs.mjs";
import { until } from "./waits.mjs";

const FILE = "plateau.intrinsic.json";
/** Three small layers, and a run that ends on the plateau. */
const SHORT = example(FILE)
  .replace('"time": 200', '"time": 20')
  .replace(/,\s*"expect": \{[^}]*\}/, "");
/** Enough runs to be seen on the way, and to be stopped. */
const LONG = example(FILE)
  .replaceAll('"count": 5', '"count": 400')
  .replace('"measure": "escapeTime"', '"measure": "finalLoss", "seeds": 20');

describe("the plateau", () => {
  scenario(
    "is predicted in the panel and at the scale, and a quick fix ends it in time",
    { files: { [FILE]: SHORT } },
    async (wb) => {
      await wb.openFile(FILE);
      const problems = await wb.openProblems();
      await problems.filter({ hasText: "plateau.long" }).first().waitFor();
      await wb.focusEditor(FILE);
      const line = SHORT.split("\n").findIndex((text) => text.includes('"layer1": {'));
      await wb.goTo(line + 1, SHORT.split("\n")[line].indexOf("0.05") + 2);
      await wb.quickFix("Scale to escape within t = 5");
      await until(
        "the scales are not in the text",
        async () => !/"layer2": \{ "scale": 0\.05 \}/.test(await wb.text()),
      );
      await until(
        "the problem is still there",
        async () => (await problems.filter({ hasText: "plateau.long" }).count()) === 0,
      );
      await wb.runCommand("Intrinsic: Analyze");
      const panel = await wb.webview("section#plateau");
      await panel.locator("section#plateau").getByText("Gain of each layer").waitFor();
      await panel.locator("section#plateau").getByText("Imbalance identity").waitFor();
    },
  );

  scenario(
    "is swept by the lens, with the exponent beside the theory; a long sweep shows its progress and stops with what it has",
    { files: { [FILE]: example(FILE), "long.intrinsic.json": LONG } },
    async (wb) => {
      await wb.openFile(FILE);
      await wb.page.locator(".codelens-decoration a", { hasText: /^Sweep$/ }).click();
      const panel = await wb.webview("section#sweep");
      const section = panel.locator("section#sweep");
      await section.getByText(/Done: 5 runs/).waitFor();
      await section.getByText(/Exponent −1\.2, 95 % interval/).waitFor();
      await section.getByText("Theory", { exact: true }).waitFor();

      await wb.openFile("long.intrinsic.json");
      await wb.runCommand("Intrinsic: Sweep");
      await section
        .getByText(/Running: run [1-9]\d* of 8000/)
        .first()
        .waitFor();
      await section.getByRole("button", { name: "Stop the sweep" }).click();
      await section.getByText(/Stopped: \d+ of 8000 runs/).waitFor();
      await wb.page.locator(".codelens-decoration a", { hasText: /^Sweep$/ }).waitFor();
    },
  );
});
