/** The facade: what is read in spite of problems, expectations, places. */
import assert from "node:assert/strict";
import { readSpec } from "../../../src/engine/spec/read";
import { clean, covered, finds, findsOne } from "./marks";

const expecting = (inner: string) => `{ "architecture": { "widths": [5, 3, 4] }, "expect": { ${inner} } }`;

describe("reading a spec", () => {
  it("gives title, network and initialization", () => {
    const reading = clean('{ "title": "two layers", "architecture": { "widths": [5, 3, 4] } }');
    assert.equal(reading.title, "two layers");
    assert.equal(reading.network?.inputs, 5);
    assert.equal(reading.initialization?.scheme, "gaussian");
  });

  it("gives only titles of one short line", () => {
    const titled = (title: string): string => `{ "title": ${title}, "architecture": { "widths": [5, 3, 4] } }`;
    for (const title of ["x".repeat(201), "a\\nb", "a\\u0007"]) {
      const reading = finds(titled(`«"${title}"»`), "spec.wrong-value");
      assert.equal(reading.title, null);
      assert.notEqual(reading.initialization, null);
    }
    assert.equal(clean(titled(`"${"x".repeat(200)}"`)).title?.length, 200);
  });

  it("gives no network where an error could have changed it", () => {
    for (const [text, code] of [
      ['{ "architecture": { "widths": [5, 3], «"bais"»: true } }', "spec.unknown-property"],
      ['{ "architecture": { "widths": [5, 3] }, «"initialisation"»: { } }', "spec.unknown-property"],
    ] as const)
      assert.equal(finds(text, code).network, null);
  });

  it("gives the network, but no initialization, where only that is wrong", () => {
    const reading = finds(
      '{ "architecture": { "widths": [5, 3] }, "initialization": { "std": «-1» } }',
      "spec.wrong-value",
    );
    assert.notEqual(reading.network, null);
    assert.equal(reading.initialization, null);
  });

  it("gives both where only the expectations are wrong", () => {
    const reading = finds(expecting('"laws": «-1», "complete": true'), "spec.wrong-value");
    assert.notEqual(reading.initialization, null);
    assert.deepEqual(
      reading.expect.map(({ property }) => property),
      ["complete"],
    );
  });

  it("lists problems by their place", () => {
    finds(
      '{ «"a1"»: 1, "architecture": { "widths": [5, «0»] }, «"zz"»: 2 }',
      "spec.unknown-property",
      "spec.wrong-value",
      "spec.unknown-property",
    );
  });

  describe("expectations", () => {
    it("keep value and place", () => {
      const text = expecting(
        '"laws": 6, "complete": true, "relaxedBalanced": false, "intrinsicMetric": "fails", "recoverable": true, "maxDrift": 1e-9, "intrinsicFlowError": 1e-6, "invariantManifold": { "min": 2 }, "plateauExponent": { "min": -1.1, "max": -0.9 }',
      );
      const { expect } = clean(text);
      assert.deepEqual(
        expect.map(({ property, value }) => [property, value]),
        [
          ["laws", 6],
          ["complete", true],
          ["relaxedBalanced", false],
          ["intrinsicMetric", "fails"],
          ["recoverable", true],
          ["maxDrift", 1e-9],
          ["intrinsicFlowError", 1e-6],
          ["invariantManifold", { min: 2 }],
          ["plateauExponent", { min: -1.1, max: -0.9 }],
        ],
      );
      assert.equal(covered(text, expect[0].range), "6");
      assert.equal(covered(text, expect[7].range), '{ "min": 2 }');
    });

    it("have the types of what they speak of", () => {
      findsOne(expecting('"laws": «"six"»'), "spec.wrong-type");
      findsOne(expecting('"laws": «6.5»'), "spec.wrong-value");
      findsOne(expecting('"complete": «1»'), "spec.wrong-type");
      findsOne(expecting('"intrinsicMetric": «"hold"»'), "spec.wrong-value");
      findsOne(expecting('"maxDrift": «[»0]'), "spec.wrong-type");
      findsOne(expecting('«"law"»: 3'), "spec.unknown-property");
      findsOne(expecting('"laws": { «"minimum"»: 3 }'), "spec.unknown-property");
      assert.match(
        findsOne(expecting('«"law"»: 3'), "spec.unknown-property").message,
        /^The expectations have no property "law"/,
      );
      assert.match(
        findsOne(expecting('"laws": { «"minimum"»: 3 }'), "spec.unknown-property").message,
        /^These bounds have no property/,
      );
      findsOne(expecting('"laws": «{» }'), "spec.missing-property");
      findsOne(expecting('"laws": «{ "min": 3, "max": 2 }»'), "spec.wrong-value");
    });
  });

  describe("places", () => {
    it("of the short form are its widths", () => {
      const text =
        '{ "architecture": { "widths": [5, 3, 4] }, "initialization": { "scheme": "relaxed-balanced", "lambda": [0.7] } }';
      const { places } = clean(text);
      assert.equal(covered(text, places.architecture), '"architecture"');
      assert.deepEqual(
        places.layers.map((range) => covered(text, range)),
        ["3", "4"],
      );
      assert.equal(covered(text, places.initialization), '"relaxed-balanced"');
      assert.equal(covered(text, places.lambda), "[0.7]");
      assert.equal(covered(text, places.start), "{");
      assert.deepEqual(places.weights, [null, null]);
    });

    it("of the long form are names or types, and first rows", () => {
      const text =
        '{ "architecture": { "input": 1, "layers": [ { "type": "dense", "units": 1, "name": "a" }, { "type": "diagonal" } ] }, "initialization": { "scheme": "explicit", "weights": [[[2]], [3]] } }';
      const { places } = clean(text);
      assert.deepEqual(
        places.layers.map((range) => covered(text, range)),
        ['"a"', '"diagonal"'],
      );
      assert.deepEqual(
        places.weights.map((range) => covered(text, range)),
        ["[2]", "[3]"],
      );
    });

    it("are inside every text, even none", () => {
      assert.deepEqual(readSpec("").places.start, { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } });
    });
  });
});
