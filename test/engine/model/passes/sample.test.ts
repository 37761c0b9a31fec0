/** The pass at one sample: against the network's own evaluation and difference quotients, for programs beyond the layers too. */
import assert from "node:assert/strict";
import { evaluate } from "../../../../src/engine/flow/objective/objective";
import { randomStream, type RandomStream } from "../../../../src/engine/math/random/streams";
import { compile } from "../../../../src/engine/model/compile";
import { BY_EDGES, sampleContract } from "../../../../src/engine/model/passes/sample/contract";
import { samplePass } from "../../../../src/engine/model/passes/sample/sample";
import { Builder, type Program } from "../../../../src/engine/model/program/program";
import { diagonal, full } from "../../../../src/engine/model/program/wirings";
import { randomNetwork } from "../random-networks";

const NAMES = ["identity", "tanh", "sin", "quadratic", "softplus"] as const;
const IDENTITY = { name: "identity", slope: 0 } as const;
const TANH = { name: "tanh", slope: 0 } as const;
/** Central differences lose a third of the digits twice over: 1e-5 squared, and rounding over 1e-5. */
const STEP = 1e-5;
const CLOSE = 1e-7;

describe("pass at one sample", () => {
  it("has the network's outputs, and the values of every layer on the way", () => {
    for (let k = 0; k < 60; k++) {
      const random = randomStream(k, "sample");
      const network = randomNetwork(random, NAMES);
      const { program, layers } = compile(network);
      const pass = samplePass(program);
      const [theta, x] = [normals(random, program.parameters), normals(random, network.inputs)];
      pass.forward(theta, x, program.instructions.length);
      const expected = evaluate(network, theta, { rows: 1, columns: x.length, data: x }).data;
      near(pass.numbersOf(program.output), expected, 1e-12);
      const whole = layers.map(({ after }) => pass.numbersOf(after).slice());
      // A pass that stops early leaves what it has reached as it was.
      pass.forward(theta, x, layers[0]!.after + 1);
      assert.deepEqual(pass.numbersOf(layers[0]!.after), whole[0]);
    }
  });

  it("has the gradient that difference quotients say", () => {
    for (let k = 0; k < 40; k++) {
      const random = randomStream(k, "sample gradient");
      const program = k % 2 === 0 ? compile(randomNetwork(random, NAMES)).program : product(random);
      const [theta, x] = [normals(random, program.parameters), normals(random, program.inputs)];
      const pull = normals(random, program.instructions[program.output]!.size);
      const found = gradientOf(program, theta, x, pull);
      const outcome = (at: Float64Array): number => {
        const pass = samplePass(program);
        pass.forward(at, x, program.instructions.length);
        return pass.numbersOf(program.output).reduce((sum, y, i) => sum + y * pull[i]!, 0);
      };
      const expected = theta.map((_, e) => {
        const moved = (by: number): Float64Array => theta.map((value, i) => (i === e ? value + by : value));
        return (outcome(moved(STEP)) - outcome(moved(-STEP))) / (2 * STEP);
      });
      near(found, expected, CLOSE);
    }
  });

  it("stops at what its visitor silences", () => {
    const random = randomStream(1, "silent");
    const builder = new Builder(2);
    const layer = (from: number): number => builder.contract(builder.parameter(4).value, from, full(2, 2));
    const hidden = builder.map(layer(builder.input), TANH);
    const program = builder.done(layer(hidden));
    const [theta, x, pull] = [normals(random, 8), normals(random, 2), normals(random, 2)];
    const pass = samplePass(program);
    pass.forward(theta, x, program.instructions.length);
    const gradient = new Float64Array(8);
    let told = 0;
    pass.backward(theta, program.output, pull, gradient, (map, pulls) => {
      assert.equal(map, hidden);
      [told, pulls[1]] = [pulls[1]!, 0];
    });
    near(Float64Array.of(told), Float64Array.of(theta[5]! * pull[0]! + theta[7]! * pull[1]!), 1e-14);
    const whole = gradientOf(program, theta, x, pull);
    assert.deepEqual(Array.from(gradient.subarray(2, 4)), [0, 0]);
    assert.deepEqual(gradient.subarray(0, 2), whole.subarray(0, 2));
    assert.deepEqual(gradient.subarray(4), whole.subarray(4));
  });

  it("adds up the same products for a matrix as edge by edge", () => {
    const random = randomStream(2, "edges");
    for (const wiring of [full(3, 4), full(1, 1), full(4, 1), diagonal(3)]) {
      const [a, b] = [normals(random, wiring.left + 2), normals(random, wiring.right + 1)];
      const d = normals(random, wiring.outputs).map((x, i) => (i === 1 ? 0 : x));
      const results = [sampleContract(wiring), BY_EDGES].map((contract) => {
        const [y, da, db] = [new Float64Array(wiring.outputs), new Float64Array(a.length), new Float64Array(b.length)];
        contract.forward(wiring, a, 2, b, 1, y);
        contract.backward(wiring, a, 2, b, 1, d, da, db);
        return [y, da, db];
      });
      assert.deepEqual(results[0], results[1], wiring.name);
    }
  });
});

/** What no layer writes yet: two vectors of the sample multiplied, a parameter that is mapped and added, one used twice. */
function product(random: RandomStream): Program {
  const width = 2 + random.integer(2);
  const builder = new Builder(width);
  const { value: shared } = builder.parameter(width * width);
  const once = builder.map(builder.contract(shared, builder.input, full(width, width)), TANH);
  const twice = builder.contract(shared, once, full(width, width));
  const gated = builder.contract(builder.map(twice, TANH), once, diagonal(width));
  const { value: shift } = builder.parameter(width);
  const sum = builder.add([gated, once, shift, builder.map(shift, TANH), gated]);
  return builder.done(builder.map(sum, IDENTITY));
}

function gradientOf(program: Program, theta: Float64Array, x: Float64Array, pull: Float64Array): Float64Array {
  const pass = samplePass(program);
  const gradient = new Float64Array(theta.length);
  pass.forward(theta, x, program.instructions.length);
  pass.backward(theta, program.output, pull, gradient, null);
  return gradient;
}

function normals(random: RandomStream, length: number): Float64Array {
  return Float64Array.from({ length }, () => random.normal());
}

function near(found: Float64Array, expected: Float64Array, tolerance: number): void {
  assert.equal(found.length, expected.length);
  const size = 1 + expected.reduce((most, x) => Math.max(most, Math.abs(x)), 0);
  found.forEach((x, i) => {
    assert.ok(Math.abs(x - expected[i]!) <= tolerance * size, `${x} is not ${expected[i]}`);
  });
}
