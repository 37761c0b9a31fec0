/** Writes networks of every type of layer, with weights, inputs and what the engine makes of them, for export_test.py, which runs it. */
import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { memorySink } from "../../src/engine/checkpoint/write/tensors";
import { writtenFormatOf } from "../../src/engine/checkpoint/write";
import { FRAMEWORKS } from "../../src/engine/frameworks";
import { axesOf } from "../../src/engine/frameworks/places";
import { evaluate } from "../../src/engine/flow/objective/objective";
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

const [folder] = process.argv.slice(2);
CASES.forEach(([name, network], index) => {
  const random = randomStream(index, "export");
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
    const { code, tensors, missing } = write({
      network,
      theta,
      title: name,
      weights: `start${extension}`,
      module: "start",
    });
    writeFileSync(path.join(to, "start.py"), code);
    const sink = memorySink("start", 1e6);
    let end = 0;
    const steps = writtenFormatOf(extension)!.write(
      tensors,
      {},
      { ...sink, write: (at, bytes) => (sink.write(at, bytes), (end = Math.max(end, at + bytes.length))) },
    );
    while (steps.next().done !== true);
    writeFileSync(path.join(to, `start${extension}`), sink.bytes.subarray(0, end));
    writeFileSync(
      path.join(to, "case.json"),
      JSON.stringify({
        name,
        missing,
        discrete: shape.discrete === true,
        x: rows.map(({ given }) => given),
        shape: shape.discrete === true ? shape.extents : axesOf(shape),
        outputs: missing.length > 0 ? [] : Array.from(evaluate(network, theta, x).data),
        theta: Array.from(theta),
      }),
    );
  }
});

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
