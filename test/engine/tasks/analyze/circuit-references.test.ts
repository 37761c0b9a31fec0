/**
 * The reference verdicts on the metric of blocks, from specs: kernel dimensions, verdicts, and violations. The reference gives violations of starts
 * that it does not name, so theirs are compared in size: the median over a few draws, times ‖θ‖ of the circuit, lies within a factor of six.
 */
import assert from "node:assert/strict";
import { norm } from "../../../../src/engine/math/dense/matrix";
import { blocksOf } from "../../../../src/engine/model/compile";
import { initialize } from "../../../../src/engine/model/initializers";
import type { Network } from "../../../../src/engine/model/network";
import { weightsShape } from "../../../../src/engine/model/written";
import type { MetricSection } from "../../../../src/engine/report/metric/facts";
import { readSpec } from "../../../../src/engine/spec/read";
import { analyzeSpec } from "../../../../src/engine/tasks/analyze/analyze";
import { simulateSpec } from "../../../../src/engine/tasks/simulate/simulate";
import { balancedOn } from "../../../../src/engine/theory/metric/circuits/balanced";
import { unseenCircuits } from "../../../../src/engine/theory/metric/circuits/decide";
import { balanced } from "../../theory/metric/circuit-starts";
import { finish } from "../../networks";

const ATTENTION = (own: string, width = 3) =>
  `"input": { "tokens": 3, "width": ${width} }, "layers": [{ "type": "attention", "bias": false, ${own} }]`;
const CONVOLUTIONS = (channels: number, length: number) =>
  `"input": { "channels": ${channels}, "length": ${length} }, "layers": [
    { "type": "conv1d", "channels": ${channels}, "kernel": 2 }, { "type": "conv1d", "channels": ${channels}, "kernel": 2 }, { "type": "flatten" }]`;
const RECURRENCE = (hidden: number, width: number, more = "") =>
  `"input": { "tokens": 6, "width": ${width} }, "layers": [
    { "type": "rnn", "hidden": ${hidden}, "nonlinearity": "identity", "outputs": "last"${more} }, { "type": "dense", "units": ${width} }]`;
const ADAPTER = `"input": 3, "layers": [{ "type": "adapter", "units": 4, "rank": 2 }]`;
const GATED = (activation: string) =>
  `"input": 3, "layers": [{ "type": "gated", "hidden": 2, "units": 3, "activation": "${activation}", "bias": false }]`;

const text = (architecture: string, initialization: object, more: object = {}): string =>
  `{ "architecture": { ${architecture} }, "initialization": ${JSON.stringify(initialization)}${Object.entries(more)
    .map(([key, value]) => `, ${JSON.stringify(key)}: ${JSON.stringify(value)}`)
    .join("")} }`;

function metricOf(spec: string): MetricSection {
  const result = finish(analyzeSpec(spec, { path: null, lean: true }));
  assert.ok(result.kind === "report", JSON.stringify(result));
  return result.report.intrinsicMetric;
}

const gaussian = (seed: number): object => ({ scheme: "gaussian", std: 1, seed });

function networkOf(architecture: string): Network {
  const { network, problems } = readSpec(text(architecture, gaussian(1)));
  assert.ok(network !== null, JSON.stringify(problems));
  return network;
}

function drawn(architecture: string, seed: number): Float64Array {
  const { network, initialization } = readSpec(text(architecture, gaussian(seed)));
  const draw = initialize(network!, initialization!);
  assert.ok(draw.kind !== "none");
  return draw.theta;
}

/** As a spec writes them, of layers without biases. */
function explicit(network: Network, theta: Float64Array): object {
  const nested = (flat: readonly number[], [, ...inner]: readonly number[]): unknown[] => {
    const size = inner.reduce((product, x) => product * x, 1);
    return inner.length === 0
      ? [...flat]
      : Array.from({ length: flat.length / size }, (_, i) => nested(flat.slice(i * size, (i + 1) * size), inner));
  };
  const weights = network.layers.map((_, layer) =>
    nested(
      blocksOf(network)
        .filter((block) => block.layer === layer)
        .flatMap(({ offset, rows, columns }) => Array.from(theta.subarray(offset, offset + rows * columns))),
      weightsShape(network, layer),
    ),
  );
  return { scheme: "explicit", weights };
}

/** The circuit of this name; of an end-to-end matrix that is no chain's, the whole. */
function rowOf(metric: MetricSection, circuit: string | null): readonly [string | null, number | null, number] {
  const found =
    circuit === null ? { ...metric, verdict: metric } : metric.circuits?.find(({ name }) => name === circuit);
  assert.ok(found !== undefined, metric.circuits?.map(({ name }) => name).join());
  return [found.verdict.value, found.kernelDimension.value, found.violation.value ?? NaN];
}

const DRAWS = 5;

function hasSize(sizes: readonly number[], reference: number): void {
  const median = sizes.toSorted((a, b) => a - b)[(sizes.length - 1) / 2];
  assert.ok(median > reference / 6 && median < reference * 6, `${median}, not about ${reference}`);
}

describe("reference verdicts of blocks", () => {
  describe("fail, and by so much", () => {
    const all = "layer1.scores + layer1.values + layer1.head";
    const rows: [string, string, string | null, number, number][] = [
      ["queries and keys, d 3, dh 2", ATTENTION(`"headSize": 2`), "layer1.scores", 1, 1.1],
      ["two queries on a key", ATTENTION(`"heads": 2, "kvHeads": 1, "headSize": 2`), "layer1.scores", 1, 0.43],
      ["linear attention, d 3, dh 2", ATTENTION(`"headSize": 2, "scores": "linear"`), all, 2, 0.51],
      ["low rank adapter at B = 0, 3 -> 4, rank 2", ADAPTER, "layer1.rank", 3, 1.3],
      ["convolutions of 2, 2, 2 channels", CONVOLUTIONS(2, 3), null, 1, 0.82],
      ["linear recurrence n 3, 2, 2", RECURRENCE(3, 2), null, 3, 0.33],
    ];
    for (const [name, architecture, circuit, kernel, reference] of rows)
      it(name, () => {
        const network = networkOf(architecture);
        const own = (unseenCircuits(network, drawn(architecture, 1)) ?? []).find((one) => one.name === circuit);
        const weights = new Set(
          own?.parts.flatMap(({ writers, readers }) => [...writers, ...readers].flatMap((row) => [...row])),
        );
        const sizes: number[] = [];
        for (let seed = 1; seed <= DRAWS; seed++) {
          const [verdict, dimension, violation] = rowOf(metricOf(text(architecture, gaussian(seed))), circuit);
          assert.deepEqual([verdict, dimension], ["fails", kernel]);
          const theta = drawn(architecture, seed);
          sizes.push(violation * norm(own === undefined ? theta : Float64Array.from(weights, (at) => theta[at])));
        }
        hasSize(sizes, reference);
      });

    it("a recurrence of low rank", () => {
      const [verdict, , violation] = rowOf(metricOf(text(RECURRENCE(4, 2, ', "rank": 2'), gaussian(1))), null);
      assert.ok(verdict === "fails" && violation > 1e-2);
    });

    it("λ > 0 where the products have rank 2 < 3: d 2, dh 3, two queries on a key", () => {
      const architecture = ATTENTION(`"heads": 2, "kvHeads": 1, "headSize": 3`, 2);
      const network = networkOf(architecture);
      const [part] = unseenCircuits(network, drawn(architecture, 1))![0].parts;
      const sizes = Array.from({ length: DRAWS }, (_, i) => {
        const theta = balanced(network, ({ name }) => (name === "layer1.scores" ? -1 : 1), i + 1);
        const [verdict, , violation] = rowOf(metricOf(text(architecture, explicit(network, theta))), "layer1.scores");
        assert.equal(verdict, "fails");
        const own = [...part.writers, ...part.readers].flatMap((row) => Array.from(row, (at) => theta[at]));
        return violation * norm(own);
      });
      hasSize(sizes, 0.4);
    });

    it("two filters with a common root", () => {
      const [verdict, kernel, violation] = rowOf(
        metricOf(text(CONVOLUTIONS(1, 4), { scheme: "explicit", weights: [[[[1, -2]]], [[[0.7, -1.4]]], []] })),
        null,
      );
      assert.deepEqual([verdict, kernel], ["fails", 1]);
      hasSize([violation * Math.hypot(1, 2, 0.7, 1.4)], 0.65);
    });
  });

  describe("hold, and by how little they miss it", () => {
    const everywhere: [string, string, number][] = [
      ["heads of one row", ATTENTION(`"headSize": 1`), 0],
      ["gated by silu", GATED("silu"), 0],
      ["bilinear", GATED("identity"), 0],
      ["filters of one channel", CONVOLUTIONS(1, 4), 0],
    ];
    for (const [name, architecture, kernel] of everywhere)
      it(`from every start: ${name}`, () => {
        for (let seed = 1; seed <= DRAWS; seed++) {
          const [verdict, dimension, violation] = rowOf(metricOf(text(architecture, gaussian(seed))), null);
          assert.deepEqual([verdict, dimension], ["holds", kernel]);
          assert.ok(violation < 1e-11);
        }
      });

    it("from every start: rotary pairs, one direction each", () => {
      for (const rope of ["half", "interleaved"]) {
        const metric = metricOf(text(ATTENTION(`"headSize": 4, "rope": "${rope}"`), gaussian(1)));
        const [verdict, kernel, violation] = rowOf(metric, "layer1.scores");
        assert.deepEqual([verdict, kernel], ["holds", 2]);
        assert.ok(violation < 1e-11);
      }
    });

    const matrices: [string, string, string | null, number][] = [
      ["queries and keys, d 3, dh 2", ATTENTION(`"headSize": 2`), "layer1.scores", 1],
      ["two queries on a key", ATTENTION(`"heads": 2, "kvHeads": 1, "headSize": 2`), "layer1.scores", 1],
      ["linear attention", ATTENTION(`"headSize": 2, "scores": "linear"`), null, 2],
      ["convolutions of 2, 2, 2 channels", CONVOLUTIONS(2, 3), null, 1],
      ["linear recurrence n 3, 2, 2", RECURRENCE(3, 2), null, 3],
    ];
    for (const [name, architecture, circuit, kernel] of matrices)
      it(`where S is a multiple of the identity: ${name}`, () => {
        const network = networkOf(architecture);
        const start = drawn(architecture, 1);
        const theta = (unseenCircuits(network, start) ?? []).reduce<Float64Array>(
          (at, own) => balancedOn(own, at) ?? at,
          start,
        );
        const [verdict, dimension, violation] = rowOf(metricOf(text(architecture, explicit(network, theta))), circuit);
        assert.deepEqual([verdict, dimension], ["holds", kernel]);
        assert.ok(violation < 1e-10, `${violation}`);
      });
  });

  describe("of an adapter trained from B = 0", () => {
    for (const [scheme, wanted] of [
      ["orthogonal", "holds"],
      ["gaussian", "fails"],
    ] as const)
      it(`${wanted} for ever after from A that is ${scheme}: one direction`, () => {
        const initialization = { scheme, seed: 2 };
        const training = {
          data: { kind: "teacher", samples: 20, seed: 2 },
          optimizer: { type: "gradient-flow", time: 1, tolerance: 1e-12 },
        };
        const at0 = metricOf(text(ADAPTER, initialization));
        assert.deepEqual(rowOf(at0, "layer1.rank").slice(0, 2), ["fails", 3]);
        const run = finish(
          simulateSpec(text(ADAPTER, initialization, { training }), {
            path: null,
            readDataFile: () => ({ kind: "none", why: "There are no files here.", help: "Do without." }),
          }),
        );
        assert.ok(run.kind === "report");
        const last = run.report.trajectory?.weights?.values.at(-1);
        assert.ok(last !== undefined);
        const later = metricOf(text(ADAPTER, explicit(networkOf(ADAPTER), Float64Array.from(last))));
        const [verdict, kernel, violation] = rowOf(later, "layer1.rank");
        assert.deepEqual([verdict, kernel], [wanted, 1]);
        assert.ok(wanted === "holds" ? violation < 1e-9 : violation > 0.1 / 6 && violation < 0.1 * 6, `${violation}`);
      });
  });
});
