/** Whatever the text: an answer, with every range inside the text, and the same answer again. */
import assert from "node:assert/strict";
import fc from "fast-check";
import type { Position } from "../../../src/engine/findings/problem";
import { PROBLEM_CODES } from "../../../src/engine/findings/problem";
import { MOST_PROBLEMS } from "../../../src/engine/spec/notes";
import { readSpec } from "../../../src/engine/spec/read";
import { lineStarts } from "./marks";

const SPEC = `{
  // every section once
  "title": "all",
  "architecture": { "input": 3, "layers": [
    { "type": "dense", "units": 4, "activation": "leaky-relu", "slope": 0.1, "bias": true, "name": "a" },
    { "type": "diagonal", "from": ["a"] },
    { "type": "dense", "units": 2, "from": ["a", "layer2", "input"] }
  ], "parametrization": "auto" },
  "initialization": { "scheme": "explicit", "weights": [[[1,2,3],[1,2,3],[1,2,3],[1,2,3]], [1,2,3,4], [[1,2,3,4,5,6,7,8,9,10,11],[1,2,3,4,5,6,7,8,9,10,11]]],
    "biases": [[1,2,3,4], null, []], "scale": 1e-1, "seed": 7, "layers": { "a": { "scheme": "gaussian", "std": 2 } } },
  "training": { "data": { "kind": "teacher", "samples": 64 }, "loss": "mse", "optimizer": { "type": "gradient-flow", "time": 10 } },
  "expect": { "laws": { "min": 1, "max": 9 }, "complete": true, "intrinsicMetric": "holds" },
  "sweep": { "over": { "initialization.scale": [0.1, 0.05] }, "measure": "violation" }
}
`;

function holds(given: string): void {
  const text = given.replace(/^\uFEFF/, "");
  const starts = lineStarts(text);
  const lengthOf = (line: number): number => (starts[line + 1] ?? text.length) - starts[line];
  const inside = ({ line, character }: Position): boolean =>
    line >= 0 && line < starts.length && character >= 0 && character <= lengthOf(line);
  const reading = readSpec(given);
  const { places, problems, expect, network, initialization } = reading;
  const ranges = [
    ...problems.map(({ range }) => range),
    ...expect.map(({ range }) => range),
    places.start,
    places.architecture,
    places.initialization,
    places.lambda,
    ...places.layers,
    ...places.weights,
  ].filter((range) => range !== null);
  for (const { start, end } of ranges) {
    assert.ok(inside(start) && inside(end), `${JSON.stringify({ start, end })} is outside`);
    assert.ok(start.line < end.line || (start.line === end.line && start.character <= end.character));
  }
  assert.ok(problems.length <= MOST_PROBLEMS);
  for (const { code, message, help } of problems) {
    assert.ok(PROBLEM_CODES.includes(code));
    assert.ok(message.length > 0 && message.length < 1000 && help.length > 0 && help.length < 1000, message);
  }
  assert.ok(network !== null || problems.some(({ severity }) => severity === "error"), "no network and no reason");
  assert.ok(
    initialization !== null || problems.some(({ severity }) => severity === "error"),
    "no initialization and no reason",
  );
  assert.ok(initialization === null || initialization.layers.length === network?.layers.length);
  assert.deepEqual(readSpec(given), reading);
}

describe("reading any text", () => {
  it("answers for the spec that the mutations start from", () => {
    assert.deepEqual(
      readSpec(SPEC).problems.map(({ code }) => code),
      [],
    );
    holds(SPEC);
  });

  it("answers for random characters", () => {
    fc.assert(fc.property(fc.string({ unit: "binary", maxLength: 200 }), holds), { numRuns: 500 });
  });

  it("answers for random punctuation", () => {
    const pieces = fc.constantFrom(
      "{",
      "}",
      "[",
      "]",
      ",",
      ":",
      '"',
      "'",
      "\\",
      "\n",
      "\r",
      " ",
      "//",
      "/*",
      "*/",
      "1",
      "-",
      ".",
      "e",
      '"widths"',
      '"architecture"',
      "null",
      "NaN",
      "\uFEFF",
      "\u2028",
    );
    fc.assert(
      fc.property(
        fc.array(pieces, { maxLength: 60 }).map((list) => list.join("")),
        holds,
      ),
      { numRuns: 2000 },
    );
  });

  it("answers for any JSON value in the place of any section", () => {
    const names = fc.constantFrom(
      "architecture",
      "initialization",
      "training",
      "expect",
      "sweep",
      "title",
      "parametrization",
      "__proto__",
    );
    fc.assert(
      fc.property(fc.dictionary(names, fc.jsonValue({ maxDepth: 4 })), (value) => holds(JSON.stringify(value))),
      { numRuns: 500 },
    );
  });

  it("answers for specs from which a piece was cut, doubled or replaced", () => {
    const place = fc.nat(SPEC.length);
    const other = fc.constantFrom(
      "",
      "0",
      "-1",
      "1e300",
      '"input"',
      '"a"',
      "[]",
      "{}",
      "null",
      ",",
      "}",
      "]",
      '"',
      "relu",
      '"diagonal"',
      '"balanced"',
      '"relaxed-balanced"',
      '"layer2"',
    );
    fc.assert(
      fc.property(place, fc.nat(30), other, fc.boolean(), (start, length, text, keep) => {
        holds(SPEC.slice(0, start) + text + SPEC.slice(keep ? start : start + length));
      }),
      { numRuns: 2000 },
    );
  });

  it("answers for specs in which tokens were exchanged", () => {
    const tokens = SPEC.match(/"[^"]*"|[-\d.e]+|\w+|./gs) ?? [];
    const values = tokens.flatMap((token, index) => (/^["\d]|^(true|null)$/.test(token) ? [index] : []));
    const one = fc.constantFrom(...values);
    fc.assert(
      fc.property(fc.array(fc.tuple(one, one), { minLength: 1, maxLength: 4 }), (swaps) => {
        const changed = [...tokens];
        for (const [a, b] of swaps) [changed[a], changed[b]] = [changed[b], changed[a]];
        holds(changed.join(""));
      }),
      { numRuns: 1500 },
    );
  });
});
