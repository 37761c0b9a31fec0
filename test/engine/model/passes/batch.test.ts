/** A program of a batch, run as that of one sample, against tiles of samples: whatever its layers are. */
import assert from "node:assert/strict";
import { evaluate, sampledObjective } from "../../../../src/engine/flow/objective/objective";
import { zeros } from "../../../../src/engine/math/dense/matrix";
import { randomStream } from "../../../../src/engine/math/random/streams";
import { compile, parameterCount } from "../../../../src/engine/model/compile";
import type { Network } from "../../../../src/engine/model/network";
import { samplePass } from "../../../../src/engine/model/passes/sample/sample";
import { modularProgram } from "../../../../src/engine/model/passes/modular/gradient";
import { PRIMES } from "../../../../src/engine/math/modular/field";
import { randomInput } from "../../../../src/engine/model/inputs";
import { batchProgram } from "../../../../src/engine/model/program/batch";
import { isOfBatches } from "../../../../src/engine/model/whole";
import { LAYER_SAMPLES } from "../../layer-samples";

const SAMPLES = 3;
const NETWORKS = [...new Set(Object.values(LAYER_SAMPLES).flat())].filter(({ layers }) =>
  layers.every(({ grid }) => grid === undefined),
);

describe("a program of a batch", () => {
  it("makes the outputs of its samples, and their gradient", () => {
    for (const network of NETWORKS) {
      const { program: one } = compile(network);
      const { program, valueOf } = batchProgram(one, SAMPLES);
      assert.equal(valueOf.length, one.instructions.length);
      const random = randomStream(1, "batch");
      const theta = Float64Array.from({ length: parameterCount(network) }, () => 0.7 * random.normal());
      const x = zeros(SAMPLES, network.inputs);
      for (let s = 0; s < SAMPLES; s++) x.data.set(randomInput(network, random), s * network.inputs);
      const outputs = evaluate(network, theta, x);
      const pass = samplePass(program);
      pass.forward(theta, x.data, program.instructions.length);
      const found = pass.numbersOf(program.output).slice();
      near(found, outputs.data, network);
      // Of the loss ½ Σ (f - y)² with y = 0 the derivative by f is f.
      const gradient = new Float64Array(theta.length);
      pass.backward(theta, program.output, found, gradient, null);
      const expected = new Float64Array(theta.length);
      const data = { kind: "samples" as const, x, y: zeros(SAMPLES, outputs.columns) };
      sampledObjective(network, data, "mse").gradient(theta, expected);
      near(
        gradient,
        expected.map((g) => SAMPLES * g),
        network,
      );
    }
  });

  it("is asked for where samples act on each other", () => {
    const coupled = NETWORKS.filter(isOfBatches);
    assert.ok(coupled.length >= 4);
    for (const network of coupled) {
      const { program } = compile(network);
      assert.throws(() => samplePass(program), /whole batch/);
      assert.throws(() => modularProgram(program, PRIMES[0]), /whole batch/);
    }
  });

  it("of more samples than a tile holds still sees them all", () => {
    const network = NETWORKS.find(isOfBatches)!;
    const random = randomStream(2, "batch");
    const theta = Float64Array.from({ length: parameterCount(network) }, () => random.normal());
    const x = zeros(600, network.inputs);
    for (let i = 0; i < x.data.length; i++) x.data[i] = random.normal();
    const { program } = batchProgram(compile(network).program, x.rows);
    const pass = samplePass(program);
    pass.forward(theta, x.data, program.instructions.length);
    near(pass.numbersOf(program.output), evaluate(network, theta, x).data, network);
  });
});

function near(found: Float64Array, expected: Float64Array, { layers }: Network): void {
  assert.equal(found.length, expected.length);
  const size = Math.hypot(...expected);
  const name = layers.map(({ type }) => type).join();
  found.forEach((one, i) => assert.ok(Math.abs(one - expected[i]) <= 1e-11 * size, `${name}: ${one}, ${expected[i]}`));
}
