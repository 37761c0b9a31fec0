import assert from "node:assert/strict";
import { fileNameOf } from "../../../src/extension/runs/file-name";

describe("a file's name", () => {
  it("is no path", () => assert.equal(fileNameOf("../a:b"), "..-a-b"));
});
