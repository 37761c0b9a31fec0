// The engine's process: its verdict in the status bar, its death and its return.
import assert from "node:assert/strict";
import path from "node:path";
import { root } from "../../scripts/prepare.mjs";
import { scenario } from "./scenario.mjs";
import { FAILS, HOLDS, TYPO } from "./specs.mjs";
import { until } from "./waits.mjs";

describe("the engine", () => {
  scenario(
    "says the verdict in the language status",
    { files: { "a.intrinsic.json": HOLDS, "b.intrinsic.json": FAILS } },
    async (wb) => {
      await wb.openFile("a.intrinsic.json");
      await wb.expectStatus(/(?<!not )intrinsic from this initialization/);
      await wb.openFile("b.intrinsic.json");
      await wb.expectStatus(/not intrinsic from this initialization/);
    },
  );

  scenario(
    "comes back by itself after it was killed",
    { files: { "a.intrinsic.json": TYPO } },
    async (wb, { processes }) => {
      await wb.openFile("a.intrinsic.json");
      const problem = (await wb.openProblems()).filter({ hasText: "spec.unknown-property" });
      await problem.waitFor();

      const dead = await onlyEngine(processes);
      process.kill(dead, "SIGKILL");
      await until("no new engine was started", async () => (await onlyEngine(processes)) !== dead);

      await wb.focusEditor("a.intrinsic.json");
      await wb.retype("activaton", "activation");
      await problem.waitFor({ state: "detached" });
      await wb.retype("activation", "activaton");
      await problem.waitFor();
      assert.deepEqual(await wb.notifications(), [], "something popped up uninvited");
    },
  );

  scenario('starts anew with "Restart Engine"', { files: { "a.intrinsic.json": TYPO } }, async (wb, { processes }) => {
    await wb.openFile("a.intrinsic.json");
    const problem = (await wb.openProblems()).filter({ hasText: "spec.unknown-property" });
    await problem.waitFor();
    const old = await onlyEngine(processes);
    await wb.runCommand("Intrinsic: Restart Engine");
    await until("the engine was not replaced", async () => (await onlyEngine(processes)) !== old);
    await wb.focusEditor("a.intrinsic.json");
    await wb.retype("activaton", "activation");
    await problem.waitFor({ state: "detached" });
  });
});

/** The process that runs this checkout's dist/server.js for our window: one, not more, once things are quiet. */
function onlyEngine(processes) {
  const engines = () => processes(path.join(root, "dist/server.js"));
  return until(
    () => `engines: ${engines()}`,
    () => engines().length === 1 && engines()[0],
  );
}
