/** Watching a run: files as they grow, are cut and replaced, and what the lines of real ones say of their laws. */
import { NO_CHOSEN_FILES } from "../../worker/no-chosen-files";
import assert from "node:assert/strict";
import { appendFileSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import type { WatchedRun } from "../../../../src/engine/report/watch";
import { foldOf } from "../../../../src/engine/tasks/watch/fold";
import { follow, type FollowedFile } from "../../../../src/engine/tasks/watch/follow";
import { readLine } from "../../../../src/engine/tasks/watch/lines";
import { watch } from "../../../../src/engine/tasks/watch/task";
import { followedFile } from "../../../../src/engine/worker/run-files/node";

const FOLDER = "test/fixtures/runs";
const SMALL = 1e-12;

describe("watch: what a recorded run says", () => {
  it("plain SGD: every step of every law is that of the recursion", () => {
    const run = watched(readFileSync(`${FOLDER}/sgd.jsonl`, "utf8"));
    assert.equal(run.recursion, "exact");
    assert.deepEqual([run.lines, run.step, run.unreadable], [40, 39, 0]);
    assert.deepEqual(
      run.families.map(({ id, between, laws }) => [id, between, laws]),
      [
        ["rescaling:0", ["0", "2"], 4],
        ["matrix:2", ["2", "3"], 6],
      ],
    );
    for (const { id, change, predicted, mismatch } of run.families) {
      assert.ok(mismatch !== null && mismatch < SMALL, `${id}: ${mismatch}`);
      assert.ok(change > 1e-3 && Math.abs(change - predicted!) < SMALL * change, `${id}: ${change}, ${predicted}`);
    }
    assert.equal(run.loss.values.length, 40);
  });

  it("a weight decay other than that of the steps does not fit them", () => {
    const text = readFileSync(`${FOLDER}/sgd.jsonl`, "utf8").replaceAll('"weight_decay":[0.02]', '"weight_decay":[0]');
    for (const { mismatch } of watched(text).families) assert.ok(mismatch! > 1e-4);
  });

  it("every fifth step: single steps are exact, what lies between is an estimate", () => {
    const [run, all] = ["every", "sgd"].map((name) => watched(readFileSync(`${FOLDER}/${name}.jsonl`, "utf8")));
    assert.deepEqual([run.recursion, run.every, run.lines], ["held", 5, 8]);
    run.families.forEach(({ id, change, predicted, mismatch }, i) => {
      assert.ok(mismatch! < SMALL, `${id}: ${mismatch}`);
      // The same run: at its last line, step 35, it is where the other was.
      const curve = all.families[i].curves!.measured;
      assert.ok(Math.abs(change - curve.values[curve.steps.indexOf(35)]) < SMALL);
      const error = Math.abs(change - predicted!) / change;
      assert.ok(error > 1e-6 && error < 0.05, `${id}: ${error}`);
    });
  });

  it("other optimizers are measured, with no recursion", () => {
    const run = watched(readFileSync(`${FOLDER}/adam.jsonl`, "utf8"));
    assert.equal(run.recursion, "none");
    for (const { change, predicted, mismatch } of run.families)
      assert.deepEqual([change > 0, predicted, mismatch], [true, null, null]);
    const momentum = readFileSync(`${FOLDER}/sgd.jsonl`, "utf8").replaceAll('"momentum":[0.0]', '"momentum":[0.9]');
    assert.equal(watched(momentum).recursion, "none");
  });

  it("curves stay short however long the run, and end with its last step", () => {
    const fold = foldOf({
      every: 1,
      optimizer: "SGD",
      families: [{ id: "a", formula: "", between: [], linear: true, group: 0 }],
    });
    const still = { loss: 1, lr: [0.1], weightDecay: [0], momentum: [0], after: new Map() };
    for (let step = 0; step < 10_001; step++)
      fold.add({ ...still, step, h: new Map([["a", [-0.1 * step]]]), hg: new Map([["a", [1]]]) });
    const { curves, mismatch, change, predicted } = fold.run().families[0];
    const { steps } = curves!.measured;
    assert.ok(steps.length <= 513 && steps.at(-1) === 10_000 && steps[0] === 0);
    assert.ok(mismatch! < SMALL && Math.abs(change - 1000) < 1e-9 && Math.abs(predicted! - 1000) < 1e-9);
  });

  for (const [what, text] of Object.entries({
    "no JSON": "{",
    "another kind": '{"kind":"other","format":1,"families":[]}',
    "a later format": '{"kind":"intrinsic-run","format":2,"families":[]}',
    "a family without a name": '{"kind":"intrinsic-run","format":1,"families":[{}]}',
    "a list": "[]",
    "a step that is none": '{"step":-1,"lr":0.1}',
    "a rate that is none": '{"step":1,"lr":"fast"}',
    "no rate": '{"step":1,"lr":null}',
  }))
    it(`a line with ${what} is unreadable`, () => assert.equal(readLine(text).kind, "unreadable"));

  it("numbers that are none take a family out of that line alone", () => {
    const line = readLine('{"step":1,"loss":null,"lr":[0.1],"h":{"a":[1,null],"b":[2]},"hg":{"a":[1,1],"b":null}}');
    assert.ok(line.kind === "step" && !line.step.h.has("a") && line.step.h.has("b") && !line.step.hg.has("b"));
    assert.equal(line.step.loss, null);
  });
});

describe("watch: a file that grows", () => {
  const folder = mkdtempSync(path.join(tmpdir(), "intrinsic-watch-"));
  const file = path.join(folder, "run.jsonl");
  afterEach(() => rmSync(file, { force: true }));
  after(() => rmSync(folder, { recursive: true }));
  /** What is found until there is no more. */
  const reader = (): (() => string[]) => {
    const steps = follow({ ...followedFile(file), pause: () => undefined });
    return () => {
      const found: string[] = [];
      for (;;) {
        const { value } = steps.next();
        if (value.kind === "pause") return found;
        found.push(value.kind === "line" ? value.text : value.kind);
      }
    };
  };

  it("lines come whole: the last one when it has ended, also in the middle of a letter", () => {
    const more = reader();
    assert.deepEqual(more(), []);
    const bytes = Buffer.from("one\nγ² + β²\nthree\n");
    writeFileSync(file, bytes.subarray(0, 5));
    assert.deepEqual(more(), ["one"]);
    appendFileSync(file, bytes.subarray(5, 15));
    assert.deepEqual(more(), []);
    appendFileSync(file, bytes.subarray(15));
    assert.deepEqual(more(), ["γ² + β²", "three"]);
    assert.deepEqual(more(), []);
  });

  it("a file that was cut, replaced, or cut and written beyond where it was begins anew", () => {
    const more = reader();
    writeFileSync(file, "first\nsecond\n");
    assert.deepEqual(more(), ["first", "second"]);
    writeFileSync(file, "new\n");
    assert.deepEqual(more(), ["restart", "new"]);
    writeFileSync(file, "another one, longer than the last\n");
    assert.deepEqual(more(), ["restart", "another one, longer than the last"]);
    const beside = path.join(folder, "beside");
    writeFileSync(beside, "another one, longer than the last\n");
    renameSync(beside, file);
    assert.deepEqual(more(), ["restart", "another one, longer than the last"]);
    rmSync(file);
    assert.deepEqual(more(), []);
  });

  it("a line longer than any is skipped, without being kept", () => {
    const size = 40 << 20;
    const chunk = new Uint8Array(1 << 20).fill(97);
    const large: FollowedFile = {
      name: "large",
      look: () => ({ size: size + 5, identity: "1" }),
      read: (from, length) => (from < size ? chunk.subarray(0, Math.min(length, size - from)) : Buffer.from("\nend\n")),
      decode: (bytes) => Buffer.from(bytes).toString(),
      pause: () => undefined,
    };
    const found: string[] = [];
    for (const one of follow(large)) {
      if (one.kind === "pause") break;
      found.push(one.kind === "line" ? one.text : one.kind);
    }
    assert.deepEqual(found, ["too-long", "end"]);
  });

  it("the task tells what it has at every line, and what it could not read", () => {
    const [header, first, second] = readFileSync(`${FOLDER}/sgd.jsonl`, "utf8").split("\n");
    const steps = watch({ path: file }, { text: "", path: null, run: 0 }, hostOf());
    const next = (): WatchedRun => {
      const { value, done } = steps.next();
      assert.ok(done !== true);
      return value.partial!(false)!;
    };
    assert.equal(next().state, "waiting");
    writeFileSync(file, `not a run\n${header}\n${first}\n${second.slice(0, 40)}`);
    assert.deepEqual([next().unreadable, next().state, next().lines], [1, "following", 1]);
    const { lines, firstUnreadable, file: name } = next();
    assert.deepEqual([lines, firstUnreadable, name], [1, 1, "run.jsonl"]);
    appendFileSync(file, `${second.slice(40)}\n`);
    assert.equal(next().lines, 2);
    writeFileSync(file, `${header}\n`);
    const { restarts, lines: none } = (next(), next());
    assert.deepEqual([restarts, none], [1, 0]);
  });
});

const hostOf = (): Parameters<typeof watch>[2] => ({
  readDataFile: () => ({ kind: "none", why: "", help: "" }),
  openWeights: () => ({ kind: "none", why: "", help: "" }),
  ...NO_CHOSEN_FILES,
  followFile: (file) => ({ ...followedFile(file), pause: () => undefined }),
  writeNewFiles: () => assert.fail("nothing is written"),
});

/** A whole file, as the task tells it at its end. */
function watched(text: string): WatchedRun {
  const bytes = Buffer.from(text);
  const file: FollowedFile = {
    name: "run.jsonl",
    look: () => ({ size: bytes.length, identity: "1" }),
    read: (from, length) => bytes.subarray(from, from + length),
    decode: (part) => Buffer.from(part).toString(),
    pause: () => assert.fail("read on after its end"),
  };
  let last: WatchedRun | null = null;
  for (const step of watch({ path: "" }, { text: "", path: null, run: 0 }, { ...hostOf(), followFile: () => file })) {
    last = step.partial!(false);
    if (last!.lines === text.trim().split("\n").length - 1) return last!;
  }
  return last!;
}
