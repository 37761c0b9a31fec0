/** From characters to a tree: size, depth, line ends, and JSON that is none. */
import assert from "node:assert/strict";
import { readSpec } from "../../../src/engine/spec/read";
import { architecture, clean, finds, findsOne } from "./marks";

const GOOD = architecture('"widths": [5, 3, 4]');

describe("spec text", () => {
  it("may contain comments, trailing commas and a byte order mark", () => {
    assert.notEqual(
      clean(`\uFEFF// a comment\n{ "architecture": { "widths": [5, 3, 4,], /* one */ }, }`).network,
      null,
    );
  });

  it("counts columns as if the byte order mark were not there", () => {
    findsOne('\uFEFF{ «"titel"»: "x", "architecture": { "widths": [2, 2] } }', "spec.unknown-property");
  });

  for (const [name, end] of [
    ["LF", "\n"],
    ["CR LF", "\r\n"],
    ["CR", "\r"],
  ])
    it(`counts lines that end with ${name}`, () => {
      findsOne(['{ "architecture": { "widths": [2, 2] },', '  «"titel"»: "x"', "}"].join(end), "spec.unknown-property");
    });

  it("is empty when only spaces and comments are there", () => {
    for (const text of ["«»", "«   »", "«// nothing»\n", "«/* nothing */»", "«»\n\n"]) {
      const { help } = findsOne(text, "spec.empty");
      assert.match(help, /example/);
    }
  });

  it("of 10 MB is one problem on the first line", () => {
    const reading = readSpec(`{ "title": "${"x".repeat(10e6)}" }`);
    assert.deepEqual(
      reading.problems.map(({ code }) => code),
      ["spec.too-large"],
    );
    assert.match(reading.problems[0].message, /10,000,015 characters; the limit is 2,097,152/);
    assert.ok(reading.problems[0].range.end.character <= 100);
  });

  it("nested 100 000 deep is one problem at the first bracket too many", () => {
    for (const bracket of ["[", "{", '{"a":', "[{"]) {
      const reading = readSpec(bracket.repeat(100_000));
      assert.deepEqual(
        reading.problems.map(({ code }) => code),
        ["spec.too-deep"],
        bracket,
      );
    }
    findsOne(`${"[".repeat(64)}«[»${"]".repeat(65)}`, "spec.too-deep");
  });

  it("may contain brackets without end inside texts and comments", () => {
    clean(`{ "title": "${"[".repeat(200)}", /* ${"{".repeat(1000)} */ "architecture": { "widths": [2, 2] } }`);
  });

  describe("that is not JSON", () => {
    const value = (written: string) => `{ "architecture": { "widths": [5, 3] }, "title": ${written} }`;
    const cases: [what: string, marked: string, message: RegExp, help: RegExp][] = [
      ["NaN", value("«NaN»"), /finite/, /finite/],
      ["Infinity", value("«Infinity»"), /finite/, /finite/],
      ["-Infinity", value("«-Infinity»"), /finite/, /finite/],
      ["a number that overflows", value("«1e999»"), /too large/, /smaller/],
      ["a hexadecimal number", value("«0x10»"), /decimal/, /^Write 16\.$/],
      ["a number without its first digit", value("«.5»"), /before its point/, /^Write 0\.5\.$/],
      ["a number without its last digit", value("«5.»"), /after its point/, /^Write 5\.$/],
      ["a plus sign", value("«+1»"), /plus sign/, /^Write 1\.$/],
      ["a leading zero", value("«01»"), /zero/, /^Write 1\.$/],
      ["underscores in a number", value("«1_000»"), /not a number/, /^Write 1000\.$/],
      ["single quotes", value("«'abc'»"), /double quotes/, /^Write "abc"\.$/],
      ["text without quotes", value("«relu»"), /double quotes/, /^Write "relu"\.$/],
      ["True", value("«True»"), /not JSON/, /^Write true\.$/],
      ["tru", value("«tru»"), /did you mean true\?/, /^Write true, or "tru" if it is a text\.$/],
      ["flase", value("«flase»"), /did you mean false\?/, /false/],
      ["nul", value("«nul»"), /did you mean null\?/, /null/],
      ["typographic quotes", value("«“abc”»"), /quotes/i, /straight/],
      [
        "a name without quotes",
        '{ «architecture»: { "widths": [5, 3] } }',
        /double quotes/,
        /^Write "architecture"\.$/,
      ],
      ["a text without end", '{ "title": «"abc»\n}', /closing double quote/, /line/],
      ["an unknown escape", value('«"a\\q"»'), /backslash/, /escapes/],
      ["a tab in a text", value('«"a\tb"»'), /control character/, /\\t/],
      ["a missing comma in a list", architecture('"widths": [«5» 3 4]'), /comma/, /comma/],
      ["a missing comma behind a comment", architecture('"widths": [5, «3» // hidden\n 4]'), /comma/, /comma/],
      ["a missing colon", '{ «"architecture"» { "widths": [5, 3] } }', /colon/, /colon/],
      ["a missing value", '{ "architecture": { "widths": «}» }', /value is missing/, /Add the value/],
      ["two commas", architecture('"widths": [5,«,» 3]'), /value is missing/, /Add the value/],
      ["an open brace", "«{»", /never closed/, /\}/],
      ["an open bracket", '{ "architecture": { "widths": «[»5, 3', /never closed/, /\]/],
      ["the wrong bracket", '{ "architecture": { "widths": [5, 3«}» }', /needs its \]/, /\]/],
      ["a bracket too many", `${GOOD} «}»`, /closes nothing/, /Remove/],
      ["something behind the end", `${GOOD} «{»}`, /follow the end/, /Remove/],
      ["a word behind the end", `${GOOD} «x»`, /^Nothing may follow the end of the spec\.$/, /Remove/],
      [
        "much behind the end",
        `${GOOD} // no\n«'x'» y [ "z" 1e999\n {`,
        /^Nothing may follow the end of the spec\.$/,
        /Remove/,
      ],
      [
        "a comma behind the end",
        `${GOOD}«,» "title": "x" }`,
        /^Nothing may follow the end of the spec\.$/,
        /inside the braces/,
      ],
      ["a comment without end", `${GOOD} «/*» abc`, /never closed/, /\*\//],
    ];
    for (const [what, marked, message, help] of cases)
      it(`because of ${what}`, () => {
        const problem = findsOne(marked, "spec.syntax");
        assert.match(problem.message, message);
        assert.match(problem.help, help);
      });

    it("is judged as far as it can be read", () => {
      const reading = finds(
        '{ "architecture": { "widths": [5, «NaN»], «"biass"»: true } }',
        "spec.syntax",
        "spec.unknown-property",
      );
      assert.equal(reading.network, null);
    });

    it("is not blamed for what only seems to be missing", () => {
      findsOne("{ «architecture»: { } }", "spec.syntax");
    });
  });

  it("may not say the same thing twice", () => {
    const reading = finds('{ "architecture": { "widths": [2, 2], «"widths"»: [3, 3] } }', "spec.duplicate-key");
    assert.equal(reading.network, null);
  });

  it("may use the names that every object has, which mean nothing", () => {
    finds(
      '{ «"__proto__"»: { "title": 1 }, «"constructor"»: 1, «"toString"»: 2, "architecture": { "widths": [2, 2] } }',
      "spec.unknown-property",
      "spec.unknown-property",
      "spec.unknown-property",
    );
    assert.equal(({} as { title?: unknown }).title, undefined);
  });

  describe("of 2 MiB made of mistakes is answered", () => {
    const full = (before: string, entry: (i: number) => string, after: string): string => {
      const pieces: string[] = [];
      for (let length = before.length + after.length, i = 0; length < 2 ** 21 - 100; i++) {
        pieces.push(entry(i));
        length += pieces[i].length + 1;
      }
      return before + pieces.join(",") + after;
    };
    const near = (i: number): string => `"activatio${i}":1`;
    const cases: [what: string, text: string][] = [
      ["repeated keys", full("{", () => '"a":1', "}")],
      ["unknown keys at the top", full("{", (i) => `"w${i}":1`, "}")],
      ["unknown keys in the architecture", full('{"architecture":{', (i) => `"w${i}":1`, "}}")],
      ["near-miss keys in the architecture", full('{"architecture":{', near, "}}")],
      [
        "unknown keys in the expectations",
        full('{"architecture":{"widths":[2,2]},"expect":{', (i) => `"w${i}":1`, "}}"),
      ],
      [
        "near-miss keys in the initialization",
        full('{"architecture":{"widths":[2,2]},"initialization":{', (i) => `"scal${i}":1`, "}}"),
      ],
      [
        "unknown layers",
        full('{"architecture":{"widths":[2,2]},"initialization":{"layers":{', (i) => `"layer${i + 2}":{}`, "}}}"),
      ],
      ["widths of a wrong type", full('{"architecture":{"widths":[', () => '"3"', "]}}")],
      [
        "empty rows",
        '{"architecture":{"widths":[2,300000]},"initialization":{"scheme":"explicit","weights":[[[1]' +
          ",[]".repeat(299_999) +
          "]]}}",
      ],
    ];
    for (const [what, text] of cases)
      it(`for ${what}`, () => {
        const { problems } = readSpec(text);
        assert.ok(problems.length === 100 && problems.every(({ severity }) => severity === "error"));
      });
  });

  it("with thousands of mistakes lists a hundred and counts the rest", () => {
    const { problems } = readSpec(`{${Array.from({ length: 5000 }, (_, i) => `"w${i}": 1`).join(",")}}`);
    assert.equal(problems.length, 100);
    assert.match(problems[99].message, /4901 more problems are not listed/);
  });
});
