/**
 * Writes networks of every type of layer, with weights, inputs and what the engine makes of them, for export_test.py: bundled and run
 * by it, `export-cases.cjs FOLDER SEED`.
 */
import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { memorySink } from "../../src/engine/checkpoint/write/tensors";
import { writtenFormatOf } from "../../src/engine/checkpoint/write";
import { FRAMEWORKS } from "../../src/engine/frameworks";
import { axesOf } from "../../src/engine/frameworks/places";
import { evaluate, objectiveOf } from "../../src/engine/flow/objective/objective";
import type { Matrix } from "../../src/engine/math/dense/matrix";
import { randomStream } from "../../src/engine/math/random/streams";
import { parameterCount } from "../../src/engine/model/compile";
import type { Network } from "../../src/engine/model/network";
import { sizeOf, vector, type Shape } from "../../src/engine/model/shape";
import { FRAMEWORK_NAMES } from "../../src/engine/protocol/frameworks";
import { readSpec } from "../../src/engine/spec/read";
import { LAYER_SAMPLES } from "../engine/layer-samples";

const SAMPLES = 3;
const WHOLE = ["gpt2", "llama", "qwen", "bert", "vit"].map((preset): [string, Network] => {
  const input = preset === "gpt2" || preset === "llama" ? { tokens: 4, vocabulary: 7 } : { tokens: 4, width: 8 };
  const table =
    "vocabulary" in input
      ? [{ type: "embedding", name: "model.embed", units: 8, positions: preset === "gpt2" ? "learned" : "none" }]
      : [];
  const layers = [
    ...table,
    ...[0, 1].map((i) => ({
      type: "transformer-block",
      name: `model.layers.${i}`,
      preset,
      heads: 2,
      ...(preset === "llama" ? { kvHeads: 1 } : {}),
    })),
    { type: "norm", norm: preset === "llama" || preset === "qwen" ? "rms" : "layer", name: "model.norm" },
    { type: "dense", units: 7, name: "head", ...(preset === "gpt2" ? { share: "model.embed" } : {}) },
  ];
  const { network, problems } = readSpec(JSON.stringify({ architecture: { input, layers } }));
  if (network === null) throw new Error(`${preset}: ${problems.map(({ message }) => message).join(" ")}`);
  return [`a language model of ${preset} blocks`, network];
});
const CASES: readonly (readonly [string, Network])[] = [
  ...WHOLE,
  ...Object.entries(LAYER_SAMPLES).flatMap(([type, networks]) =>
    networks.map((network, i) => [`${type} ${i}`, network] as const),
  ),
];

const [folder, seed] = process.argv.slice(2);
CASES.forEach(([name, network], index) => {
  const random = randomStream(1000 * Number(seed) + index, "export");
  const theta = Float64Array.from({ length: parameterCount(network) }, () => 0.7 * random.normal());
  const shape = network.shape ?? vector(network.inputs);
  const rows = Array.from({ length: SAMPLES }, () =>
    drawn(
      shape,
      () => random.normal(),
      () => random.uniform(),
    ),
  );
  const x = { rows: SAMPLES, columns: network.inputs, data: Float64Array.from(rows.flatMap(({ numbers }) => numbers)) };
  for (const framework of FRAMEWORK_NAMES) {
    const { extension, write } = FRAMEWORKS[framework];
    const to = path.join(folder, framework, `case_${index}`);
    mkdirSync(to, { recursive: true });
    const written = (numbers: Float64Array, weights: string): ReturnType<typeof write> => {
      const made = write({ network, theta: numbers, title: name, weights, module: "start" });
      const sink = memorySink("start", 1e6);
      let end = 0;
      const steps = writtenFormatOf(extension)!.write(
        made.tensors,
        {},
        { ...sink, write: (at, bytes) => (sink.write(at, bytes), (end = Math.max(end, at + bytes.length))) },
      );
      while (steps.next().done !== true);
      writeFileSync(path.join(to, weights), sink.bytes.subarray(0, end));
      return made;
    };
    const { code, missing } = written(theta, `start${extension}`);
    writeFileSync(path.join(to, "start.py"), code);
    const y = missing.length > 0 ? null : targetsOf(evaluate(network, theta, x));
    if (y !== null) {
      const gradient = new Float64Array(theta.length);
      objectiveOf(network, { kind: "samples", x, y }, "mse").gradient(theta, gradient);
      written(gradient, `gradient${extension}`);
    }
    writeFileSync(
      path.join(to, "case.json"),
      JSON.stringify({
        name,
        missing,
        discrete: shape.discrete === true,
        x: rows.map(({ given }) => given),
        shape: shape.discrete === true ? shape.extents : axesOf(shape),
        outputs: missing.length > 0 ? [] : Array.from(evaluate(network, theta, x).data),
        targets: y === null ? [] : Array.from(y.data),
        theta: Array.from(theta),
      }),
    );
  }
});

/** Anything that is not what the network gives. */
function targetsOf(outputs: Matrix): Matrix {
  return { ...outputs, data: outputs.data.map((value, i) => 0.5 * value + Math.cos(i)) };
}

function drawn(
  shape: Shape,
  normal: () => number,
  uniform: () => number,
): { readonly numbers: number[]; readonly given: number[] } {
  if (shape.discrete !== true) {
    const numbers = Array.from({ length: sizeOf(shape) }, normal);
    return { numbers, given: numbers };
  }
  const given = Array.from({ length: shape.extents[0] }, () => Math.floor(uniform() * shape.channels));
  return {
    numbers: given.flatMap((token) => Array.from({ length: shape.channels }, (_, i) => (i === token ? 1 : 0))),
    given,
  };
}
