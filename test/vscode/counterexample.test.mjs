// The counterexample: two networks side by side in the panel, and each of them as a spec of its own.
import { scenario } from "./scenario.mjs";
import { FAILS, FAILS_SENTENCE } from "./specs.mjs";
import { until } from "./waits.mjs";

describe("a counterexample", () => {
  scenario(
    "is shown where the property fails, and its second network saved as a spec, which is analysed",
    { files: { "a.intrinsic.json": FAILS } },
    async (wb) => {
      await wb.openFile("a.intrinsic.json");
      await wb.runCommand("Intrinsic: Analyze");
      const panel = await wb.webview(`text=${FAILS_SENTENCE}`);
      await panel.getByRole("heading", { name: "Counterexample: same φ, same laws, two futures" }).waitFor();
      await panel.getByText("First: the initialization").first().waitFor();

      await panel.getByRole("button", { name: "Save second as spec" }).click();
      const name = wb.page.locator(".quick-input-widget input");
      await until("no dialog asks where to save", async () =>
        (await name.inputValue().catch(() => "")).endsWith("a.second.intrinsic.json"),
      );
      await wb.page.keyboard.press("Enter");
      await wb.page.getByText("Saved a.second.intrinsic.json").first().waitFor();

      await wb.openFile("a.second.intrinsic.json");
      await until(
        async () => `not the second network:\n${await wb.text()}`,
        async () => /second of a pair with the same φ and laws/.test(await wb.text()),
      );
      await panel.getByRole("heading", { name: "a.second.intrinsic.json" }).waitFor();
      await panel.getByText(FAILS_SENTENCE).waitFor();
    },
  );
});
