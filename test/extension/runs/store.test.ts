/** Kept runs in files: bounds, what cannot be read, and two windows on the same files. */
import assert from "node:assert/strict";
import { memoryFiles } from "../../../src/extension/runs/memory-files";
import { createRunStore, type Bounds, type RunFiles } from "../../../src/extension/runs/store";
import { heading, listing } from "./samples";

let made = 0;
const newId = (at: number): string => `${String(at).padStart(15, "0")}-${++made}`;
const open = (files: RunFiles, bounds?: Bounds) => createRunStore(files, newId, bounds);

describe("the store of kept runs", () => {
  let now = 0;
  let files: RunFiles;
  beforeEach(() => {
    now = 0;
    files = memoryFiles(() => ++now);
  });
  const only = async (): Promise<string> => {
    const [file, ...more] = await files.list();
    assert.deepEqual(more, []);
    return file.name;
  };
  const outcomes = async (store = open(files)) =>
    (await store.list()).map((entry) => (entry.kind === "run" ? entry.heading.outcome : entry.why));

  it("gives back what it was given, in another window and after a reload", async () => {
    const id = await open(files).add(heading(5), '{ "title": "ü\\n" }', listing());
    const found = await open(files).find(id);
    assert.deepEqual(found, {
      kind: "run",
      run: { id, heading: heading(5), text: '{ "title": "ü\\n" }', result: listing() },
    });
  });

  it("lists the newest first", async () => {
    const store = open(files);
    for (const at of [2, 3, 1]) await store.add(heading(at, { outcome: `at ${at}` }), null, listing());
    assert.deepEqual(await outcomes(), ["at 3", "at 2", "at 1"]);
  });

  it("lets go of the oldest beyond the number of runs", async () => {
    const store = open(files, { runs: 3, bytes: 1e6 });
    for (const at of [1, 2, 3, 4, 5]) await store.add(heading(at, { outcome: `at ${at}` }), null, listing());
    assert.deepEqual(await outcomes(store), ["at 5", "at 4", "at 3"]);
    assert.equal((await files.list()).length, 3);
  });

  it("lets go of the oldest beyond the bytes, and never keeps more", async () => {
    const store = open(files, { runs: 50, bytes: 3000 });
    for (const at of [1, 2, 3, 4]) await store.add(heading(at, { outcome: `at ${at}` }), null, listing(1000));
    assert.deepEqual(await outcomes(store), ["at 4", "at 3"]);
    assert.ok((await files.list()).reduce((sum, { bytes }) => sum + bytes, 0) <= 3000);
  });

  it("keeps the heading and the text of a run that is too large, and says so", async () => {
    const store = open(files, { runs: 50, bytes: 3000 });
    await store.add(heading(1, { outcome: "small" }), null, listing());
    const id = await store.add(heading(2, { outcome: "large" }), "{}", listing(5000));
    const found = await store.find(id);
    assert.ok(found.kind === "run" && found.run.result.kind === "none");
    assert.match(found.run.result.why, /more than is kept of all runs/);
    assert.equal(found.run.text, "{}");
    assert.deepEqual(await outcomes(store), ["large", "small"]);
  });

  it("renames, and takes the name away again", async () => {
    const store = open(files);
    const id = await store.add(heading(1), "{}", listing());
    const name = async () => (await store.list()).map((entry) => entry.kind === "run" && entry.heading.name);
    assert.equal(await store.rename(id, "  wide start "), true);
    assert.deepEqual(await name(), ["wide start"]);
    assert.equal(await store.rename(id, ""), true);
    assert.deepEqual(await name(), [null]);
    const found = await store.find(id);
    assert.ok(found.kind === "run" && found.run.result.kind === "listing", "a new name loses nothing");
  });

  describe("with a file that", () => {
    const damaged: readonly (readonly [what: string, damage: (text: string) => string, why: RegExp])[] = [
      ["was cut off in the middle of its heading", (text) => text.slice(0, 40), /damaged/],
      ["was cut off in the middle of its result", (text) => text.slice(0, -30), /cut off/],
      ["is empty", () => "", /damaged/],
      ["is of something else", () => "\u0000\u0001", /damaged/],
      ["lacks its time", (text) => text.replace('"at":7', '"at":"7"'), /heading/],
      ["is of an older version", (text) => text.replace('"format":1', '"format":0'), /older version.*format 0/],
      ["is of a newer version", (text) => text.replace('"format":1', '"format":2'), /newer version.*format 2/],
    ];
    for (const [what, damage, why] of damaged)
      it(`${what}: says so, keeps it, and goes on`, async () => {
        await open(files).add(heading(7), "{}", listing());
        const name = await only();
        const whole = (await files.read(name)) ?? "";
        await files.write(name, damage(whole));

        const store = open(files, { runs: 1, bytes: 1e6 });
        await store.add(heading(8, { outcome: "first" }), "{}", listing());
        await store.add(heading(9, { outcome: "second" }), "{}", listing());
        const [run, unreadable, ...more] = await store.list();
        assert.ok(run.kind === "run" && run.heading.outcome === "second");
        assert.ok(unreadable.kind === "unreadable");
        assert.match(unreadable.why, why);
        assert.deepEqual(more, []);
        assert.equal(await store.raw(unreadable.id), damage(whole), "what cannot be read can be exported as it is");
        assert.equal((await store.find(unreadable.id)).kind, "missing");
        assert.equal(await store.rename(unreadable.id, "x"), false);
        assert.equal(await store.raw(unreadable.id), damage(whole), "and no name is written over it");
        await store.remove([unreadable.id]);
        assert.deepEqual(await outcomes(store), ["second"]);
      });

    it("cannot be opened: says so and lists the others", async () => {
      await open(files).add(heading(1, { outcome: "closed" }), "{}", listing());
      const name = await only();
      await open(files).add(heading(2, { outcome: "fine" }), "{}", listing());
      const guarded: RunFiles = {
        ...files,
        read: (one) => (one === name ? Promise.reject(new Error("no permission")) : files.read(one)),
      };
      assert.deepEqual(await outcomes(open(guarded)), ["fine", "Its file cannot be opened (Error: no permission)."]);
    });
  });

  describe("with two windows", () => {
    it("keeps the runs of both, which end at the same moment", async () => {
      const [one, other] = [open(files), open(files)];
      await Promise.all([
        one.add(heading(5, { outcome: "one" }), "{}", listing()),
        other.add(heading(5, { outcome: "other" }), "{}", listing()),
      ]);
      assert.deepEqual((await outcomes(one)).sort(), ["one", "other"]);
      assert.deepEqual(await one.list(), await other.list());
    });

    it("holds the bounds over both", async () => {
      const bounds = { runs: 2, bytes: 1e6 };
      const [one, other] = [open(files, bounds), open(files, bounds)];
      for (const at of [1, 3]) await one.add(heading(at, { outcome: `at ${at}` }), null, listing());
      for (const at of [2, 4]) await other.add(heading(at, { outcome: `at ${at}` }), null, listing());
      assert.deepEqual(await outcomes(one), ["at 4", "at 3"]);
    });

    it("sees what the other has renamed and deleted", async () => {
      const [one, other] = [open(files), open(files)];
      const id = await one.add(heading(1), "{}", listing());
      const gone = await one.add(heading(2), "{}", listing());
      assert.equal((await other.list()).length, 2);
      await one.rename(id, "named");
      await one.remove([gone]);
      assert.deepEqual(
        (await other.list()).map((entry) => entry.kind === "run" && entry.heading.name),
        ["named"],
      );
      const found = await other.find(gone);
      assert.ok(found.kind === "missing");
      assert.match(found.why, /deleted/);
      assert.equal(await other.rename(gone, "back again"), false, "a deleted run does not come back");
      await other.remove([gone]);
      assert.equal((await other.list()).length, 1);
    });
  });

  it("goes on after a write that failed, and keeps what there was", async () => {
    await open(files).add(heading(1, { outcome: "kept" }), "{}", listing());
    let full = true;
    const disk: RunFiles = {
      ...files,
      write: (name, text) => (full ? Promise.reject(new Error("disk full")) : files.write(name, text)),
    };
    const store = open(disk);
    await assert.rejects(store.add(heading(2), "{}", listing()), /disk full/);
    assert.deepEqual(await outcomes(store), ["kept"]);
    full = false;
    await store.add(heading(3, { outcome: "again" }), "{}", listing());
    assert.deepEqual(await outcomes(store), ["again", "kept"]);
  });
});
