/** Losses and gradients: against central differences, against each other, and against formulas written out here. */
import assert from "node:assert/strict";
import type { DataSet, SampleSet } from "../../../../src/engine/flow/data-set";
import type { LossName } from "../../../../src/engine/flow/objective/losses";
import { readLabels } from "../../../../src/engine/flow/objective/losses";
import type { Objective } from "../../../../src/engine/flow/objective/objective";
import {
  compressionWork,
  evaluate,
  objectiveOf,
  sampledObjective,
} from "../../../../src/engine/flow/objective/objective";
import type { Matrix } from "../../../../src/engine/math/dense/matrix";
import { fromRows, multiply, norm, transpose, zeros } from "../../../../src/engine/math/dense/matrix";
import { randomStream } from "../../../../src/engine/math/random/streams";
import type { ActivationName, Layer, Network } from "../../../../src/engine/model/network";
import { parameterCount } from "../../../../src/engine/model/compile";
import { ACTIVATION_NAMES } from "../../../../src/engine/model/activations";
import { linearNetwork } from "../../../../src/engine/model/passes/transfer/linear";
import { endToEndGradient, transferOf } from "../../../../src/engine/model/passes/transfer/transfer";
import { act, chain, diagonalChain } from "../../networks";

describe("objective", () => {
  for (const name of ACTIVATION_NAMES)
    it(`has the gradient that central differences find: ${name}, biases, a skip, a diagonal layer, an activation at the output`, () => {
      const network = mixed(name);
      // Exponentials of exponentials leave what differences can tell.
      const size = name === "exp" ? 0.3 : 1;
      checkGradient(objectiveOf(network, regression(network, 7), "mse"), parameterCount(network), size);
    });

  it("has it for logistic and for cross-entropy", () => {
    const binary = chain([3, 4, 1], "tanh", "all");
    const labels = { rows: 6, columns: 1, data: Float64Array.of(1, -1, -1, 1, -1, 1) };
    checkGradient(
      objectiveOf(binary, { kind: "samples", x: gaussian(6, 3, "x"), y: labels }, "logistic"),
      parameterCount(binary),
    );
    const classes = chain([3, 4, 3], "tanh", "all");
    const y = { rows: 6, columns: 1, data: Float64Array.of(0, 2, 1, 1, 0, 2) };
    checkGradient(
      objectiveOf(classes, { kind: "samples", x: gaussian(6, 3, "x"), y }, "cross-entropy"),
      parameterCount(classes),
    );
  });

  it("has it for linear networks, whose data enter through moments, and for a target matrix", () => {
    for (const network of [chain([3, 4, 2]), chain([3, 4, 2], "identity", "all"), linearGraph(), diagonalChain(3, 3)]) {
      checkGradient(objectiveOf(network, regression(network, 9), "mse"), parameterCount(network));
      const outputs = network.layers[network.layers.length - 1].units;
      checkGradient(
        objectiveOf(network, { kind: "target", matrix: gaussian(outputs, network.inputs, "target") }, "mse"),
        parameterCount(network),
      );
    }
  });

  it("takes no more room and time for inputs than samples: fewer samples stay as they are", () => {
    const wide = chain([30_000, 2, 3]);
    const data = regression(wide, 40);
    const objective = objectiveOf(wide, data, "mse");
    assert.equal(objective.passed, 40);
    const theta = gaussian(1, parameterCount(wide), "theta").data;
    const plain = sampledObjective(wide, data, "mse").loss(theta);
    close(objective.loss(theta), plain, 1e-12 * plain);
    // Their moments have no more rank than there are samples.
    const few = chain([50, 2, 3], "identity", "all");
    const some = regression(few, 7);
    const at = gaussian(1, parameterCount(few), "theta").data;
    assert.equal(objectiveOf(few, some, "mse").passed, 7);
    const loss = sampledObjective(few, some, "mse").loss(at);
    close(objectiveOf(few, some, "mse").loss(at), loss, 1e-12 * loss);
  });

  it("compresses where it gains, and nothing dear that does not", () => {
    const linear = chain([2000, 2, 3]);
    // Fewer samples than inputs: nothing to gain, so only what is cheap.
    assert.equal(compressionWork(linear, 40, "mse"), 4 * 40 * 40 * 2003);
    assert.equal(compressionWork(linear, 400, "mse"), 0);
    assert.equal(compressionWork(linear, 4000, "mse"), 4 * 4000 * 2000 * 2003);
    // Other losses and other networks see each sample.
    assert.equal(compressionWork(linear, 4000, "logistic"), 0);
    assert.equal(compressionWork(chain([2000, 2, 3], "relu"), 4000, "mse"), 0);
  });

  it("has no gradient in a layer that nothing takes from", () => {
    const network = linearGraph();
    const idle: Network = {
      ...network,
      layers: [
        network.layers[0],
        { ...network.layers[1], name: "idle", type: "dense", sources: [-1] },
        ...network.layers.slice(2).map((layer): Layer => ({ ...layer, type: "dense", sources: [0] })),
      ],
    };
    checkGradient(objectiveOf(idle, regression(idle, 5), "mse"), parameterCount(idle));
    checkGradient(sampledObjective(idle, regression(idle, 5), "mse"), parameterCount(idle));
  });

  it("is the written formula for each loss", () => {
    const network = chain([2, 2]);
    const theta = Float64Array.of(1, 2, -1, 0.5);
    const x = fromRows([
      [1, 1],
      [2, -1],
    ]);
    // f = (3, -0.5) and (0, -2.5)
    const mse = objectiveOf(
      network,
      {
        kind: "samples",
        x,
        y: fromRows([
          [1, 0],
          [0, 0],
        ]),
      },
      "mse",
    );
    close(mse.loss(theta), (4 + 0.25 + 6.25) / 4, 1e-15);
    const entropy = objectiveOf(network, { kind: "samples", x, y: fromRows([[1], [0]]) }, "cross-entropy");
    close(entropy.loss(theta), (Math.log(1 + Math.exp(3.5)) + Math.log(1 + Math.exp(-2.5))) / 2, 1e-15);
    const hot = objectiveOf(
      network,
      {
        kind: "samples",
        x,
        y: fromRows([
          [0, 1],
          [1, 0],
        ]),
      },
      "cross-entropy",
    );
    assert.equal(hot.loss(theta), entropy.loss(theta));
    const logistic = objectiveOf(chain([2, 1]), { kind: "samples", x, y: fromRows([[1], [0]]) }, "logistic");
    close(logistic.loss(Float64Array.of(1, 2)), (Math.log(1 + Math.exp(-3)) + Math.log(2)) / 2, 1e-15);
    const target = objectiveOf(
      network,
      {
        kind: "target",
        matrix: fromRows([
          [1, 0],
          [0, 0],
        ]),
      },
      "mse",
    );
    assert.equal(target.loss(theta), (4 + 1 + 0.25) / 2);
    assert.deepEqual(Array.from(target.outputs(theta).data), [1, -1, 2, 0.5]);
  });

  it("stays finite where a margin would overflow the exponential", () => {
    const x = fromRows([[1], [-1]]);
    const logistic = objectiveOf(chain([1, 1]), { kind: "samples", x, y: fromRows([[-1], [1]]) }, "logistic");
    const gradient = new Float64Array(1);
    close(logistic.gradient(Float64Array.of(2000), gradient), 2000, 1e-12);
    close(gradient[0], 1, 1e-15);
    const entropy = objectiveOf(chain([1, 2]), { kind: "samples", x, y: fromRows([[1], [0]]) }, "cross-entropy");
    close(entropy.loss(Float64Array.of(2000, 0)), 2000, 1e-12);
  });

  it("is the same through moments as through samples, to rounding, also near the least loss and with fewer samples than inputs", () => {
    for (const network of [chain([4, 5, 3]), chain([4, 5, 3], "identity", "all"), linearGraph(), diagonalChain(3, 2)])
      for (const samples of [2, 4, 40, 700]) {
        const data = regression(network, samples);
        const theta = vector(parameterCount(network), "theta");
        same(objectiveOf(network, data, "mse"), sampledObjective(network, data, "mse"), theta, 1e-12);
        // Targets that the network meets but for 1e-4: differences of moments would leave 1e-5 of the loss.
        const near: SampleSet = {
          ...data,
          y: added(evaluate(network, theta, data.x), gaussian(data.y.rows, data.y.columns, "noise"), 1e-4),
        };
        same(objectiveOf(network, near, "mse"), sampledObjective(network, near, "mse"), theta, 1e-8, 1e-6);
      }
  });

  it("goes through the gradient of the end-to-end map: dphiᵀ (Z Σxx - Σyx)", () => {
    const network = linearGraph();
    const data = regression(network, 50);
    const theta = vector(parameterCount(network), "theta");
    const program = linearNetwork(network);
    const at = transferOf(program, theta);
    const { columns } = program;
    const hat = zeros(50, columns);
    for (let s = 0; s < 50; s++)
      for (let i = 0; i < columns; i++) hat.data[s * columns + i] = i < 3 ? data.x.data[s * 3 + i] : 1;
    const z = at.forward[program.output]!;
    const g = multiply(transpose(added(multiply(hat, transpose(z)), data.y, -1)), hat);
    const expected = endToEndGradient(program, { ...g, data: g.data.map((entry) => entry / 50) }, at);
    const found = new Float64Array(theta.length);
    objectiveOf(network, data, "mse").gradient(theta, found);
    close(distance(found, expected), 0, 1e-12 * norm(expected));
  });

  it("is the mean of the gradients on batches, across tiles, for networks of every kind", () => {
    for (const network of [chain([3, 5, 2], "relu", "all"), chain([3, 5, 2])]) {
      const objective = objectiveOf(network, regression(network, 600), "mse");
      assert.equal(objective.samples, 600);
      const theta = vector(objective.parameters, "theta");
      const [whole, part, sum] = [0, 1, 2].map(() => new Float64Array(objective.parameters));
      const loss = objective.gradient(theta, whole);
      let mean = 0;
      const order = Int32Array.from({ length: 600 }, (_, i) => (i * 7) % 600);
      for (const [start, end] of [
        [0, 300],
        [300, 301],
        [301, 600],
      ]) {
        mean += ((end - start) / 600) * objective.gradientOn(order.subarray(start, end), theta, part);
        part.forEach((entry, i) => (sum[i] += ((end - start) / 600) * entry));
      }
      close(mean, loss, 1e-12 * loss);
      close(distance(sum, whole), 0, 1e-12 * norm(whole));
      objective.gradientOn(Int32Array.of(5, 5, 5), theta, part);
      objective.gradientOn(Int32Array.of(5), theta, sum);
      close(distance(sum, part), 0, 1e-14 * norm(part));
    }
  });

  it("refuses what has no meaning", () => {
    const network = chain([2, 2], "relu");
    const data: DataSet = { kind: "samples", x: fromRows([[1, 1]]), y: fromRows([[1, 1]]) };
    const objective = objectiveOf(network, data, "mse");
    assert.throws(() => objective.gradientOn(Int32Array.of(1), new Float64Array(4), new Float64Array(4)), RangeError);
    assert.throws(() => objective.gradientOn(new Int32Array(0), new Float64Array(4), new Float64Array(4)), RangeError);
    assert.throws(() => objectiveOf(network, { ...data, y: fromRows([[1]]) }, "mse"), RangeError);
    assert.throws(
      () => objectiveOf(chain([2, 2, 2], "relu"), { kind: "target", matrix: zeros(2, 2) }, "mse"),
      RangeError,
    );
    assert.throws(() => objectiveOf(network, { kind: "target", matrix: zeros(2, 3) }, "mse"), RangeError);
    assert.throws(() => objectiveOf(network, data, "logistic"), RangeError);
  });

  it("reads labels, and says which cannot be", () => {
    const read = (loss: LossName, rows: number[][]) =>
      readLabels(loss, { classes: 3, positions: 1, steps: [1, 3] }, fromRows(rows));
    const targets = (loss: LossName, rows: number[][]) => {
      const labels = read(loss, rows);
      return labels.kind === "targets" ? Array.from(labels.targets.data) : labels.fault.row;
    };
    assert.deepEqual(targets("logistic", [[0], [1]]), [-1, 1]);
    assert.deepEqual(targets("logistic", [[-1], [1]]), [-1, 1]);
    assert.deepEqual(targets("logistic", [[1], [1]]), [1, 1]);
    assert.equal(targets("logistic", [[1], [2]]), 1);
    assert.equal(targets("logistic", [[1], [0], [-1]]), 2);
    assert.deepEqual(
      targets("cross-entropy", [
        [0, 0, 1],
        [1, 0, 0],
      ]),
      [2, 0],
    );
    assert.equal(
      targets("cross-entropy", [
        [0, 0, 1],
        [1, 1, 0],
      ]),
      1,
    );
    assert.equal(targets("cross-entropy", [[0], [3]]), 1);
    assert.equal(targets("cross-entropy", [[0.5]]), 0);
  });
});

/** Dense, dense with a skip and a bias, diagonal, dense: an activation everywhere, the output too. */
function mixed(name: ActivationName): Network {
  const layer = (more: Partial<Layer>): Layer => ({
    name: "",
    type: "dense",
    units: 4,
    activation: act(name),
    bias: true,
    sources: [-1],
    ...more,
  });
  return {
    inputs: 3,
    parametrization: "auto",
    layers: [
      layer({}),
      layer({ units: 5, sources: [0, -1], bias: false }),
      layer({ type: "diagonal", units: 5, sources: [1] }),
      layer({ units: 2, sources: [2, 0] }),
    ],
  };
}

function linearGraph(): Network {
  return mixed("identity");
}

/** Central differences in every direction: their error is O(h²) beside rounding over h. */
function checkGradient(objective: Objective, parameters: number, size = 1): void {
  assert.equal(objective.parameters, parameters);
  const theta = vector(parameters, "start").map((x) => size * x);
  const found = new Float64Array(parameters);
  const loss = objective.gradient(theta, found);
  assert.equal(loss, objective.loss(theta));
  const h = 1e-5;
  const expected = Float64Array.from(theta, (value, i) => {
    const [up, down] = [theta.slice(), theta.slice()];
    up[i] = value + h;
    down[i] = value - h;
    return (objective.loss(up) - objective.loss(down)) / (up[i] - down[i]);
  });
  assert.ok(norm(expected) > 1e-3, "the gradient is not trivially 0");
  close(distance(found, expected), 0, 1e-7 * norm(expected));
}

function same(a: Objective, b: Objective, theta: Float64Array, tolerance: number, ofGradient = tolerance): void {
  const [left, right] = [new Float64Array(theta.length), new Float64Array(theta.length)];
  const loss = a.gradient(theta, left);
  close(loss, b.gradient(theta, right), tolerance * loss);
  close(distance(left, right), 0, ofGradient * norm(right));
}

function regression(network: Network, samples: number): SampleSet {
  return {
    kind: "samples",
    x: gaussian(samples, network.inputs, "x"),
    y: gaussian(samples, network.layers[network.layers.length - 1].units, "y"),
  };
}

function gaussian(rows: number, columns: number, label: string): Matrix {
  return { rows, columns, data: vector(rows * columns, label) };
}

function vector(length: number, label: string): Float64Array {
  const random = randomStream(1, label);
  return Float64Array.from({ length }, () => random.normal());
}

function added(a: Matrix, b: Matrix, factor: number): Matrix {
  return { ...a, data: a.data.map((entry, i) => entry + factor * b.data[i]) };
}

function distance(a: Float64Array, b: Float64Array): number {
  return norm(a.map((entry, i) => entry - b[i]));
}

/** `tolerance` is absolute. */
function close(found: number, expected: number, tolerance: number): void {
  assert.ok(Math.abs(found - expected) <= tolerance, `${found} is not ${expected} to ${tolerance}`);
}
