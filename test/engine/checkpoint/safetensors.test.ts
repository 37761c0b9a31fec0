/** What a safetensors file may not say, and shards. */
import assert from "node:assert/strict";
import { memorySource } from "../../../src/engine/checkpoint/bytes/source";
import type { Checkpoint } from "../../../src/engine/checkpoint/checkpoint";
import { openCheckpoint } from "../../../src/engine/checkpoint/open";
import { countingSource, FIXTURES, fixture, NO_FOLDER, processorTime, refusalOf, withFile } from "./fixtures";
import { joined, littleEndian, safetensorsOf, text } from "./made";

const open = (bytes: Uint8Array): Checkpoint =>
  openCheckpoint(memorySource("w.safetensors", bytes), NO_FOLDER, { hdf5: null });
const F32 = (shape: readonly number[], begin: number, end: number): object => ({
  dtype: "F32",
  shape,
  data_offsets: [begin, end],
});

describe("checkpoint: safetensors", () => {
  const WRONG: readonly (readonly [what: string, bytes: Uint8Array, reason: RegExp, place: RegExp])[] = [
    ["a header longer than the file", joined(littleEndian(1000, 8), text("{}")), /file ends/, /byte 8/],
    ["a header longer than any", joined(littleEndian(2 ** 40, 8), text("{}")), /at most 100,000,000/, /byte 0/],
    ["a length beyond 2^53", joined(new Uint8Array(8).fill(255), text("{}")), /2\^53/, /byte 0/],
    ["a file of three bytes", new Uint8Array(3), /file ends/, /byte 0/],
    ["no JSON", safetensorsOf("{x", 0), /JSON/, /byte 8/],
    ["no UTF-8", joined(littleEndian(3, 8), Uint8Array.of(0x7b, 0xff, 0x7d)), /JSON/, /byte 8/],
    ["a list", safetensorsOf("[]", 0), /object/, /byte 8/],
    ["overlap", safetensorsOf({ a: F32([2], 0, 8), b: F32([2], 4, 12) }, 12), /also those of another/, /"b"/],
    ["the same bytes twice", safetensorsOf({ a: F32([2], 0, 8), b: F32([2], 0, 8) }, 8), /also those/, /"b"/],
    ["a gap", safetensorsOf({ a: F32([1], 0, 4), b: F32([1], 8, 12) }, 12), /Before it lie 4 bytes/, /"b"/],
    ["bytes at the end", safetensorsOf({ a: F32([1], 0, 4) }, 12), /8 bytes follow/, /byte/],
    ["a tensor beyond the end", safetensorsOf({ a: F32([2], 0, 8) }, 4), /within the file/, /"a"/],
    ["offsets the wrong way round", safetensorsOf({ a: F32([1], 8, 4) }, 8), /two offsets/, /"a"/],
    ["a shape that needs more", safetensorsOf({ a: F32([3], 0, 8) }, 8), /need 12 bytes/, /"a"/],
    ["negative sizes", safetensorsOf({ a: F32([-1, -2], 0, 8) }, 8), /shape of no tensor/, /"a"/],
    ["a shape beyond 2^53", safetensorsOf({ a: F32([2 ** 30, 2 ** 30], 0, 8) }, 8), /shape of no tensor/, /"a"/],
    ["halves of elements", safetensorsOf({ a: F32([1.5], 0, 6) }, 6), /not a type, a shape/, /"a"/],
    ["too many axes", safetensorsOf({ a: F32(new Array<number>(65).fill(1), 0, 4) }, 4), /65 axes/, /"a"/],
    [
      "a name of Object's",
      safetensorsOf({ a: { dtype: "constructor", shape: [1], data_offsets: [0, 4] } }, 5),
      /follow/,
      /byte/,
    ],
    [
      "one name twice, once with an escape",
      safetensorsOf(
        `{"ab":{"dtype":"U8","shape":[1],"data_offsets":[0,1]},"a\\u0062":{"dtype":"U8","shape":[1],"data_offsets":[1,2]}}`,
        2,
      ),
      /have this name/,
      /"ab"/,
    ],
  ];
  for (const [what, bytes, reason, place] of WRONG)
    it(`is refused with ${what}`, () => {
      const refusal = refusalOf(() => open(bytes));
      assert.match(refusal.reason, reason);
      assert.match(refusal.place ?? "", place);
      assert.equal(refusal.file, "w.safetensors");
      assert.match(refusal.help, /\.$/);
    });

  it("lists a type that is not read, and says so when it is asked for", () => {
    const file = open(safetensorsOf({ a: { dtype: "C64", shape: [1], data_offsets: [0, 8] } }, 8));
    assert.match(file.tensors[0].unreadable ?? "", /C64/);
    assert.match(refusalOf(() => file.read("a")).reason, /C64/);
  });

  it("gives its metadata and where each tensor lies", () =>
    withFile("types.safetensors", ({ metadata, tensors }) => {
      assert.deepEqual(metadata, { format: "pt", "made by": "a test" });
      const scalar = tensors.find(({ name }) => name === "scalar");
      const { offset, length } = scalar?.place ?? assert.fail();
      const bytes = fixture("types.safetensors");
      assert.equal(length, 4);
      assert.equal(new DataView(bytes.buffer).getFloat32(offset, true), 2.5);
    }));

  it("counts what is not finite, when asked", () =>
    withFile("types.safetensors", ({ read }) => {
      assert.deepEqual(read("floats.F64", { countNonFinite: true }).nonFinite, { nan: 1, positive: 1, negative: 1 });
      assert.equal(read("floats.F64").nonFinite, null);
      assert.deepEqual(read("floats.F64", { from: 5, countNonFinite: true }).nonFinite, {
        nan: 1,
        positive: 0,
        negative: 1,
      });
    }));

  it("refuses ranges that are not the tensor's, names that are not the file's, and too much at once", () =>
    withFile("types.safetensors", ({ read }) => {
      for (const range of [{ from: -1 }, { from: 13 }, { from: 2, count: 11 }, { count: 0.5 }, { count: NaN }])
        assert.match(refusalOf(() => read("floats.F64", range)).reason, /do not lie within/);
      assert.match(refusalOf(() => read("float.F64")).help, /did you mean "floats.F64"/);
    }));

  it("100,000 tensors are listed within a second", () => {
    const names = Array.from({ length: 100_000 }, (_, i) => `model.layers.${i}.self_attn.q_proj.weight`);
    const bytes = safetensorsOf(
      Object.fromEntries(names.map((name, i) => [name, F32([1, 2], 8 * i, 8 * i + 8)])),
      800_000,
    );
    const tries = [1, 2, 3].map(() => processorTime(() => assert.equal(open(bytes).tensors.length, 100_000)));
    assert.ok(Math.min(...tries) < 1000, `${tries.map(Math.round).join(", ")} ms`);
  });

  it("only what is asked for is read", () => {
    const source = countingSource(memorySource("w.safetensors", safetensorsOf({ a: F32([250_000], 0, 1e6) }, 1e6)));
    const file = openCheckpoint(source, NO_FOLDER, { hdf5: null });
    file.read("a", { from: 100_000, count: 10 });
    assert.ok(source.readBytes() < 10_000, `${source.readBytes()} bytes`);
  });

  describe("shards", () => {
    const indexOf = (index: unknown): Checkpoint =>
      openCheckpoint(memorySource("model.safetensors.index.json", text(JSON.stringify(index))), FIXTURES, {
        hdf5: null,
      });
    const [first] = ["model-00001-of-00002.safetensors"];

    it("say which of their tensors the index leaves out", () => {
      const { tensors, skipped } = indexOf({ weight_map: { "a.bias": first } });
      assert.deepEqual(
        tensors.map(({ name, place }) => [name, place?.file]),
        [["a.bias", first]],
      );
      assert.deepEqual(
        skipped.map(({ name }) => name),
        ["a.weight"],
      );
    });

    it("say which of their tensors the index takes from another", () => {
      const shard = safetensorsOf({ a: F32([1], 0, 4) }, 4);
      const index = memorySource("i.safetensors.index.json", text('{"weight_map":{"a":"1","b":"2"}}'));
      const both = safetensorsOf({ a: F32([1], 0, 4), b: F32([1], 4, 8) }, 8);
      const folder = { open: (name: string) => memorySource(name, name === "1" ? shard : both) };
      const { tensors, skipped } = openCheckpoint(index, folder, { hdf5: null });
      assert.deepEqual(
        tensors.map(({ name, place }) => [name, place?.file]),
        [
          ["a", "1"],
          ["b", "2"],
        ],
      );
      assert.deepEqual(skipped, [{ name: "a", why: "the index takes the tensor of this name from another shard" }]);
    });

    it("are refused where the index names two for one tensor", () => {
      const open = (json: string): Checkpoint =>
        openCheckpoint(memorySource("i.safetensors.index.json", text(json)), FIXTURES, { hdf5: null });
      const { reason, place } = refusalOf(() =>
        open(`{"metadata":{"x":"y"},"weight_map":{"a.bias":"${first}","a\\u002ebias":"other"}}`),
      );
      assert.match(`${reason} ${place}`, /this name.*a\.bias/);
      assert.equal(open(`{"metadata":{"a.bias":"y"},"weight_map":{"a.bias":"${first}"}}`).tensors.length, 1);
    });

    it("are refused where the index is wrong", () => {
      assert.match(refusalOf(() => indexOf({ weight_map: { "b.weight": first } })).reason, /but it is not/);
      assert.match(refusalOf(() => indexOf({ weight_map: { w: 3 } })).reason, /weight_map/);
      assert.match(
        refusalOf(() => indexOf({ weight_map: { w: "model.safetensors.index.json" } })).reason,
        /index itself/,
      );
    });
  });
});
