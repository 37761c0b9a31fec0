/**
 * The number of laws of the network's function against an oracle that shares nothing with the count but the layout of theta:
 * the dimension of the orbit of theta under flows of the gradients of the outputs at random inputs. The endpoint of a long
 * chain of short flows depends on the times; the rank of that dependence at random times is the dimension of the Lie algebra
 * along the orbit (Sussmann 1973), and D minus it the number of independent laws.
 */
import assert from "node:assert/strict";
import fc from "fast-check";
import { zeros } from "../../../src/engine/math/dense/matrix";
import { svd } from "../../../src/engine/math/dense/svd";
import type { RandomStream } from "../../../src/engine/math/random/streams";
import { randomStream } from "../../../src/engine/math/random/streams";
import { sigmaOf } from "../../../src/engine/model/activations";
import type { ActivationName, Network } from "../../../src/engine/model/network";
import { blocksOf, parameterCount } from "../../../src/engine/model/compile";
import { countLaws } from "../../../src/engine/theory/laws/count";
import { countNetworkLaws, TYPING_NETWORK } from "../../../src/engine/theory/laws/network-count";
import { countLossLaws } from "../../../src/engine/theory/laws/loss-laws";
import { TYPING_LIMITS } from "../../../src/engine/theory/laws/count";
import { chain, finish } from "../networks";

const SEED = 20250311;
const EACH = 12;
/** Parameters that the oracle can bear. */
const LARGEST = 13;
/** Times of the flows: short enough that gates stay, long enough that brackets of four fields are seen. */
const SHORT = 0.12;
/** In one field. */
const SAMPLES = 2;
/** Singular values above and below this share of the largest must keep a clear gap. */
const GAP = 1e3;

describe("the number of laws of the network's function", () => {
  const widths = (deepest: number, widest: number): fc.Arbitrary<number[]> =>
    fc.array(fc.integer({ min: 1, max: widest }), { minLength: 3, maxLength: deepest });
  const scalar = (deepest: number, widest: number): fc.Arbitrary<number[]> =>
    widths(deepest, widest).map(([, ...rest]) => [1, ...rest]);
  for (const [what, nets] of [
    ["relu, one input", scalar(5, 3).map((w) => chain(w, "relu"))],
    ["leaky relu, one input", scalar(5, 3).map((w) => withSlope(chain(w, "leaky-relu"), 0.4))],
    ["relu, some inputs", widths(4, 3).map((w) => chain(w, "relu"))],
    ["relu with biases", widths(4, 2).map((w) => chain(w, "relu", "hidden"))],
    ["linear", widths(4, 3).map((w) => chain(w))],
    ["tanh", widths(4, 2).map((w) => chain(w, "tanh"))],
    ["square", widths(4, 2).map((w) => chain(w, "quadratic"))],
  ] as [string, fc.Arbitrary<Network>][])
    it(`is D minus the dimension of the orbit: ${what}`, () => {
      let compared = 0;
      const small = fc
        .sample(nets, { seed: SEED, numRuns: 40 })
        .filter((network) => parameterCount(network) <= LARGEST);
      small.slice(0, EACH).forEach((network, i) => {
        const random = randomStream(i, what);
        const positive = random.uniform() < 0.3;
        const theta = Float64Array.from({ length: parameterCount(network) }, () => {
          const x = random.normal();
          return positive ? 0.3 + Math.abs(x) : x + Math.sign(x) * 0.2;
        });
        const count = finish(countLaws(network));
        const found = finish(countNetworkLaws(network, theta, count, TYPING_NETWORK));
        const orbit = orbitDimension(network, theta, random, false);
        if (orbit === null) return;
        const laws = theta.length - orbit;
        const name = `${what} ${[network.inputs, ...network.layers.map(({ units }) => units)].join()} at ${Array.from(theta).join()}`;
        if (found.independent.value !== null) {
          assert.equal(found.independent.value, laws, name);
          compared++;
        }
        assert.ok((found.atMost ?? Infinity) >= laws, `${name}: at most ${found.atMost}, the orbit leaves ${laws}`);
        assert.ok((found.known.value ?? 0) <= laws, `${name}: ${found.known.value} known, the orbit leaves ${laws}`);
      });
      assert.ok(compared >= 6, `only ${compared} networks were compared`);
    });

  it("under the cross-entropy is D minus the dimension of the orbit of covectors whose sum is 0", () => {
    const nets = fc.tuple(
      widths(4, 3),
      fc.constantFrom<ActivationName>("identity", "relu", "tanh"),
      fc.integer({ min: 2, max: 3 }),
    );
    let compared = 0;
    fc.sample(nets, { seed: SEED, numRuns: 60 }).forEach(([w, activation, outputs], i) => {
      const network = chain([...w.slice(0, -1), outputs], activation);
      if (parameterCount(network) > LARGEST || compared > EACH) return;
      const random = randomStream(i, "cross-entropy");
      const theta = Float64Array.from({ length: parameterCount(network) }, () => random.normal());
      const count = finish(countLaws(network));
      const own = finish(countNetworkLaws(network, theta, count, TYPING_NETWORK));
      const found = finish(
        countLossLaws(
          network,
          theta,
          "cross-entropy",
          { count, network: own },
          { count: TYPING_LIMITS, network: TYPING_NETWORK },
        ),
      );
      const orbit = orbitDimension(network, theta, random, true);
      const counted = found.network?.independent.value ?? null;
      if (orbit === null || counted === null) return;
      assert.equal(counted, theta.length - orbit, `${activation} ${w.join()},${outputs}`);
      compared++;
    });
    assert.ok(compared >= 8, `only ${compared} networks were compared`);
  });
});

/** So that the weak side of a leaky relu is not lost in the singular values. */
function withSlope(network: Network, slope: number): Network {
  const layers = network.layers.map((layer) =>
    layer.activation.name === "leaky-relu" ? { ...layer, activation: { ...layer.activation, slope } } : layer,
  );
  return { ...network, layers };
}

/** null where the singular values leave no clear gap. `centred`: covectors whose sum is 0. */
function orbitDimension(network: Network, theta: Float64Array, random: RandomStream, centred: boolean): number | null {
  const d = theta.length;
  const steps = d + 4;
  const outputs = network.layers.at(-1)!.units;
  const inputs = inputsByGates(network, theta, random);
  const sample = (): { x: Float64Array; y: Float64Array } => {
    const alike = inputs[random.integer(inputs.length)];
    const x = alike[random.integer(alike.length)];
    const y = Float64Array.from({ length: outputs }, () => random.normal());
    const mean = y.reduce((sum, value) => sum + value, 0) / outputs;
    return { x, y: unit(centred ? y.map((value) => value - mean) : y) };
  };
  const data = Array.from({ length: steps }, () => Array.from({ length: SAMPLES }, sample));
  const times = data.map(() => SHORT * (random.uniform() < 0.5 ? -1 : 1) * (0.5 + random.uniform()));
  // Variational: the derivative by time i is the field at its end, carried on by the later flows' differentials.
  let at = theta;
  let carried: Float64Array[] = [];
  for (const [i, samples] of data.entries()) {
    const before = at;
    const fields = samples.map(({ x, y }) => fieldWithGates(network, theta, x, y).field);
    const field: VectorField = (point) => {
      const sum = new Float64Array(d);
      for (const one of fields) one(point).forEach((value, k) => (sum[k] += value));
      return sum;
    };
    const time = times[i] / Math.max(1, size(field(before)));
    const move = (from: Float64Array): Float64Array => flow(field, from, time);
    at = move(before);
    const h = 1e-5;
    carried = carried.map((v) => {
      const plus = move(before.map((value, k) => value + h * v[k]));
      const minus = move(before.map((value, k) => value - h * v[k]));
      return plus.map((value, k) => (value - minus[k]) / (2 * h));
    });
    carried.push(unit(field(at)));
    carried = carried.map(unit);
  }
  const matrix = zeros(carried.length, d);
  carried.forEach((v, i) => matrix.data.set(v, i * d));
  const values = Array.from(svd(matrix).values).slice(0, d);
  const floor = 1e-6 * values[0];
  const rank = values.filter((value) => value > floor).length;
  const [above, below] = [values[rank - 1] ?? 0, values[rank] ?? 0];
  return rank > 0 && above > GAP * Math.max(below, 1e-3 * floor) ? rank : null;
}

/** Inputs of many sizes, sorted by the gates they set: what few inputs set comes up as often as the rest. */
function inputsByGates(network: Network, theta: Float64Array, random: RandomStream): Float64Array[][] {
  const found = new Map<string, Float64Array[]>();
  const gated = network.layers.some(({ activation }) => activation.name.endsWith("relu"));
  for (let i = 0; i < 1500; i++) {
    const scale = (gated ? 16 : 2) ** (2 * random.uniform() - 1);
    const x = Float64Array.from({ length: network.inputs }, () => scale * random.normal());
    const { gates } = fieldWithGates(network, theta, x, Float64Array.of(1));
    const key = network.layers
      .map(({ activation }, l) => (activation.name.endsWith("relu") ? gates[l].join() : ""))
      .join(";");
    found.set(key, [...(found.get(key) ?? []), x]);
  }
  // Not those that set every gate off.
  const all = [...found.values()];
  const ones = new Float64Array(network.layers.at(-1)!.units).fill(1);
  const moving = all.filter(([x]) => size(fieldWithGates(network, theta, x, ones).field(theta)) > 0);
  return moving.length === 0 ? all : moving;
}

function size(v: Float64Array): number {
  return Math.sqrt(v.reduce((sum, x) => sum + x * x, 0));
}

function unit(v: Float64Array): Float64Array {
  const length = size(v);
  return length === 0 ? v : v.map((x) => x / length);
}

type VectorField = (theta: Float64Array) => Float64Array;

/** RK4 along one field. */
function flow(field: VectorField, start: Float64Array, time: number): Float64Array {
  const steps = 6;
  const h = time / steps;
  const shift = (v: Float64Array, k: Float64Array, by: number): Float64Array => v.map((value, i) => value + by * k[i]);
  let at = start;
  for (let step = 0; step < steps; step++) {
    const k1 = field(at);
    const k2 = field(shift(at, k1, h / 2));
    const k3 = field(shift(at, k2, h / 2));
    const k4 = field(shift(at, k3, h));
    at = at.map((value, i) => value + (h / 6) * (k1[i] + 2 * k2[i] + 2 * k3[i] + k4[i]));
  }
  return at;
}

/**
 * theta -> grad_theta <y, F(theta)(x)> of a chain of dense layers, written out by hand. The gates of relus are those at `start`:
 * near it they do not change, and the oracle is about what is near.
 */
function fieldWithGates(
  network: Network,
  start: Float64Array,
  x: Float64Array,
  y: Float64Array,
): { gates: Float64Array[]; field: VectorField } {
  const blocks = blocksOf(network);
  const place = (layer: number, kind: "weights" | "bias"): number =>
    blocks.find((block) => block.layer === layer && (block.source === null) === (kind === "bias"))?.offset ?? -1;
  const last = network.layers.length - 1;
  const forward = (
    theta: Float64Array,
    gates: Float64Array[] | null,
  ): { pre: Float64Array[]; post: Float64Array[] } => {
    const pre: Float64Array[] = [];
    const post: Float64Array[] = [x];
    network.layers.forEach(({ units, activation }, l) => {
      const [w, b] = [place(l, "weights"), place(l, "bias")];
      const below = post[l];
      const z = Float64Array.from({ length: units }, (_, j) =>
        below.reduce((sum, value, k) => sum + theta[w + j * below.length + k] * value, b < 0 ? 0 : theta[b + j]),
      );
      const { value, derivative } = sigmaOf(activation);
      const gate = gates === null ? z.map(derivative) : gates[l];
      pre.push(z);
      post.push(l === last ? z : activation.name.endsWith("relu") ? z.map((v, j) => v * gate[j]) : z.map(value));
    });
    return { pre, post };
  };
  const gates = forward(start, null).pre.map((z, l) => z.map(sigmaOf(network.layers[l].activation).derivative));
  const field: VectorField = (theta) => {
    const { pre, post } = forward(theta, gates);
    const gradient = new Float64Array(theta.length);
    let delta = y;
    for (let l = last; l >= 0; l--) {
      const [w, b] = [place(l, "weights"), place(l, "bias")];
      const below = post[l];
      const back = new Float64Array(below.length);
      delta.forEach((d, j) => {
        if (b >= 0) gradient[b + j] = d;
        below.forEach((value, k) => {
          gradient[w + j * below.length + k] = d * value;
          back[k] += d * theta[w + j * below.length + k];
        });
      });
      if (l === 0) break;
      const { activation } = network.layers[l - 1];
      const { derivative } = sigmaOf(activation);
      delta = back.map((d, k) => d * (activation.name.endsWith("relu") ? gates[l - 1][k] : derivative(pre[l - 1][k])));
    }
    return gradient;
  };
  return { gates, field };
}
