/** Files written by PyTorch, safetensors, numpy, ONNX, h5py and Keras: every tensor, type, shape and bit of every value. */
import assert from "node:assert/strict";
import { expectedOf, bitsOf, withFile } from "./fixtures";

const EXPECTED = { ...expectedOf("expected.json"), ...expectedOf("expected-keras.json") };
/** Every NaN of a file is one NaN here. */
const SOME_NAN = /7ff[0-9a-f]{13}|fff[0-9a-f]{13}/g;
const oneNaN = (bits: string): string =>
  (bits.match(/.{16}/g) ?? [])
    .map((one) => (one.replace(SOME_NAN, "").length === 0 && !/^[7f]ff0{13}$/.test(one) ? "7ff8000000000000" : one))
    .join("");

describe("checkpoint: real files", () => {
  for (const [file, tensors] of Object.entries(EXPECTED))
    it(`${file}: what was written is read, bit by bit`, () =>
      withFile(file, (checkpoint) => {
        const readable = checkpoint.tensors.filter(({ unreadable }) => unreadable === null);
        assert.deepEqual(readable.map(({ name }) => name).sort(), Object.keys(tensors).sort());
        for (const { name, dtype, shape, elements } of readable) {
          const [wantedDtype, wantedShape, bits] = tensors[name];
          assert.equal(dtype, wantedDtype, name);
          assert.deepEqual(shape, wantedShape, name);
          const { values } = checkpoint.read(name);
          assert.equal(values.length, elements);
          assert.equal(bitsOf(values), oneNaN(bits), name);
        }
      }));

  for (const file of Object.keys(EXPECTED))
    it(`${file}: every range of a tensor is the part of the whole`, () =>
      withFile(file, (checkpoint) => {
        for (const { name, elements } of checkpoint.tensors.filter(({ unreadable }) => unreadable === null)) {
          const whole = checkpoint.read(name).values;
          for (let from = 0; from <= elements; from += 1 + Math.floor(elements / 7))
            for (const count of [0, 1, 5, Math.floor(elements / 2), elements - from].filter(
              (n) => n <= elements - from,
            ))
              assert.deepEqual(checkpoint.read(name, { from, count }).values, whole.slice(from, from + count), name);
        }
      }));
});
