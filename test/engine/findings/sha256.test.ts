import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import fc from "fast-check";
import { sha256 } from "../../../src/engine/findings/sha256";

describe("SHA-256", () => {
  it("is that of the standard's examples", () => {
    assert.equal(sha256(""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    assert.equal(sha256("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  });

  it("is Node's for any text, at every length around a block's end", () => {
    const theirs = (text: string): string => createHash("sha256").update(text).digest("hex");
    for (let length = 50; length <= 130; length++) {
      const text = "ä".repeat(length % 7) + "x".repeat(length);
      assert.equal(sha256(text), theirs(text));
    }
    for (const text of ["aé€😀", "\ud800 alone", "x\udfff"]) assert.equal(sha256(text), theirs(text));
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", maxLength: 300 }), (text) => assert.equal(sha256(text), theirs(text))),
      { numRuns: 100 },
    );
  });
});
