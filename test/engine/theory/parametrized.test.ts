/**
 * Matrices of which something else than their numbers acts: rows as directions and lengths, and what is over its largest singular
 * value. Counts of laws; symmetries that are found hold while data train the network, and none is found that is not there.
 */
import assert from "node:assert/strict";
import { formulaText } from "../../../src/engine/findings/formula";
import { sampledObjective } from "../../../src/engine/flow/objective/objective";
import { zeros } from "../../../src/engine/math/dense/matrix";
import { randomStream } from "../../../src/engine/math/random/streams";
import { parameterCount } from "../../../src/engine/model/compile";
import type { Network } from "../../../src/engine/model/network";
import { grid, vector } from "../../../src/engine/model/shape";
import { countLaws } from "../../../src/engine/theory/laws/count";
import { lawFamilies } from "../../../src/engine/theory/laws/families";
import { listedLaws } from "../../../src/engine/theory/laws/law-rank";
import { findParts } from "../../../src/engine/theory/manifolds/parts/find";
import { circuitsOf } from "../../../src/engine/theory/metric/circuits/circuit";
import { biased, conv, dense, directions, layered, spectral, type Part } from "../layer-samples";
import { finish } from "../networks";

const line = (own: object, activation: "identity" | "relu" | "tanh" = "identity"): Part =>
  conv("conv1d", 2, { kernel: 2, ...own }, activation);
const one = conv("conv1d", 1, { kernel: 2 });
const spectralTanh = layered(vector(2), spectral(biased(dense(3, "tanh"))), dense(2));

/** Name, network, parameters, independent laws (all that are listed), basis. */
const COUNTS: readonly (readonly [string, Network, number, number, "certified" | "measured"])[] = [
  ["directions of a convolution", layered(grid(2, [3]), biased(directions(line({}))), one), 16, 4, "certified"],
  ["of two", layered(grid(2, [3]), biased(directions(line({}))), directions(line({}))), 22, 5, "certified"],
  ["with relu", layered(grid(2, [3]), biased(directions(line({}, "relu"))), one), 16, 4, "measured"],
  [
    "depthwise, then pointwise",
    layered(grid(2, [3]), directions(line({ groups: 2 })), directions(line({ kernel: 1 }))),
    12,
    5,
    "certified",
  ],
  [
    "read by groups",
    layered(
      grid(2, [2]),
      directions(conv("conv1d", 4, { kernel: 1 })),
      directions(conv("conv1d", 2, { kernel: 1, groups: 2 })),
    ),
    18,
    8,
    "certified",
  ],
  ["over its singular value", spectralTanh, 15, 1, "measured"],
  ["both over theirs", layered(vector(2), spectral(dense(3, "tanh")), spectral(dense(2))), 12, 2, "measured"],
  [
    "a convolution over its singular value",
    layered(grid(2, [3]), biased(spectral(line({}, "tanh"))), one),
    14,
    1,
    "measured",
  ],
  ["a single row, over its length", layered(vector(3), spectral(dense(1, "tanh")), dense(2)), 5, 1, "certified"],
];

describe("laws of matrices that are normed", () => {
  for (const [name, network, parameters, laws, basis] of COUNTS)
    it(`${name}: ${laws} of ${parameters}`, () => {
      assert.equal(parameterCount(network), parameters);
      const { families, independent, complete } = finish(countLaws(network));
      assert.deepEqual([listedLaws(families), independent.value, independent.basis], [laws, laws, basis]);
      assert.equal(complete.value, true);
    });

  it("are written with the tensors' letters", () => {
    const formulas = (network: Network): string[] =>
      lawFamilies(network).map(({ group, ...family }) => formulaText(group.formula(network, { group, ...family })));
    assert.deepEqual(formulas(layered(vector(2), spectral(dense(3)), dense(2))), ["‖W₁‖²"]);
    assert.deepEqual(formulas(COUNTS[4][1]), ["‖V₁[j,:]‖²", "‖g₁[p]‖² − ‖g₂[p]‖²", "‖V₂[j,:]‖²"]);
  });

  it("of lengths stand against all lengths that read them, in the circuit too", () => {
    const [circuit] = circuitsOf(layered(vector(2), biased(directions(dense(3))), directions(dense(2))));
    // V1 [3, 2], g1, b1, V2 [2, 3], g2.
    assert.deepEqual(
      circuit.parts.map(({ writers, readers }) => [writers, readers].map((rows) => rows.map((row) => [...row]))),
      [[[[6, 7, 8, 9, 10, 11]], [[18, 19]]]],
    );
  });

  it("of a linear matrix over its singular value are listed, and how many there are is not known", () => {
    const { families, independent } = finish(countLaws(layered(vector(2), spectral(biased(dense(3))), dense(2))));
    assert.deepEqual([listedLaws(families), independent.basis], [1, "unknown"]);
  });
});

describe("symmetries of a matrix over its singular value", () => {
  const drawn = (rows: number, columns: number, seed: number): ReturnType<typeof zeros> => {
    const random = randomStream(seed, "singular value");
    const matrix = zeros(rows, columns);
    matrix.data.forEach((_, i) => (matrix.data[i] = random.normal()));
    return matrix;
  };
  /** W [3, 2], b [3], W2 [2, 3]: unit 1 is a copy of unit 0. */
  const copied = (): Float64Array => {
    const theta = drawn(1, 15, 1).data;
    for (const [to, from] of [
      [2, 0],
      [3, 1],
      [7, 6],
      [10, 9],
      [13, 12],
    ])
      theta[to] = theta[from];
    return theta;
  };

  it("two units that are copies stay so, and are found", () => {
    const theta = copied();
    const { space, manifolds } = findParts(spectralTanh, theta);
    assert.equal(space.dimension, 10);
    assert.ok(manifolds.length > 0);
    const objective = sampledObjective(spectralTanh, { kind: "samples", x: drawn(5, 2, 2), y: drawn(5, 2, 3) }, "mse");
    const gradient = new Float64Array(15);
    for (let step = 0; step < 50; step++) {
      objective.gradient(theta, gradient);
      gradient.forEach((g, i) => (theta[i] -= 0.05 * g));
    }
    const other = copied();
    assert.ok(theta.some((x, i) => Math.abs(x - other[i]) > 1e-2));
    for (const [a, b] of [
      [2, 0],
      [7, 6],
      [13, 12],
    ])
      assert.ok(Math.abs(theta[a] - theta[b]) <= 1e-12, `${a}: ${theta[a]}, ${theta[b]}`);
  });

  it("none is found in a random start, nor of two units whose readers differ", () => {
    assert.equal(findParts(spectralTanh, drawn(1, 15, 4).data).manifolds.length, 0);
    const theta = copied();
    theta[10] += 1;
    assert.equal(findParts(spectralTanh, theta).manifolds.length, 0);
  });
});
