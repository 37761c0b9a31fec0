/**
 * Symmetries planted across layers: copied branches (with their neurons in another order, and turned round where the activation is odd
 * or even), layers of zeros, layers that nothing reads. Training on random data never leaves what is claimed, and reaches no more directions
 * than are claimed; where it reaches fewer, the orbit's section says so.
 */
import assert from "node:assert/strict";
import { decideRank } from "../../../../src/engine/math/dense/rank";
import { zeros } from "../../../../src/engine/math/dense/matrix";
import { randomStream, type RandomStream } from "../../../../src/engine/math/random/streams";
import type { Activation, Layer, Network } from "../../../../src/engine/model/network";
import { blocksOf, parameterCount } from "../../../../src/engine/model/compile";
import { INPUT } from "../../../../src/engine/model/network";
import { unknown } from "../../../../src/engine/findings/claim";
import { TYPING_LIMITS } from "../../../../src/engine/theory/laws/count";
import { distanceFrom } from "../../../../src/engine/theory/manifolds/inspect";
import { fieldsOf } from "../../../../src/engine/theory/manifolds/orbit";
import { studyManifolds } from "../../../../src/engine/theory/manifolds/study";
import { finish } from "../../networks";

const ACTIVATIONS: readonly Activation[] = [
  { name: "tanh", slope: 0 },
  { name: "sigmoid", slope: 0 },
  { name: "softplus", slope: 0 },
  { name: "gelu", slope: 0 },
  { name: "quadratic", slope: 0 },
  { name: "relu", slope: 0 },
  { name: "leaky-relu", slope: -1 },
  { name: "erf", slope: 0 },
];
const TRIALS = 64;
const STEPS = 12;
const RATE = 0.05;

describe("invariant manifolds: symmetries planted across layers", () => {
  it(`hold along gradient steps on random data, and no more directions are reached than claimed (${TRIALS} networks)`, () => {
    const random = randomStream(21, "planted across layers");
    let [exact, fewer, unclear] = [0, 0, 0];
    for (let trial = 0; trial < TRIALS; trial++) {
      const activation = ACTIVATIONS[trial % ACTIVATIONS.length];
      const { network, theta, dimension } = plant(activation, random);
      const label = `trial ${trial}: ${activation.name}, ${network.layers.map(({ units }) => units).join("-")}`;
      const { search, orbit } = finish(studyManifolds(network, theta, unknown("not asked"), TYPING_LIMITS, 120));
      assert.ok(search !== null && search.manifolds.length > 0, label);
      const [smallest] = search.manifolds;
      assert.ok(smallest.dimension <= dimension, `${label}: ${smallest.dimension} claimed, ${dimension} planted`);
      const fields = fieldsOf(network, trial + 1);
      const rows = zeros(Math.min(fields.count, 40), fields.parameters);
      const point = theta.slice();
      const gradient = new Float64Array(fields.parameters);
      for (let step = 0; step < STEPS; step++) {
        fields.gradient(step % fields.count, point, gradient);
        const size = Math.max(1, Math.hypot(...gradient));
        for (let k = 0; k < point.length; k++) point[k] -= (RATE * gradient[k]) / size;
      }
      for (const { partition } of search.manifolds)
        assert.ok(distanceFrom(search.neurons, point, partition) <= 1e-12, label);
      for (let row = 0; row < rows.rows; row++) {
        fields.gradient(row, row % 2 === 0 ? point : theta, gradient);
        const size = Math.hypot(...gradient) || 1;
        rows.data.set(
          gradient.map((x) => x / size),
          row * fields.parameters,
        );
      }
      assert.ok(decideRank(rows).rank <= smallest.dimension, label);
      if (orbit.rank === null) continue;
      if (orbit.dimension.value === null) {
        assert.equal(orbit.dimension.basis, "unknown");
        unclear++;
        continue;
      }
      assert.ok(orbit.dimension.value <= smallest.dimension, label);
      // Polynomials have laws of their own, and few inputs tell them apart: fewer directions are right there.
      if (activation.name === "quadratic") continue;
      if (orbit.dimension.value === orbit.explained.value) exact++;
      else fewer++;
      assert.equal(orbit.smallerThanExplained, orbit.dimension.value < orbit.explained.value!, label);
    }
    assert.ok(exact >= 32 && (fewer + unclear) * 10 < exact, `${exact} explained, ${fewer} not, ${unclear} unclear`);
  });
});

interface Planted {
  readonly network: Network;
  readonly theta: Float64Array;
  /** Of the set that the planted symmetries alone keep. */
  readonly dimension: number;
}

/** Two or three copies of a branch of one or two layers, a free layer, and sometimes a dead layer or a layer of zeros. */
function plant(activation: Activation, random: RandomStream): Planted {
  const [copies, depth, inputs] = [2 + random.integer(2), 1 + random.integer(2), 1 + random.integer(2)];
  const widths = Array.from({ length: depth }, () => 1 + random.integer(2));
  const [free, dead, zeroLayer] = [random.integer(2), random.integer(2), random.integer(4) === 0];
  const layers: Layer[] = [];
  const add = (units: number, sources: readonly number[], name: string): number =>
    layers.push({ name, type: "dense", units, activation, bias: false, sources }) - 1;
  const branches = Array.from({ length: copies }, (_, copy) =>
    widths.reduce<number[]>((own, units, at) => [...own, add(units, [own.at(-1) ?? INPUT], `b${copy}.${at}`)], []),
  );
  const others = free === 0 ? [] : [add(2, [INPUT], "free")];
  if (dead === 1) add(2, [branches[0][depth - 1]], "dead");
  const out = layers.push({
    name: "out",
    type: "dense",
    units: 1,
    activation: { name: "identity", slope: 0 },
    bias: false,
    sources: [...branches.map((own) => own[depth - 1]), ...others],
  });
  const network: Network = { inputs, layers, parametrization: "auto" };
  const theta = Float64Array.from({ length: parameterCount(network) }, () => random.normal());
  const blocks = blocksOf(network);
  const blockAt = (layer: number, source: number) => blocks.find((b) => b.layer === layer && b.source === source)!;
  const odd = ["tanh", "erf"].includes(activation.name);
  const even = activation.name === "quadratic" || activation.slope === -1;
  for (const own of branches.slice(1)) {
    // Neuron k of the copy is neuron order[k] of the first branch, times its sign.
    const order = widths.map((units) => (units === 2 && random.integer(2) === 1 ? [1, 0] : [0, 1].slice(0, units)));
    const signs = widths.map((units) =>
      Array.from({ length: units }, () => ((odd || even) && random.integer(2) === 1 ? -1 : 1)),
    );
    for (let at = 0; at <= depth; at++) {
      const [from, to] = [at === 0 ? INPUT : own[at - 1], at === depth ? out - 1 : own[at]];
      const model = blockAt(at === depth ? out - 1 : branches[0][at], at === 0 ? INPUT : branches[0][at - 1]);
      const block = blockAt(to, from);
      for (let i = 0; i < block.rows; i++)
        for (let j = 0; j < block.columns; j++) {
          const row = at === depth ? i : order[at][i];
          const column = at === 0 ? j : order[at - 1][j];
          const sign = (at === depth ? 1 : signs[at][i]) * (at === 0 || even ? 1 : signs[at - 1][j]);
          theta[block.offset + i * block.columns + j] = sign * theta[model.offset + row * model.columns + column];
        }
    }
  }
  // |z| at 0 has no derivative: there the convention chooses a side, and mirror images part.
  if (zeroLayer && activation.slope !== -1) for (const own of branches) zeroIncoming(blocks, theta, own[0]);
  const sizes = [inputs, ...widths, 1];
  const branch = sizes.slice(1).reduce((sum, units, at) => sum + units * sizes[at], 0);
  return { network, theta, dimension: branch + free * 2 * (inputs + 1) };
}

function zeroIncoming(blocks: ReturnType<typeof blocksOf>, theta: Float64Array, layer: number): void {
  for (const block of blocks)
    if (block.layer === layer) theta.fill(0, block.offset, block.offset + block.rows * block.columns);
}
