/** What changed from one text of a spec to another, in words. */
import { deepStrictEqual, strictEqual } from "node:assert";
import { changesText, specDifferences, titleIn } from "../../../src/engine/report/spec-differences";

const SPEC = `{
  // two layers
  "title": "Two layers",
  "architecture": { "input": 3, "layers": [{ "type": "dense", "units": 4 }, { "type": "dense", "units": 2 }] },
  "initialization": { "scheme": "gaussian", "scale": 1, "seed": 7, "layers": { "layer1": { "scale": 2 } } },
  "training": { "data": { "kind": "teacher", "seed": 7 } },
  "expect": { "laws": 6 },
}`;
const changed = (...pairs: readonly (readonly [string, string])[]): string =>
  changesText(
    SPEC,
    pairs.reduce((text, [from, to]) => text.replace(from, to), SPEC),
  );

describe("what changed in a spec", () => {
  it("is said with the old value and the new one", () => {
    strictEqual(changed(['"scale": 1', '"scale": 0.1']), "scale 1 → 0.1");
    strictEqual(changed(["gaussian", "balanced"]), "scheme gaussian → balanced");
  });

  it("names a value so that it is not taken for another", () => {
    strictEqual(changed(['"scale": 2', '"scale": 3']), "layers.layer1.scale 2 → 3");
    strictEqual(changed(['"teacher", "seed": 7', '"teacher", "seed": 8']), "data.seed 7 → 8");
    strictEqual(changed(['"laws": 6', '"laws": 7']), "expect.laws 6 → 7");
    strictEqual(changed(['"units": 4', '"units": 5']), "layers.1.units 4 → 5");
  });

  it("says what came and went, and counts what there is no room for", () => {
    strictEqual(changed([', "seed": 7, "layers"', ', "layers"']), "seed removed");
    strictEqual(changed(['"scale": 1', '"std": 2, "scale": 1']), "std 2 added");
    strictEqual(
      changed(
        ["gaussian", "balanced"],
        ['"scale": 1', '"scale": 0.1'],
        ['"seed": 7', '"seed": 9'],
        ['"laws": 6', '"laws": 7'],
      ),
      "scheme gaussian → balanced, scale 1 → 0.1, seed 7 → 9, and 1 more",
    );
  });

  it("does not count comments and layout", () => {
    strictEqual(changesText(SPEC, SPEC), "the same text");
    strictEqual(changed(["// two layers", "// the first"]), "only comments or layout changed");
  });

  it("reads texts with errors as far as it can", () => {
    strictEqual(changesText("", '{ "title": "A"'), "spec removed, title A added");
    strictEqual(titleIn("[1, 2"), null);
    strictEqual(titleIn('{ "title": "  " }'), null);
    strictEqual(titleIn(SPEC), "Two layers");
  });

  it("tells layers with names apart by these, so that one put in front changes nothing of the others", () => {
    const layers = (names: readonly string[]): string =>
      JSON.stringify({ architecture: { layers: names.map((name) => ({ name, units: name.length })) } });
    strictEqual(
      changesText(layers(["a", "bc"]), layers(["new", "a", "bc"])),
      "layers.new.name new added, layers.new.units 3 added",
    );
  });

  it("of several texts gives a value for each, cutting what is long", () => {
    const weights = (n: number): string => JSON.stringify({ initialization: { weights: Array<number>(n).fill(1) } });
    deepStrictEqual(specDifferences([weights(2), weights(30), "{}"]), [
      { path: "initialization.weights", values: ["[1,1]", `[${"1,".repeat(19)}…`, null] },
    ]);
  });
});
