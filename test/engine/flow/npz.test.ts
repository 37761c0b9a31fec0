/** Arrays that NumPy wrote, from test/fixtures/numpy, by way of the reader of data files. */
import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { deflateRawSync } from "node:zlib";
import { crc32 } from "../../../src/engine/checkpoint/bytes/crc32";
import { readNpz } from "../../../src/engine/flow/data/npz";
import type { SampleSet } from "../../../src/engine/flow/data-set";
import { simulateSpec } from "../../../src/engine/tasks/simulate/simulate";
import { grid, sequence, vector, words, type Shape } from "../../../src/engine/model/shape";
import { dataFileReader } from "../../../src/engine/worker/data-files/node";
import { joined, npyOf, safetensorsOf, zipOf } from "../checkpoint/made";
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
  const found = dataFileReader(`${FOLDER}/arrays.py`, null)(file, [inputs, targets]);
  assert.ok(found.kind === "arrays", JSON.stringify(found));
  return readNpz(found.arrays, { inputs, targets }, shape, widths);
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
      assert.deepEqual(of("half"), SIX);
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
    refused(/have the type "<c16"/, "complex", "label");
    refused(/Number 7 of the array "gap" is nan/, "gap", "label");
    refused(/Number 0 of the array "huge" has more than 53 bits/, "huge", "label");
    refused(/have the type "<U1"/, "words", "label", vector(1), [1], "deflated.npz");
    refused(/have the type "\|O"/, "things", "label", vector(1), [1], "deflated.npz");
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
  before(() => {
    base = mkdtempSync(path.join(realpathSync(tmpdir()), "intrinsic-npz-"));
    writeFileSync(path.join(base, "a.intrinsic.json"), "{}");
  });
  after(() => rmSync(base, { recursive: true, force: true }));
  const ask = (bytes: Uint8Array, name = "a.npz"): ReturnType<ReturnType<typeof dataFileReader>> => {
    writeFileSync(path.join(base, name), bytes);
    return dataFileReader(path.join(base, "a.intrinsic.json"), base)(name, ["x", "label"]);
  };
  const none = (why: RegExp, ...of: Parameters<typeof ask>): void => {
    const found = ask(...of);
    assert.ok(found.kind === "none", "it was read");
    assert.match(found.why, why);
    assert.match(found.help, /\.$/);
  };

  for (const file of ["stored.npz", "deflated.npz"])
    it(`such as ${file}, cut off or changed, are refused, and never read wrongly`, () => {
      const whole = (): Buffer => Buffer.from(readFileSync(`${FOLDER}/${file}`));
      const expected = ask(whole());
      assert.ok(expected.kind === "arrays" && expected.arrays.found.size === 2);
      for (let length = 0; length < whole().length; length += 97)
        assert.equal(ask(whole().subarray(0, length)).kind, "none", `${length} bytes`);
      for (let at = 0; at < whole().length; at += 7) {
        const bytes = whole();
        bytes[at] ^= 0xff;
        const found = ask(bytes);
        // Elsewhere than in what was asked for a change does not matter, and what has become of another type is refused by that.
        if (found.kind === "arrays")
          for (const [name, array] of found.arrays.found)
            if (array.values !== null) assert.deepEqual(array, expected.arrays.found.get(name), `byte ${at}`);
      }
    });

  it("that would unpack to more than is allowed, or than they say, are refused", () => {
    const bytes = Buffer.from(readFileSync(`${FOLDER}/deflated.npz`));
    let entry = bytes.indexOf("x.npy");
    while (bytes.readUInt32LE(entry - 46) !== 0x02014b50) entry = bytes.indexOf("x.npy", entry + 1);
    for (const [size, why] of [
      [1e9, /"a\.npz" cannot be read, entry "x\.npy": .* cannot be inflated to/],
      [1, /"a\.npz" cannot be read, .*: .* but the file ends/],
    ] as const) {
      bytes.writeUInt32LE(size, entry - 46 + 24);
      none(why, bytes);
    }
    const header = "{'descr': '|u1', 'fortran_order': False, 'shape': (20000001,), }\n";
    const array = npyOf(header, new Uint8Array(20_000_001));
    const packed = new Uint8Array(deflateRawSync(array));
    assert.ok(packed.length < 30_000);
    const large = zipOf([{ name: "x.npy", bytes: packed, method: 8, size: array.length, sum: crc32(array) }]);
    none(/has 20,000,001 numbers; the limit is 20,000,000/, large);
  });

  it("whose numbers do not have the sum that the archive says are refused, stored as deflated, in either order", () => {
    for (const order of ["False", "True"]) {
      const header = `{'descr': '<f4', 'fortran_order': ${order}, 'shape': (2, 2), }\n`;
      const bytes = npyOf(header, new Uint8Array(new Float32Array([1, 2, 3, 4]).buffer));
      const packed = { bytes: new Uint8Array(deflateRawSync(bytes)), method: 8, size: bytes.length };
      for (const entry of [{ bytes }, packed]) {
        const found = ask(zipOf([{ name: "x.npy", ...entry, sum: crc32(bytes) }]));
        assert.ok(found.kind === "arrays");
        assert.deepEqual([...found.arrays.found.get("x")!.values!], order === "True" ? [1, 3, 2, 4] : [1, 2, 3, 4]);
        none(/CRC-32/, zipOf([{ name: "x.npy", ...entry, sum: crc32(bytes) ^ 1 }]));
      }
      none(/9 bytes follow/, zipOf([{ name: "x.npy", bytes: joined(bytes, new Uint8Array(9)) }]));
    }
  });

  it("may be files of tensors of another format, for which the names are those of the tensors", () => {
    const data = joined(...[1, 2, 3, 4, 5, 6].map((value) => new Uint8Array(new Float32Array([value]).buffer)));
    const header = {
      x: { dtype: "F32", shape: [2, 2], data_offsets: [0, 16] },
      label: { dtype: "F32", shape: [2], data_offsets: [16, 24] },
    };
    const found = ask(joined(safetensorsOf(header, 0), data), "a.safetensors");
    assert.ok(found.kind === "arrays", JSON.stringify(found));
    const set = readNpz(found.arrays, { inputs: "x", targets: "label" }, vector(2), [1]);
    assert.ok("kind" in set);
    assert.deepEqual(
      [[...set.x.data], [...set.y.data]],
      [
        [1, 2, 3, 4],
        [5, 6],
      ],
    );
  });

  it("of text are none, and what holds no arrays says what could", () => {
    none(/no whole zip/, Buffer.from("a,b\n1,2\n"));
    none(/no file of tensors that can be read/, Buffer.from("a,b\n1,2\n"), "a.csv");
  });
});
