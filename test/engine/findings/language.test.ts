/** Sentences in the reader's language. */
import assert from "node:assert/strict";
import { inEnglish, said, speak, t, word } from "../../../src/engine/findings/language";

const laws = (n: number, all: number): string => t`${n} of ${all} laws`;

describe("sentences", () => {
  afterEach(() => speak(undefined));

  it("are English where no bundle is set, and where it lacks them", () => {
    assert.equal(laws(2, 3), "2 of 3 laws");
    speak({ other: "andere" });
    assert.equal(laws(2, 3), "2 of 3 laws");
  });

  it("are those of the bundle, their values where it puts them", () => {
    speak({ "{0} of {1} laws": "{1} Größen, davon {0}" });
    assert.equal(laws(2, 3), "3 Größen, davon 2");
  });

  it("take no value for a place, and no place for a property of every object", () => {
    speak({ "{0} of {1} laws": "{0} von {1}" });
    assert.equal(t`${"{1}"} of ${"$&"} laws`, "{1} von $&");
    assert.equal(said("toString"), "toString");
    assert.equal(said("constructor"), "constructor");
  });

  it("of results stay English until they are shown", () => {
    speak({ identical: "identisch" });
    const kind = word`identical`;
    assert.equal(kind, "identical");
    assert.equal(said(kind), "identisch");
  });

  it("are English in what is taken along, and theirs again afterwards, also after a fault", () => {
    speak({ "{0} of {1} laws": "{0} von {1}" });
    assert.equal(
      inEnglish(() => laws(1, 1)),
      "1 of 1 laws",
    );
    assert.throws(() =>
      inEnglish(() => {
        throw new Error("a fault");
      }),
    );
    assert.equal(laws(1, 1), "1 von 1");
  });
});
