import assert from "node:assert/strict";
import { innermost } from "../../../src/engine/server/workspace-folders";

describe("the workspace folder of a document", () => {
  it("is the innermost one that it lies in", () => {
    const folders = ["file:///work", "file:///work/inner/", "file:///other"];
    assert.equal(innermost("file:///work/inner/a.intrinsic.json", folders), "file:///work/inner/");
    assert.equal(innermost("file:///work/innermost/a.intrinsic.json", folders), "file:///work");
    assert.equal(innermost("file:///workshop/a.intrinsic.json", folders), null);
    assert.equal(innermost("untitled:Untitled-1", folders), null);
  });
});
