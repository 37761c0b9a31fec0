/** A network of the pair, written as a spec, is that network: read anew it has the same weights, and so the same φ and laws. */
import assert from "node:assert/strict";
import type { AnalysisResult } from "../../../src/engine/tasks/analyze/analyze";
import { analyzeSpec } from "../../../src/engine/tasks/analyze/analyze";
import type { Network } from "../../../src/engine/model/network";
import type { Report } from "../../../src/engine/report/types";
import { witnessJson, witnessSpec, type Member } from "../../../src/engine/report/witness-spec";
import { readSpec } from "../../../src/engine/spec/read";
import { finish } from "../networks";

const chain = `{ "title": "A chain", "architecture": { "widths": [4, 2, 3] }, "initialization": { "scheme": "gaussian", "seed": 3 } }`;
/** Its second neuron is dead: nothing comes in, so φ does not see what goes out. */
const biases = `{
  "architecture": { "widths": [2, 3, 2], "activation": "relu", "bias": true },
  "initialization": {
    "scheme": "explicit",
    "weights": [[[1, 0.3], [0, 0], [0.1, -1e-7]], [[1, 2, 3], [4, 5, 6]]],
    "biases": [[0.2, 0, 1e-21], [0.125, -3]]
  }
}`;
const skip = `{
  "title": "Skip",
  "architecture": {
    "input": 2,
    "layers": [
      { "name": "one", "type": "dense", "units": 2, "activation": "relu" },
      { "name": "two", "type": "dense", "units": 2, "activation": "relu", "bias": true, "from": ["one", "input"] },
      { "name": "three", "type": "diagonal" },
      { "name": "out \\"put\\"", "type": "dense", "units": 1, "activation": "tanh", "from": ["three", "one"] }
    ]
  },
  "initialization": {
    "scheme": "explicit",
    "weights": [[[0, 0], [1, 2]], [[1, 2, 3, 4], [0.1, 0.2, 0.3, 0.4]], [0.5, -0.25], [[1, 2, 3, 4]]],
    "biases": [null, [0.1, 0.7], null, null]
  }
}`;
const leaky = `{
  "architecture": { "widths": [2, 2, 2], "activation": "leaky-relu", "slope": 0.30000000000000004 },
  "initialization": { "scheme": "explicit", "weights": [[[0, 0], [1, 2]], [[1, 2], [3, 5]]] }
}`;
const deadDiagonal = `{
  "architecture": { "input": 2, "parametrization": "path-lifting", "layers": [{ "type": "diagonal" }, { "type": "dense", "units": 2 }] },
  "initialization": { "scheme": "explicit", "weights": [[0, 0.5], [[1, 2], [3, 5]]] }
}`;

const convolutions = `{
  "architecture": {
    "input": { "channels": 2, "length": 4 },
    "layers": [
      { "type": "conv1d", "channels": 2, "kernel": 2, "padding": 1 },
      { "type": "conv1d", "channels": 2, "kernel": 2, "stride": 2 },
      { "type": "pool", "kind": "average", "kernel": 2, "stride": 1 },
      { "type": "flatten" }
    ]
  },
  "initialization": { "scheme": "gaussian", "seed": 1 }
}`;

const cases = {
  "convolutions of a line": convolutions,
  "a chain": chain,
  "a chain with biases": biases,
  "a graph with skips": skip,
  "a leaky-relu network": leaky,
  "a first layer that is diagonal": deadDiagonal,
};

describe("a pair's network as a spec", () => {
  for (const [name, text] of Object.entries(cases))
    it(`gives back ${name}: no problem, the same network and φ, the same weights and laws`, () => {
      const report = analyze(text);
      for (const member of ["first", "second"] as const) {
        const written = specOf(report, member);
        const { network, problems, initialization } = readSpec(written);
        assert.deepEqual(problems, [], written);
        assert.ok(network !== null && initialization !== null);
        assert.deepEqual({ ...network, parametrization: "" }, { ...networkOf(text), parametrization: "" });
        const read = initialization.layers.map(({ weights, bias }) => ({ weights, bias }));
        assert.deepEqual(
          read,
          report.intrinsicMetric.witness![member].layers!.map(({ weights, bias }) => ({ weights, bias })),
        );
        const again = analyze(written);
        assert.equal(again.model.parametrization, report.model.parametrization);
        assert.deepEqual(lawValues(again).map(rounded(lawValues(report))), lawValues(report));
      }
    });

  it("says that the initialization fails, and nothing of the other", () => {
    const report = analyze(chain);
    assert.deepEqual(
      readSpec(specOf(report, "first")).expect.map(({ property }) => property),
      ["intrinsicMetric"],
    );
    assert.deepEqual(readSpec(specOf(report, "second")).expect, []);
    assert.deepEqual(readSpec(specOf(elsewhere(report), "first")).expect, []);
  });

  it("has a row of a matrix on each line", () => {
    assert.equal(
      specOf(analyze(biases), "first"),
      `{
  "title": "Network, first of a pair with the same φ and laws",
  "architecture": {
    "input": 2,
    "parametrization": "path-lifting",
    "layers": [
      { "name": "layer1", "type": "dense", "units": 3, "activation": "relu", "bias": true },
      { "name": "layer2", "type": "dense", "units": 2, "bias": true }
    ]
  },
  "initialization": {
    "scheme": "explicit",
    "weights": [
      [
        [1, 0.3],
        [0, 0],
        [0.1, -1e-7]
      ],
      [
        [1, 2, 3],
        [4, 5, 6]
      ]
    ],
    "biases": [
      [0.2, 0, 1e-21],
      [0.125, -3]
    ]
  },
  "expect": { "intrinsicMetric": "fails" }
}
`,
    );
  });

  it("shortens a long title, and quotes what must be quoted", () => {
    const report = analyze(chain);
    for (const title of ["a".repeat(200), `"${"𝜑".repeat(99)}`]) {
      const { title: read, problems } = readSpec(specOf({ ...report, spec: { path: null, title } }, "second"));
      assert.deepEqual(problems, []);
      assert.match(read ?? "", /^.{70,}…, second of a pair with the same φ and laws$/u);
    }
  });

  it("is nothing where there is no pair, or too many weights", () => {
    const report = analyze(chain);
    const { witness } = report.intrinsicMetric;
    const none = { ...report, intrinsicMetric: { ...report.intrinsicMetric, witness: null } };
    const large = {
      ...report,
      intrinsicMetric: { ...report.intrinsicMetric, witness: { ...witness!, second: { layers: null } } },
    };
    assert.equal(witnessSpec(none, "first"), null);
    assert.equal(witnessJson(none), null);
    assert.equal(witnessSpec(large, "second"), null);
  });

  it("goes into one JSON with all that was measured", () => {
    const report = analyze(skip);
    const { format, spec, layers, witness } = JSON.parse(witnessJson(report) ?? "") as {
      format: number;
      spec: unknown;
      layers: { name: string }[];
      witness: unknown;
    };
    assert.deepEqual(
      [format, spec, layers.map(({ name }) => name)],
      [1, report.spec, ["one", "two", "three", 'out "put"']],
    );
    assert.deepEqual(witness, report.intrinsicMetric.witness);
  });
});

function analyze(text: string): Report {
  const result: AnalysisResult = finish(analyzeSpec(text, { path: null }));
  assert.ok(result.kind === "report", text);
  return result.report;
}

function specOf(report: Report, member: Member): string {
  const text = witnessSpec(report, member);
  assert.ok(text !== null, `no pair: ${report.intrinsicMetric.value}, ${report.intrinsicMetric.witnessNote}`);
  return text;
}

function elsewhere(report: Report): Report {
  const { intrinsicMetric } = report;
  return {
    ...report,
    intrinsicMetric: { ...intrinsicMetric, witness: { ...intrinsicMetric.witness!, fromInitialization: false } },
  };
}

function networkOf(text: string): Network {
  const { network } = readSpec(text);
  assert.ok(network !== null);
  return network;
}

function lawValues(report: Report): number[] {
  return report.initialization.laws.flatMap(({ values }) => values ?? []);
}

/** A value that agrees with the one expected to the tolerance of pairs, relative to the largest, becomes it. */
function rounded(expected: readonly number[]): (value: number, index: number) => number {
  const largest = Math.max(...expected.map(Math.abs), 1);
  return (value, index) =>
    Math.abs(value - (expected[index] ?? NaN)) <= 1e-9 * largest ? (expected[index] ?? NaN) : value;
}
