/** One report for the tests of panel, page and text: two linear layers, 5-3-4, as in the sketch of the panel. */
import type { LayerSummary } from "../src/engine/report/model/facts";
import type { Report } from "../src/engine/report/types";

const range = { start: { line: 3, character: 4 }, end: { line: 3, character: 30 } };

export function twoLayers(change: Partial<Report> = {}): Report {
  return {
    spec: { path: "two-layer.intrinsic.json", title: null },
    model: {
      family: "linear",
      parametrization: "product",
      parameters: 27,
      liftedDimension: 20,
      inputs: 5,
      layers: [
        { ...layer("layer1", range), parameters: 15 },
        { ...layer("layer2", range, 4), sources: ["layer1"], parameters: 12 },
      ],
    },
    laws: {
      of: "network",
      network: null,
      loss: null,
      independent: { value: 6, basis: "certified" },
      known: { value: 6, basis: "certified" },
      lieDimension: { value: 21, basis: "certified" },
      complete: { value: true, basis: "certified" },
      families: [
        {
          id: "matrix:layer1",
          kind: "orthogonal symmetry",
          from: "phi",
          formula: "U_2^\\top U_2 - U_1 U_1^\\top",
          formulaText: "U₂ᵀ U₂ − U₁ U₁ᵀ",
          between: ["layer1", "layer2"],
          count: 6,
          reference: "R",
          range,
        },
      ],
      certificate: {
        method: "modular",
        primes: [2147483647, 2147483629],
        seed: 7,
        lieRank: 21,
        lawRank: 6,
        bracketDepth: 2,
      },
      estimate: null,
    },
    initialization: {
      scheme: "gaussian",
      relaxedBalanced: { value: false, basis: "measured", residual: 0.84, tolerance: 1e-9 },
      lambda: [0.49],
      imbalance: [0.84],
      interfaces: [{ between: ["layer1", "layer2"], lambda: 0.49, imbalance: 0.84, deviations: [-1.5, 0, 1.5], range }],
      laws: [
        {
          family: "matrix:layer1",
          rows: 2,
          columns: 2,
          values: [1.93, -0.31, -0.31, 1e-14],
          labels: ["layer1[0]", "layer1[1]"],
        },
      ],
      range,
    },
    intrinsicMetric: {
      value: "fails",
      basis: "measured",
      kernelDimension: { value: 2, basis: "measured" },
      violation: { value: 0.31, basis: "measured" },
      openQuestion: false,
      spectrum: { values: [2, 1, 1e-14, 0], rank: 25, gap: 1e14, tolerance: 1e-11, thinned: false },
      witness: null,
      theorems: [],
      measurement: { value: "fails", basis: "measured" },
    },
    recoverability: { value: false, basis: "measured", rank: 25 },
    manifolds: [],
    symmetry: {
      searched: true,
      layers: [],
      near: [],
      nearMore: 0,
      lattice: null,
      latticeNote: "none",
      orbit: {
        dimension: { value: null, basis: "unknown", note: "n" },
        generic: { value: null, basis: "unknown", note: "n" },
        explained: { value: null, basis: "unknown", note: "n" },
        smallerThanExplained: false,
        spectrum: null,
      },
    },
    plateau: null,
    signal: null,
    trajectory: null,
    problems: [],
    ...change,
  };
}

/** Three linear units that see the input. */
export function layer(name: string, where: LayerSummary["range"], units = 3): LayerSummary {
  return {
    name,
    type: "dense",
    units,
    sources: ["input"],
    activation: "identity",
    written: { activation: "identity", units, weights: "matrix" },
    bias: false,
    parameters: 9,
    range: where,
  };
}
