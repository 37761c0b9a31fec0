/** Weights on a disk: nothing outside the folder, nothing but files, and no trace of the system's own errors. */
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { openCheckpointFile } from "../../../src/engine/checkpoint/node";
import { FOLDER, refusalOf, rejectionOf } from "./fixtures";
import { safetensorsOf } from "./made";

describe("checkpoint: files", () => {
  let home = "";
  let folder = "";

  before(() => {
    home = mkdtempSync(path.join(tmpdir(), "checkpoint-"));
    folder = path.join(home, "workspace");
    mkdirSync(folder);
    const file = safetensorsOf({ a: { dtype: "U8", shape: [2], data_offsets: [0, 2] } }, 2);
    writeFileSync(path.join(home, "secret.safetensors"), file);
    writeFileSync(path.join(folder, "w.safetensors"), file);
    symlinkSync(path.join(home, "secret.safetensors"), path.join(folder, "link.safetensors"));
    symlinkSync(path.join(folder, "w.safetensors"), path.join(folder, "inner.safetensors"));
    symlinkSync("loop.safetensors", path.join(folder, "loop.safetensors"));
    for (const [name, shard] of [
      ["up", "../secret.safetensors"],
      ["linked", "link.safetensors"],
    ] as const)
      writeFileSync(path.join(folder, `${name}.safetensors.index.json`), JSON.stringify({ weight_map: { a: shard } }));
    writeFileSync(path.join(folder, "notes.txt"), "no weights");
    if (process.platform !== "win32") execFileSync("mkfifo", [path.join(folder, "pipe.pt")]);
  });
  after(() => rmSync(home, { recursive: true }));

  it("in the folder are read, also through links that stay there", async () => {
    for (const name of ["w.safetensors", "inner.safetensors", path.join(folder, "w.safetensors")]) {
      const { checkpoint, close } = await openCheckpointFile(name, folder);
      assert.deepEqual([...checkpoint.read("a").values], [0, 0]);
      close();
      assert.match(refusalOf(() => checkpoint.read("a")).reason, /cannot be read/);
    }
  });

  const WRONG: readonly (readonly [file: string, reason: RegExp])[] = [
    ["../secret.safetensors", /outside the folder/],
    ["../missing.safetensors", /outside the folder/],
    ["link.safetensors", /outside the folder/],
    ["up.safetensors.index.json", /outside the folder/],
    ["linked.safetensors.index.json", /outside the folder/],
    ["loop.safetensors", /circle/],
    ["missing.safetensors", /no such file/],
    [".", /outside|not a file|folder/],
    ["notes.txt", /no file of tensors/],
    ...(process.platform === "win32" ? [] : ([["pipe.pt", /not a file/]] as const)),
  ];
  for (const [file, reason] of WRONG)
    it(`${file}: is refused, and nothing stays open`, async () => {
      const before = openFiles();
      assert.match((await rejectionOf(() => openCheckpointFile(file, folder))).reason, reason);
      assert.equal(openFiles(), before);
    });

  it("that become shorter while they are open are refused", async () => {
    copyFileSync(path.join(FOLDER, "arrays.npz"), path.join(folder, "short.npz"));
    const { checkpoint, close } = await openCheckpointFile("short.npz", folder);
    truncateSync(path.join(folder, "short.npz"), 200);
    assert.match(refusalOf(() => checkpoint.read("fortran3")).reason, /became shorter/);
    close();
  });
});

/** How many files this process has open; 0 where the system does not tell. */
function openFiles(): number {
  return process.platform === "linux" ? readdirSync("/proc/self/fd").length : 0;
}
