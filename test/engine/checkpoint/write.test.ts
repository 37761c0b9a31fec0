/** What is written: the bytes of the formats' own libraries, numbers rounded as theirs, new files only. */
import assert from "node:assert/strict";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { memorySource } from "../../../src/engine/checkpoint/bytes/source";
import type { Checkpoint } from "../../../src/engine/checkpoint/checkpoint";
import { openCheckpoint } from "../../../src/engine/checkpoint/open";
import { encoded, isWrittenDtype, type WrittenDtype } from "../../../src/engine/checkpoint/values/encode";
import { WRITTEN_FORMATS } from "../../../src/engine/checkpoint/write/index";
import { writeCheckpointFile } from "../../../src/engine/checkpoint/write/node";
import { memorySink, type WrittenTensor, type WrittenValues } from "../../../src/engine/checkpoint/write/tensors";
import { bitsOf, fixture, FOLDER, NO_FOLDER, refusalOf, withFile } from "./fixtures";

type Metadata = Readonly<Record<string, string>>;

/** The file in memory, which is exactly `size` bytes. */
function written(id: string, tensors: readonly WrittenTensor[], metadata: Metadata, size: number): Uint8Array {
  const sink = memorySink(`w.${id}`, size);
  const format = WRITTEN_FORMATS.find((one) => one.id === id);
  assert.ok(format);
  const steps = [...format.write(tensors, metadata, sink)];
  assert.ok(steps.every((step, i) => step > 0 && step <= 1 && step > (steps[i - 1] ?? 0)));
  return sink.bytes;
}

const again = (checkpoint: Checkpoint): WrittenValues[] =>
  checkpoint.tensors.map(({ name, shape, dtype }) => {
    assert.ok(isWrittenDtype(dtype));
    return { name, shape, dtype, values: (from, count) => checkpoint.read(name, { from, count }).values };
  });

const tensor = (name: string, dtype: WrittenDtype, values: readonly number[]): WrittenValues => ({
  name,
  dtype,
  shape: [values.length],
  values: (from, count) => Float64Array.from(values.slice(from, from + count)),
});

const run = (steps: Iterable<number>): void => {
  for (const step of steps) assert.ok(step <= 1);
};

describe("checkpoint: writing", () => {
  it("types.safetensors, read and written again, has the same bytes but for NaN, and integers that are not known exactly", () =>
    withFile("types.safetensors", (checkpoint) => {
      const bytes = fixture("types.safetensors");
      const expected = bytes.slice();
      const tensors = again(checkpoint).map((one) => {
        const { values } = checkpoint.read(one.name);
        const { offset = 0, length = 0 } = checkpoint.tensors.find(({ name }) => name === one.name)?.place ?? {};
        // PyTorch writes a NaN of BF16 with other bits than one of the other types.
        if (one.dtype === "BF16")
          values.forEach((value, i) => Number.isNaN(value) && expected.set([0xc0, 0x7f], offset + 2 * i));
        if (!one.name.startsWith("ints.") || values.every((value) => Math.abs(value) <= 2 ** 53)) return one;
        expected.fill(0, offset, offset + length);
        return { ...one, values: (_from: number, count: number) => new Float64Array(count) };
      });
      assert.notDeepEqual(expected, bytes);
      assert.deepEqual(written("safetensors", tensors, checkpoint.metadata, bytes.length), expected);
    }));

  for (const shard of ["model-00001-of-00002.safetensors", "model-00002-of-00002.safetensors"])
    it(`${shard}, read and written again, has the same bytes`, () =>
      withFile(shard, (checkpoint) => {
        const bytes = fixture(shard);
        assert.deepEqual(written("safetensors", again(checkpoint), checkpoint.metadata, bytes.length), bytes);
      }));

  it("rows.npz, read and written again, has the bytes that numpy.savez writes", () =>
    withFile("rows.npz", (checkpoint) => {
      const bytes = fixture("rows.npz");
      const zeroed = again(checkpoint);
      assert.deepEqual(written("npz", zeroed, {}, bytes.length), bytes);
    }));

  const ROUNDING = JSON.parse(readFileSync(path.join(FOLDER, "expected-rounding.json"), "utf8")) as Readonly<
    Record<string, readonly [doubles: string, bits: string]>
  >;
  for (const [dtype, [doubles, bits]] of Object.entries(ROUNDING))
    it(`${dtype}: doubles are rounded as ${dtype === "F16" ? "numpy" : "PyTorch"} rounds them`, () => {
      assert.ok(isWrittenDtype(dtype));
      const bytes = Buffer.from(doubles, "hex");
      const values = Float64Array.from({ length: bytes.length / 8 }, (_, i) => bytes.readDoubleBE(8 * i));
      const at = { file: "w", tensor: "a", from: 0 };
      const width = bits.length / 2 / values.length;
      const got = Buffer.from(encoded(values, dtype, at));
      const wanted = Buffer.from(bits, "hex");
      for (let i = 0; i < values.length; i++)
        // The sign and the payload of a NaN say nothing.
        if (!Number.isNaN(values[i]) || i === 0)
          assert.deepEqual(
            got.subarray(i * width, (i + 1) * width).toString("hex"),
            wanted.subarray(i * width, (i + 1) * width).toString("hex"),
            `${values[i]}`,
          );
      assert.ok(values.length > 400);
    });

  it("every number of every type is read as it was", () => {
    const tensors = [
      tensor("a", "F64", [Math.PI, -0, NaN, Infinity, 5e-324]),
      tensor("10", "F32", [Math.fround(Math.PI), -0, NaN, -Infinity, 2 ** -149]),
      tensor("2", "BF16", [1, -0, NaN, 2 ** -133, 2 ** 127]),
      tensor("h", "F16", [65504, -0, NaN, 2 ** -24, -Infinity]),
      tensor("q", "F8_E4M3", [448, -0, NaN, 2 ** -9]),
      tensor("r", "F8_E5M2", [57344, -0, NaN, 2 ** -16, Infinity]),
      tensor('quoted "ä"', "I64", [2 ** 53, -(2 ** 53)]),
      tensor("none", "U8", []),
    ];
    const length = 1000;
    const bytes = written("safetensors", tensors, {}, length);
    const end = 8 + Number(new DataView(bytes.buffer).getBigUint64(0, true)) + 5 * 8 + 5 * 4 + 10 + 10 + 4 + 5 + 16;
    const checkpoint = openCheckpoint(memorySource("w.safetensors", bytes.slice(0, end)), NO_FOLDER, { hdf5: null });
    for (const { name, values, shape } of tensors)
      assert.equal(bitsOf(checkpoint.read(name).values), bitsOf(values(0, shape[0])), name);
  });

  const WRONG: readonly (readonly [what: string, id: string, tensors: readonly WrittenTensor[], reason: RegExp])[] = [
    ["two of one name", "safetensors", [tensor("a", "F32", [1]), tensor("a", "F32", [1])], /this name/],
    ["two of one name in npz", "npz", [tensor("a", "F32", [1]), tensor("a", "F32", [1])], /this name/],
    ["the name of the metadata", "safetensors", [tensor("__metadata__", "F32", [1])], /keeps this name/],
    ["a type that numpy lacks", "npz", [tensor("a", "BF16", [1])], /no type for BF16/],
    ["a fraction as an integer", "npz", [tensor("a", "I32", [0, 0.5])], /Value 1, 0\.5/],
    ["an integer beyond its type", "npz", [tensor("a", "U8", [256])], /Value 0, 256/],
    ["NaN as an integer", "safetensors", [tensor("a", "I64", [NaN])], /Value 0, NaN/],
    ["an integer beyond 2^53", "safetensors", [tensor("a", "U64", [2 ** 64])], /known exactly/],
    ["two as a truth value", "npz", [tensor("a", "BOOL", [2])], /BOOL/],
    ["too few values", "npz", [{ ...tensor("a", "F32", [1]), shape: [2] }], /2 are to be written/],
    ["no shape", "npz", [{ ...tensor("a", "F32", [1]), shape: [-1] }], /shape of no tensor/],
  ];
  for (const [what, id, tensors, reason] of WRONG)
    it(`${what}: is refused`, () => assert.match(refusalOf(() => written(id, tensors, {}, 10_000)).reason, reason));

  describe("files", () => {
    let home = "";
    let folder = "";
    const data = [tensor("w", "F32", [1, 2, 3])];
    before(() => {
      home = mkdtempSync(path.join(tmpdir(), "checkpoint-"));
      folder = path.join(home, "workspace");
      mkdirSync(path.join(folder, "inner"), { recursive: true });
      writeFileSync(path.join(folder, "there.npz"), "kept");
      symlinkSync(home, path.join(folder, "out"));
      symlinkSync("nowhere.npz", path.join(folder, "dangling.npz"));
    });
    after(() => rmSync(home, { recursive: true }));

    it("are new, whole, and nothing else stays", () => {
      run(writeCheckpointFile("inner/w.safetensors", folder, data, { made: "here" }));
      assert.deepEqual(readdirSync(path.join(folder, "inner")), ["w.safetensors"]);
      const bytes = new Uint8Array(readFileSync(path.join(folder, "inner/w.safetensors")));
      const checkpoint = openCheckpoint(memorySource("w.safetensors", bytes), NO_FOLDER, { hdf5: null });
      assert.deepEqual([...checkpoint.read("w").values], [1, 2, 3]);
      assert.deepEqual(checkpoint.metadata, { made: "here" });
    });

    for (const [file, reason] of [
      ["there.npz", /nothing is overwritten/],
      ["dangling.npz", /nothing is overwritten/],
      ["../w.npz", /outside the folder/],
      ["out/w.npz", /outside the folder/],
      ["missing/w.npz", /no such file or folder/],
      ["w.pt", /does not say how/],
    ] as const)
      it(`${file}: is refused, and nothing is written`, () => {
        assert.match(refusalOf(() => run(writeCheckpointFile(file, folder, data, {}))).reason, reason);
        assert.equal(readFileSync(path.join(folder, "there.npz"), "utf8"), "kept");
        assert.deepEqual(readdirSync(home), ["workspace"]);
        assert.ok(!readdirSync(folder).some((name) => name.endsWith(".part")));
      });

    it("that appear while another is written under their name are kept", () => {
      const steps = writeCheckpointFile("late.npz", folder, data, {});
      steps.next();
      writeFileSync(path.join(folder, "late.npz"), "kept");
      assert.match(refusalOf(() => run(steps)).reason, /nothing is overwritten/);
      assert.equal(readFileSync(path.join(folder, "late.npz"), "utf8"), "kept");
    });

    it("that the disk has no room for are not begun", () => {
      const large: WrittenTensor = {
        name: "a",
        shape: [2 ** 48],
        dtype: "F64",
        values: () => assert.fail("nothing is asked for"),
      };
      const before = readdirSync(folder);
      assert.match(
        refusalOf(() => run(writeCheckpointFile("large.safetensors", folder, [large], {}))).reason,
        /would take 2\.3·10\^15 bytes, and the disk has/,
      );
      assert.deepEqual(readdirSync(folder), before);
    });

    it("that are given up, or cannot be finished, leave nothing", () => {
      const steps = writeCheckpointFile("given-up.npz", folder, data, {});
      steps.next();
      steps.return();
      const wrong = [tensor("a", "F32", [1]), tensor("b", "U8", [-1])];
      assert.match(refusalOf(() => run(writeCheckpointFile("wrong.npz", folder, wrong, {}))).reason, /U8/);
      assert.ok(!existsSync(path.join(folder, "given-up.npz")) && !existsSync(path.join(folder, "wrong.npz")));
      assert.ok(!readdirSync(folder).some((name) => name.endsWith(".part")));
    });
  });
});
