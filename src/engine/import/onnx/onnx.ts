/**
 * ONNX graphs: operators as layers, by their names in the standard (onnx/docs/Operators.md). Tensors of the file are weights; an
 * operator that is not known ends the spec (steps.ts).
 */
import { t } from "../../findings/language";
import type { TensorInfo } from "../../checkpoint/checkpoint";
import type { OnnxGraph } from "../../checkpoint/onnx/graph";
import type { Draft, Gap } from "../draft/draft";
import { refuse } from "../draft/refusal";
import { INPUT, layersOf, type Step } from "../draft/steps";
import { openExtent, severalInputs, severalOutputs, shown } from "../draft/words";
import { ONNX_OPERATORS, type Operator } from "./operators";

/** Throws an `ImportRefusal`. */
export function onnxDraft(graph: OnnxGraph, tensors: readonly TensorInfo[]): Draft {
  const weights = new Map(tensors.map(({ name, shape }) => [name, shape]));
  const inputs = graph.inputs.filter(({ name }) => !weights.has(name));
  if (inputs.length !== 1) return refuse(severalInputs(inputs.length));
  if (graph.outputs.length > 1) refuse(severalOutputs(graph.outputs.map(({ name }) => name)));
  const [input] = inputs;
  /** The step that makes a value. */
  const made = new Map<string, string>([[input.name, INPUT]]);
  const taken = new Set<string>([INPUT]);
  const readers = new Map<string, number>();
  for (const { inputs: reads } of graph.nodes)
    for (const name of reads) readers.set(name, (readers.get(name) ?? 0) + 1);
  const gaps: Gap[] = [];
  const steps: Step[] = [];
  /** Operators that are a part of the layer before. */
  const merged = new Set<unknown>();
  graph.nodes.forEach((node, i) => {
    if (node.op === "Constant") return;
    const next = graph.nodes.at(i + 1);
    const operator: Operator = { node, weights, isAlone: (value) => (readers.get(value) ?? 0) === 1, next };
    if (merged.has(node)) return;
    const found = node.domain === "" || node.domain === "ai.onnx" ? ONNX_OPERATORS[node.op]?.(operator) : undefined;
    const [output = ""] = node.outputs;
    const name = free(found?.name ?? (node.name === "" ? output : node.name), taken);
    const reads = node.inputs.flatMap((value) => (made.has(value) ? [made.get(value) ?? INPUT] : []));
    made.set(output, name);
    if (found?.with !== undefined) {
      merged.add(found.with);
      made.set(found.with.outputs[0] ?? "", name);
    }
    for (const other of node.outputs.slice(1)) if (other !== "") made.set(other, name);
    gaps.push(...(found?.gaps ?? []).map((why) => ({ what: name, why })));
    const unknown = { kind: "unknown", what: shown(node.op) } as const;
    steps.push({
      name,
      reads: reads.length === 0 ? [INPUT] : reads,
      made: found === undefined || reads.length === 0 ? unknown : found.made(name),
    });
  });
  const { layers, tensors: names, gaps: behind } = layersOf(steps);
  return {
    title: graph.name === "" ? t`ONNX graph` : `ONNX: ${graph.name}`.slice(0, 100),
    input: inputOf(input.shape, layers[0].type),
    layers,
    draw: null,
    draws: {},
    tensors: names,
    gaps: [...gaps, ...behind],
    remarks: [],
  };
}

/** Without the batch. */
function inputOf(shape: OnnxGraph["inputs"][number]["shape"], first: string): Draft["input"] {
  const extents = (shape ?? []).slice(1);
  const known = extents.flatMap((extent) =>
    typeof extent === "number" && Number.isSafeInteger(extent) && extent > 0 ? [extent] : [],
  );
  if (known.length === 0 || known.length > 3 || known.length !== extents.length)
    return refuse(openExtent(shown(shape)));
  const [a, b, c] = known;
  if (known.length === 1) return a;
  if (known.length === 3) return { channels: a, height: b, width: c };
  return first === "conv1d" || first === "pool" ? { channels: a, length: b } : { tokens: a, width: b };
}

function free(name: string, taken: Set<string>): string {
  const wanted = name === "" || name.length > 90 ? "layer" : name;
  let [one, number] = [wanted, 1];
  while (taken.has(one)) one = `${wanted}.${++number}`;
  taken.add(one);
  return one;
}
