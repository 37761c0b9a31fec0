import assert from "node:assert/strict";
import { storageOfAllWindows } from "../../../src/extension/runs/storage-path";

describe("where runs are kept", () => {
  it("is the storage of the first window, which has no number behind its workspace", () => {
    const first = "/data/User/workspaceStorage/0f3a5bd1e2c4a69788b0c1d2e3f40516/intrinsic.intrinsic";
    assert.equal(storageOfAllWindows(first), first);
    assert.equal(storageOfAllWindows(first.replace("0516/", "0516-1/")), first);
    const negative = "/c:/Users/a-1/workspaceStorage/-6d8e9f2a/intrinsic.intrinsic";
    assert.equal(storageOfAllWindows(negative), negative, "a number of the workspace itself, below 0");
    assert.equal(storageOfAllWindows(negative.replace("9f2a/", "9f2a-9/")), negative);
  });

  it("is what it is where it is named in another way", () => {
    for (const path of ["/data/1764230000000/intrinsic", "/data/ext-dev-1/intrinsic", "/a/deadbeef-12/intrinsic"])
      assert.equal(storageOfAllWindows(path), path);
  });
});
