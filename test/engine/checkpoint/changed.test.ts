/** A file with other tensors in the place of some: everything else bit for bit, whatever the old file's format was. */
import assert from "node:assert/strict";
import { memorySource } from "../../../src/engine/checkpoint/bytes/source";
import type { Checkpoint } from "../../../src/engine/checkpoint/checkpoint";
import { openCheckpoint } from "../../../src/engine/checkpoint/open";
import { writtenFormatOf } from "../../../src/engine/checkpoint/write";
import { withTensors, type ChangedCheckpoint, type NewTensor } from "../../../src/engine/checkpoint/write/changed";
import { memorySink } from "../../../src/engine/checkpoint/write/tensors";
import { bitsOf, fixture, NO_FOLDER, refusalOf, withFile } from "./fixtures";

/** Written and opened again. */
function reopened({ tensors }: ChangedCheckpoint, extension: string, size = 100_000): Checkpoint {
  const sink = memorySink(`w${extension}`, size);
  let end = 0;
  const write = (at: number, bytes: Uint8Array): void => {
    sink.write(at, bytes);
    end = Math.max(end, at + bytes.length);
  };
  const steps = writtenFormatOf(extension)?.write(tensors, {}, { name: sink.name, write });
  assert.ok(steps);
  while (steps.next().done !== true);
  return openCheckpoint(memorySource(sink.name, sink.bytes.slice(0, end)), NO_FOLDER, { hdf5: null });
}

const hex = (checkpoint: Checkpoint, name: string, elements: number): string | null => {
  const bytes = checkpoint.bytes(name, 0, elements);
  return bytes === null ? null : Buffer.from(bytes).toString("hex");
};

describe("checkpoint: with other tensors", () => {
  for (const [file, extension] of [
    ["types.safetensors", ".safetensors"],
    ["model.safetensors.index.json", ".safetensors"],
    ["types.pt", ".safetensors"],
    ["views.pth", ".safetensors"],
    ["deflated.pt", ".safetensors"],
    ["eights.pt", ".safetensors"],
    ["net.onnx", ".safetensors"],
    ["plain.h5", ".safetensors"],
    ["big-endian.npy", ".safetensors"],
    ["arrays.npz", ".npz"],
    ["mixed.npz", ".npz"],
    ["compressed.npz", ".npz"],
  ] as const)
    it(`${file}: all that is kept has its bits, its shape and its type in ${extension}`, () =>
      withFile(file, (old) => {
        const made = withTensors(`w${extension}`, old, []);
        const again = reopened(made, extension);
        const readable = old.tensors.filter(({ unreadable }) => unreadable === null);
        assert.ok(readable.length > 0);
        assert.deepEqual(
          made.leftOut.map(({ name }) => name),
          old.tensors.flatMap(({ name, unreadable }) => (unreadable === null ? [] : [name])),
        );
        for (const checkpoint of [made.checkpoint, again]) {
          const found = new Map(checkpoint.tensors.map((info) => [info.name, info]));
          assert.equal(found.size, readable.length);
          for (const { name, shape, dtype, elements } of readable) {
            assert.deepEqual([found.get(name)?.shape, found.get(name)?.dtype], [shape, dtype], name);
            const bits = hex(old, name, elements);
            if (bits !== null) assert.equal(hex(checkpoint, name, elements), bits, name);
            assert.equal(bitsOf(checkpoint.read(name).values), bitsOf(old.read(name).values), name);
          }
        }
      }));

  it("a file of one format, nothing changed, is the same file", () =>
    withFile("types.safetensors", (old) => {
      const sink = memorySink("w.safetensors", fixture("types.safetensors").length);
      const steps = writtenFormatOf("w.safetensors")?.write(withTensors("w", old, []).tensors, old.metadata, sink);
      assert.ok(steps);
      while (steps.next().done !== true);
      assert.deepEqual(sink.bytes, fixture("types.safetensors"));
    }));

  it("new numbers are read as they will be: rounded to their type, in the old place or behind", () =>
    withFile("types.safetensors", (old) => {
      const { name } = old.tensors.find(({ dtype }) => dtype === "F32") ?? assert.fail();
      const values = (): Float64Array => Float64Array.of(Math.PI, 1e300, -1 / 3);
      const changed: NewTensor[] = [
        { name, shape: [3], dtype: "F32", values },
        { name: "new", shape: [3, 1], dtype: "F16", values: () => Float64Array.of(0.1, 65504, -0) },
      ];
      const made = withTensors("w.safetensors", old, changed);
      for (const checkpoint of [made.checkpoint, reopened(made, ".safetensors")]) {
        assert.deepEqual([...checkpoint.read(name).values], [Math.fround(Math.PI), Infinity, Math.fround(-1 / 3)]);
        assert.deepEqual([...checkpoint.read(name, { from: 2 }).values], [Math.fround(-1 / 3)]);
        assert.deepEqual([...checkpoint.read("new").values], [0.0999755859375, 65504, -0]);
        assert.equal(checkpoint.tensors.length, old.tensors.length + 1);
      }
    }));

  it("large tensors are copied range by range, with no range read twice", () => {
    const elements = 2 ** 22 + 5;
    const asked: (readonly [number, number])[] = [];
    const info = { name: "a", shape: [elements], dtype: "U8", elements, place: null, storage: null, unreadable: null };
    const old: Checkpoint = {
      format: "safetensors",
      tensors: [info],
      metadata: {},
      architecture: null,
      skipped: [],
      read: () => assert.fail("bits are copied"),
      bytes: (_, from, count) => {
        if (count > 0) asked.push([from, count]);
        return new Uint8Array(count).fill(7);
      },
      close: () => undefined,
    };
    const again = reopened(withTensors("w", old, []), ".safetensors", elements + 1000);
    assert.deepEqual(asked, [
      [0, 2 ** 22],
      [2 ** 22, 5],
    ]);
    assert.ok(again.read("a").values.every((value) => value === 7));
  });

  it("numpy has no BF16, and says so", () =>
    withFile("types.safetensors", (old) => {
      const { tensors } = withTensors("w.npz", old, []);
      const bf16 = tensors.filter(({ dtype }) => dtype === "BF16");
      assert.match(
        refusalOf(() => reopened({ checkpoint: old, tensors: bf16, leftOut: [] }, ".npz")).reason,
        /no type for BF16/,
      );
    }));
});
