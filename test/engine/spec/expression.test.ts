/** Expressions in s: values, and errors at their exact place. */
import assert from "node:assert/strict";
import { LONGEST_EXPRESSION, parseExpression } from "../../../src/engine/spec/expression/parse";

describe("an expression in s", () => {
  const values: [string, number, number][] = [
    ["1 + cos(3*s)", 0.4, 1 + Math.cos(3 * 0.4)],
    ["-s^2", 3, -9],
    ["2^3^2", 0, 512],
    ["2^-1", 0, 0.5],
    ["1 - 2 - 3", 0, -4],
    ["8/2/2", 0, 2],
    ["2*(s+1)*exp(-s)", 1, 4 * Math.exp(-1)],
    ["  .5e1+sin ( s ) ", 0, 5],
    ["--s", 2, 2],
    ["1.", 0, 1],
  ];
  for (const [text, s, value] of values)
    it(`${text} at ${s} is ${value}`, () => {
      const parsed = parseExpression(text);
      assert.ok(parsed.kind === "function");
      assert.equal(parsed.at(s), value);
    });

  /** The piece that is wrong stands between « and ». */
  const errors: [string, RegExp][] = [
    ["1 + «x»", /not known/],
    ["«constructor»(s)", /not known/],
    ["«cos» s", /parentheses/],
    ["3«s»", /operator/],
    ["(s + 1)«)»", /closes nothing/],
    ["1 + «(»s", /never closed/],
    ["2 «$» s", /no meaning/],
    ["1 +«*» 2", /should stand here/],
    ["s «+»", /ends where/],
    ["«exp»(s", /never closed/],
    ["cos(s «2»)", /operator/],
  ];
  for (const [marked, message] of errors)
    it(`is refused at its place: ${marked}`, () => {
      const text = marked.replace(/[«»]/g, "");
      const parsed = parseExpression(text);
      assert.ok(parsed.kind === "error");
      assert.match(parsed.message, message);
      const from = marked.indexOf("«");
      assert.equal(
        text.slice(parsed.offset, parsed.offset + parsed.length),
        marked.slice(from + 1, marked.indexOf("»")),
      );
      assert.equal(parsed.offset, from);
    });

  it("is refused when empty, too long or too deep", () => {
    for (const text of [
      "",
      " ",
      "s".repeat(LONGEST_EXPRESSION + 1),
      `${"(".repeat(100)}s${")".repeat(100)}`,
      `${"-".repeat(100)}s`,
      "2^".repeat(80) + "2",
    ])
      assert.equal(parseExpression(text).kind, "error", text);
  });
});
