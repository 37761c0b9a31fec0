/**
 * Laws of convolutions: the counts of independent exact computations (D, laws, dim Lie), all certified; the listed laws are
 * orthogonal to gradients, modulo a prime exactly and in doubles to rounding; and the metric property where one channel or
 * S = λ I decides it.
 */
import assert from "node:assert/strict";
import { objectiveOf, sampledObjective } from "../../../src/engine/flow/objective/objective";
import { zeros, type Matrix } from "../../../src/engine/math/dense/matrix";
import type { SampleSet } from "../../../src/engine/flow/data-set";
import { orthonormalColumns } from "../../../src/engine/math/dense/orthonormal-columns";
import { randomStream, type RandomStream } from "../../../src/engine/math/random/streams";
import { compile, parameterCount } from "../../../src/engine/model/compile";
import { fixedCoordinates } from "../../../src/engine/model/fixed";
import { randomInput } from "../../../src/engine/model/inputs";
import type { Network } from "../../../src/engine/model/network";
import { grid } from "../../../src/engine/model/shape";
import { countLaws } from "../../../src/engine/theory/laws/count";
import { lawFamilies } from "../../../src/engine/theory/laws/families";
import { listedLaws } from "../../../src/engine/theory/laws/law-rank";
import { lawMap } from "../../../src/engine/theory/metric/law-map";
import { decideMetric } from "../../../src/engine/theory/metric/verdict";
import { conv, dense, FLAT, LAYER_SAMPLES, layered, pool } from "../layer-samples";
import { finish } from "../networks";

const biased = (part: ReturnType<typeof conv>): ReturnType<typeof conv> => ({ ...part, bias: true });

/** Name, network, parameters, independent laws, listed laws, dim Lie. */
const COUNTS: readonly (readonly [string, Network, number, number, number, number])[] = [
  ["2, 2, 2", layered(grid(2, [3]), conv("conv1d", 2, { kernel: 2 }), conv("conv1d", 2, { kernel: 2 })), 16, 3, 3, 13],
  [
    "2, 2, 2, strides 2 and 1",
    layered(grid(2, [6]), conv("conv1d", 2, { kernel: 2, stride: 2 }), conv("conv1d", 2, { kernel: 2 })),
    16,
    3,
    3,
    13,
  ],
  ["1, 1, 1", layered(grid(1, [6]), conv("conv1d", 1, { kernel: 3 }), conv("conv1d", 1, { kernel: 3 })), 6, 1, 1, 5],
  [
    "1, 3, 1: the kernels commute",
    layered(grid(1, [4]), conv("conv1d", 3, { kernel: 2 }), conv("conv1d", 1, { kernel: 2 })),
    12,
    8,
    9,
    4,
  ],
  [
    "relu with biases",
    layered(grid(2, [4]), biased(conv("conv1d", 2, { kernel: 2 }, "relu")), biased(conv("conv1d", 2, { kernel: 2 }))),
    20,
    2,
    2,
    18,
  ],
  [
    "depthwise, then pointwise, with biases",
    layered(
      grid(2, [4]),
      biased(conv("conv1d", 2, { kernel: 2, groups: 2 })),
      biased(conv("conv1d", 3, { kernel: 1 })),
    ),
    15,
    2,
    2,
    13,
  ],
  [
    "2, 4, 2 in groups 1 and 2",
    layered(grid(2, [3]), conv("conv1d", 4, { kernel: 2 }), conv("conv1d", 2, { kernel: 2, groups: 2 })),
    24,
    6,
    6,
    18,
  ],
  [
    "an image, 1, 1, 1",
    layered(grid(1, [3, 3]), conv("conv2d", 1, { kernel: 2 }), conv("conv2d", 1, { kernel: 2 })),
    8,
    1,
    1,
    7,
  ],
  [
    "an image, 2, 2, 2",
    layered(grid(2, [3, 3]), conv("conv2d", 2, { kernel: 2 }), conv("conv2d", 2, { kernel: [1, 2] })),
    24,
    3,
    3,
    21,
  ],
  [
    "three layers, 1, 2, 2, 1",
    layered(
      grid(1, [5]),
      conv("conv1d", 2, { kernel: 2 }),
      conv("conv1d", 2, { kernel: 2 }),
      conv("conv1d", 1, { kernel: 2 }),
    ),
    16,
    6,
    6,
    10,
  ],
  [
    "a length of 1 under a kernel of 3: only its centre acts",
    layered(grid(1, [1]), conv("conv1d", 2, { kernel: 3, padding: 1 }), conv("conv1d", 1, { kernel: 1 })),
    8,
    7,
    7,
    1,
  ],
  [
    "averages and flattening change nothing",
    layered(grid(2, [6]), conv("conv1d", 2, { kernel: 2 }), pool("average", { kernel: 2, stride: 1 }), FLAT, dense(2)),
    8 + 16,
    3,
    3,
    21,
  ],
];

describe("laws of convolutions", () => {
  for (const [name, network, parameters, laws, listed, lie] of COUNTS)
    it(`${name}: ${laws} of ${parameters}`, () => {
      assert.equal(parameterCount(network), parameters);
      const { independent, lieDimension, complete, families } = finish(countLaws(network));
      assert.deepEqual(
        [independent.value, independent.basis, lieDimension.value, complete.value, listedLaws(families)],
        [laws, "certified", lie, true, listed],
      );
    });

  it("are orthogonal to the gradients of every loss, whatever the layers", () => {
    for (const [type, networks] of Object.entries(LAYER_SAMPLES))
      networks.forEach((network, n) => {
        if (network.layers.some(({ grid: nodes }) => nodes !== undefined)) return;
        const { theta, set } = drawn(network, 4, randomStream(n, `orthogonal/${type}`));
        const gradient = new Float64Array(theta.length);
        sampledObjective(network, set, "mse").gradient(theta, gradient);
        const rates = lawMap(lawFamilies(network)).differential(theta).apply(gradient);
        const size = Math.hypot(...theta) * Math.hypot(...gradient);
        for (const rate of rates) assert.ok(Math.abs(rate) <= 1e-12 * size, `${type} ${n + 1}: ${rate} of ${size}`);
      });
  });

  it("are no more where two convolutions do not commute: padding, strides or dilations between them", () => {
    const pairs = [
      [{ kernel: 2 }, { kernel: 2, padding: 1 }],
      [{ kernel: 2, stride: 2 }, { kernel: 2 }],
      [{ kernel: 2, dilation: 2 }, { kernel: 2 }],
    ] as const;
    for (const [first, second] of pairs) {
      const network = layered(grid(1, [6]), conv("conv1d", 3, first), conv("conv1d", 1, second));
      const { independent, complete, families } = finish(countLaws(network));
      assert.deepEqual(
        families.map(({ group }) => group.name),
        ["matrix"],
      );
      assert.deepEqual([independent.value, complete.value], [6, true], JSON.stringify([first, second]));
    }
  });

  it("name the taps that never meet the input", () => {
    const network = layered(
      grid(1, [1]),
      conv("conv1d", 2, { kernel: 3, padding: 1 }),
      conv("conv1d", 1, { kernel: 1 }),
    );
    const frozen = lawFamilies(network).find(({ group }) => group.name === "frozen")!;
    assert.deepEqual(frozen.group.labels(network, frozen), [
      "layer1[0,0,0]",
      "layer1[0,0,2]",
      "layer1[1,0,0]",
      "layer1[1,0,2]",
    ]);
    assert.deepEqual(compile(network).blocks[0].idle, [0, 2, 3, 5]);
  });
});

describe("networks whose layers' activations are all the identity", () => {
  it("are compressed to their moments only where they are linear maps: loss and gradient are those of the samples", () => {
    for (const [type, networks] of Object.entries(LAYER_SAMPLES))
      networks.forEach((network, n) => {
        if (network.layers.some(({ grid: nodes }) => nodes !== undefined)) return;
        const { theta, set } = drawn(network, 3 * network.inputs, randomStream(n, `compressed/${type}`));
        const [whole, plain] = [objectiveOf(network, set, "mse"), sampledObjective(network, set, "mse")];
        const [first, second] = [new Float64Array(theta.length), new Float64Array(theta.length)];
        const losses = [whole.gradient(theta, first), plain.gradient(theta, second)];
        assert.ok(Math.abs(losses[0] - losses[1]) <= 1e-9 * losses[1], `${type} ${n + 1}`);
        const size = Math.hypot(...second);
        const fixed = fixedCoordinates(network);
        for (const i of fixed?.keys() ?? []) if (fixed![i] === 1) second[i] = 0;
        first.forEach((g, i) => assert.ok(Math.abs(g - second[i]) <= 1e-9 * size, `${type} ${n + 1}, parameter ${i}`));
      });
  });
});

describe("the metric of convolutions", () => {
  const verdict = (network: Network, theta: readonly number[] | Float64Array) => {
    const start = Float64Array.from(theta);
    const { verdict: found, decision } = finish(decideMetric(network, finish(countLaws(network)), start));
    return [found.value, decision?.kernel.columns];
  };
  const two = COUNTS[0][1];
  const random = randomStream(4, "metric of convolutions");
  const generic = Float64Array.from({ length: 16 }, () => random.normal());

  it("fails at generic weights of several channels: one direction", () => {
    assert.deepEqual(verdict(two, generic), ["fails", 1]);
  });

  it("holds where S = λ I", () => {
    // Rows of the first, and columns of the second, that are orthogonal and of one length.
    const frames = [0, 1].map(() => {
      const drawn = zeros(4, 2);
      for (let i = 0; i < 8; i++) drawn.data[i] = random.normal();
      return orthonormalColumns(drawn).data;
    });
    const balanced = new Float64Array(16);
    for (let j = 0; j < 2; j++)
      for (let c = 0; c < 4; c++) {
        balanced[4 * j + c] = frames[0][2 * c + j];
        balanced[8 + 4 * Math.floor(c / 2) + 2 * j + (c % 2)] = 1.5 * frames[1][2 * c + j];
      }
    assert.equal(verdict(two, balanced)[0], "holds");
  });

  it("of one channel: recoverable where the filters have no common factor", () => {
    const one = COUNTS[2][1];
    assert.deepEqual(verdict(one, generic.slice(0, 6)), ["holds", 0]);
  });
});

/** Weights, and so many samples with targets, all standard normal. */
function drawn(network: Network, rows: number, random: RandomStream): { theta: Float64Array; set: SampleSet } {
  const normals = (count: number): Float64Array => Float64Array.from({ length: count }, () => random.normal());
  const theta = normals(parameterCount(network));
  const table = (columns: number): Matrix => ({ rows, columns, data: normals(rows * columns) });
  const outputs = network.layers[network.layers.length - 1].units;
  const x = zeros(rows, network.inputs);
  for (let s = 0; s < rows; s++) x.data.set(randomInput(network, random), s * network.inputs);
  return { theta, set: { kind: "samples", x, y: table(outputs) } };
}
