import assert from "node:assert/strict";
import { curedName } from "../../../../src/engine/tasks/cure/cured-name";

describe("the name of cured weights", () => {
  for (const [old, format, number, name] of [
    ["w.safetensors", "safetensors", 1, "w-cured.safetensors"],
    ["w.safetensors", "safetensors", 3, "w-cured-3.safetensors"],
    ["w-cured.safetensors", "safetensors", 2, "w-cured-2.safetensors"],
    ["w-cured-12.safetensors", "safetensors", 1, "w-cured.safetensors"],
    ["../runs/step.100.pt", "pytorch", 1, "../runs/step.100-cured.safetensors"],
    ["runs\\w.npz", "npz", 2, "runs\\w-cured-2.npz"],
    ["w.weights.h5", "keras-hdf5", 1, "w.weights-cured.safetensors"],
    ["model.safetensors.index.json", "shards", 1, "model-cured.safetensors"],
    ["pytorch_model.bin.index.json", "shards", 1, "pytorch_model-cured.safetensors"],
    ["weights", "safetensors", 1, "weights-cured.safetensors"],
    [".pt", "pytorch", 1, "weights-cured.safetensors"],
    ["ends-cured/w.npz", "npz", 1, "ends-cured/w-cured.npz"],
  ] as const)
    it(`${old}, number ${number}: ${name}`, () => assert.equal(curedName(old, format, number), name));
});
