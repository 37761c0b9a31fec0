/** ONNX: the graph, and what its tensors may not say. */
import assert from "node:assert/strict";
import { BinaryWriter, WireType } from "@bufbuild/protobuf/wire";
import { memorySource, type Folder } from "../../../src/engine/checkpoint/bytes/source";
import type { Checkpoint } from "../../../src/engine/checkpoint/checkpoint";
import { openCheckpoint } from "../../../src/engine/checkpoint/open";
import { countingSource, NO_FOLDER, refusalOf, withFile } from "./fixtures";
import { joined } from "./made";

const open = (bytes: Uint8Array, folder: Folder = NO_FOLDER): Checkpoint =>
  openCheckpoint(memorySource("w.onnx", bytes), folder, { hdf5: null });

const bytesField = (writer: BinaryWriter, field: number, bytes: Uint8Array): BinaryWriter =>
  writer.tag(field, WireType.LengthDelimited).bytes(bytes);

/** A model of one initializer "w", written by `fill`. */
function modelOf(fill: (tensor: BinaryWriter) => void): Uint8Array {
  const tensor = new BinaryWriter();
  bytesField(tensor, 8, new TextEncoder().encode("w"));
  fill(tensor);
  const graph = bytesField(new BinaryWriter(), 5, tensor.finish()).finish();
  const model = new BinaryWriter().tag(1, WireType.Varint).uint32(8);
  return bytesField(model, 7, graph).finish();
}

/** dims and data_type. */
const typed = (tensor: BinaryWriter, type: number, ...dims: readonly number[]): BinaryWriter => {
  for (const dim of dims) tensor.tag(1, WireType.Varint).int64(dim);
  return tensor.tag(2, WireType.Varint).int32(type);
};

describe("checkpoint: ONNX", () => {
  it("gives the graph: operators, attributes, inputs and outputs with open extents", () =>
    withFile("net.onnx", ({ architecture, metadata, skipped, tensors }) => {
      assert.ok(architecture?.kind === "onnx");
      const { graph } = architecture;
      assert.equal(graph.name, "net");
      assert.deepEqual(graph.inputs, [{ name: "x", dtype: "F32", shape: ["batch", 3] }]);
      assert.deepEqual(graph.outputs, [{ name: "y", dtype: "F32", shape: [4, null] }]);
      assert.deepEqual(graph.opsets, { "": 20, ours: 1 });
      assert.deepEqual(
        graph.nodes.map(({ op }) => op),
        ["Gemm", "Relu", "Constant", "Mul", "Transpose", "Custom"],
      );
      const [gemm, , constant, , transpose, custom] = graph.nodes;
      assert.deepEqual(gemm, {
        op: "Gemm",
        domain: "",
        name: "gemm",
        inputs: ["x", "w1", "b1"],
        outputs: ["h"],
        attributes: { alpha: { kind: "number", value: 1 }, transB: { kind: "number", value: 1 } },
      });
      assert.deepEqual(constant.attributes, { value: { kind: "tensor", name: "c" } });
      assert.deepEqual(transpose.attributes, { perm: { kind: "numbers", values: [1, 0] } });
      assert.deepEqual(custom.attributes, {
        mode: { kind: "text", value: "fast" },
        names: { kind: "texts", values: ["a", "b"] },
        scales: { kind: "numbers", values: [0.5, 2] },
        none: { kind: "other" },
      });
      assert.equal(custom.domain, "ours");
      assert.equal(metadata["producer"], "make.py");
      assert.equal(metadata["author"], "a test");
      assert.match(skipped[0].why, /1 inner graph/);
      assert.deepEqual(
        tensors.filter(({ unreadable }) => unreadable !== null).map(({ name, dtype }) => [name, dtype]),
        [
          ["nibbles", "INT4"],
          ["words", "STRING"],
        ],
      );
    }));

  it("says in which file a tensor lies that is kept apart", () =>
    withFile("outside.onnx", ({ tensors }) => {
      assert.deepEqual(
        tensors.map(({ place }) => place?.file),
        ["outside.data", "outside.data"],
      );
    }));

  it("reads values of one field each as values of one packed field", () => {
    const file = open(
      modelOf((t) => typed(t, 7, 2).tag(7, WireType.Varint).int64(-5).tag(7, WireType.Varint).int64(6)),
    );
    assert.deepEqual([...file.read("w").values], [-5, 6]);
    const floats = open(
      modelOf((t) => typed(t, 1, 2).tag(4, WireType.Bit32).float(0.5).tag(4, WireType.Bit32).float(-2)),
    );
    assert.deepEqual([...floats.read("w").values], [0.5, -2]);
  });

  const raw = (length: number) => (t: BinaryWriter) => void bytesField(t, 9, new Uint8Array(length));
  const good = modelOf((t) => {
    typed(t, 1, 2);
    raw(8)(t);
  });
  const WRONG: readonly (readonly [what: string, bytes: Uint8Array, reason: RegExp])[] = [
    ["too few bytes", modelOf((t) => (typed(t, 1, 3), raw(8)(t))), /need 12 bytes/],
    ["a negative size", modelOf((t) => (typed(t, 1, -2), raw(8)(t))), /shape of no tensor/],
    ["no values", modelOf((t) => void typed(t, 6, 2)), /shape and type need/],
    [
      "too many values",
      modelOf((t) => void typed(t, 7, 1).tag(7, WireType.LengthDelimited).bytes(Uint8Array.of(1, 2))),
      /shape and type need/,
    ],
    ["a file cut short", good.slice(0, -3), /no message/],
    ["nothing in it", Uint8Array.of(8, 8, 0x12, 0), /no graph/],
    ["a group of the old kind", joined(Uint8Array.of(8, 8, 0x12, 0, 0x0b), good), /no message/],
    [
      "a place in another file that is not one",
      modelOf((t) => void typed(t, 1, 2).tag(14, WireType.Varint).int32(1)),
      /not said/,
    ],
  ];
  for (const [what, bytes, reason] of WRONG)
    it(`is refused with ${what}`, () => {
      assert.match(refusalOf(() => open(bytes).read("w")).reason, reason);
    });

  it("of hundred megabytes is listed from a few pages of it", () => {
    const bytes = modelOf((t) => {
      typed(t, 1, 25_000_000);
      raw(100_000_000)(t);
    });
    const source = countingSource(memorySource("w.onnx", bytes));
    const file = openCheckpoint(source, NO_FOLDER, { hdf5: null });
    assert.equal(file.read("w", { from: 24_999_999 }).values.length, 1);
    assert.ok(source.readBytes() < 500_000, `${source.readBytes()} bytes`);
  });
});
