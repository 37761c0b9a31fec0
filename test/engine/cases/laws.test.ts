/** Outsiders' specs on which a count of laws said too much or too little: of what it holds, under which loss, how many are known. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import { analyzeSpec } from "../../../src/engine/tasks/analyze/analyze";
import { simulateSpec } from "../../../src/engine/tasks/simulate/simulate";
import { reportText } from "../../../src/engine/report/text";
import type { Report } from "../../../src/engine/report/types";
import { verdictOf } from "../../../src/engine/report/verdict";
import { finish } from "../networks";

const CASES = path.resolve("test/fixtures/cases");

function textOf(name: string): string {
  return readFileSync(path.join(CASES, `${name}.intrinsic.json`), "utf8");
}

function analyzed(text: string): Report {
  const result = finish(analyzeSpec(text, { path: null }));
  assert.equal(result.kind, "report");
  return (result as { report: Report }).report;
}

function simulated(text: string): Report {
  const result = finish(
    simulateSpec(text, { path: null, readDataFile: () => ({ kind: "fault", reason: "none" }) as never }),
  );
  assert.equal(result.kind, "report");
  return (result as { report: Report }).report;
}

function spec(architecture: object, weights: readonly unknown[], more: object = {}): string {
  return JSON.stringify({ architecture, initialization: { scheme: "explicit", weights }, ...more });
}

describe("laws of outsiders' cases", () => {
  describe("relu with one input", () => {
    const text = textOf("truth/relu-scalar-input-complete-certified-but-more-laws");

    it("says that the three laws are all of φ, and that the network has five near the start", () => {
      const report = analyzed(text);
      const { laws } = report;
      assert.deepEqual([laws.of, laws.independent.value, laws.complete.value], ["phi", 3, true]);
      assert.deepEqual(
        [laws.network?.independent.value, laws.network?.independent.basis, laws.network?.complete.value],
        [5, "certified", true],
      );
      assert.equal(laws.network?.near, "initialization");
      const sentence = verdictOf(report).reason;
      assert.match(sentence, /3 independent conservation laws of φ, and there are no others\./);
      assert.match(sentence, /the network itself has 5, all of them listed/);
      assert.match(reportText(report), /laws of φ .*3.*\n(.*\n)*.*laws of the network +5 /);
    });

    it("lists the laws between neurons that switch together, and its run keeps them", () => {
      const { laws, trajectory } = simulated(text);
      assert.deepEqual(
        laws.families.map(({ id, from, count }) => [id, from, count]),
        [
          ["rescaling:layer1", "phi", 3],
          ["together:layer1:0", "network", 3],
        ],
      );
      const drift = trajectory?.drift.find(({ family }) => family === "together:layer1:0");
      assert.ok(drift !== undefined && drift.maxRelative < 1e-10 && drift.from === "network");
    });

    it("puts neurons of the two half-lines into sets of their own", () => {
      const { laws } = analyzed(
        spec({ widths: [1, 3, 1], activation: "relu" }, [[[0.9], [-0.5], [1.1]], [[0.4, 0.3, -0.6]]]),
      );
      // On x > 0 two neurons of a linear network with one input and output: 3 laws of 4 parameters; on x < 0 one: 1 of 2.
      assert.equal(laws.network?.independent.value, 4);
      assert.deepEqual(
        laws.families.map(({ id }) => id),
        ["rescaling:layer1", "together:layer1:0"],
      );
    });

    it("freezes what no half-line reaches", () => {
      // The second hidden neuron of layer 2 is off on both half-lines.
      const { laws } = analyzed(
        spec({ widths: [1, 2, 2, 1], activation: "relu" }, [
          [[0.9], [-0.5]],
          [
            [0.4, 0.3],
            [-0.2, -0.7],
          ],
          [[0.5, 0.8]],
        ]),
      );
      const frozen = laws.families.find(({ id }) => id === "frozen:layer2");
      assert.deepEqual([frozen?.from, frozen?.count], ["network", 2]);
      assert.equal(laws.network?.complete.value, laws.network?.known.value === laws.network?.independent.value);
    });
  });

  describe("relu layers that never switch", () => {
    it("count as linear ones: positive weights on a relu layer's values", () => {
      const text = spec({ widths: [3, 3, 2, 2], activation: "relu" }, [
        [
          [0.3, -0.4, 0.5],
          [0.7, 0.2, -0.6],
          [-0.5, 0.9, 0.1],
        ],
        [
          [0.4, 0.5, 0.6],
          [0.7, 0.2, 0.3],
        ],
        [
          [1, -0.5],
          [0.3, 0.8],
        ],
      ]);
      const { laws } = analyzed(text);
      assert.deepEqual([laws.independent.value, laws.complete.value], [5, true]);
      assert.deepEqual(
        [laws.network?.independent.value, laws.network?.independent.basis, laws.network?.complete.value],
        [6, "certified", true],
      );
    });
  });

  describe("relu with several inputs", () => {
    it("has one hidden layer: what is said of φ holds of the network, by the theorem", () => {
      const { laws } = analyzed(
        JSON.stringify({
          architecture: { widths: [784, 128, 10], activation: "relu" },
          initialization: { scheme: "he-normal", seed: 1 },
        }),
      );
      assert.deepEqual(
        [laws.network?.independent.value, laws.network?.independent.basis, laws.network?.near],
        [128, "theorem", "generic"],
      );
    });

    it("has two: the gates that inputs set certify the same", () => {
      const report = analyzed(
        JSON.stringify({
          architecture: { widths: [3, 5, 4, 2], activation: "relu" },
          initialization: { scheme: "he-normal", seed: 3 },
        }),
      );
      assert.deepEqual([report.laws.network?.independent.value, report.laws.network?.complete.basis], [9, "certified"]);
      assert.match(
        verdictOf(report).reason,
        /9 independent conservation laws of φ and, near the initialization, of the network, and/,
      );
    });

    it("is large and deep: what is said is said of φ only", () => {
      const report = analyzed(
        JSON.stringify({
          architecture: { widths: [784, 128, 64, 10], activation: "relu" },
          initialization: { scheme: "he-normal", seed: 1 },
        }),
      );
      assert.equal(report.laws.network?.independent.value, null);
      assert.match(
        verdictOf(report).reason,
        /192 independent conservation laws of φ, and there are no others\. Whether the network itself has more is open\./,
      );
    });
  });

  describe("cross-entropy", () => {
    const text = textOf("truth/cross-entropy-column-sum-laws-missing-but-complete-certified");

    it("adds the sums over the outputs, listed as the loss's and counted apart", () => {
      const report = analyzed(text);
      const { laws, initialization } = report;
      assert.deepEqual([laws.of, laws.independent.value, laws.complete.value], ["network", 0, true]);
      assert.deepEqual(
        [laws.loss?.name, laws.loss?.added, laws.loss?.independent.value, laws.loss?.complete.value],
        ["cross-entropy", 3, 3, true],
      );
      assert.deepEqual(
        laws.families.map(({ id, from, count }) => [id, from, count]),
        [["sum:layer2", "loss", 3]],
      );
      const sums = initialization.laws[0].values ?? [];
      for (const [i, sum] of [-1.897, 0.181, -1.391].entries()) assert.ok(Math.abs(sums[i] - sum) < 1e-12);
      assert.match(verdictOf(report).reason, /The cross-entropy loss adds 3, .* and under it there are no others/);
    });

    it("keeps them in the run", () => {
      const { trajectory } = simulated(text);
      assert.deepEqual(
        trajectory?.drift.map(({ family, from, maxRelative }) => [family, from, maxRelative < 1e-10]),
        [["sum:layer2", "loss", true]],
      );
    });

    it("leaves a linear network the laws of one output fewer", () => {
      const linear = { widths: [3, 2, 3], activation: "identity" };
      const training = {
        data: {
          kind: "inline",
          x: [
            [1, 0, 1],
            [0, 1, 2],
          ],
          y: [[0], [2]],
        },
        loss: "cross-entropy",
        optimizer: { type: "gradient-flow", time: 1 },
      };
      const init = { scheme: "gaussian", seed: 1 };
      const { laws } = analyzed(JSON.stringify({ architecture: linear, initialization: init, training }));
      // [3,2,2] has 3 laws, and the sums are 2.
      assert.deepEqual([laws.independent.value, laws.loss?.independent.value, laws.loss?.complete.value], [3, 5, true]);
      const square = {
        ...training,
        loss: "mse",
        data: {
          ...training.data,
          y: [
            [0, 1, 0],
            [2, 0, 1],
          ],
        },
      };
      const other = analyzed(JSON.stringify({ architecture: linear, initialization: init, training: square })).laws;
      assert.deepEqual([other.loss?.added, other.loss?.independent.value], [0, 3]);
    });
  });

  it("06: counts the 930 listed laws where the full count is out of reach", () => {
    const report = analyzed(textOf("06-narrow-ends"));
    assert.deepEqual([report.laws.known.value, report.laws.known.basis], [930, "certified"]);
    assert.equal(report.laws.independent.value, null);
    assert.match(
      verdictOf(report).reason,
      /930 independent conservation laws of the network known; whether there are others is open/,
    );
  });
});
