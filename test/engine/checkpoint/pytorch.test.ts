/** PyTorch files: views, what else is in them, and pickles that try anything. */
import assert from "node:assert/strict";
import { memorySource } from "../../../src/engine/checkpoint/bytes/source";
import type { Checkpoint } from "../../../src/engine/checkpoint/checkpoint";
import { openCheckpoint } from "../../../src/engine/checkpoint/open";
import { readPickle } from "../../../src/engine/checkpoint/pytorch/pickle/read";
import { NO_FOLDER, processorTime, refusalOf, rejectionOf, withFile } from "./fixtures";
import { joined, littleEndian, pytorchOf, text } from "./made";

const open = (bytes: Uint8Array): Checkpoint => openCheckpoint(memorySource("w.pt", bytes), NO_FOLDER, { hdf5: null });
const PROTO = Uint8Array.of(0x80, 2);

/** `torch._utils._rebuild_tensor_v2(storage "0" of `length` floats, offset, shape, strides, False, OrderedDict())`. */
function tensorPickle(
  length: number,
  offset: number,
  shape: readonly number[],
  strides: readonly number[],
): Uint8Array {
  const int = (n: number): Uint8Array => joined(text("J"), littleEndian(n >>> 0, 4));
  const word = (s: string): Uint8Array => joined(text("X"), littleEndian(s.length, 4), text(s));
  const tuple = (parts: readonly Uint8Array[]): Uint8Array => joined(text("("), ...parts, text("t"));
  const id = tuple([word("storage"), text("ctorch\nFloatStorage\n"), word("0"), word("cpu"), int(length)]);
  const args = [
    joined(id, text("Q")),
    int(offset),
    tuple(shape.map(int)),
    tuple(strides.map(int)),
    Uint8Array.of(0x89),
    text("ccollections\nOrderedDict\n)R"),
  ];
  return joined(PROTO, text("ctorch._utils\n_rebuild_tensor_v2\n"), tuple(args), text("R."));
}

describe("checkpoint: PyTorch", () => {
  it("views of one storage say so, with the place of those that lie there as they are", () =>
    withFile("views.pth", ({ tensors }) => {
      const named = new Map(tensors.map((one) => [one.name, one]));
      const storage = (name: string): string | null => named.get(name)?.storage ?? assert.fail(name);
      assert.equal(storage("model.embedding"), storage("model.head"));
      assert.deepEqual(named.get("model.embedding")?.place, named.get("model.head")?.place);
      for (const name of ["columns", "rows", "expanded"])
        assert.equal(storage(`model.${name}`), storage("model.transposed"));
      assert.notEqual(storage("model.permuted"), storage("model.transposed"));
    }));

  it("numbers and texts at the top are its metadata", () =>
    withFile("views.pth", ({ metadata }) => {
      assert.deepEqual(metadata, {
        epoch: "3",
        lr: "0.001",
        name: "run",
        flag: "true",
        big: String(2n ** 70n),
        device: "cpu",
      });
    }));

  for (const [file, reason] of [
    ["module.refused.pt", /torch\.nn\.modules\.container\.Sequential/],
    ["attack.refused.pt", /speaks of (builtins|__builtin__)\.exec\. .*nothing of a file is executed/],
    ["legacy.refused.pt", /before 1\.6/],
    ["script.refused.pt", /TorchScript/],
  ] as const)
    it(`${file}: is refused with a word that helps`, async () => {
      const refusal = await rejectionOf(() => withFile(file, () => undefined));
      assert.match(refusal.reason, reason);
      assert.match(refusal.help, /state_dict|save it again/);
    });

  it("a pickle made here is read", () => {
    assert.deepEqual(
      [...open(pytorchOf(tensorPickle(6, 1, [2, 2], [2, 1]), { 0: 24 })).read("tensor").values],
      [0, 0, 0, 0],
    );
  });

  const WRONG: readonly (readonly [what: string, bytes: Uint8Array, reason: RegExp])[] = [
    ["a view beyond its storage", pytorchOf(tensorPickle(6, 3, [2, 2], [2, 1]), { 0: 24 }), /file ends/],
    ["a storage shorter than it says", pytorchOf(tensorPickle(60, 0, [2], [1]), { 0: 24 }), /only 24 bytes/],
    ["no storage", pytorchOf(tensorPickle(6, 0, [2], [1])), /no bytes for it/],
    ["a negative stride", pytorchOf(tensorPickle(6, 5, [2], [-1]), { 0: 24 }), /cannot be done/],
    ["more shape than strides", pytorchOf(tensorPickle(6, 0, [2, 2], [1]), { 0: 24 }), /cannot be done/],
    ["no pickle", pytorchOf(new Uint8Array(0)), /in the middle/],
  ];
  for (const [what, bytes, reason] of WRONG)
    it(`is refused with ${what}`, () => {
      assert.match(refusalOf(() => open(bytes)).reason, reason);
    });

  describe("pickles", () => {
    const refused = (pickle: Uint8Array): string => refusalOf(() => readPickle(joined(PROTO, pickle), "w.pt")).reason;

    it("that speak of anything else are refused by its name", () => {
      for (const name of [
        "os\nsystem",
        "builtins\neval",
        "posix\nsystem",
        "torch\nload",
        "torch.serialization\nload",
        "numpy.core.multiarray\nscalar",
        "__main__\nNet",
        "torch._utils\n_rebuild_tensor",
        "functools\npartial",
        "torch._tensor\n_rebuild_from_type_v3",
      ])
        assert.ok(refused(text(`c${name}\n)R.`)).includes(name.replace("\n", ".")), name);
      // By the stack too, where a name may be put together.
      assert.match(
        refused(
          joined(
            text("X"),
            littleEndian(2, 4),
            text("os"),
            text("X"),
            littleEndian(6, 4),
            text("system"),
            Uint8Array.of(0x93),
            text("."),
          ),
        ),
        /os\.system/,
      );
    });

    it("that use instructions for other things are refused", () => {
      for (const code of ["i", "o", "P", "I", "F", "S", "V", "g", "p", "\u0000"])
        assert.match(refused(text(`${code}1\n.`)), /Instruction 0x/);
    });

    it("that call what is no maker, or a maker with other things, are refused", () => {
      const float = "ctorch\nFloatStorage\n";
      for (const pickle of [
        `${float})R.`,
        "K\u0001)R.",
        "ctorch._utils\n_rebuild_tensor_v2\n)R.",
        "ctorch._utils\n_rebuild_parameter\n)R.",
        "ctorch\nSize\nNR.",
        "NNb.",
        "N}b.",
        "NQ.",
        "]NNs.",
        "}]Ns.",
        "}(NNNu.",
        "NNa.",
      ])
        assert.match(refused(text(pickle)), /cannot be done/, JSON.stringify(pickle));
    });

    it("that take what is not there are refused", () => {
      for (const pickle of [".", "0", "t", "e", "h\u0001", "(.", "2", "R", "q\u0000"])
        assert.match(refused(text(pickle)), /not there/, pickle);
    });

    it("that end too early are refused", () => {
      for (const pickle of [
        joined(text("X"), littleEndian(1000, 4)),
        joined(Uint8Array.of(0x8d), new Uint8Array(8).fill(255)),
        text("ctorch"),
        text("K"),
        text(""),
      ])
        assert.match(refused(pickle), /in the middle/);
    });

    it("in which containers lie in themselves, or multiply, are refused and not walked for ever", () => {
      // d = {}; d[1] = d
      assert.match(
        refusalOf(() => open(pytorchOf(text("}q\u0000K\u0001h\u0000s.")))).reason,
        /deep, perhaps in themselves/,
      );
      // Each of 40 tuples holds the one before twice: 2^40 places.
      const duplicateAndPair = Uint8Array.of(0x32, 0x86);
      const many = joined(PROTO, text(")"), ...Array.from({ length: 40 }, () => duplicateAndPair), text("."));
      const time = processorTime(() => assert.match(refusalOf(() => open(pytorchOf(many))).reason, /tensors or more/));
      assert.ok(time < 5000, `${Math.round(time)} ms`);
    });

    it("that make millions of objects, or copy a list again and again, are refused in time", () => {
      assert.match(refused(new Uint8Array(4_000_000).fill("]".charCodeAt(0))), /more than 3,000,000/);
      const list = joined(text("("), new Uint8Array(100_000).fill("N".charCodeAt(0)), text("l"));
      const pairs = joined(
        text("]("),
        ...Array.from({ length: 20_000 }, () => joined(text("K\u0001K\u0001"), Uint8Array.of(0x86))),
        text("eq\u0000"),
      );
      const copies = joined(
        ...Array.from({ length: 2000 }, () =>
          joined(text("ccollections\nOrderedDict\nh\u0000"), Uint8Array.of(0x85), text("R")),
        ),
      );
      assert.match(refused(joined(list, pairs, copies, text("."))), /more than/);
    });
  });
});
