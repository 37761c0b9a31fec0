/** `intrinsic import`, as a user meets it. */
import assert from "node:assert/strict";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { intrinsicIn } from "./terminal";

describe("command line: import", () => {
  let folder = "";
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), "intrinsic-cli-"));
    cpSync(path.resolve("test/fixtures/import/gpt2"), path.join(folder, "gpt2"), { recursive: true });
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const intrinsic = (...args: string[]) => intrinsicIn(folder, ...args);

  it("writes a spec that reads the weights beside it, and says what is not in it", async () => {
    const { code, out, err } = await intrinsic("import", "gpt2", "--out", "gpt2.intrinsic.json");
    assert.equal(code, 0, err);
    assert.equal(out, "");
    assert.match(err, /attn_pdrop: dropout/);
    const text = readFileSync(path.join(folder, "gpt2.intrinsic.json"), "utf8");
    assert.match(text, /"path": "gpt2\/model.safetensors"/);
    const checked = await intrinsic("check", "gpt2.intrinsic.json");
    assert.equal(checked.code, 0, checked.err);
    assert.match(checked.out, /gpt2, 2 blocks of width 4/);
  });

  it("replaces no file, and prints the spec where no file is named", async () => {
    writeFileSync(path.join(folder, "there.json"), "mine");
    const refused = await intrinsic("import", "gpt2", "--out", "there.json");
    assert.equal(refused.code, 2);
    assert.match(refused.err, /there already/);
    assert.equal(readFileSync(path.join(folder, "there.json"), "utf8"), "mine");
    const printed = await intrinsic("import", "gpt2/config.json");
    assert.equal(printed.code, 0);
    assert.match(printed.out, /"scheme": "file"/);
  });

  it("says what is wrong with its arguments and with what it is given", async () => {
    assert.match((await intrinsic("import")).err, /exactly one/);
    assert.match((await intrinsic("import", "none")).err, /none/);
    assert.match((await intrinsic("import", "gpt2", "--activation", "rellu")).err, /"relu"/);
    assert.match((await intrinsic("import", "--help")).out, /--activation/);
    for (const args of [["import"], ["import", "none"]]) assert.equal((await intrinsic(...args)).code, 2);
  });

  it("is what an audit takes for the network of weights that lie beside a configuration", async () => {
    const { code, out, err } = await intrinsic("audit", "gpt2/model.safetensors");
    assert.equal(code, 0, err);
    assert.match(err, /its network is that of config\.json; \d+ things of it the spec cannot say/);
    assert.match(out, /transformer\.h\.1\.attn/);
    await intrinsic("import", "gpt2", "--out", "gpt2/gpt2.intrinsic.json");
    const named = await intrinsic("audit", "gpt2/model.safetensors");
    assert.deepEqual([named.code, named.err], [0, ""]);
    assert.equal(linesOfLaws(named.out), linesOfLaws(out));
  });
});

/** Without the head, which names the spec. */
function linesOfLaws(text: string): string {
  return text.slice(text.indexOf("transformer"));
}
