/** The imbalance identity (math §6.1): both sides agree to rounding, and both are the slope of Δ along the flow. */
import assert from "node:assert/strict";
import { dop853 } from "../../../../src/engine/flow/integrate/dop853";
import { integrate } from "../../../../src/engine/flow/integrate/integrate";
import { drawTeacherData } from "../../../../src/engine/flow/data/teacher";
import type { LossName } from "../../../../src/engine/flow/objective/losses";
import { objectiveOf } from "../../../../src/engine/flow/objective/objective";
import { randomStream } from "../../../../src/engine/math/random/streams";
import type { Network } from "../../../../src/engine/model/network";
import { blocksOf, parameterCount } from "../../../../src/engine/model/compile";
import { ACTIVATION_NAMES } from "../../../../src/engine/model/activations";
import { imbalanceRates } from "../../../../src/engine/theory/balance/imbalance-rate";
import { descentSystem } from "../../../../src/engine/theory/trajectory/gradient-flow";
import { act, chain, diagonalChain, finish } from "../../networks";

const TOLERANCE = 1e-12;

function setUp(network: Network, loss: LossName = "mse") {
  const data = drawTeacherData(
    network,
    {
      kind: "teacher",
      samples: 37,
      noise: 0.3,
      seed: 5,
      teacher: { widths: [network.inputs, 4, network.layers[network.layers.length - 1].units], activation: "tanh" },
    },
    loss,
  );
  const random = randomStream(11, `rates ${network.layers.length}`);
  const theta = Float64Array.from({ length: parameterCount(network) }, () => 0.6 * random.normal());
  return { objective: objectiveOf(network, data, loss), theta };
}

/** A layer feeding two others, a skip from the input, biases. */
const SKIPS: Network = {
  inputs: 3,
  parametrization: "auto",
  layers: [
    { name: "a", type: "dense", units: 4, activation: act("tanh"), bias: true, sources: [-1] },
    { name: "b", type: "dense", units: 5, activation: act("gelu"), bias: true, sources: [0, -1] },
    { name: "c", type: "diagonal", units: 5, activation: act("softplus"), bias: true, sources: [1] },
    { name: "d", type: "dense", units: 2, activation: act("identity"), bias: true, sources: [0, 2] },
  ],
};

/** Weights of exponentials of exponentials that stay ordinary, and of clipped units of which some are clipped. */
const SIZES: ReadonlyMap<string, number> = new Map([
  ["exp", 0.3],
  ["hard-tanh", 1.4],
]);

describe("imbalance identity", () => {
  for (const name of ACTIVATION_NAMES)
    for (const widths of [
      [3, 4, 2],
      [3, 5, 4, 2],
      [2, 3, 3, 3, 3, 1],
    ])
      it(`holds for ${name}, widths ${widths.join(", ")}`, () => check(chain(widths, name)));
  for (const loss of ["logistic", "cross-entropy"] as const)
    it(`holds for ${loss}`, () => check(chain([3, 5, 4, loss === "logistic" ? 1 : 3], "silu"), loss));
  it("holds with biases, diagonal layers and skips", () => {
    check(SKIPS);
    check(chain([3, 4, 4, 2], "tanh", "all"));
    check(diagonalChain(3, 4, "sin"));
  });

  it("gives the slope of Δ along the flow", () => {
    for (const network of [chain([3, 5, 4, 2], "tanh", "all"), SKIPS]) {
      const { objective, theta } = setUp(network);
      const h = 1e-4;
      const along = (end: number): Float64Array =>
        finish(
          integrate(
            {
              ...descentSystem(objective),
              derivative: (t, y, into) => {
                descentSystem(objective).derivative(t, y, into);
                if (end < 0) into.forEach((x, i) => (into[i] = -x));
              },
            },
            theta,
            { end: Math.abs(end), tolerance: 1e-13, method: dop853 },
          ),
        ).y;
      const [after, before] = [h, -h].map((end) => imbalances(network, along(end)));
      imbalanceRates(network, objective, theta).forEach(({ right }, i) => {
        const slope = (after[i] - before[i]) / (2 * h);
        assert.ok(Math.abs(slope - right) < 1e-6 * Math.max(1, Math.abs(right)), `${slope} against ${right}`);
        assert.ok(Math.abs(right) > 1e-4, "a slope to compare with");
      });
    }
  });

  function check(network: Network, loss: LossName = "mse"): void {
    const { objective, theta: drawn } = setUp(network, loss);
    const size = SIZES.get(network.layers[0].activation.name) ?? 1;
    const theta = drawn.map((x) => size * x);
    const rates = imbalanceRates(network, objective, theta);
    assert.equal(rates.length, network.layers.length - 1);
    for (const { layer, left, right, scale } of rates) {
      assert.ok(scale > 1e-6, "something moves");
      assert.ok(Math.abs(left - right) <= TOLERANCE * scale, `layer ${layer}: ${left} and ${right} at scale ${scale}`);
      if (
        network.layers
          .slice(0, -1)
          .every(({ activation }) => ["identity", "relu", "leaky-relu"].includes(activation.name))
      )
        assert.equal(right, 0);
      // Of a layer none of whose units is clipped, a hard tanh keeps the balance.
      else if (network.layers[0].activation.name !== "hard-tanh")
        assert.ok(Math.abs(right) > 1e-6 * scale, "an imbalance that moves");
    }
    if (network.layers[0].activation.name === "hard-tanh")
      assert.ok(
        rates.some(({ right, scale }) => Math.abs(right) > 1e-6 * scale),
        "some imbalance that moves",
      );
  }

  function imbalances(network: Network, theta: Float64Array): number[] {
    const blocks = blocksOf(network);
    return network.layers.slice(0, -1).map((_, layer) =>
      blocks.reduce((sum, block) => {
        const sign = (block.source === layer ? 1 : 0) - (block.layer === layer ? 1 : 0);
        return (
          sum +
          sign * theta.subarray(block.offset, block.offset + block.rows * block.columns).reduce((s, x) => s + x * x, 0)
        );
      }, 0),
    );
  }
});
