/** Laws of networks by their activations: what each keeps, how that is known, and that real gradients are orthogonal to it. */
import assert from "node:assert/strict";
import { objectiveOf } from "../../../src/engine/flow/objective/objective";
import { randomStream } from "../../../src/engine/math/random/streams";
import { parameterCount } from "../../../src/engine/model/compile";
import type { Network } from "../../../src/engine/model/network";
import { analyzeSpec } from "../../../src/engine/tasks/analyze/analyze";
import { countLaws } from "../../../src/engine/theory/laws/count";
import { lawFamilies } from "../../../src/engine/theory/laws/families";
import { lawGradients } from "../../../src/engine/theory/metric/law-map";
import { chain, finish } from "../networks";

describe("laws by activations", () => {
  it("counts max(x, 0)² like x², as far as a random parameter tells, and not where neurons merge", () => {
    for (const [network, laws] of [
      [chain([3, 2, 2], "relu-squared"), 2],
      [chain([2, 3, 1], "relu-squared", "all"), 3],
    ] as const) {
      const found = finish(countLaws(network));
      assert.deepEqual([found.independent.value, found.known.value, found.complete.basis], [laws, laws, "measured"]);
    }
    // Of one input neurons of one side add up: the function has two numbers, whatever its width.
    const merged = finish(countLaws(chain([1, 5, 1], "relu-squared")));
    assert.deepEqual([merged.complete.basis, merged.known.value, merged.known.basis], ["unknown", 5, "certified"]);
  });

  it("counts exponentials exactly: each with a bias keeps 2 b − |out|², none without", () => {
    for (const [network, laws] of [
      [chain([2, 3, 1], "exp"), 0],
      [chain([2, 3, 1], "exp", "all"), 3],
      [chain([1, 2, 2, 2], "exp", "hidden"), 4],
    ] as const) {
      const found = finish(countLaws(network));
      assert.deepEqual(
        [found.independent.value, found.known.value, found.complete.value, found.complete.basis],
        [laws, laws, true, "certified"],
      );
    }
  });

  it("finds the law of an exponential only where the bias and all that reads it are the neuron's own", () => {
    const own = chain([2, 3, 2, 1], "exp", "all");
    const ids = (network: Network): string[] => lawFamilies(network).map(({ id }) => id);
    assert.deepEqual(ids(own), ["translation:layer1", "translation:layer2"]);
    // Read by two layers, the first among them.
    const twice = own.layers.map((layer, i) => (i === 2 ? { ...layer, sources: [0, 1] } : layer));
    assert.deepEqual(ids({ ...own, layers: twice }), ["translation:layer1", "translation:layer2"]);
    assert.deepEqual(ids(chain([2, 3, 1], "softplus", "all")), []);
  });

  it("certifies that mish and the approximation of gelu keep nothing, and measures it of elu, selu", () => {
    for (const [name, basis] of [
      ["mish", "certified"],
      ["gelu-tanh", "certified"],
      ["elu", "measured"],
      ["selu", "measured"],
    ] as const) {
      const found = finish(countLaws(chain([2, 2, 1], name, "all")));
      assert.deepEqual([found.independent.value, found.complete.value, found.complete.basis], [0, true, basis], name);
    }
  });

  it("lists laws that the gradients of real networks are orthogonal to", () => {
    for (const network of [
      chain([3, 4, 2], "relu-squared", "all"),
      chain([2, 3, 3, 1], "relu-squared"),
      chain([2, 3, 2], "exp", "all"),
      chain([2, 3, 3, 1], "exp", "all"),
    ]) {
      const random = randomStream(5, "orthogonal");
      const parameters = parameterCount(network);
      assert.ok(lawFamilies(network).length > 0);
      for (let draw = 0; draw < 20; draw++) {
        const theta = Float64Array.from({ length: parameters }, () => random.normal() / 2);
        const [x, y] = [network.inputs, network.layers[network.layers.length - 1].units].map((columns) => ({
          rows: 3,
          columns,
          data: Float64Array.from({ length: 3 * columns }, () => random.normal()),
        }));
        const gradient = new Float64Array(parameters);
        objectiveOf(network, { kind: "samples", x, y }, "mse").gradient(theta, gradient);
        const laws = lawGradients(lawFamilies(network), theta);
        for (let row = 0; row < laws.rows; row++) {
          const terms = gradient.map((g, i) => g * laws.data[row * parameters + i]);
          const sum = terms.reduce((total, term) => total + term, 0);
          const size = terms.reduce((total, term) => total + Math.abs(term), 0);
          assert.ok(Math.abs(sum) <= 1e-12 * size, `${network.layers[0].activation.name}: ${sum} of ${size}`);
        }
      }
    }
  });

  it("says of functions of pieces that near one start the network may keep more", () => {
    for (const activation of ["elu", "selu", "hard-tanh", "relu-squared"]) {
      const written = JSON.stringify({ architecture: { widths: [2, 2, 1], activation } });
      const result = finish(analyzeSpec(written, { path: null }));
      assert.ok(result.kind === "report");
      const { of, network } = result.report.laws;
      assert.deepEqual([of, network?.complete.basis, network?.independent.basis], ["phi", "unknown", "unknown"]);
    }
  });
});
