// A linear neural ODE in the editor: what is seen over depth, and the drift of its laws over depth and time.
import { scenario } from "./scenario.mjs";
import { example } from "./specs.mjs";

const BALANCED = "linear-neural-ode.intrinsic.json";
const RANDOM = "linear-neural-ode-random.intrinsic.json";

describe("infinite depth", () => {
  scenario(
    "is drawn over depth, over depth and time once it is trained, and as two paths where Z₁ and the laws do not suffice",
    { files: { [BALANCED]: example(BALANCED), [RANDOM]: example(RANDOM) } },
    async (wb) => {
      await wb.openFile(BALANCED);
      await wb.runCommand("Intrinsic: Simulate");
      const panel = await wb.webview("section#depth");
      const depth = panel.locator("section#depth");
      await depth.getByRole("heading", { name: "λ over depth" }).waitFor();
      await depth.getByRole("heading", { name: "Singular values over depth" }).waitFor();
      await panel
        .locator("section#training-run")
        .getByRole("heading", { name: "Drift of the laws over depth and time" })
        .waitFor();
      // Residual networks are trained when the run has ended.
      await depth.getByText(/Measured order in 1\/L: .*trained/).waitFor();

      // The panel follows.
      await wb.openFile(RANDOM);
      await panel.locator("section#path-pair").getByRole("button", { name: "Save second path as spec" }).waitFor();
      await panel.getByText("not intrinsic").first().waitFor();
    },
  );
});
