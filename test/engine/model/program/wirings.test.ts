/** Quick ways of a wiring: each names the edges that the wiring has, and passes that take them compute what goes edge by edge. */
import assert from "node:assert/strict";
import { LOSSES } from "../../../../src/engine/flow/objective/losses";
import { passOf } from "../../../../src/engine/flow/objective/pass";
import { layerKernel, plainKernel } from "../../../../src/engine/math/layers/kernel";
import { randomStream } from "../../../../src/engine/math/random/streams";
import { compile, parameterCount } from "../../../../src/engine/model/compile";
import type { Network } from "../../../../src/engine/model/network";
import { samplePass } from "../../../../src/engine/model/passes/sample/sample";
import { convolution, outputLength, type Axis } from "../../../../src/engine/model/program/convolutions";
import { maskOf, mixtures, scores } from "../../../../src/engine/model/program/heads";
import type { Wiring } from "../../../../src/engine/model/program/wirings";
import { grid, sequence } from "../../../../src/engine/model/shape";
import { attend, conv, FLAT, glu, LAYER_SAMPLES, layered } from "../../layer-samples";

type Edge = readonly [i: number, j: number, o: number];
type Way = "matrices" | "strips" | "runs" | "blocks" | "patches";

describe("quick ways of a wiring", () => {
  it("name the edges that it has, in all sample networks", () => {
    const seen = new Map<Way, number>();
    for (const network of Object.values(LAYER_SAMPLES).flat())
      for (const one of compile(network).program.instructions)
        // A flow has no edges.
        if (one.op === "contract" && one.wiring.name !== "flow")
          for (const way of compared(one.wiring)) seen.set(way, (seen.get(way) ?? 0) + 1);
    for (const way of ["matrices", "strips", "runs", "blocks"] as const) assert.ok(seen.get(way)! > 10, way);
  });

  it("name the edges of convolutions of any stride, padding, dilation and groups", () => {
    const random = randomStream(1, "convolutions");
    let patches = 0;
    for (let k = 0; k < 300; k++) {
      const axes = Array.from({ length: 1 + random.integer(2) }, (): Axis => {
        const [kernel, stride, dilation] = [1 + random.integer(4), 1 + random.integer(3), 1 + random.integer(2)];
        return { length: 1 + random.integer(9), kernel, stride, padding: random.integer(4), dilation };
      });
      if (axes.some((axis) => outputLength(axis) < 1)) continue;
      const groups = 1 + random.integer(2);
      const of = { inputs: groups * (1 + random.integer(2)), outputs: 5 * groups, groups, axes };
      if (compared(convolution(of)).includes("patches")) patches++;
    }
    assert.ok(patches > 100);
  });

  it("name the edges of attention under any mask, with the largest rectangles of a causal one", () => {
    const random = randomStream(1, "masks");
    const heads = { tokens: 7, heads: 4, kvHeads: 2, size: 3 };
    const drawn = Array.from({ length: 49 }, () => random.integer(2) === 1);
    const masks: ((t: number, u: number) => boolean)[] = [
      () => true,
      () => false,
      (t, u) => u <= t,
      (t, u) => u >= t,
      (t, u) => u <= t && t - u < 3,
      (t, u) => drawn[t * 7 + u],
    ];
    for (const seen of masks) {
      const mask = { seen, pairs: countOf(7, seen) };
      for (const wiring of [scores(heads, mask), mixtures(heads, mask)]) assert.deepEqual(compared(wiring), ["blocks"]);
    }
    let [count, largest] = [0, 0];
    scores({ ...heads, tokens: 32, heads: 1, kvHeads: 1 }, maskOf(32, 32, true)).blocks!(({ rows, columns }) => {
      count++;
      largest = Math.max(largest, rows * columns);
    });
    assert.deepEqual([count, largest], [32, 16 * 16]);
  });
});

function countOf(tokens: number, seen: (t: number, u: number) => boolean): number {
  let count = 0;
  for (let t = 0; t < tokens; t++) for (let u = 0; u < tokens; u++) if (seen(t, u)) count++;
  return count;
}

describe("gradients by quick ways", () => {
  const sequenced = sequence(6, 4);
  const networks: Readonly<Record<string, Network>> = {
    "a convolution of an image": layered(
      grid(2, [7, 9]),
      conv("conv2d", 6, { kernel: [3, 3], padding: [1, 1] }, "tanh"),
      conv("conv2d", 8, { kernel: [3, 2], stride: [2, 2], dilation: [1, 2], groups: 2 }),
      FLAT,
    ),
    "causal attention": layered(
      sequenced,
      attend({ kvHeads: 1, mask: "causal" }),
      attend({ mask: "causal", window: 3 }),
    ),
    "a gated layer": layered(sequenced, glu(5, "silu")),
  };
  for (const [name, network] of Object.entries(networks))
    it(`${name}: as sample by sample, in both kernels`, () => {
      const random = randomStream(1, name);
      const [samples, parameters] = [11, parameterCount(network)];
      const theta = Float64Array.from({ length: parameters }, () => random.normal() / 2);
      const { program } = compile(network);
      const outputs = program.instructions[program.output].size;
      const draw = (columns: number): { rows: number; columns: number; data: Float64Array } => ({
        rows: samples,
        columns,
        data: Float64Array.from({ length: samples * columns }, () => random.normal()),
      });
      const [x, y] = [draw(network.inputs), draw(outputs)];
      const expected = new Float64Array(parameters);
      const pass = samplePass(program);
      for (let s = 0; s < samples; s++) {
        pass.forward(theta, x.data.slice(s * x.columns, (s + 1) * x.columns), program.instructions.length);
        const apart = pass.numbersOf(program.output).map((value, o) => value - y.data[s * outputs + o]);
        pass.backward(theta, program.output, apart, expected, null);
      }
      const found = [layerKernel, plainKernel].map((kernelFor) => {
        const into = new Float64Array(parameters);
        passOf(network, { x, y, constants: null }, LOSSES.mse, kernelFor).run(theta, 1, into);
        return into;
      });
      assert.deepEqual(found[0], found[1]);
      const size = Math.max(...expected.map(Math.abs));
      expected.forEach((g, i) => assert.ok(Math.abs(g - found[0][i]) < 1e-13 * size, `parameter ${i}`));
    });
});

/** The quick ways that a wiring has, after each was held against its edges. */
function compared(wiring: Wiring): Way[] {
  const wanted: Edge[] = [];
  wiring.edges((...edge) => wanted.push(edge));
  assert.equal(wanted.length, wiring.edgeCount);
  const ways: Record<Way, Edge[] | null> = { matrices: null, strips: null, runs: null, blocks: null, patches: null };
  wiring.matrices?.((i, j, o, rows, columns) => {
    const edges = (ways.matrices ??= []);
    for (let r = 0; r < rows; r++) for (let c = 0; c < columns; c++) edges.push([i + r * columns + c, j + c, o + r]);
  });
  wiring.strips?.((i, j, o, length) => {
    for (let t = 0; t < length; t++) (ways.strips ??= []).push([i, j + t, o + t]);
  });
  wiring.runs?.((i, j, o, length) => {
    for (let t = 0; t < length; t++) (ways.runs ??= []).push([i + t, j + t, o + t]);
  });
  wiring.blocks?.(({ rows, inner, columns, a, b, y }) => {
    const edges = (ways.blocks ??= []);
    for (let r = 0; r < rows; r++)
      for (let c = 0; c < columns; c++)
        for (let k = 0; k < inner; k++)
          edges.push([a[0] + r * a[1] + k * a[2], b[0] + k * b[1] + c * b[2], y[0] + r * y[1] + c * y[2]]);
  });
  if (wiring.blocks !== undefined) ways.blocks ??= [];
  wiring.patches?.(({ rows, length, counts, places, a: [i, i1, p], b: q, y }) => {
    const edges = (ways.patches ??= []);
    for (const [j, o] of places)
      for (let r = 0; r < rows; r++)
        for (let t = 0; t < length; t++)
          for (let u = 0; u < counts[0]; u++)
            for (let v = 0; v < counts[1]; v++)
              for (let w = 0; w < counts[2]; w++)
                edges.push([
                  i + r * i1 + u * p[0] + v * p[1] + w * p[2],
                  j + u * q[0] + v * q[1] + w * q[2] + t,
                  o + r * y + t,
                ]);
  });
  const sorted = (edges: readonly Edge[]): string[] => edges.map((edge) => edge.join(" ")).sort();
  const found = (Object.keys(ways) as Way[]).filter((way) => ways[way] !== null);
  for (const way of found) assert.deepEqual(sorted(ways[way]!), sorted(wanted), `${wiring.name} by ${way}`);
  return found;
}
