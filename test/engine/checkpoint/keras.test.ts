/** Keras' files and plain HDF5: configurations, links, what is not read. */
import assert from "node:assert/strict";
import { memorySource } from "../../../src/engine/checkpoint/bytes/source";
import { loadHdf5 } from "../../../src/engine/checkpoint/keras/hdf5";
import { needsHdf5, openCheckpoint } from "../../../src/engine/checkpoint/open";
import { countingSource, fixture, NO_FOLDER, refusalOf, withFile } from "./fixtures";
import { text } from "./made";

const LAYERS = ["InputLayer", "Dense", "BatchNormalization", "Dense"];

const layersOf = (config: unknown): unknown[] =>
  (config as { config: { layers: { class_name: string }[] } }).config.layers.map(({ class_name: name }) => name);

describe("checkpoint: Keras", () => {
  for (const file of ["net.keras", "net.h5", "model.json"])
    it(`${file}: gives the model's configuration`, () =>
      withFile(file, ({ architecture }) => {
        assert.ok(architecture?.kind === "keras");
        assert.deepEqual(layersOf(architecture.config), LAYERS);
      }));

  it("metadata are the texts of the root", () =>
    withFile("plain.h5", ({ metadata, architecture, skipped, tensors }) => {
      assert.deepEqual(metadata, { keras_version: "2.15.0", backend: "tensorflow" });
      assert.ok(architecture?.kind === "keras");
      assert.deepEqual(
        skipped.map(({ name }) => name),
        ["elsewhere"],
      );
      assert.deepEqual(
        tensors
          .filter(({ unreadable }) => unreadable !== null)
          .map(({ name }) => name)
          .sort(),
        ["complex", "text"],
      );
    }));

  it("a configuration of something else is refused", () => {
    for (const json of ['{"class_name": 3}', '{"class_name": "Sequential"}', '["class_name"]'])
      assert.throws(
        () => openCheckpoint(memorySource("model.json", text(json)), NO_FOLDER, { hdf5: null }),
        /configuration|object/,
      );
  });

  it("a part of a large data set is read with few bytes of the file", async () => {
    const source = countingSource(memorySource("plain.h5", fixture("plain.h5")));
    assert.ok(needsHdf5(source));
    assert.match(refusalOf(() => openCheckpoint(source, NO_FOLDER, { hdf5: null })).reason, /not loaded/);
    const file = openCheckpoint(source, NO_FOLDER, { hdf5: await loadHdf5() });
    const before = source.readBytes();
    file.read("big", { from: 3, count: 2 });
    assert.ok(source.readBytes() - before < 2000, `${source.readBytes() - before} bytes`);
    file.close();
  });

  it("files are closed with their checkpoint", async () => {
    const { module } = await loadHdf5();
    for (let i = 0; i < 3; i++) await withFile("plain.h5", () => undefined);
    const { node } = module.FS.lookupPath("/", {}) as unknown as { node: { contents: object } };
    assert.deepEqual(
      Object.keys(node.contents).filter((name) => name.startsWith("checkpoint-")),
      [],
    );
  });
});
