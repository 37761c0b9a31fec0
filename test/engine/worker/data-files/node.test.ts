/** Data files of a spec, read from a real disk. */
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { dataFileReader, LARGEST_DATA_FILE } from "../../../../src/engine/worker/data-files/node";

describe("the data files of a spec", () => {
  let base: string;
  let workspace: string;
  let spec: string;
  const inWorkspace = (...parts: string[]): string => path.join(workspace, ...parts);
  const read = (name: string, folder: string | null = workspace) => dataFileReader(spec, folder)(name);
  function refused(name: string, why: RegExp, folder: string | null = workspace): void {
    const answer = read(name, folder);
    assert.ok(answer.kind === "none", `${name} was read`);
    assert.match(answer.why, why);
    assert.match(answer.why, /\.$/);
    assert.match(answer.help, /\.$/);
    assert.doesNotMatch(answer.why, /secret of another/);
  }

  before(() => {
    base = mkdtempSync(path.join(realpathSync(tmpdir()), "intrinsic-data-"));
    workspace = path.join(base, "workspace");
    spec = inWorkspace("specs", "a.intrinsic.json");
    mkdirSync(inWorkspace("specs", "folder.csv"), { recursive: true });
    writeFileSync(spec, "{}");
    writeFileSync(inWorkspace("specs", "beside.csv"), "\ufeffx,y\n1,é\n");
    writeFileSync(inWorkspace("above.csv"), "above");
    writeFileSync(path.join(base, "outside.csv"), "secret of another");
    writeFileSync(inWorkspace("specs", "latin1.csv"), Buffer.from([0x78, 0xe9, 0x0a]));
    writeFileSync(inWorkspace("specs", "huge.csv"), "x");
    truncateSync(inWorkspace("specs", "huge.csv"), 1e9);
    writeFileSync(inWorkspace("specs", "largest.csv"), "");
    symlinkSync(path.join(base, "outside.csv"), inWorkspace("specs", "escape.csv"));
    symlinkSync(base, inWorkspace("specs", "up"));
    symlinkSync("loop.csv", inWorkspace("specs", "loop.csv"));
    symlinkSync("../above.csv", inWorkspace("specs", "within.csv"));
  });
  after(() => rmSync(base, { recursive: true, force: true }));

  it("are found beside the spec and elsewhere in the workspace, through links too", () => {
    for (const [name, text] of [
      ["beside.csv", "x,y\n1,é\n"],
      ["../above.csv", "above"],
      ["within.csv", "above"],
      ["./folder.csv/../beside.csv", "x,y\n1,é\n"],
    ])
      assert.deepEqual(read(name), { kind: "text", text }, name);
  });

  it("are never read from outside: by .., by a whole path, by a link to a file or through a linked folder", () => {
    for (const name of [
      "../../outside.csv",
      path.join(base, "outside.csv"),
      "escape.csv",
      "up/outside.csv",
      "up/../../../outside.csv",
      "/etc/passwd",
    ])
      refused(name, /outside the workspace folder/);
  });

  it("outside are not even told to exist or not", () => {
    const [there, not] = ["../../outside.csv", "../../missing.csv"].map((name) =>
      JSON.stringify(read(name)).replace(name, ""),
    );
    assert.equal(there, not);
  });

  it("lie in the spec's own folder when it is in no workspace", () => {
    assert.equal(read("beside.csv", null).kind, "text");
    refused("../above.csv", /outside/, null);
    refused("within.csv", /outside/, null);
  });

  it("cannot be named by a spec that was never saved", () => {
    const answer = dataFileReader(null, workspace)("beside.csv");
    assert.ok(answer.kind === "none" && /never saved/.test(answer.why) && /Save/.test(answer.help));
  });

  it("of a gigabyte are refused by their size", () => {
    refused("huge.csv", /1000 MB; the limit is 50 MB/);
    truncateSync(inWorkspace("specs", "largest.csv"), LARGEST_DATA_FILE);
    assert.equal(read("largest.csv").kind, "text");
    truncateSync(inWorkspace("specs", "largest.csv"), LARGEST_DATA_FILE + 1);
    refused("largest.csv", /the limit/);
  });

  it("that are no text files are refused with a reason", () => {
    refused("folder.csv", /not a file|folder/);
    refused("", /outside|not a file/);
    refused(".", /outside|not a file/);
    refused("missing.csv", /there is no such file/);
    refused("beside.csv/x", /there is no such file/);
    refused("loop.csv", /circle/);
    refused("latin1.csv", /not UTF-8/);
    refused("nul\0.csv", /cannot be read/);
    refused("x".repeat(5000), /cannot be read/);
  });

  it("that are pipes are refused without waiting for a writer", function () {
    if (process.platform === "win32") this.skip();
    execFileSync("mkfifo", [inWorkspace("specs", "pipe.csv")]);
    refused("pipe.csv", /not a file/);
  });
});
