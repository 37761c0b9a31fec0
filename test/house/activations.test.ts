/**
 * Every row of the table of activations is held against its own numbers: a claim of a row that its function does not keep
 * would become a certified sentence somewhere else. And each is explained, shown by a spec, and tested by name.
 */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { analyzeSpec } from "../../src/engine/tasks/analyze/analyze";
import { objectiveOf } from "../../src/engine/flow/objective/objective";
import { zeros, type Matrix } from "../../src/engine/math/dense/matrix";
import { spectrumSteps } from "../../src/engine/math/dense/rank";
import { LANE, layerKernel, plainKernel } from "../../src/engine/math/layers/kernel";
import { PRIMES } from "../../src/engine/math/modular/field";
import { randomStream } from "../../src/engine/math/random/streams";
import { DOUBLES } from "../../src/engine/math/ring";
import { toNumber } from "../../src/engine/math/series/rational";
import { ACTIVATION_NAMES, activationNamed, activationRow, sigmaOf } from "../../src/engine/model/activations";
import type { Sigma, Slopes } from "../../src/engine/model/activations/activation";
import { parameterCount } from "../../src/engine/model/compile";
import type { Network } from "../../src/engine/model/network";
import { elementwise } from "../../src/engine/model/passes/tiles/elementwise";
import { countFunctionLaws } from "../../src/engine/theory/laws/function-count";
import { lawFamilies } from "../../src/engine/theory/laws/families";
import { chain, finish } from "../engine/networks";

/** Slopes at which a row with a slope is looked at: where its function is another one, and beside. */
const SLOPES = [-1, 0, 0.01, 0.3, 1, 2];
/** On both sides of 0, small and where saturated functions are flat. */
const POINTS = [0.013, 0.2, 0.7, 1.1, 2.6, 3.4, 5, 30].flatMap((x) => [x, -x]);

describe("house: activations", () => {
  for (const name of ACTIVATION_NAMES)
    for (const slope of activationRow(name).slope === null ? [undefined] : SLOPES) {
      const activation = activationNamed(name, slope);
      const sigma = sigmaOf(activation);
      const { value, derivative } = sigma;
      const own = slope === undefined ? name : `${name} ${slope}`;

      it(`${own}: the derivative is the value's`, () => {
        const h = 1e-5;
        for (const x of POINTS) {
          const difference = (value(x + h) - value(x - h)) / (2 * h);
          near(difference, derivative(x), 1e-8 * Math.max(1, Math.abs(x), Math.abs(value(x))), `at ${x}`);
        }
      });

      const { exponential } = sigma;
      if (exponential !== null)
        it(`${own}: its formula in exponentials gives its values`, () => {
          for (const x of POINTS.filter((point) => Math.abs(point) < 10)) {
            const found = exponential.of(x, Math.exp(exponential.exponent?.(x, DOUBLES) ?? x), DOUBLES);
            near(found.value, value(x), 1e-11, `the value at ${x}`);
            near(found.derivative, derivative(x), 1e-11, `the derivative at ${x}`);
          }
        });

      it(`${own}: what it is at 0 and beside it`, () => {
        const h = 1e-6;
        near(value(0), sigma.atZero, Number.EPSILON, "the value");
        assert.equal(sigma.flatAtZero, derivative(0) === 0, "flat");
        const { below, above } = slopesAtZero(sigma);
        near((value(0) - value(-h)) / h, below, 1e-5, "the slope below");
        near((value(h) - value(0)) / h, above, 1e-5, "the slope above");
      });

      it(`${own}: parity, homogeneity and pieces are its own`, () => {
        for (const x of POINTS) {
          const size = 1e-14 * (1 + x * x);
          if (sigma.parity !== "none")
            near(value(-x), (sigma.parity === "odd" ? -1 : 1) * value(x), size, `parity at ${x}`);
          if (sigma.homogeneous !== null)
            for (const c of [0.3, 4])
              near(value(c * x), c ** sigma.homogeneous * value(x), size * 16, `degree at ${x}`);
          if (sigma.below !== null) near(value(x), x > 0 ? x : sigma.below * x, 0, `pieces at ${x}`);
        }
        for (const c of [-1, 0.5]) {
          const moved = POINTS.every((x) => Math.abs(value(x + c) - Math.exp(c) * value(x)) <= 1e-13 * value(x));
          assert.equal(sigma.translates, moved, `what adding ${c} does`);
        }
        // A piecewise linear function is analytic only as one line, and then runs modulo a prime.
        if (sigma.below !== null) assert.equal(sigma.analytic, sigma.below === 1);
      });

      it(`${own}: modulo a prime it is the same polynomial`, () => {
        const { polynomial } = sigma;
        if (polynomial === null) return;
        const [p] = PRIMES;
        for (const z of [2, 3, 5]) {
          // Along one nilpotent direction, at 0; what is made of it, at 1. Then a derivative of 1, pulled back.
          const values = [Float64Array.of(z, 0), Float64Array.of(1, 0)];
          const pulls = [Float64Array.of(1, 0), Float64Array.of(0, 0)];
          polynomial.forward(values, 0, 1, 1, p);
          polynomial.backward(values, 0, pulls, 0, 1, 1, p);
          const there = sigmaOf(activation);
          assert.deepEqual(
            [values[0][1], values[1][1], pulls[0][1]],
            [there.value(z), there.derivative(z), there.derivative(z)],
          );
        }
      });

      it(`${own}: what stands for its values reaches no further than they do`, () => {
        const { freeValues } = sigma;
        if (freeValues === null) return;
        // The rank over GF(p) counts as proven: the real gradients must have it.
        for (const network of [chain([2, 3, 2], name), chain([1, 2, 1], name, "all")]) {
          const exact = finish(countFunctionLaws(network, lawFamilies(network), parameterCount(network), 0));
          assert.equal(exact?.certificate?.lieRank, parameterCount(network));
          const rows = gradientRows(network, 2 * parameterCount(network));
          assert.equal(finish(spectrumSteps(rows)).rank, parameterCount(network));
        }
      });

      it(`${own}: on rows of samples, in both kernels, it has the same values and derivatives`, () => {
        const count = POINTS.length;
        assert.equal(count % LANE, 0);
        for (const kernel of [layerKernel(3 * count), plainKernel(3 * count)]) {
          const [z, y, d] = [0, count, 2 * count];
          kernel.numbers.set(POINTS, z);
          kernel.numbers.fill(1, d, d + count);
          const { activate, gate } = elementwise(activation);
          activate(kernel, z, y, count);
          gate(kernel, z, y, d, count);
          POINTS.forEach((x, i) => {
            // The identity leaves its values where its arguments are.
            if (sigma.below !== 1) assert.equal(kernel.numbers[y + i], value(x), `value at ${x}`);
            near(kernel.numbers[d + i], derivative(x), 1e-16, `derivative at ${x}`);
          });
        }
      });

      it(`${own}: a spec with it is analysed`, () => {
        const written = { widths: [2, 3, 1], activation: name, ...(slope === undefined ? {} : { slope }) };
        const result = finish(analyzeSpec(JSON.stringify({ architecture: written }), { path: null }));
        assert.equal(result.kind, "report");
      });
    }

  for (const name of ACTIVATION_NAMES)
    it(`${name}: docs/spec.md explains it`, () => {
      assert.ok(readFileSync("docs/spec.md", "utf8").includes(`\n| \`${name}\` |`));
    });
});

/** The one-sided derivatives that the row speaks of. */
function slopesAtZero({ begins }: Sigma): Slopes {
  if (typeof begins !== "function") return begins;
  const { rational, irrational, constant } = begins();
  const slope = toNumber(rational[1]) + toNumber(irrational[1]) * (constant?.value ?? 0);
  return { below: slope, above: slope };
}

/** Gradients of random sums of outputs at random inputs and one random theta, a row each. */
function gradientRows(network: Network, rows: number): Matrix {
  const random = randomStream(1, "rows");
  const theta = Float64Array.from({ length: parameterCount(network) }, () => random.normal());
  const result = zeros(rows, theta.length);
  for (let row = 0; row < rows; row++) {
    const normal = (columns: number): Matrix => ({
      rows: 1,
      columns,
      data: Float64Array.from({ length: columns }, () => 1.5 * random.normal()),
    });
    const [x, y] = [normal(network.inputs), normal(network.layers[network.layers.length - 1].units)];
    objectiveOf(network, { kind: "samples", x, y }, "mse").gradient(
      theta,
      result.data.subarray(row * theta.length, (row + 1) * theta.length),
    );
  }
  return result;
}

function near(found: number, wanted: number, tolerance: number, what: string): void {
  assert.ok(Math.abs(found - wanted) <= tolerance, `${what}: ${found}, not ${wanted}`);
}
