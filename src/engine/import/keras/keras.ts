/**
 * Keras models by their configuration (`model.to_json()`, or within .h5 and .keras): Sequential, and Functional with layers that are
 * called once. Keras puts channels last; the spec language puts them first, which changes no law.
 */
import { t } from "../../findings/language";
import { isObject, type JsonObject, type JsonValue } from "../../checkpoint/json";
import { Config } from "../draft/config";
import type { Draft, Gap, TensorDraft } from "../draft/draft";
import { refuse } from "../draft/refusal";
import { INPUT, layersOf, type Step } from "../draft/steps";
import { notAKerasModel, openExtent, severalInputs, severalOutputs, shown, TURNED_FLATTEN } from "../draft/words";
import { KERAS_LAYERS } from "./layers";

/** `asDrawn`: its weights cannot be read from the file as they lie there. */
export type KerasDraft = Draft & { readonly asDrawn: boolean };

/** Layers of a configuration that are looked at. */
const MOST_LAYERS = 2000;

/** Throws an `ImportRefusal`. `names`: of the tensors of the file; none: there is none. */
export function kerasDraft(value: JsonValue, names: readonly string[]): KerasDraft {
  const config = isObject(value) ? value["config"] : undefined;
  const kind = isObject(value) ? value["class_name"] : undefined;
  const listed = isObject(config) ? config["layers"] : undefined;
  const isKnown = kind === "Sequential" || kind === "Functional" || kind === "Model";
  if (!isKnown || !isObject(config) || !Array.isArray(listed) || listed.length > MOST_LAYERS)
    return refuse(notAKerasModel());
  const layers = (listed as readonly JsonValue[]).filter(isObject);
  const inputs = layers.filter((layer) => layer["class_name"] === "InputLayer");
  if (inputs.length > 1) refuse(severalInputs(inputs.length));
  const outputs = config["output_layers"];
  if (Array.isArray(outputs) && outputs.length > 1 && outputs.every(Array.isArray))
    refuse(severalOutputs(outputs.map((one) => shown(one))));
  const shape = layers.map(shapeIn).find((one) => one !== null) ?? null;
  const gaps: Gap[] = [];
  const counts = new Map<string, number>();
  let before = INPUT;
  const steps = layers.map((layer): Step => {
    const type = typeof layer["class_name"] === "string" ? layer["class_name"] : "";
    const own = new Config(isObject(layer["config"]) ? layer["config"] : {});
    const name = own.word("name", type);
    const reads = kind === "Sequential" ? [before] : sourcesIn(layer["inbound_nodes"]);
    before = name;
    if (type === "InputLayer") return { name, reads: [INPUT], made: { kind: "nothing" } };
    const row = Object.hasOwn(KERAS_LAYERS, type) ? KERAS_LAYERS[type] : undefined;
    const found = row?.(own);
    const count = counts.get(type) ?? 0;
    counts.set(type, count + 1);
    if (found === undefined || reads.length === 0)
      return { name, reads: reads.length === 0 ? [INPUT] : reads, made: { kind: "unknown", what: shown(type) } };
    gaps.push(...(found.gaps ?? []).map((why) => ({ what: name, why })));
    if (found.made.kind !== "layer") return { name, reads, made: found.made };
    const tensors = tensorsOf(name, `${snakeCase(type)}${count === 0 ? "" : `_${count}`}`, found.files ?? [], names);
    return { name, reads, made: { ...found.made, tensors } };
  });
  const { layers: drafts, tensors, gaps: behind } = layersOf(steps);
  const turned = shape !== null && shape.length > 2 && drafts.some(({ type }) => type === "flatten");
  return {
    title: typeof config["name"] === "string" ? `Keras: ${config["name"]}`.slice(0, 100) : t`Keras model`,
    input: inputOf(shape, drafts[0].type, layers),
    layers: drafts,
    draw: { scheme: "xavier-uniform" },
    draws: {},
    tensors,
    gaps: [...gaps, ...(turned ? [{ what: "Flatten", why: TURNED_FLATTEN }] : []), ...behind],
    remarks: [],
    asDrawn: turned,
  };
}

function shapeIn(layer: JsonObject): readonly (number | null)[] | null {
  const config = isObject(layer["config"]) ? layer["config"] : {};
  const shape = config["batch_shape"] ?? config["batch_input_shape"];
  if (!Array.isArray(shape)) return null;
  return shape.slice(1).map((extent) => (typeof extent === "number" ? extent : null));
}

function inputOf(
  shape: readonly (number | null)[] | null,
  first: string,
  layers: readonly JsonObject[],
): Draft["input"] {
  const known = (shape ?? []).flatMap((extent) =>
    extent !== null && Number.isSafeInteger(extent) && extent > 0 ? [extent] : [],
  );
  if (first === "embedding") {
    const embedding = layers.find((layer) => layer["class_name"] === "Embedding");
    const config = new Config(isObject(embedding?.["config"]) ? embedding["config"] : {});
    return { tokens: known.at(0) ?? TOKENS, vocabulary: config.size("input_dim") };
  }
  if (shape === null || known.length !== shape.length || known.length === 0 || known.length > 3)
    return refuse(openExtent(shown(shape)));
  const [a, b, c] = known;
  if (known.length === 1) return a;
  if (known.length === 3) return { channels: c, height: a, width: b };
  return first === "conv1d" || first === "pool" ? { channels: b, length: a } : { tokens: a, width: b };
}
const TOKENS = 8;

/** Layers that it was called on: of Keras 3 histories within `args`, before lists of lists. */
function sourcesIn(nodes: JsonValue | undefined): string[] {
  if (!Array.isArray(nodes) || nodes.length !== 1) return [];
  const found: string[] = [];
  const walk = (value: JsonValue | undefined, depth: number): void => {
    if (depth > DEEPEST) return;
    if (Array.isArray(value)) {
      const [name, node, tensor] = value as readonly JsonValue[];
      if (typeof name === "string" && typeof node === "number" && typeof tensor === "number") found.push(name);
      else for (const one of value as readonly JsonValue[]) walk(one, depth + 1);
    } else if (isObject(value)) for (const one of Object.values(value)) walk(one, depth + 1);
  };
  walk(nodes as readonly JsonValue[], 0);
  return found;
}
const DEEPEST = 12;

/** `automatic`: the name that Keras 3 gives a layer's group in a file, by its class and how many of it stand before. */
function tensorsOf(
  name: string,
  automatic: string,
  files: readonly (readonly [piece: string, variable: string])[],
  names: readonly string[],
): Record<string, TensorDraft> {
  return Object.fromEntries(
    files.flatMap(([piece, variable], i): [string, TensorDraft][] => {
      const endings = [`${automatic}/vars/${i}`, `${name}/vars/${i}`, `${name}/${variable}`, `${name}/${variable}:0`];
      const ending = endings.find((one) => names.some((tensor) => tensor === one || tensor.endsWith(`/${one}`)));
      const found = names.find(
        (tensor) => ending !== undefined && (tensor === ending || tensor.endsWith(`/${ending}`)),
      );
      return found === undefined ? [] : [[`${name}.${piece}`, found]];
    }),
  );
}

/** BatchNormalization: batch_normalization; Conv2D: conv2d. */
function snakeCase(name: string): string {
  return name.replaceAll(/([a-z])([A-Z])/g, "$1_$2").toLowerCase();
}
