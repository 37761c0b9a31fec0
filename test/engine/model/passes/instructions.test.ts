/**
 * Every instruction in every pass: programs made of all of them, at one sample, on tiles of samples and modulo a prime. Values
 * and gradients are the same in each, and the gradients are those that difference quotients give.
 */
import assert from "node:assert/strict";
import { plainKernel } from "../../../../src/engine/math/layers/kernel";
import { inverse, PRIMES, reduce } from "../../../../src/engine/math/modular/field";
import { SQUARE_MAP } from "../../../../src/engine/math/modular/maps";
import { forEachSplit } from "../../../../src/engine/math/modular/multi-dual";
import { randomStream } from "../../../../src/engine/math/random/streams";
import { activationNamed } from "../../../../src/engine/model/activations";
import { consecutive, type Joint } from "../../../../src/engine/model/joints/joint";
import { maximum } from "../../../../src/engine/model/joints/maximum";
import { softmax } from "../../../../src/engine/model/joints/softmax";
import { modularGradient, modularProgram, runsModulo } from "../../../../src/engine/model/passes/modular/gradient";
import { samplePass } from "../../../../src/engine/model/passes/sample/sample";
import { scratchOf } from "../../../../src/engine/model/passes/tiles/patches";
import { rowsOf } from "../../../../src/engine/model/passes/tiles/rows";
import { stepsOf } from "../../../../src/engine/model/passes/tiles/steps";
import { convolution } from "../../../../src/engine/model/program/convolutions";
import { fraction } from "../../../../src/engine/model/program/numbers";
import { Builder, type Program } from "../../../../src/engine/model/program/program";
import { diagonal, full, gains, tokens } from "../../../../src/engine/model/program/wirings";
import { grid, sequence } from "../../../../src/engine/model/shape";

const [P] = PRIMES;

/** Half the sum of the squares of a group. */
const squares: Joint = {
  name: "squares",
  makes: "one",
  forward(z, zAt, y, yAt, samples) {
    for (let s = 0; s < samples; s++) {
      y[yAt[0] + s] = 0;
      for (let m = 0; m < zAt.length; m++) y[yAt[0] + s] += z[zAt[m] + s] ** 2 / 2;
    }
  },
  backward({ z, zAt }, pulls, samples) {
    for (let s = 0; s < samples; s++)
      for (let m = 0; m < zAt.length; m++) pulls.z[pulls.zAt[m] + s] += z[zAt[m] + s] * pulls.y[pulls.yAt[0] + s];
  },
  modular: {
    forward(values, zAt, yAt, p) {
      const half = inverse(2, p);
      for (let m = 0; m < zAt.length; m++)
        forEachSplit(values.length, (s, t) => {
          const square = reduce(values[t][zAt[m]] * values[s ^ t][zAt[m]], p);
          values[s][yAt[0]] = reduce(values[s][yAt[0]] + half * square, p);
        });
    },
    backward(values, zAt, _, pulls, dyAt, dzAt, p) {
      for (let m = 0; m < zAt.length; m++)
        forEachSplit(values.length, (s, t) => {
          pulls[s][dzAt[m]] = reduce(pulls[s][dzAt[m]] + values[t][zAt[m]] * pulls[s ^ t][dyAt[0]], p);
        });
    },
  },
};

/** Each number minus the mean of its group. */
const centred: Joint = {
  name: "centred",
  makes: "all",
  forward(z, zAt, y, yAt, samples) {
    for (let s = 0; s < samples; s++) {
      let mean = 0;
      for (let m = 0; m < zAt.length; m++) mean += z[zAt[m] + s] / zAt.length;
      for (let m = 0; m < zAt.length; m++) y[yAt[m] + s] = z[zAt[m] + s] - mean;
    }
  },
  backward(_, { z, zAt, y, yAt }, samples) {
    for (let s = 0; s < samples; s++) {
      let mean = 0;
      for (let m = 0; m < yAt.length; m++) mean += y[yAt[m] + s] / yAt.length;
      for (let m = 0; m < zAt.length; m++) z[zAt[m] + s] += y[yAt[m] + s] - mean;
    }
  },
  modular: null,
};

const line = { length: 5, kernel: 3, stride: 1, padding: 1, dilation: 1 };
const strided = { length: 5, kernel: 2, stride: 2, padding: 1, dilation: 1 };

/** Of 10 inputs: two channels on a line, or five tokens of two numbers. Every instruction, every wiring. */
function everything(joint: Joint): Program {
  const program = new Builder(10);
  const weights = (size: number): number => program.parameter(size).value;
  const lines = program.contract(
    weights(12),
    program.input,
    convolution({ inputs: 2, outputs: 4, groups: 2, axes: [{ ...line }] }),
  );
  const scaled = program.contract(weights(4), lines, gains(grid(4, [5])));
  const fewer = program.contract(
    weights(16),
    scaled,
    convolution({ inputs: 4, outputs: 2, groups: 1, axes: [strided] }),
  );
  const words = program.contract(weights(6), program.input, tokens(3, 2, 5));
  const bent = program.map(program.contract(weights(3), words, gains(sequence(5, 3))), activationNamed("quadratic"));
  const mixed = program.contract(words, bent, diagonal(15));
  const third = program.contract(program.numbers(fraction(1, 3, 15)), mixed, diagonal(15));
  const sum = program.add([third, bent, program.contract(weights(15), program.one, full(15, 1))]);
  const joined = program.jointly(sum, joint, consecutive(5, 3));
  const width = joint.makes === "one" ? 5 : 15;
  const end = program.contract(weights(2 * width), joined, full(2, width));
  return program.done(
    program.add([end, program.contract(weights(2 * program.sizeOf(fewer)), fewer, full(2, program.sizeOf(fewer)))]),
  );
}

for (const joint of [squares, centred, softmax, maximum])
  describe(`a program of all instructions (${joint.name})`, () => {
    const program = everything(joint);
    const random = randomStream(3, "instructions");
    const drawn = (length: number): Float64Array => Float64Array.from({ length }, () => random.normal() / 2);
    const theta = drawn(program.parameters);
    const inputs = [drawn(10), drawn(10), drawn(10), drawn(10), drawn(10)];
    const pull = [drawn(2), drawn(2), drawn(2), drawn(2), drawn(2)];
    const pass = samplePass(program);
    const valueAt = (at: Float64Array): number =>
      inputs.reduce((sum, x, s) => {
        pass.forward(at, x, program.instructions.length);
        return sum + pass.numbersOf(program.output).reduce((part, y, o) => part + y * pull[s][o], 0);
      }, 0);
    const gradient = new Float64Array(program.parameters);
    inputs.forEach((x, s) => {
      pass.forward(theta, x, program.instructions.length);
      pass.backward(theta, program.output, pull[s], gradient, null);
    });

    it("has the gradient that its values have", () => {
      theta.forEach((at, i) => {
        const by = (h: number): number => valueAt(theta.with(i, at + h));
        const quotient = (8 * (by(1e-3) - by(-1e-3)) - (by(2e-3) - by(-2e-3))) / 12e-3;
        assert.ok(Math.abs(quotient - gradient[i]) < 1e-8 * (1 + Math.abs(quotient)), `parameter ${i}`);
      });
    });

    it("is the same on tiles of samples", () => {
      const [stride, samples] = [8, inputs.length];
      const rows = rowsOf(program);
      const at = { theta: 0, gradient: program.parameters, rows: 2 * program.parameters + 11 * stride, width: stride };
      const scratch = at.rows + rows.count * stride;
      const kernel = plainKernel(scratch + scratchOf(program));
      const tile = { input: 2 * program.parameters, constant: 2 * program.parameters + 10 * stride, stride, samples };
      const steps = stepsOf(program, rows, { kernel, ...at, scratch });
      const { numbers } = kernel;
      numbers.set(theta);
      numbers.fill(1, tile.constant, tile.constant + samples);
      inputs.forEach((x, s) => x.forEach((value, i) => (numbers[tile.input + i * stride + s] = value)));
      steps.forward(tile);
      pull.forEach((y, s) =>
        y.forEach((value, o) => (numbers[steps.pullsOf(program.output) + o * stride + s] = value)),
      );
      steps.backward(tile, null);
      const found = numbers.subarray(at.gradient, at.gradient + program.parameters);
      gradient.forEach((g, i) => assert.ok(Math.abs(g - found[i]) < 1e-12 * (1 + Math.abs(g)), `parameter ${i}`));
    });

    it("is the same modulo a prime, where something stands for it", () => {
      assert.equal(runsModulo(program, P), joint.modular !== null);
      if (joint.modular === null) {
        assert.throws(() => modularProgram(program, P), /Nothing stands for/);
        return;
      }
      const ready = modularProgram(program, P);
      if (joint.exponentials === true) {
        // Residues stand for exponentials: what is left to see is that derivatives are derivatives. Second ones are symmetric.
        const residues = (length: number): Float64Array => Float64Array.from({ length }, () => random.integer(P));
        const [at, v, w] = [0, 1, 2].map(() => residues(program.parameters));
        const numbers = { input: residues(10), constant: 1, maps: [SQUARE_MAP], output: residues(2) };
        const along = (direction: Float64Array): Float64Array => modularGradient(ready, numbers, [at, direction])[1];
        const dot = (a: Float64Array, b: Float64Array): number => a.reduce((sum, x, i) => reduce(sum + x * b[i], P), 0);
        assert.equal(dot(along(v), w), dot(along(w), v));
        const both = modularGradient(ready, numbers, [at, v, w, new Float64Array(at.length)])[3];
        const back = modularGradient(ready, numbers, [at, w, v, new Float64Array(at.length)])[3];
        assert.deepEqual(both, back);
        assert.ok(both.some((x) => x !== 0));
        return;
      }
      const whole = (length: number): Float64Array => Float64Array.from({ length }, () => random.integer(5) - 2);
      const [at, x, y] = [whole(program.parameters), whole(10), whole(2)];
      const modulo = (v: Float64Array): Float64Array => v.map((n) => (n + P) % P);
      const exact = new Float64Array(program.parameters);
      pass.forward(at, x, program.instructions.length);
      pass.backward(at, program.output, y, exact, null);
      const numbers = { input: modulo(x), constant: 1, maps: [SQUARE_MAP], output: modulo(y) };
      const [found] = modularGradient(ready, numbers, [modulo(at)]);
      // It is made of whole numbers, thirds and halves.
      exact.forEach((g, i) => {
        const times = Math.round(36 * g);
        assert.ok(Math.abs(36 * g - times) < 1e-6);
        assert.equal(reduce(36 * found[i], P), ((times % P) + P) % P, `parameter ${i}`);
      });
    });
  });
