// `npm start` as a newcomer meets it, on a machine without `code`.
import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import { root } from "../../scripts/prepare.mjs";
import { launchBrowser, openWorkbench } from "./harness.mjs";
import { descendants } from "./processes.mjs";
import { freePort } from "./server.mjs";
import { until } from "./waits.mjs";

const script = path.join(root, "scripts/start.mjs");

describe("npm start", () => {
  it("opens the examples in VS Code for the browser and takes everything along when it ends", async () => {
    const child = spawn(process.execPath, [script, "--browser", "--port", String(await freePort())], {
      cwd: root,
      stdio: ["ignore", "pipe", "inherit"],
    });
    let said = "";
    child.stdout.on("data", (data) => (said += data));
    let below = [];
    try {
      const [address] = await until(
        () => `no address:\n${said}`,
        () => /http:\/\/127\.0\.0\.1:\d+\/\S+/.exec(said),
      );
      const browser = await launchBrowser();
      try {
        const workbench = await openWorkbench(browser, await target(address));
        await workbench.openFile("two-layer-relaxed-balanced.intrinsic.json");
        await workbench.page.locator(".part.statusbar", { hasText: "Intrinsic" }).waitFor();
      } finally {
        await browser.close();
      }
      below = descendants(child.pid);
      assert.ok(below.length > 0);
    } finally {
      child.kill("SIGINT");
      await once(child, "exit");
    }
    assert.equal(child.exitCode, 0);
    await until("processes are left behind", () => below.every((id) => !isAlive(id)));
  });

  it("--help says how to use it, and a wrong option ends with 2", () => {
    const help = spawnSync(process.execPath, [script, "--help"], { encoding: "utf8" });
    assert.equal(help.status, 0);
    assert.match(help.stdout, /--check[^]*--port/);
    assert.equal(spawnSync(process.execPath, [script, "--prot", "1"], { encoding: "utf8" }).status, 2);
  });
});

/** Where the printed address leads. */
async function target(address) {
  const response = await fetch(address, { redirect: "manual" });
  assert.equal(response.status, 302);
  return response.headers.get("location");
}

function isAlive(id) {
  try {
    process.kill(id, 0);
    return true;
  } catch {
    return false;
  }
}
