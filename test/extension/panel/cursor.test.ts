import assert from "node:assert/strict";
import { layerAt } from "../../../src/extension/panel/cursor";
import { layer } from "../../sample-report";
import { reportWith } from "../samples";

const span = (line: number, from: number, toLine: number, to: number) => ({
  start: { line, character: from },
  end: { line: toLine, character: to },
});

describe("the layer at the cursor", () => {
  const report = reportWith("holds", [
    layer("layer1", span(2, 4, 2, 30)),
    layer("layer2", span(3, 4, 6, 5)),
    layer("layer3", null),
  ]);
  const at = (line: number, character: number) => layerAt(report, { line, character });

  it("is the one whose range holds it, both ends included", () => {
    assert.deepEqual([at(2, 4), at(2, 30), at(4, 0), at(6, 5)], ["layer1", "layer1", "layer2", "layer2"]);
  });

  it("is none elsewhere", () => {
    assert.deepEqual([at(0, 0), at(2, 3), at(2, 31), at(6, 6)], [null, null, null, null]);
  });
});
