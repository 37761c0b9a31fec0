/** Specs beside models: named after the folder or the file, and never over what is there. */
import assert from "node:assert/strict";
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { modelFiles } from "../../../src/engine/worker/model-files/node";

const { read, write } = modelFiles(null);

describe("a spec beside a model", () => {
  const folder = path.join(mkdtempSync(path.join(tmpdir(), "intrinsic-models-")), "tiny");
  before(() => {
    mkdirSync(folder);
    copyFileSync("test/fixtures/audit/llama-config.json", path.join(folder, "config.json"));
    copyFileSync("test/fixtures/audit/llama-end.safetensors", path.join(folder, "model.safetensors"));
  });
  after(() => rmSync(path.dirname(folder), { recursive: true, force: true }));

  it("is named after its folder, and names its weights from there", () => {
    const imported = read(folder, null);
    assert.ok(imported.kind === "spec" && imported.hasWeights);
    assert.match(imported.text, /"path": "model\.safetensors"/);
    assert.deepEqual(write(folder, imported.text), {
      kind: "written",
      folder,
      name: "tiny.intrinsic.json",
      isNew: true,
    });
    const again = write(path.join(folder, "config.json"), imported.text);
    assert.deepEqual(again, { kind: "written", folder, name: "tiny.intrinsic.json", isNew: false });
  });

  it("takes the next name where one is taken, and leaves what is there", () => {
    writeFileSync(path.join(folder, "tiny.intrinsic.json"), "mine");
    const written = write(path.join(folder, "model.safetensors"), "another");
    assert.ok(written.kind === "written" && written.isNew);
    assert.equal(written.name, "tiny-2.intrinsic.json");
    assert.equal(readFileSync(path.join(folder, "tiny.intrinsic.json"), "utf8"), "mine");
    assert.equal(readdirSync(folder).length, 4);
  });

  it("asks what bends the layers of bare weights, and says what is no model", () => {
    const bare = read(path.resolve("test/fixtures/audit/start.safetensors"), null);
    assert.ok(bare.kind === "refused" && bare.asks !== null && bare.asks.activationOf.length > 0);
    const none = read(path.join(folder, "gone"), null);
    assert.ok(none.kind === "refused" && none.asks === null);
  });
});
