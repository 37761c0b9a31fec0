/** What sliding knows of a kink, against difference quotients: of layers that bend what they made in several steps, and of batches. */
import assert from "node:assert/strict";
import { objectiveOf } from "../../../../src/engine/flow/objective/objective";
import { kinksOf, type Kinks } from "../../../../src/engine/flow/sliding/kinks";
import { zeros } from "../../../../src/engine/math/dense/matrix";
import { randomStream } from "../../../../src/engine/math/random/streams";
import { parameterCount } from "../../../../src/engine/model/compile";
import type { Network } from "../../../../src/engine/model/network";
import { grid, vector } from "../../../../src/engine/model/shape";
import { biased, conv, dense, FLAT, glu, layered, normed, type Part } from "../../layer-samples";
import { act } from "../../networks";

const relu = (part: Part): Part => ({ ...part, activation: act("relu") });

const NETWORKS: Readonly<Record<string, Network>> = {
  "a layer norm": layered(vector(2), biased(dense(3)), relu(normed("layer")), biased(dense(2))),
  "a gated block": layered(vector(2), relu(glu(3, "silu")), biased(dense(2, "relu")), dense(1)),
  "a batch norm": layered(vector(2), biased(dense(3)), relu(normed("batch")), biased(dense(2, "relu")), dense(1)),
  "a batch norm of lines": layered(
    grid(2, [4]),
    biased(conv("conv1d", 2, { kernel: 2 })),
    relu(normed("batch")),
    conv("conv1d", 2, { kernel: 2 }),
    relu(normed("batch")),
    FLAT,
    dense(1),
  ),
};

const SAMPLES = 5;
const STEP = 1e-5;

describe("a kink", () => {
  for (const [name, network] of Object.entries(NETWORKS))
    it(`behind ${name}: how its relu's input changes with the parameters`, () => {
      const { kinks, theta } = kinkedAt(network);
      const inputs = (at: Float64Array): Float64Array => {
        const z = new Float64Array(kinks.count);
        kinks.look(at, new Float64Array(at.length), z, new Float64Array(kinks.count));
        return z;
      };
      const random = randomStream(5, "direction");
      const v = theta.map(() => random.normal());
      const moved = (h: number): Float64Array => inputs(theta.map((one, i) => one + h * v[i]));
      const [plus, minus] = [moved(STEP), moved(-STEP)];
      const normal = new Float64Array(theta.length);
      for (let index = 0; index < kinks.count; index++) {
        kinks.normal(theta, index, [], normal);
        const along = normal.reduce((sum, n, i) => sum + n * v[i], 0);
        const quotient = (plus[index] - minus[index]) / (2 * STEP);
        assert.ok(
          Math.abs(along - quotient) <= 1e-6 * Math.max(1, Math.abs(quotient)),
          `${index}: ${along}, ${quotient}`,
        );
      }
    });

  it("in a batch depends on what other samples' relus let through", () => {
    const back = (name: string, sources: number, of: number): { own: number[]; others: number[] } => {
      const { kinks, theta } = kinkedAt(NETWORKS[name]);
      const all = Array.from({ length: kinks.count }, (_, index) => index);
      const index = all.find((one) => kinks.pair(one).layer === of)!;
      const silent = all.filter((one) => kinks.pair(one).layer === sources);
      const found = kinks.normal(theta, index, silent, new Float64Array(theta.length));
      const own = found.filter((_, k) => kinks.pair(silent[k]).sample === kinks.pair(index).sample);
      return { own, others: found.filter((_, k) => kinks.pair(silent[k]).sample !== kinks.pair(index).sample) };
    };
    const lines = back("a batch norm of lines", 1, 3);
    assert.ok(lines.own.some((one) => one !== 0) && lines.others.some((one) => one !== 0));
    const block = back("a gated block", 0, 1);
    assert.ok(block.own.some((one) => one !== 0) && block.others.every((one) => one === 0));
  });
});

function kinkedAt(network: Network): { kinks: Kinks; theta: Float64Array } {
  const random = randomStream(3, "kinks of layers");
  const theta = Float64Array.from({ length: parameterCount(network) }, () => random.normal());
  const x = zeros(SAMPLES, network.inputs);
  for (let i = 0; i < x.data.length; i++) x.data[i] = random.normal();
  const y = zeros(SAMPLES, network.layers[network.layers.length - 1].units);
  const kinks = kinksOf(network, x, objectiveOf(network, { kind: "samples", x, y }, "mse"));
  assert.ok(kinks !== null);
  return { kinks, theta };
}
