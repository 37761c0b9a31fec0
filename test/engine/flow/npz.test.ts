/** Arrays that NumPy wrote, from test/fixtures/numpy, by way of the reader of data files. */
import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { memberOf, readNpz } from "../../../src/engine/flow/data/npz";
import type { SampleSet } from "../../../src/engine/flow/data-set";
import { simulateSpec } from "../../../src/engine/tasks/simulate/simulate";
import { grid, sequence, vector, words, type Shape } from "../../../src/engine/model/shape";
import { dataFileReader } from "../../../src/engine/worker/data-files/node";
import { finish } from "../networks";

const FOLDER = "test/fixtures/numpy";
const SIX = Array.from({ length: 24 }, (_, i) => i);

function read(
  inputs: string,
  targets: string,
  shape: Shape = vector(6),
  widths: readonly number[] = [1],
  file = "stored.npz",
): ReturnType<typeof readNpz> {
  const found = dataFileReader(`${FOLDER}/arrays.py`, null)(file, [memberOf(inputs), memberOf(targets)]);
  assert.ok(found.kind === "members", JSON.stringify(found));
  return readNpz(found.members, { inputs, targets }, shape, widths);
}
function samples(...of: Parameters<typeof read>): SampleSet {
  const set = read(...of);
  assert.ok("kind" in set, JSON.stringify(set));
  return set;
}
function refused(message: RegExp, ...of: Parameters<typeof read>): void {
  const fault = read(...of);
  assert.ok("message" in fault, "it was read");
  assert.match(fault.message, message);
  assert.match(fault.help, /\.$/);
}

describe("arrays of NumPy", () => {
  for (const file of ["stored.npz", "deflated.npz"])
    it(`are read from ${file}, whatever their numbers are written as`, () => {
      const of = (name: string): number[] => Array.from(samples(name, "label", vector(6), [1], file).x.data);
      assert.deepEqual(
        of("x"),
        SIX.map((i) => i / 4 - 2),
      );
      assert.deepEqual(
        of("flat"),
        SIX.map((i) => i / 8),
      );
      assert.deepEqual(of("swapped"), SIX);
      assert.deepEqual(
        of("long"),
        SIX.map((i) => 0 - i),
      );
      assert.deepEqual(
        of("bytes"),
        SIX.map((i) => 10 * i),
      );
      const { x, y } = samples("x", "flag", vector(6), [1], file);
      assert.deepEqual([x.rows, x.columns, y.rows, y.columns, [...y.data]], [4, 6, 4, 1, [1, 0, 1, 1]]);
    });

  it("are laid out as the network takes them, or flat", () => {
    for (const shape of [grid(1, [2, 3]), sequence(2, 3)]) samples("x", "label", shape);
    samples("flat", "label", grid(2, [3, 1]));
    samples("swapped", "swapped", words(6, 24), [1, 6]);
    refused(/laid out as \[1, 2, 3\], and the network takes \[3, 2\]/, "x", "label", grid(3, [2]));
    refused(/laid out as \[2, 3, 1\], and the network takes \[1, 3, 2\]/, "bytes", "label", grid(1, [3, 2]));
  });

  it("that do not fit are refused with a reason", () => {
    refused(/no array called "labels"; did you mean "label"\?/, "x", "labels");
    refused(/has 6 targets, and 1 or 2 are needed/, "x", "flat", vector(6), [1, 2]);
    refused(/4 samples of inputs and 3 of targets/, "x", "three");
    refused(/"one" has no samples/, "x", "one");
    refused(/numbers of the type "<f2"/, "half", "label");
    refused(/numbers of the type "<c16"/, "complex", "label");
    refused(/Number 7 of the array "gap" is nan/, "gap", "label");
    refused(/Number 0 of the array "huge" has more than 53 bits/, "huge", "label");
    refused(/numbers of the type "<U1"/, "words", "label", vector(1), [1], "deflated.npz");
    refused(/numbers of the type "\|O"/, "things", "label", vector(1), [1], "deflated.npz");
  });
});

it("arrays of NumPy train a network as the same samples in the spec do", () => {
  const x = Array.from({ length: 4 }, (_, s) => Array.from({ length: 6 }, (_, i) => (6 * s + i) / 8));
  const y = [[1], [0], [1], [1]];
  const outcomes = [
    { kind: "npz", path: "deflated.npz", inputs: "flat", targets: "flag" },
    { kind: "inline", x, y },
  ].map((data) => {
    const text = JSON.stringify({
      architecture: { widths: [6, 2, 1], activation: "tanh" },
      initialization: { scheme: "gaussian", std: 0.3, seed: 1 },
      training: { data, optimizer: { type: "gradient-flow", time: 1 } },
    });
    const result = finish(
      simulateSpec(text, { path: null, readDataFile: dataFileReader(`${FOLDER}/arrays.py`, null) }),
    );
    assert.ok(result.kind === "report" && result.report.trajectory !== null, JSON.stringify(result));
    const { loss } = result.report.trajectory;
    assert.ok(loss[loss.length - 1] < loss[0]);
    return loss;
  });
  assert.deepEqual(outcomes[0], outcomes[1]);
});

describe("archives of arrays", () => {
  let base: string;
  before(() => (base = mkdtempSync(path.join(realpathSync(tmpdir()), "intrinsic-npz-"))));
  after(() => rmSync(base, { recursive: true, force: true }));
  const ask = (bytes: Uint8Array): ReturnType<ReturnType<typeof dataFileReader>> => {
    writeFileSync(path.join(base, "a.npz"), bytes);
    return dataFileReader(path.join(base, "a.intrinsic.json"), base)("a.npz", ["x.npy", "label.npy"]);
  };
  const whole = (): Buffer => Buffer.from(readFileSync(`${FOLDER}/deflated.npz`));

  it("that are cut off or changed are refused, and never read wrongly", () => {
    writeFileSync(path.join(base, "a.intrinsic.json"), "{}");
    const expected = ask(whole());
    assert.equal(expected.kind, "members");
    for (let length = 0; length < whole().length; length += 97)
      assert.equal(ask(whole().subarray(0, length)).kind, "none", `${length} bytes`);
    for (let at = 0; at < whole().length; at += 7) {
      const bytes = whole();
      bytes[at] ^= 0xff;
      const found = ask(bytes);
      // Elsewhere than in what was asked for a change does not matter.
      if (found.kind === "members")
        for (const [name, content] of found.members.bytes)
          assert.deepEqual(content, expected.kind === "members" && expected.members.bytes.get(name), `byte ${at}`);
    }
  });

  it("that would unpack to more than is allowed, or than they say, are refused", () => {
    let entry = whole().indexOf("x.npy");
    while (whole().readUInt32LE(entry - 46) !== 0x02014b50) entry = whole().indexOf("x.npy", entry + 1);
    for (const [size, why] of [
      [1e9, /has 1000 MB; the limit is 160 MB/],
      [1, /x\.npy cannot be unpacked/],
    ] as const) {
      const bytes = whole();
      bytes.writeUInt32LE(size, entry - 46 + 24);
      const found = ask(bytes);
      assert.ok(found.kind === "none");
      assert.match(found.why, why);
    }
  });

  it("of text are none", () => {
    const found = ask(Buffer.from("a,b\n1,2\n"));
    assert.ok(found.kind === "none" && /no archive that can be unpacked/.test(found.why));
  });
});
