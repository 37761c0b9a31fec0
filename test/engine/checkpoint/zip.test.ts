/** What a zip may not say, and numpy's arrays in and out of it. */
import assert from "node:assert/strict";
import { deflateRawSync } from "node:zlib";
import { inflated } from "../../../src/engine/checkpoint/bytes/inflate";
import { crc32 } from "../../../src/engine/checkpoint/bytes/crc32";
import { memorySource } from "../../../src/engine/checkpoint/bytes/source";
import type { Checkpoint } from "../../../src/engine/checkpoint/checkpoint";
import { openCheckpoint } from "../../../src/engine/checkpoint/open";
import { countingSource, NO_FOLDER, refusalOf, withFile } from "./fixtures";
import { joined, littleEndian, npyOf, text, zipOf, type MadeEntry } from "./made";

const open = (bytes: Uint8Array, name = "w.npz"): Checkpoint =>
  openCheckpoint(memorySource(name, bytes), NO_FOLDER, { hdf5: null });
const HEADER = "{'descr': '<f4', 'fortran_order': False, 'shape': (2,), }\n";
const ARRAY = npyOf(HEADER, new Uint8Array(8));
const deflated = (bytes: Uint8Array): Uint8Array => new Uint8Array(deflateRawSync(bytes));

describe("checkpoint: zip", () => {
  const entry: MadeEntry = { name: "a.npy", bytes: ARRAY };
  const packed: MadeEntry = { name: "a.npy", bytes: deflated(ARRAY), method: 8, size: ARRAY.length, sum: crc32(ARRAY) };
  const good = zipOf([entry]);

  it("as made here is read", () => {
    assert.deepEqual([...open(good).read("a").values], [0, 0]);
    assert.deepEqual([...open(zipOf([packed])).read("a").values], [0, 0]);
    assert.deepEqual([...open(joined(good.slice(0, -2), littleEndian(3, 2), text("end"))).read("a").values], [0, 0]);
  });

  const bomb = deflated(new Uint8Array(50_000_000));
  const WRONG: readonly (readonly [what: string, bytes: Uint8Array, reason: RegExp])[] = [
    ["no list", good.slice(0, -5), /no list of entries/],
    ["bytes before its beginning", joined(text("PK\u0003\u0004"), good), /does not fit/],
    ["two entries of one name", zipOf([entry, entry]), /have this name/],
    ["two entries in one place", zipOf([entry, { ...entry, name: "b.npy", at: 0 }]), /zip bomb/],
    ["an entry beyond its list", zipOf([{ ...entry, compressed: 10_000, size: 10_000 }]), /zip bomb/],
    ["encryption", zipOf([{ ...entry, flags: 1 }]), /encrypted/],
    ["another compression", zipOf([{ ...entry, method: 12 }]), /method 12/],
    ["a stored entry of another size", zipOf([{ ...entry, size: 4 }]), /does not fit/],
    ["a ratio beyond DEFLATE's", zipOf([{ ...packed, size: 4_000_000 }]), /cannot be inflated to/],
    ["no header where the list says", zipOf([entry, { ...entry, name: "b.npy", at: 2 }]), /begins where|zip bomb/],
  ];
  for (const [what, bytes, reason] of WRONG)
    it(`is refused with ${what}`, () => {
      assert.match(refusalOf(() => open(bytes)).reason, reason);
    });

  it("is refused when a sum is wrong, once the last byte is read", () => {
    const file = open(zipOf([{ ...packed, sum: 1 }]));
    assert.match(refusalOf(() => file.read("a")).reason, /CRC-32/);
  });

  it("is refused when it inflates to more or less than it says", () => {
    const more = zipOf([{ ...packed, bytes: deflated(joined(ARRAY, new Uint8Array(9))) }]);
    assert.match(refusalOf(() => open(more).read("a")).reason, /does not inflate/);
    const less = refusalOf(() => open(zipOf([{ ...packed, bytes: deflated(ARRAY.slice(0, -4)) }])).read("a"));
    assert.match(less.reason, /does not inflate/);
    assert.match(
      refusalOf(() => open(zipOf([{ ...packed, bytes: text("no deflate at all, none") }])).read("a")).reason,
      /inflate/,
    );
  });

  it("of fifty megabytes of nothing in fifty kilobytes is not inflated to be listed, nor to read its beginning", () => {
    const header = "{'descr': '|u1', 'fortran_order': False, 'shape': (49999000,), }\n";
    const array = npyOf(header, new Uint8Array(49_999_000));
    const bytes = zipOf([{ name: "a.npy", bytes: deflated(array), method: 8, size: array.length, sum: crc32(array) }]);
    assert.ok(bytes.length < 60_000 && bomb.length < 60_000);
    const source = countingSource(memorySource("w.npz", bytes));
    const file = openCheckpoint(source, NO_FOLDER, { hdf5: null });
    assert.equal(file.read("a", { from: 5, count: 3 }).values.length, 3);
    assert.ok(source.readBytes() < 200_000, `${source.readBytes()} bytes`);
  });

  it("deflated bytes are the same read forwards, backwards, in any pieces", () => {
    const original = Uint8Array.from({ length: 300_000 }, (_, i) => (i * i) >> 7);
    const source = inflated(memorySource("w", deflated(original)), original.length, crc32(original), "entry");
    for (const [offset, length] of [
      [0, 10],
      [5, 200_000],
      [100, 3],
      [299_990, 10],
      [0, 300_000],
      [300_000, 0],
    ] as const)
      assert.deepEqual(source.read(offset, length), original.slice(offset, offset + length));
  });
});

describe("checkpoint: numpy", () => {
  const WRONG: readonly (readonly [what: string, bytes: Uint8Array, reason: RegExp])[] = [
    ["too few bytes", npyOf(HEADER, new Uint8Array(7)), /only 7 bytes are there/],
    ["a header that ends", ARRAY.slice(0, 30), /file ends/],
    ["a version of the future", joined(ARRAY.slice(0, 6), Uint8Array.of(9), ARRAY.slice(7)), /Version 9/],
    [
      "a header that calls",
      npyOf("{'descr': f(), 'fortran_order': False, 'shape': (2,)}", new Uint8Array(8)),
      /dictionary/,
    ],
    [
      "a negative size",
      npyOf("{'descr': '<f4', 'fortran_order': False, 'shape': (-2,)}", new Uint8Array(8)),
      /dictionary/,
    ],
    ["no order", npyOf("{'descr': '<f4', 'shape': (2,)}", new Uint8Array(8)), /fortran_order/],
    ["no type", npyOf("{'fortran_order': False, 'shape': (2,)}", new Uint8Array(8)), /descr/],
    ["endless brackets", npyOf(`{'descr': ${"(".repeat(20_000)}`, new Uint8Array(8)), /dictionary/],
    [
      "a size beyond 2^53",
      npyOf("{'descr': '<f4', 'fortran_order': False, 'shape': (9007199254740991, 9)}", new Uint8Array(8)),
      /shape of no/,
    ],
    [
      "a header of gigabytes",
      joined(Uint8Array.of(0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 2, 0), new Uint8Array(4).fill(255)),
      /at most 65,536/,
    ],
  ];
  for (const [what, bytes, reason] of WRONG)
    it(`is refused with ${what}`, () => {
      assert.match(refusalOf(() => open(bytes, "w.npy")).reason, reason);
    });

  it("objects, texts, complex numbers and records are listed and not read", async () => {
    await withFile("objects.npy", ({ tensors, read }) => {
      assert.equal(tensors[0].dtype, "|O");
      assert.match(refusalOf(() => read("array")).reason, /\|O/);
    });
    await withFile("mixed.npz", ({ tensors }) =>
      assert.deepEqual(
        tensors.map(({ name, dtype, unreadable }) => [name, dtype, unreadable === null]),
        [
          ["fine", "F64", true],
          ["text", "<U1", false],
          ["complex", "<c16", false],
          ["pair", "structured", false],
        ],
      ),
    );
  });

  it("says what follows the array", () => {
    assert.match(open(joined(ARRAY, new Uint8Array(4)), "w.npy").skipped[0].why, /4 bytes follow/);
  });

  it("a large array in Fortran's order is read with few bytes more than it has", () => {
    const [rows, columns] = [600, 500];
    const header = `{'descr': '<f4', 'fortran_order': True, 'shape': (${rows}, ${columns}), }\n`;
    const data = new Float32Array(rows * columns).map((_, at) => (at % rows) * columns + Math.floor(at / rows));
    const source = countingSource(memorySource("w.npy", npyOf(header, new Uint8Array(data.buffer))));
    const file = openCheckpoint(source, NO_FOLDER, { hdf5: null });
    assert.deepEqual(
      file.read("array").values,
      Float64Array.from({ length: rows * columns }, (_, i) => i),
    );
    assert.ok(source.readBytes() < 1.2 * 4 * rows * columns, `${source.readBytes()} bytes`);
    assert.deepEqual([...file.read("array", { from: 499, count: 3 }).values], [499, 500, 501]);
  });
});
